"""What the two agents do with a batch: pure function, delivery, state, metrics, and only then the word that it is done.

The order is the guarantee. A message is finished only after every output that it caused, or its dead letter, and the
state that it changed were acknowledged by the broker. A crash in between repeats messages and loses none.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterable, Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from streams import __version__
from streams.alerts.alerting import pair_key
from streams.contracts import DEAD_LETTER, topics
from streams.delivery import Delivery, Record, Refused
from streams.envelope import attempts, dead_letter
from streams.health import Health
from streams.messages import Message, Outcome, Output, Processed, Rejected
from streams.metrics import Metrics
from streams.settings import Settings

logger = logging.getLogger(__name__)

#: Seconds of pure work after which other tasks of the event loop get their turn.
_TURN = 0.005
#: Room for key, headers and framing below a topic's limit.
_OVERHEAD = 65_536

Alerting = Callable[[Message, Mapping[str, Any]], tuple[Outcome, Any]]


class Halt(Exception):  # noqa: N818 - an instruction
    """The worker must stop, before it acknowledges what it has in hand."""


class Handled(NamedTuple):
    """A message and what became of it."""

    message: Message
    outcome: Outcome


def to_message(event: Any) -> Message:
    """A Faust event as plain data. A header without a value keeps None as its value."""
    message = event.message
    return Message(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        key=message.key,
        value=message.value,
        headers=tuple((name, value) for name, value in message.headers or ()),
        timestamp_ms=-1 if message.timestamp is None else round(message.timestamp * 1000),
    )


async def consume(
    stream: Any,
    agent: str,
    handle: Callable[[list[Message]], Awaitable[None]],
    settings: Settings,
    metrics: Metrics,
    health: Health,
) -> None:
    """Take batches of the stream for as long as it lasts. An exception of `handle` ends the worker, by Faust."""
    batches: AsyncIterable[list[Any]] = stream.take_events(settings.batch_size, settings.batch_within)
    async for events in batches:
        messages = [to_message(event) for event in events]
        metrics.consumed(agent, len(messages))
        await handle(messages)
        stream.app.consumer.finish(messages)
        metrics.progressed(agent, time.time())
        health.progress()
    if not stream.app.should_stop:
        # Seen when Faust fails inside the stream: the worker would stay up and do nothing.
        raise Halt(f"the stream of agent {agent} ended by itself")


class Settler:
    """Publishes what a batch caused, decides what cannot be published, and counts it."""

    def __init__(self, agent: str, settings: Settings, deliver: Delivery, metrics: Metrics) -> None:
        self._agent = agent
        self._settings = settings
        self._deliver = deliver
        self._metrics = metrics
        self._dead_letter_bytes = topics()[DEAD_LETTER].max_message_bytes - _OVERHEAD

    async def __call__(self, batch: Sequence[Handled]) -> None:
        """Publish and count. Returns when all is acknowledged."""
        self.count(await self.publish(batch))

    async def publish(self, batch: Sequence[Handled]) -> list[Handled]:
        """Returns when all is acknowledged, with what became of each message: a dead letter, where its outputs were
        refused. Raises `Halt` for what cannot even be a dead letter."""
        outputs = [(index, output) for index, handled in enumerate(batch) for output in self._outputs(handled)]
        refused = await self._deliver([self._record(output) for _, output in outputs])
        replaced = {outputs[position][0]: refusal for position, refusal in refused.items()}
        settled = list(batch)
        for index, refusal in replaced.items():
            message, outcome = batch[index]
            if isinstance(outcome, Rejected):
                raise _halt(message, refusal)
            settled[index] = Handled(message, Rejected("delivery", refusal.code, refusal.message))
        if replaced:
            await self.publish([settled[index] for index in replaced])
        return settled

    def count(self, settled: Sequence[Handled]) -> None:
        """One outcome for each message; call it once all that the messages caused was acknowledged."""
        now = time.time()
        for message, outcome in settled:
            self._metrics.acknowledged(self._agent, outcome, timestamp_ms=message.timestamp_ms, now=now)

    def _outputs(self, handled: Handled) -> tuple[Output, ...]:
        match handled.outcome:
            case Processed(outputs=outputs):
                return outputs
            case Rejected() as rejected:
                letter = dead_letter(
                    handled.message,
                    rejected,
                    attempt=attempts(handled.message) + 1,
                    application_version=__version__,
                    time_ms=round(time.time() * 1000),
                    max_bytes=self._dead_letter_bytes,
                )
                return (letter,)
        return ()

    def _record(self, output: Output) -> Record:
        return Record(self._settings.topic(output.topic), output.key, output.value, output.headers, output.timestamp_ms)


class Enrichment:
    """The `enrich` agent's handling of a batch of raw articles."""

    def __init__(self, enricher: Callable[[Message], Outcome], settle: Settler, metrics: Metrics) -> None:
        self._enricher = enricher
        self._settle = settle
        self._metrics = metrics

    async def __call__(self, messages: list[Message]) -> None:
        turns = Turns()
        batch = []
        for message in messages:
            started = time.perf_counter()
            batch.append(Handled(message, self._enricher(message)))
            self._metrics.processed("enrich", time.perf_counter() - started)
            await turns()
        await self._settle(batch)


