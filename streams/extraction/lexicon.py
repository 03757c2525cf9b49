"""Lexicons as data: loads `streams/knowledge` and `streams/languages/<code>` into one matcher per language.

Every entry is one line of a JSON Lines file. A form is a string that text is searched for; which kind of thing it is
comes from the file it stands in. Nothing here knows a language: all that differs is in the files.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
from ahocorasick_rs import AhoCorasick, MatchKind

KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
LANGUAGES = Path(__file__).parent.parent / "languages"

ACTOR, ITEM, TRIGGER, PLACE, DECOY = "actor", "item", "trigger", "place", "decoy"
NOUN, PRONOUN, SPEECH, CUE = "noun", "pronoun", "speech", "cue"
MARKER, BREAK, AUXILIARY = "marker", "break", "auxiliary"
NUMBER, DATE = "number", "date"

# Which reading wins where two entries share a form: the more specific one.
_PRIORITY = (DECOY, ACTOR, ITEM, PLACE, TRIGGER, NOUN, PRONOUN, SPEECH, CUE, BREAK, MARKER, AUXILIARY, NUMBER, DATE)
# Kinds searched for in the whole text; the others only in sentences that pass the gate.
CONTENT = frozenset((DECOY, ACTOR, ITEM, PLACE, TRIGGER))
# Kinds that are read as amounts and dates; they may stand inside other mentions and have tables of their own.
VALUES = frozenset((NUMBER, DATE))

ANY_CASE, CAPITALISED, EXACT = 0, 1, 2
# Where a form may begin and end: what `boundary` of `language.json` can be.
BOUNDARIES = ("word",)
# Classes of triggers that tell of no transfer.
INERT = frozenset(("use", "test", "exercise", "produce", "sanction", "have"))
_ACRONYM_LENGTH = 4
_DESIGNATION = re.compile(r"^(.*[^\W\d])[- ]?(\d.*)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One lexicon entry in one language: what a matched form stands for.

    `kind` is the constant above, `cls` its class within the kind (a trigger's frame, an item's category, an actor's
    kind), `party` the code an actor counts as, `unpriced` an item's category where no sum is named, `inner` the trigger
    that an item's form holds ("arms sales"), `origin` the one state that a weapon comes from, `shapes` the grammatical
    shapes the form can have. A `weak` form counts only where the text names the same party in another way.
    """

    kind: str
    cls: str
    id: str
    name: str | None = None
    party: str | None = None
    category: str | None = None
    unroca: str | None = None
    ml: str | None = None
    wikidata: str | None = None
    ambiguous: bool = False
    weak: bool = False
    case: int = ANY_CASE
    shapes: tuple[str, ...] = ()
    status: tuple[tuple[str, str], ...] = ()
    unpriced: str | None = None
    inner: Entry | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language's compiled tables; `content`, `function` and `values` are automata over lower-cased forms.

    `predecessors` holds, by the code of a state, the state that had its capital before, and that one's last year.
    """

    language: str
    config: dict[str, Any]
    content: AhoCorasick
    content_entries: tuple[tuple[Entry, ...], ...]
    function: AhoCorasick
    function_entries: tuple[tuple[Entry, ...], ...]
    values: AhoCorasick
    value_entries: tuple[tuple[Entry, ...], ...]
    designations: re.Pattern[str] | None
    families: tuple[Entry, ...]
    predecessors: dict[str, tuple[str, int]]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file; ValueError names the file and the line of a fault."""
    if not path.exists():
        return []
    rows = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            rows.append(orjson.loads(line))
        except orjson.JSONDecodeError as error:
            raise ValueError(f"{path.name}:{number}: {error}") from error
    return rows


def _case(form: str) -> int:
    letters = [c for c in form if c.isalpha()]
    if letters and len(letters) <= _ACRONYM_LENGTH and all(c.isupper() for c in letters) and form.isalpha():
        return EXACT
    if form[:1].isupper():
        return CAPITALISED
    return ANY_CASE


def _variants(form: str) -> Iterator[str]:
    yield form
    match = _DESIGNATION.match(form)
    if match and len(form) <= 24:
        head, tail = match.groups()
        for joint in ("-", "", " "):
            if head + joint + tail != form and len(head) + len(tail) > 2:
                yield head + joint + tail


def _forms(row: dict[str, Any], language: str) -> Iterator[str]:
    forms = row["forms"]
    if isinstance(forms, list):
        yield from forms
    else:
        for code in ("any", language):
            yield from forms.get(code, ())


