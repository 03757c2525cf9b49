"""Measures as a table that a README can hold."""

from __future__ import annotations

from collections import Counter

from streams.evaluation.measures import COLUMNS, row

#: Counts by file, language and kind of text.
Groups = dict[tuple[str, str, str], Counter[str]]


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Rows below their head, with columns of equal width."""
    lines = [head, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    out = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    out.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(out) + "\n"


def measures(groups: Groups) -> str:
    """The measures of each group as a table."""
    return table(("file", "lang", "kind", *COLUMNS), [(*key, *row(n)) for key, n in sorted(groups.items())])
