"""Outputs onto Kafka: returns when every one is acknowledged, whatever it takes.

A producer's `send` only buffers. Here the delivery reports themselves are awaited, and what failed is sent again, in
order, from the first failure on: records of one key stay in order, and a few may be repeated. A record that Kafka will
never take is reported to the caller, who decides; everything else is tried until the process is told to stop.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple, Protocol

from aiokafka.errors import InvalidTimestampError, MessageSizeTooLargeError, RecordListTooLargeError

from streams.messages import Headers

logger = logging.getLogger(__name__)

FIRST_DELAY = 0.1
LONGEST_DELAY = 5.0
_POLL = 0.25

#: A batch of small records can be too large as well, so a record is too large only if it is refused alone.
_TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)
#: Faults of the record and not of the broker; the last ones are raised by the client for what it cannot encode.
_NEVER = (*_TOO_LARGE, InvalidTimestampError, TypeError, ValueError, AttributeError, AssertionError)


class Record(NamedTuple):
    """What to publish: a topic's full name; the partition is that of the key unless one is given."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers
    timestamp_ms: int
    partition: int | None = None


class Refused(NamedTuple):
    """A record that will never be taken: a bounded word, and the error."""

    code: str
    message: str


class Undelivered(Exception):  # noqa: N818 - says what is the case
    """The process stops before everything was acknowledged: whatever caused the records must not be acknowledged."""


class Producer(Protocol):
    """The part of Faust's producer that is used."""

    async def send(
        self,
        topic: str,
        key: bytes | None,
        value: bytes | None,
        partition: int | None,
        timestamp: float | None,
        headers: Any,
    ) -> Awaitable[Any]:
        """Buffer a record; the awaitable is its acknowledgement."""


class Delivery:
    """Delivers lists of records. `stopping` tells whether the process is ending, `redelivered` counts repetitions.

    Once `stopping` is true a delivery goes on for at most `drain_timeout` seconds. `pause` waits between attempts.
    """

    def __init__(
        self,
        producer: Callable[[], Producer],
        *,
        stopping: Callable[[], bool],
        drain_timeout: float,
        redelivered: Callable[[], None] = lambda: None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._producer = producer
        self._stopping = stopping
        self._drain_timeout = drain_timeout
        self._redelivered = redelivered
        self._pause = pause
        self._deadline: float | None = None

    async def __call__(self, records: Sequence[Record], *, singly: bool = False) -> dict[int, Refused]:
        """Deliver all; returns those that Kafka will never take, by their index.

        `singly` puts each record into a request of its own. Raises `Undelivered`.
        """
        refused: dict[int, Refused] = {}
        position, delay = 0, FIRST_DELAY
        while position < len(records):
            errors = await self._bounded(self._send(records[position:], singly))
            failed = next((index for index, error in enumerate(errors) if error), None)
            if failed is None:
                break
            position += failed
            error = errors[failed]
            if isinstance(error, _NEVER):
                error = (await self._bounded(self._send(records[position : position + 1], singly)))[0]
                if error is None or isinstance(error, _NEVER):
                    if error is not None:
                        refused[position] = _refusal(error)
                    position += 1
                    continue
            logger.warning(
                "delivery failed, %d of %d records are sent again in %.1f s: %s",
                len(records) - position,
                len(records),
                delay,
                _say(error),
            )
            self._redelivered()
            self._check_time()
            await self._bounded(self._pause(delay))
            delay = min(delay * 2, LONGEST_DELAY)
        return refused

    async def _send(self, records: Sequence[Record], singly: bool) -> list[BaseException | None]:
        """Send all and wait for all; the error of each, or None."""
        if not singly:
            reports = [await self._buffer(record) for record in records]
            return await _outcomes(reports)
        errors: list[BaseException | None] = [None] * len(records)
        by_partition: defaultdict[tuple[str, int | None], list[int]] = defaultdict(list)
        for index, record in enumerate(records):
            by_partition[record.topic, record.partition].append(index)

        async def chain(indices: list[int]) -> None:
            for index in indices:
                errors[index] = (await _outcomes([await self._buffer(records[index])]))[0]

        await asyncio.gather(*map(chain, by_partition.values()))
        return errors

    async def _buffer(self, record: Record) -> Awaitable[Any] | BaseException:
        # The driver takes seconds and truncates to milliseconds: half a millisecond more keeps the value.
        seconds = (record.timestamp_ms + 0.5) / 1000 if record.timestamp_ms >= 0 else None
        try:
            return await self._producer().send(
                record.topic, record.key, record.value, record.partition, seconds, list(record.headers)
            )
        except Exception as error:
            # Faust wraps what the client raises.
            return error.__cause__ or error

    async def _bounded(self, work: Awaitable[Any]) -> Any:
        """The result of `work`, unless the process has been stopping for too long."""
        task = asyncio.ensure_future(work)
        try:
            while not (await asyncio.wait((task,), timeout=_POLL))[0]:
                self._check_time()
            return task.result()
        finally:
            task.cancel()

    def _check_time(self) -> None:
        if self._deadline is None and self._stopping():
            self._deadline = time.monotonic() + self._drain_timeout
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise Undelivered(f"not acknowledged within {self._drain_timeout:g} s of stopping")


async def _outcomes(reports: Sequence[Awaitable[Any] | BaseException]) -> list[BaseException | None]:
    waiting = [asyncio.ensure_future(report) for report in reports if not isinstance(report, BaseException)]
    settled = iter(await asyncio.gather(*waiting, return_exceptions=True))
    outcomes = (report if isinstance(report, BaseException) else next(settled) for report in reports)
    return [outcome if isinstance(outcome, BaseException) else None for outcome in outcomes]


def _refusal(error: BaseException) -> Refused:
    code = "too_large" if isinstance(error, _TOO_LARGE) else "refused"
    return Refused(code, _say(error))


def _say(error: BaseException | None) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
