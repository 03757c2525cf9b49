"""What the consumer keeps in its ledger over a rebalance."""

from __future__ import annotations

import asyncio
from typing import Any

from faust.transport.drivers.aiokafka import Consumer
from faust.types import TP

from streams.consumer import LedgerConsumer
from streams.ledger import Ledger


def test_a_fetch_that_ends_after_the_revocation_leaves_no_trace_in_the_next_assignment(monkeypatch) -> None:
    given: list[Any] = []

    async def nothing(_: Any, partitions: set[TP], *more: int) -> None:
        given.append((partitions, *more))

    monkeypatch.setattr(Consumer, "on_partitions_revoked", nothing)
    monkeypatch.setattr(Consumer, "on_partitions_assigned", nothing)
    consumer = LedgerConsumer.__new__(LedgerConsumer)
    consumer.ledger = Ledger()
    partition = TP("articles.raw.v1", 0)

    async def rebalance() -> None:
        await consumer.on_partitions_revoked({partition})
        consumer.ledger.fetched(tuple(partition), [90, 91])
        await consumer.on_partitions_assigned({partition}, 5)

    asyncio.run(rebalance())
    assert consumer.ledger.committable(tuple(partition)) is None
    consumer.ledger.fetched(tuple(partition), [7])
    assert consumer.ledger.committable(tuple(partition)) == 7
    assert given == [({partition},), ({partition}, 5)]
