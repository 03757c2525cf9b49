"""English names of what a code or an id stands for, from the knowledge files; read when first asked for."""

from __future__ import annotations

from functools import cache

from streams.extraction.lexicon import KNOWLEDGE, read_lines

#: Files whose ids are no parties or sources.
_OTHERS = {"categories", "embargoes", "weapons"}


def party(code: str | None, unknown: str = "unknown") -> str:
    """A country by its ISO 3166-1 alpha-3 code, a group or body by its slug; the code itself where it has no name."""
    if code is None:
        return unknown
    return _parties().get(code) or (code if code.isupper() else code.replace("-", " ").title())


def source(id: str | None) -> str | None:  # noqa: A002 - the field's own word
    """Whoever is quoted: a party, or a person, ministry, company or medium by its slug; None where it has no name."""
    return None if id is None else _parties().get(id)


def category(id: str) -> str:  # noqa: A002
    """An item category in English: "missiles"."""
    # What follows a comma is for a list of categories, not for a sentence: "arms, unspecified".
    return (_categories().get(id) or id.replace("_", " ")).split(",")[0]


def weapon(id: str | None) -> str | None:  # noqa: A002
    """A weapon by its id; None where it has no name."""
    return None if id is None else _weapons().get(id)


def is_armed_group(code: str | None) -> bool:
    """True for the slug of an armed group; a state, a body and a territory with a government of its own are none."""
    return code in _armed_groups()


@cache
def _parties() -> dict[str, str]:
    files = sorted(path for path in KNOWLEDGE.glob("*.jsonl") if path.stem not in _OTHERS)
    # Groups and countries come last: where an id is used twice, theirs is the name.
    files += [KNOWLEDGE / "groups.jsonl", KNOWLEDGE / "countries.jsonl"]
    return {record["id"]: record["name"] for file in files for record in read_lines(file) if "name" in record}


@cache
def _categories() -> dict[str, str]:
    return {record["id"]: record["name"]["en"] for record in read_lines(KNOWLEDGE / "categories.jsonl")}


@cache
def _weapons() -> dict[str, str]:
    weapons = read_lines(KNOWLEDGE / "weapons.jsonl")
    return {record["id"]: record["name"] for record in weapons if isinstance(record.get("name"), str)}


@cache
def _armed_groups() -> frozenset[str]:
    groups = read_lines(KNOWLEDGE / "groups.jsonl")
    return frozenset(record["id"] for record in groups if record.get("kind") == "armed_group")
