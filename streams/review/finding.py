"""What the check of the data files can find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: The kinds of findings and what they mean. All are errors: data with one must not be released.
KINDS: Mapping[str, str] = {
    "unreadable": "a line, or a file, that is no JSON, or a file that is missing",
    "schema": "an entry that its schema forbids",
    "id": "an id that another entry has",
    "order": "a file that is not sorted by id",
    "party": "a code that no country, group or body has",
    "category": "a category that categories.jsonl does not have",
    "wikidata": "a Wikidata id that another entry has",
    "duplicate": "a form that is there twice with one meaning",
    "conflict": "a form that another entry takes, with another meaning",
    "hidden": "a form that is never found where it stands",
    "example": "an example that its pattern misses, or a counterexample that it takes",
    "homonym": "a record of a conflict that is none, or is another one",
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that is wrong: `file` is relative to the folder of the data, `line` counts from 1 (0: the file as a
    whole), `kind` is a key of `KINDS`, `id` that of the entry, empty where there is none."""

    file: str
    line: int
    kind: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """The forms of an entry that match nothing in a corpus; not wrong, but perhaps misspelt or useless."""

    file: str
    line: int
    id: str
    forms: tuple[str, ...]
