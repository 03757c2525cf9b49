"""Faust's consumer, with fetches and commits that can be trusted.

Faust 0.15 loses messages around a rebalance: what it fetches before the rebalance is over is thrown away when its
queues are cleared at the end, what it throws away it takes for a gap, and a gap it commits. It also commits a batch
whose body was left by an exception. (Seen with two workers: a kill after a rebalance lost hundreds of messages.)

Here nothing is fetched from a stream's topic until the rebalance is over, and a partition is committed up to the first
message that the agents have not reported as finished. Nothing else counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer, Transport
from faust.types import TP

from streams import broker
from streams.ledger import Ledger
from streams.messages import Message

#: Seconds between looks whether the rebalance is over.
_PAUSE = 0.02


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
        super().__init__(*args, **more)

    def finish(self, messages: Iterable[Message]) -> None:
        """Everything that these messages caused was acknowledged: they may be committed."""
        for message in messages:
            self.ledger.finished((message.topic, message.partition), message.offset)

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Faust finishes what is in flight and commits it; only then the partitions are forgotten."""
        await super().on_partitions_revoked(revoked)
        self.ledger.forget((tp.topic, tp.partition) for tp in revoked)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """They are read from their committed offsets. A fetch that was under way when they were taken away may have
        entered later ones after all."""
        self.ledger.forget((tp.topic, tp.partition) for tp in assigned)
        await super().on_partitions_assigned(assigned, generation_id)

    def _new_consumer_thread(self) -> LedgerThread:
        return LedgerThread(self, loop=self.loop, beacon=self.beacon)

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> Any:  # noqa: ASYNC109
        wanted = active_partitions or set()
        if self.app.rebalancing:
            # Only the changelogs, for recovery.
            wanted = {tp for tp in wanted if not self.app.topics.acks_enabled_for(tp.topic)}
        if not wanted:
            await asyncio.sleep(_PAUSE)
            return {}
        return await super()._getmany(wanted, timeout)

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[TP]:
        for tp in map(TP._make, self.ledger.partitions()):
            if topics is None or tp in topics or tp.topic in topics:
                yield tp

    def _new_offset(self, tp: TP) -> int | None:
        return self.ledger.committable((tp.topic, tp.partition))


class LedgerTransport(Transport):
    """Faust's way to Kafka, with our consumer."""

    Consumer = LedgerConsumer
