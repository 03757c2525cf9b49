"""Whether a stretch of text is taken already, in logarithmic time."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable


class Taken:
    """Stretches `[start, end)` that do not overlap one another."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._spans = sorted(spans)

    def add(self, start: int, end: int) -> None:
        """Takes one more stretch."""
        insort(self._spans, (start, end))

    def hits(self, start: int, end: int) -> bool:
        """Whether any taken stretch overlaps `[start, end)`."""
        at = bisect_left(self._spans, (end,))
        return at > 0 and self._spans[at - 1][1] > start