def _actors(row: dict[str, Any], language: str, cls: str, party: str | None) -> Iterator[tuple[str, Entry]]:
    """The forms of one actor: a country's have a class each, the others that of their entry."""

    def entry(form: str, form_class: str, weak: bool = False) -> tuple[str, Entry]:
        return form, Entry(
            ACTOR,
            form_class,
            row["id"],
            row["name"],
            party,
            wikidata=row.get("wikidata"),
            weak=weak,
            case=_case(form),
        )

    for code in ("any", language):
        forms = row["forms"].get(code, ())
        by_class = forms if isinstance(forms, dict) else {cls: forms}
        for form_class, listed in by_class.items():
            yield from (entry(form, form_class) for form in listed)
        yield from (entry(form, cls, weak=True) for form in row.get("weak", {}).get(code, ()))


def _entries(language: str, knowledge: Path, folder: Path) -> Iterator[tuple[str, Entry]]:
    """Every (form, entry) of the knowledge files and one language's folder."""
    for row in read_lines(knowledge / "countries.jsonl"):
        yield from _actors(row, language, "capital", row["id"])
    for file in ("people", "forces", "groups", "bodies", "makers"):
        for row in read_lines(knowledge / f"{file}.jsonl"):
            cls = {"people": "person", "groups": "armed_group", "makers": "company"}.get(file) or row["kind"]
            yield from _actors(row, language, cls, row["id"] if file == "groups" else row.get("party"))
    for row in read_lines(knowledge / "places.jsonl"):
        for form in _forms(row, language):
            yield (
                form,
                Entry(
                    PLACE,
                    "place",
                    row["id"],
                    row["name"],
                    row.get("country"),
                    wikidata=row.get("wikidata"),
                    case=_case(form),
                ),
            )
    for row in read_lines(knowledge / "weapons.jsonl"):
        doubtful = set(row.get("ambiguous", ()))
        for form in _forms(row, language):
            for variant in _variants(form):
                yield (
                    variant,
                    Entry(
                        ITEM,
                        "weapon",
                        row["id"],
                        row["name"],
                        None,
                        row["category"],
                        row.get("unroca"),
                        row.get("ml"),
                        row.get("wikidata"),
                        form in doubtful,
                        case=_case(form),
                        origin=row["origin"][0] if len(row["origin"]) == 1 else None,
                    ),
                )
    for row in read_lines(folder / "items.jsonl"):
        for form in row["forms"]:
            yield (
                form,
                Entry(
                    ITEM,
                    "noun",
                    row["id"],
                    None,
                    None,
                    row["category"],
                    row.get("unroca"),
                    row.get("ml"),
                    ambiguous=bool(row.get("ambiguous")),
                    case=_case(form),
                    unpriced=row.get("unpriced"),
                ),
            )
    for row in read_lines(folder / "decoys.jsonl"):
        for form in row["forms"]:
            yield form, Entry(DECOY, row["reason"], row["id"], case=_case(form))
    for row in read_lines(folder / "triggers.jsonl"):
        status = tuple(sorted(row.get("status", {}).items()))
        shapes: dict[str, list[str]] = {}
        for shape, forms in row["forms"].items():
            for form in forms:
                shapes.setdefault(form, []).append(shape)
        for form, found in shapes.items():
            yield form, Entry(TRIGGER, row["class"], row["id"], case=_case(form), shapes=tuple(found), status=status)
    for file, kind in (
        ("nouns", NOUN),
        ("pronouns", PRONOUN),
        ("speech", SPEECH),
        ("cues", CUE),
        ("markers", MARKER),
        ("breaks", BREAK),
        ("auxiliaries", AUXILIARY),
    ):
        for row in read_lines(folder / f"{file}.jsonl"):
            for form in row["forms"]:
                side = (row["side"],) if "side" in row else ()
                yield form, Entry(kind, row["class"], row["id"], case=_case(form), shapes=side)
    numbers = orjson.loads((folder / "numbers.json").read_bytes())
    for key in ("words", "vague"):
        for form in numbers[key]:
            yield form, Entry(NUMBER, key, form)
    days = orjson.loads((folder / "dates.json").read_bytes())
    for key in ("months", "weekdays", "relative_days", "relative_months", "relative_years"):
        for form in days[key]:
            yield form, Entry(DATE, key, form, case=_case(form))


