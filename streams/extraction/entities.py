"""Mentions as the entities of an enriched article. A mention is not the entity: the id says what it stands for."""

from __future__ import annotations

from typing import Any

from streams.extraction import lexicon as lx
from streams.extraction.dates import Date
from streams.extraction.matching import Mention
from streams.extraction.nodes import STATE
from streams.extraction.numbers import Amount

_KIND = {
    "person": "person",
    "company": "company",
    "armed_group": "armed_group",
    "armed_force": "armed_force",
    "ministry": "ministry",
    "agency": "organisation",
    "legislature": "organisation",
    "body": "body",
    "organisation": "organisation",
    "media": "media",
}


def span(text: str, start: int, end: int) -> dict[str, Any]:
    """A stretch of the text with its words, in code points."""
    return {"start": start, "end": end, "quote": text[start:end]}


def _entity(text: str, start: int, end: int, kind: str, **known: Any) -> dict[str, Any]:
    blank = {"id": None, "name": None, "country": None, "wikidata": None, "category": None, "amount": None}
    return {**span(text, start, end), "kind": kind, **blank, **known}


def _of_mention(text: str, mention: Mention) -> dict[str, Any] | None:
    entry = mention.entry
    if mention.kind == lx.ACTOR:
        kind = "country" if entry.cls in STATE else _KIND.get(entry.cls, "organisation")
        country = entry.party if entry.party and len(entry.party) == 3 and entry.party.isupper() else None
        return _entity(
            text,
            mention.start,
            mention.end,
            kind,
            id=entry.id,
            name=entry.name,
            country=country,
            wikidata=entry.wikidata,
        )
    if mention.kind == lx.PLACE:
        return _entity(
            text,
            mention.start,
            mention.end,
            "place",
            id=entry.id,
            name=entry.name,
            country=entry.party,
            wikidata=entry.wikidata,
        )
    if mention.kind == lx.ITEM and not entry.ambiguous:
        return _entity(
            text,
            mention.start,
            mention.end,
            "weapon",
            id=entry.id,
            name=entry.name,
            category=entry.category,
            wikidata=entry.wikidata,
        )
    return None


def _number(value: float | None) -> int | float | None:
    return int(value) if value is not None and value == int(value) else value


def quantity_amount(amount: Amount) -> dict[str, Any]:
    """Bounds and unit of a quantity; a bound is None where it is open."""
    return {"min": _number(amount.low), "max": _number(amount.high), "unit": amount.unit}


def money_amount(amount: Amount) -> dict[str, Any]:
    """A sum in whole currency units and its ISO 4217 code."""
    return {"amount": _number(amount.low), "currency": amount.currency}


def entities(
    text: str, content: list[Mention], quantities: list[Amount], money: list[Amount], dates: list[Date]
) -> list[dict[str, Any]]:
    """All entities in text order."""
    found = [e for e in (_of_mention(text, m) for m in content) if e is not None]
    found += [_entity(text, d.start, d.end, "date", amount={"date": d.date}) for d in dates]
    found += [_entity(text, a.start, a.end, "money", amount=money_amount(a)) for a in money]
    found += [_entity(text, a.start, a.end, "quantity", amount=quantity_amount(a)) for a in quantities]
    found.sort(key=lambda e: (e["start"], -e["end"]))
    return found
