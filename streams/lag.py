"""How far the consumer group is behind, asked of the broker itself: the figure moves when consumption does not."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.settings import Settings

Lags = dict[TopicPartition, int]

_FETCHES, _FETCH_MS = 5, 100


class LagMeter:
    """Measures the lag of a group on all partitions of some topics, without joining the group.

    `topics` gives the number of partitions of each, by its name on Kafka.
    """

    def __init__(self, settings: Settings, group: str, topics: Mapping[str, int]) -> None:
        self._partitions = [TopicPartition(name, number) for name, count in topics.items() for number in range(count)]
        arguments = settings.client_arguments() | {
            "client_id": f"{group}-lag",
            "enable_auto_commit": False,
            "request_timeout_ms": round(settings.producer_timeout * 1000),
        }
        # Without a subscription a consumer takes no part in its group, and reads nothing.
        self._consumer = AIOKafkaConsumer(group_id=group, **arguments)
        self._probe = AIOKafkaConsumer(group_id=None, **arguments) if settings.embedded else None

    async def start(self) -> None:
        """Connect."""
        await self._consumer.start()
        if self._probe:
            await self._probe.start()
            self._probe.assign(self._partitions)
            self._probe.pause(*self._partitions)

    async def stop(self) -> None:
        """Disconnect."""
        await self._consumer.stop()
        if self._probe:
            await self._probe.stop()

    async def measure(self) -> Lags:
        """End offset less committed offset; where nothing is committed, less the first offset there is."""
        starts = await self._consumer.beginning_offsets(self._partitions)
        ends = await self._consumer.end_offsets(self._partitions)
        if self._probe:
            ends = await _exact_ends(self._probe, ends)
        committed = await asyncio.gather(*map(self._consumer.committed, self._partitions))
        return {
            partition: max(0, ends[partition] - (starts[partition] if done is None else done))
            for partition, done in zip(self._partitions, committed, strict=True)
        }


async def _exact_ends(probe: AIOKafkaConsumer, ends: Lags) -> Lags:
    """The embedded broker tells the last batch's first offset plus one; a fetch of that batch tells the end."""
    waiting = {partition for partition, end in ends.items() if end}
    for partition in waiting:
        probe.seek(partition, ends[partition] - 1)
    probe.resume(*waiting)
    for _ in range(_FETCHES):
        if waiting:
            waiting -= set(await probe.getmany(*waiting, timeout_ms=_FETCH_MS))
    probe.pause(*ends)
    return {partition: max(end, probe.highwater(partition) or 0) for partition, end in ends.items()}