def _with_triggers(content: dict[str, list[Entry]], last: bool) -> None:
    """Gives items the trigger noun that their form ends with (or begins with, as `last` says)."""
    for form, entries in content.items():
        words = form.split()
        if len(words) < 2 or entries[0].kind != ITEM or entries[0].cls != "noun":
            continue
        inner = next(
            (
                replace(e, shapes=("noun",))
                for e in content.get(words[-1 if last else 0], ())
                if e.kind == TRIGGER and "noun" in e.shapes and e.cls not in INERT
            ),
            None,
        )
        if inner is not None:
            entries[:] = [replace(e, inner=inner) if e.kind == ITEM else e for e in entries]


def _family(row: dict[str, Any]) -> Entry:
    return Entry(
        ITEM,
        "designation",
        row["id"],
        category=row["category"],
        unroca=row.get("unroca"),
        ml=row.get("ml"),
        ambiguous=bool(row.get("needs_context")),
    )


def _compile(table: dict[str, list[Entry]]) -> tuple[AhoCorasick, tuple[tuple[Entry, ...], ...]]:
    patterns = sorted(table)
    rank = {kind: number for number, kind in enumerate(_PRIORITY)}
    # Of one kind the one that asks for more capitals: OSA is an acronym before it is a missile.
    entries = tuple(tuple(sorted(table[p], key=lambda e: (rank[e.kind], -e.case))) for p in patterns)
    return AhoCorasick(patterns, matchkind=MatchKind.Standard), entries


@functools.cache
def lexicon(language: str) -> Lexicon:
    """The compiled lexicon of a supported language (see `languages()`); KeyError for another."""
    if language not in languages():
        raise KeyError(language)
    return compiled(language, KNOWLEDGE, LANGUAGES / language)


def compiled(language: str, knowledge: Path, folder: Path) -> Lexicon:
    """The lexicon of a language from the folders of its data; ValueError for data that cannot be used."""
    config = orjson.loads((folder / "language.json").read_bytes())
    if config.get("boundary") not in BOUNDARIES:
        modes = ", ".join(BOUNDARIES)
        raise ValueError(f"{language}/language.json: boundary {config.get('boundary')!r} is unknown; known: {modes}")
    config["military"] = orjson.loads((folder / "numbers.json").read_bytes())["military"]
    content: dict[str, list[Entry]] = {}
    function: dict[str, list[Entry]] = {}
    values: dict[str, list[Entry]] = {}
    for form, entry in _entries(language, knowledge, folder):
        lowered = lower(form)
        table = content if entry.kind in CONTENT else values if entry.kind in VALUES else function
        known = table.setdefault(lowered, [])
        if entry not in known:
            known.append(entry)
    _with_triggers(content, config["adjective_first"])
    families = sorted(read_lines(knowledge / "designations.jsonl"), key=lambda r: bool(r.get("needs_context")))
    alternatives = "|".join(f"(?P<f{n}>{row['pattern']})" for n, row in enumerate(families))
    designations = re.compile(rf"(?:{alternatives})(?!\w)") if families else None
    entries = tuple(_family(row) for row in families)
    predecessors = {
        row["succeeded_by"]: (row["id"], row["until"])
        for row in read_lines(knowledge / "countries.jsonl")
        if "succeeded_by" in row
    }
    tables = (*_compile(content), *_compile(function), *_compile(values))
    return Lexicon(language, config, *tables, designations, entries, predecessors)


@functools.cache
def languages() -> tuple[str, ...]:
    """The ISO 639-1 codes of the languages that can be extracted from: the folders of `streams/languages`."""
    return tuple(sorted(p.parent.name for p in LANGUAGES.glob("*/language.json")))


@functools.cache
def version() -> str:
    """Twelve hex digits that change whenever a lexicon, language or weight file does."""
    digest = hashlib.sha256()
    for folder in (KNOWLEDGE, LANGUAGES):
        for path in sorted(p for p in folder.rglob("*") if p.suffix in (".jsonl", ".json")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


@functools.cache
def names() -> dict[str, tuple[str, str | None]]:
    """English name and Wikidata id by party code: countries, armed groups and bodies."""
    found: dict[str, tuple[str, str | None]] = {}
    for file in ("countries", "groups", "bodies"):
        for row in read_lines(KNOWLEDGE / f"{file}.jsonl"):
            found[row["id"]] = (row["name"], row.get("wikidata"))
    return found


def lower(text: str) -> str:
    """Lower-cased text of the same length: a character whose lower case is longer (U+0130) stays as it is."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
