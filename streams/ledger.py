"""Which messages are finished, and so how far a partition may be committed. Pure."""

from __future__ import annotations

import threading
from collections.abc import Iterable

Partition = tuple[str, int]


class Ledger:
    """For each partition: what was fetched and is not finished yet, and the offset after the last that was fetched.

    The commit of a partition never passes a message that was fetched and not finished, in whatever order messages are
    fetched, fetched again, dropped on the way, or finished. Offsets that Kafka never delivers (compaction, control
    records) need no care. Fetching and finishing happen on two threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._unfinished: dict[Partition, set[int]] = {}
        self._end: dict[Partition, int] = {}

    def fetched(self, partition: Partition, offsets: Iterable[int]) -> None:
        """These messages were taken from Kafka's client: nobody else will deliver them."""
        with self._lock:
            unfinished = self._unfinished.setdefault(partition, set())
            for offset in offsets:
                unfinished.add(offset)
                self._end[partition] = max(self._end.get(partition, 0), offset + 1)

    def finished(self, partition: Partition, offset: int) -> None:
        """Everything that this message caused was acknowledged."""
        with self._lock:
            self._unfinished.get(partition, set()).discard(offset)

    def partitions(self) -> list[Partition]:
        """Partitions of which something was fetched."""
        with self._lock:
            return list(self._end)

    def committable(self, partition: Partition) -> int | None:
        """The offset to commit: of the first message that is not finished, else the next that will come."""
        with self._lock:
            return min(self._unfinished.get(partition, ()), default=self._end.get(partition))

    def forget(self, partitions: Iterable[Partition]) -> None:
        """These partitions were taken away; if they come back they are read from their committed offsets."""
        with self._lock:
            for partition in partitions:
                self._unfinished.pop(partition, None)
                self._end.pop(partition, None)
