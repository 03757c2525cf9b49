"""Keeps the log readable while Kafka is away: the client repeats itself a hundred times a second then."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

EVERY = 10.0
CLIENT = (
    "aiokafka",
    "aiokafka.cluster",
    "aiokafka.conn",
    "aiokafka.consumer.consumer",
    "aiokafka.consumer.fetcher",
    "aiokafka.consumer.group_coordinator",
    "aiokafka.producer.producer",
    "aiokafka.producer.sender",
)


class Repeats(logging.Filter):
    """Lets a message through once in `every` seconds, by its template; says how many were left out meanwhile."""

    def __init__(self, every: float = EVERY, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._every = every
        self._clock = clock
        self._seen: dict[str, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is logged."""
        now = self._clock()
        last, left_out = self._seen.get(str(record.msg), (None, 0))
        if last is not None and now - last < self._every:
            self._seen[str(record.msg)] = (last, left_out + 1)
            return False
        self._seen[str(record.msg)] = (now, 0)
        if left_out:
            record.msg = f"{record.msg} ({left_out} more like this)"
        return True


def quieten_client() -> None:
    """Puts the filter on the loggers of the Kafka client."""
    for name in CLIENT:
        logging.getLogger(name).addFilter(Repeats())