class Alerts:
    """The `alert` agent's handling of a batch of claims. `save` puts stories into the table and its changelog.

    First the alerts are published, then the stories are saved: after a crash in between, the claims are repeated
    against the old stories, and the same alerts come again.
    """

    def __init__(
        self,
        alerting: Alerting,
        read: Callable[[bytes], bytes | None],
        save: Callable[[Mapping[bytes, tuple[bytes, Message]]], Awaitable[Mapping[bytes, Refused]]],
        settle: Settler,
        metrics: Metrics,
    ) -> None:
        self._alerting = alerting
        self._read = read
        self._save = save
        self._settle = settle
        self._metrics = metrics

    async def __call__(self, messages: list[Message]) -> None:
        turns = Turns()
        batch = []
        stories = Stories(self._read)
        for message in messages:
            started = time.perf_counter()
            batch.append(Handled(message, self._fold(message, stories)))
            self._metrics.processed("alert", time.perf_counter() - started)
            await turns()
        settled = await self._settle.publish(batch)
        refused = await self._save(stories.changed)
        causes = {id(stories.changed[key][1]): (key, refusal) for key, refusal in refused.items()}
        lost = []
        for index, (message, outcome) in enumerate(settled):
            # A message that is a dead letter already needs no second one.
            if id(message) in causes and not isinstance(outcome, Rejected):
                key, refusal = causes[id(message)]
                rejected = Rejected("delivery", refusal.code, f"story of {key!r}: {refusal.message}")
                settled[index] = Handled(message, rejected)
                lost.append(settled[index])
        if lost:
            await self._settle.publish(lost)
        self._settle.count(settled)

    def _fold(self, message: Message, stories: Stories) -> Outcome:
        try:
            outcome, update = self._alerting(message, stories)
            if update is not None:
                stories.change(pair_key(orjson.loads(message.value or b"")), update, message)
        except Exception as error:
            return Rejected("alert", "internal_error", f"{type(error).__name__}: {error}")
        return outcome


class Stories(Mapping[str, Any]):
    """The stories as a batch sees them: the table's, under the changes that the batch itself has made so far."""

    def __init__(self, read: Callable[[bytes], bytes | None]) -> None:
        self._table = read
        self._current: dict[str, Any] = {}
        #: New values with the last message that changed them, by key.
        self.changed: dict[bytes, tuple[bytes, Message]] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._current:
            stored = self._table(key.encode())
            if stored is None:
                raise KeyError(key)
            self._current[key] = orjson.loads(stored)
        return self._current[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._current)

    def __len__(self) -> int:
        return len(self._current)

    def change(self, key: str, value: Any, cause: Message) -> None:
        """Put a new value, seen by the rest of the batch."""
        self._current[key] = value
        self.changed[key.encode()] = (orjson.dumps(value), cause)


class Turns:
    """Lets the event loop serve others every few milliseconds of pure work."""

    def __init__(self) -> None:
        self._since = time.perf_counter()

    async def __call__(self) -> None:
        if time.perf_counter() - self._since > _TURN:
            await asyncio.sleep(0)
            self._since = time.perf_counter()


def _halt(message: Message, refusal: Refused) -> Halt:
    reason = (
        f"message {message.topic}/{message.partition}/{message.offset} cannot be published nor be made a dead letter "
        f"({refusal.message}); nothing is lost, but the worker stops here until the dead-letter topic takes it"
    )
    logger.critical(reason)
    return Halt(reason)
