"""The data files as rows with their places, and every form in them with what it should be found as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from streams.extraction import lexicon as lx
from streams.extraction.lexicon import Entry
from streams.review.finding import Finding

ACTORS = ("countries", "people", "forces", "groups", "bodies", "makers")
KNOWLEDGE_LINES = (*ACTORS, "places", "weapons", "designations", "categories", "embargoes", "homonyms")
KNOWLEDGE_DOCUMENTS = ("frames",)
WORDS = ("nouns", "pronouns", "speech", "cues", "markers", "breaks", "auxiliaries")
LANGUAGE_LINES = ("items", "triggers", "decoys", *WORDS)
LANGUAGE_DOCUMENTS = ("language", "numbers", "dates")
# Which tables of the documents hold forms.
_TABLES = {
    "numbers": ("words", "vague"),
    "dates": ("months", "weekdays", "relative_days", "relative_months", "relative_years"),
}
_FORCES = frozenset(("armed_force", "ministry", "agency", "legislature"))
_BODIES = frozenset(("body", "organisation", "media"))


@dataclass(frozen=True, slots=True)
class Row:
    """An entry: a line of a file, or a whole document (`line` 0). `folder` is "knowledge" or a language's code."""

    folder: str
    kind: str
    line: int
    data: dict[str, Any] = field(hash=False)

    @property
    def id(self) -> str:
        """The entry's id; empty where it has none."""
        found = self.data.get("id", "")
        return found if isinstance(found, str) else ""

    @property
    def file(self) -> str:
        """Its file, relative to the folder of the data."""
        ending = "json" if self.kind in KNOWLEDGE_DOCUMENTS + LANGUAGE_DOCUMENTS else "jsonl"
        folder = self.folder if self.folder == "knowledge" else f"languages/{self.folder}"
        return f"{folder}/{self.kind}.{ending}"

    @property
    def reference(self) -> str:
        """Its file and id as homonyms.jsonl names them."""
        return f"{self.folder}/{self.kind}:{self.id}"

    def finding(self, kind: str, text: str) -> Finding:
        """A finding about this entry."""
        return Finding(self.file, self.line, kind, self.id, text)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an entry: `listed` is "any" or a language's code, `shape` the class or shape it is listed under."""

    text: str
    row: Row
    listed: str = "any"
    shape: str = ""
    weak: bool = False


class Data:
    """All rows that could be read, by folder and kind of file, and what could not be."""

    def __init__(self, root: Path) -> None:
        self.knowledge = root / "knowledge"
        self.languages = tuple(sorted(p.parent.name for p in root.glob("languages/*/language.json")))
        self.folders = {code: root / "languages" / code for code in self.languages}
        self.faults: list[Finding] = []
        self._rows: dict[tuple[str, str], list[Row]] = {}
        for kind in KNOWLEDGE_LINES + KNOWLEDGE_DOCUMENTS:
            self._read(self.knowledge, "knowledge", kind)
        for code in self.languages:
            for kind in LANGUAGE_LINES + LANGUAGE_DOCUMENTS:
                self._read(self.folders[code], code, kind)

    def rows(self, folder: str, kind: str) -> list[Row]:
        """The rows of a file, in its order."""
        return self._rows.get((folder, kind), [])

    def all_rows(self) -> Iterator[Row]:
        """The rows of all files."""
        for rows in self._rows.values():
            yield from rows

    def _read(self, path: Path, folder: str, kind: str) -> None:
        place = Row(folder, kind, 0, {})
        content = path / Path(place.file).name
        if not content.exists():
            self.faults.append(place.finding("unreadable", "this file is missing"))
            return
        whole = content.suffix == ".json"
        lines = [content.read_bytes()] if whole else content.read_bytes().splitlines()
        found = self._rows.setdefault((folder, kind), [])
        for number, line in enumerate(lines, 0 if whole else 1):
            if not line.strip():
                continue
            try:
                value = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                self.faults.append(Finding(place.file, number, "unreadable", "", str(error)))
                continue
            if isinstance(value, dict):
                found.append(Row(folder, kind, number, value))
            else:
                self.faults.append(Finding(place.file, number, "unreadable", "", "this is no JSON object"))


def forms_of(row: Row) -> Iterator[Form]:
    """Every form of a row, those of all languages too."""
    if row.kind in _TABLES:
        for table in _TABLES[row.kind]:
            for word in row.data[table]:
                yield Form(word, Row(row.folder, row.kind, 0, {"id": word}), row.folder, table)
        return
    listed = row.data.get("forms", ())
    if isinstance(listed, list):
        yield from (Form(text, row, row.folder) for text in listed)
    elif row.kind == "triggers":
        yield from (Form(text, row, row.folder, shape) for shape, texts in listed.items() for text in texts)
    elif listed:
        for code, texts in listed.items():
            by_class = texts if isinstance(texts, dict) else {"": texts}
            yield from (Form(text, row, code, cls) for cls, some in by_class.items() for text in some)
        for code, texts in row.data.get("weak", {}).items():
            yield from (Form(text, row, code, weak=True) for text in texts)


def forms_in(data: Data, code: str) -> Iterator[Form]:
    """Every form that counts in a language, in the order in which the engine takes them in."""
    for kind in (*ACTORS, "places", "weapons"):
        for row in data.rows("knowledge", kind):
            yield from (form for form in forms_of(row) if form.listed in ("any", code))
    for kind in ("items", "decoys", "triggers", *WORDS, "numbers", "dates"):
        for row in data.rows(code, kind):
            yield from forms_of(row)


def source(entry: Entry, code: str) -> tuple[str, str]:
    """The folder and kind of file that an entry of the engine came from."""
    if entry.kind == lx.ACTOR:
        named = {"person": "people", "company": "makers"}.get(entry.cls)
        if named is None and entry.cls in _FORCES:
            named = "forces"
        elif named is None and entry.cls in _BODIES:
            named = "bodies"
        elif entry.cls == "armed_group":
            named = "groups"
        return "knowledge", named or "countries"
    if entry.kind == lx.ITEM:
        named = {"weapon": "weapons", "designation": "designations"}.get(entry.cls)
        return ("knowledge", named) if named else (code, "items")
    if entry.kind == lx.PLACE:
        return "knowledge", "places"
    return code, {
        lx.TRIGGER: "triggers",
        lx.DECOY: "decoys",
        lx.NOUN: "nouns",
        lx.PRONOUN: "pronouns",
        lx.SPEECH: "speech",
        lx.CUE: "cues",
        lx.MARKER: "markers",
        lx.BREAK: "breaks",
        lx.AUXILIARY: "auxiliaries",
        lx.NUMBER: "numbers",
        lx.DATE: "dates",
    }[entry.kind]


def is_of(entry: Entry, form: Form, code: str) -> bool:
    """Whether an entry of the engine is what a form should be found as."""
    if source(entry, code) != (form.row.folder, form.row.kind) or entry.id != form.row.id:
        return False
    return form.weak or form.row.kind != "countries" or entry.cls == form.shape


def reference(entry: Entry, code: str) -> str:
    """The file and id of an entry of the engine, as homonyms.jsonl names them."""
    folder, kind = source(entry, code)
    return f"{folder}/{kind}:{entry.id}"
