"""Faust's consumer, with commits that can be trusted.

Faust 0.15 commits what its streams acknowledge, and fills what it takes for gaps. Both lose messages: a batch is
acknowledged when its body is left by an exception, and after a rebalance messages in flight are taken for a gap
(seen with two workers: after a kill, hundreds of messages were committed that nobody had handled). Here a partition is
committed up to the first message that the agents have not reported as finished, and nothing else counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer, Transport
from faust.types import TP

from streams import broker
from streams.ledger import Ledger
from streams.messages import Message

#: Seconds that a fetch waits for messages: a rebalance has to wait for the fetch.
_FETCH = 0.2


class LedgerThread(AIOKafkaConsumerThread):
    """The thread that talks to Kafka; enters what it fetches into the ledger."""

    app: Any
    consumer: LedgerConsumer

    def _create_worker_consumer(self, transport: Any) -> Any:
        made = super()._create_worker_consumer(transport)
        if self.app.armswire.embedded:
            made._fetch_max_wait_ms = broker.FETCH_WAIT_MS
        return made

    async def _fetch_records(self, *args: Any, **more: Any) -> Any:
        records = await super()._fetch_records(*args, **more)
        for tp, batch in records.items():
            if self.app.topics.acks_enabled_for(tp.topic):
                self.consumer.ledger.fetched((tp.topic, tp.partition), [record.offset for record in batch])
        return records


class LedgerConsumer(Consumer):
    """Commits by the ledger. `finish` is how an agent reports a message."""

    def __init__(self, *args: Any, **more: Any) -> None:
        self.ledger = Ledger()
        self._positions = asyncio.Lock()
        self._seeks = 0
        super().__init__(*args, **more)

    def finish(self, messages: Iterable[Message]) -> None:
        """Everything that these messages caused was acknowledged: they may be committed."""
        for message in messages:
            self.ledger.finished((message.topic, message.partition), message.offset)

    def _new_consumer_thread(self) -> LedgerThread:
        return LedgerThread(self, loop=self.loop, beacon=self.beacon)

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[TP]:
        for partition in map(TP._make, self.ledger.partitions()):
            if topics is None or partition in topics or partition.topic in topics:
                yield partition

    def _new_offset(self, tp: TP) -> int | None:
        return self.ledger.committable((tp.topic, tp.partition))

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Faust finishes what is in flight and commits; only then the partitions are forgotten."""
        await super().on_partitions_revoked(revoked)
        self.ledger.forget((tp.topic, tp.partition) for tp in revoked)

    async def perform_seek(self) -> None:
        """Go back to the committed offsets. No fetch may run meanwhile, nor the rest of an earlier one count."""
        async with self._positions:
            await super().perform_seek()
            self._seeks += 1

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> Any:  # noqa: ASYNC109
        async with self._positions:
            return await super()._getmany(active_partitions, min(timeout, _FETCH))

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Any]]:  # noqa: ASYNC109
        """Messages with their partitions, until there are no more or the positions have moved."""
        seeks = self._seeks
        async for fetched in super().getmany(timeout):
            if self._seeks != seeks:
                return
            yield fetched


class LedgerTransport(Transport):
    """Faust's way to Kafka, with our consumer."""

    Consumer = LedgerConsumer
