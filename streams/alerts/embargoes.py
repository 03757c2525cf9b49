"""Arms embargoes of the United Nations and the European Union, from `streams/knowledge/embargoes.jsonl`.

An embargo bans a target's imports of arms, its exports, or both, from a day on and up to (not including) another. It
binds the members of the authority that imposed it: the UN's every state, the EU's its member states. Where an embargo
binds none of the two parties of a transfer, it tells all the same that the transfer is one to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from streams.extraction.lexicon import KNOWLEDGE, read_lines

#: Who imposes embargoes and whom they bind: "all" or a list of codes (the EU's members as of 2020).
AUTHORITIES: Mapping[str, Mapping[str, Any]] = orjson.loads(Path(__file__).with_name("authorities.json").read_bytes())


@dataclass(frozen=True, slots=True)
class Embargo:
    """One line of the file. `target` is a country code or a group's slug, `bans` holds "import" and "export",
    `begins` and `ends` are ISO dates, `categories` limits it to item categories (None: all arms)."""

    id: str
    target: str
    bans: frozenset[str]
    authority: str
    source: str
    begins: str
    ends: str | None
    scope: str
    categories: frozenset[str] | None

    def in_force(self, date: str) -> bool:
        """Whether it is in force on an ISO date."""
        return self.begins <= date and (self.ends is None or date < self.ends)

    def covers(self, categories: Iterable[str]) -> bool:
        """Whether one of the item categories falls under it."""
        return self.categories is None or not self.categories.isdisjoint(categories)

    def binds(self, partner: str | None) -> bool:
        """Whether the target's partner must keep to it."""
        bound = AUTHORITIES[self.authority]["binds"]
        return bound == "all" or partner in bound


@dataclass(frozen=True, slots=True)
class Ban:
    """An embargo that a transfer touches: `way` is "import" or "export" of the target, `binding` whether it binds the
    target's partner (and so whether the transfer breaches it)."""

    embargo: Embargo
    way: str
    binding: bool


@cache
def embargoes() -> tuple[Embargo, ...]:
    """All embargoes of the file, in its order."""
    return tuple(
        Embargo(
            id=record["id"],
            target=record["target"],
            bans=frozenset(record["bans"]),
            authority=record["authority"],
            source=record["source"],
            begins=record["from"],
            ends=record["until"],
            scope=record["scope"],
            categories=frozenset(record["categories"]) if "categories" in record else None,
        )
        for record in read_lines(KNOWLEDGE / "embargoes.jsonl")
    )


def bans(
    supplier: str | None,
    recipient: str | None,
    *,
    direction: str,
    categories: Iterable[str],
    date: str,
    known: Iterable[Embargo] | None = None,
) -> list[Ban]:
    """The bans that a transfer touches on an ISO date, binding ones first, then in the order of the file.

    Where the direction is unknown each party may be supplier or recipient. `known` replaces the file's embargoes.
    """
    exporters = {supplier: recipient}
    importers = {recipient: supplier}
    if direction == "unknown":
        exporters = importers = {supplier: recipient, recipient: supplier}
    wanted = frozenset(categories)
    found = [
        Ban(embargo, way, embargo.binds(sides[embargo.target]))
        for embargo in (embargoes() if known is None else known)
        if embargo.in_force(date) and embargo.covers(wanted)
        for way, sides in (("export", exporters), ("import", importers))
        if way in embargo.bans and embargo.target in sides
    ]
    return sorted(found, key=lambda ban: not ban.binding)
