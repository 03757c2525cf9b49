"""Finding lexicon forms in text: overlapping matches, then a boundary filter, then the longest.

Leftmost-longest matching would lose hits that a boundary filter would have kept, so the automaton reports every
overlap and the choice is made here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

from streams.extraction import lexicon as lx
from streams.extraction.lexicon import Entry, Lexicon
from streams.extraction.overlap import Taken

_SUFFIX = re.compile(r"(?:[A-Z]{1,3}\d{0,2}[A-Z]?|s|/\w{1,3})(?!\w)")
# What makes an acronym part of a designation or of a sum: GAM-102, US$2.
_DESIGNATED = re.compile(r"-?\d|\$")
# A text without a single capitalised word carries no case; acronyms and designations may stand in it all the same.
_CAPITALISED = re.compile(r"(?<!\w)[A-Z](?:[a-z]|\w*[A-Z]\w* [A-Z]{3})")
_CASE_SAMPLE = 2000
_DIGITS = re.compile(r"\d+")
_DESIGNATION_REACH = 16
# Where a designation can begin: a capital, or a number that goes on with a letter (9K720).
_WORD_START = re.compile(r"(?<![\w-])(?:[A-Z]|\d+[A-Z])")
_YEAR = re.compile(r"(?<![\d.,-])(?:1[89]|20)\d\d(?![\d-]|[.,]\d)")
_METONYMS = frozenset(("capital", "seat"))
_MARKS = frozenset(("Mn", "Mc"))
# Start, end, whether letters of a variant were added, what it is, and what else it could be if it is weak.
_Found = tuple[int, int, bool, Entry, tuple[Entry, ...]]


class Mention:
    """An entry found in the text at `[start, end)` in code points; `others` are further readings of a weak form."""

    __slots__ = ("end", "entry", "kind", "others", "start")

    def __init__(self, start: int, end: int, entry: Entry, others: tuple[Entry, ...] = ()) -> None:
        self.start = start
        self.end = end
        self.entry = entry
        self.others = others
        self.kind = entry.kind

    def __repr__(self) -> str:
        return f"Mention({self.start}, {self.end}, {self.kind}:{self.entry.cls}:{self.entry.id})"


def _word(character: str) -> bool:
    return character.isalnum() or (character > "\u02ff" and unicodedata.category(character) in _MARKS)


def _accepted(text: str, start: int, end: int, entries: tuple[Entry, ...], caseless: bool) -> Entry | None:
    for entry in entries:
        if entry.case == lx.ANY_CASE or (caseless and entry.case != lx.EXACT):
            return entry
        if entry.case == lx.CAPITALISED:
            if text[start].isupper() or not text[start].isalpha():
                return entry
        elif text[start:end].isupper():
            return entry
    return None


def find(
    text: str,
    lowered: str,
    automaton: Any,
    table: tuple[tuple[Entry, ...], ...],
    suffixes: tuple[str, ...],
    caseless: bool = False,
    offset: int = 0,
) -> list[Mention]:
    """Non-overlapping mentions of `text`, in order; offsets are shifted by `offset`.

    `caseless` says that the text as a whole carries no case, so that proper names may be lower-cased in it.
    """
    size = len(text)
    found: list[_Found] = []
    for pattern, start, end in automaton.find_matches_as_indexes(lowered, overlapping=True):
        if start and lowered[start - 1].isalnum() and lowered[start].isalnum():
            continue
        entries = table[pattern]
        stretched = False
        if end < size and _word(lowered[end]) and lowered[end - 1].isalnum():
            for suffix in suffixes:
                if lowered.startswith(suffix, end) and (
                    end + len(suffix) >= size or not _word(lowered[end + len(suffix)])
                ):
                    break
            else:
                if entries[0].kind != lx.ITEM or not any(c.isdigit() for c in lowered[start:end]):
                    continue
                match = _SUFFIX.match(text, end)
                if not match:
                    continue
                end, stretched = match.end(), True
        if entries[0].kind == lx.ACTOR and entries[0].case == lx.EXACT and _DESIGNATED.match(text, end):
            continue
        entry = _accepted(text, start, end, entries, caseless)
        if entry is not None:
            others: tuple[Entry, ...] = ()
            if entry.weak and len(entries) > 1:
                rest = (e for e in entries if e is not entry)
                others = tuple(e for e in rest if _accepted(text, start, end, (e,), caseless))
            found.append((start, end, stretched, entry, others))
    return _longest(found, offset)


def _longest(found: list[_Found], offset: int) -> list[Mention]:
    """Of overlapping matches the longest; of equally long ones a whole form (F-22P) before one with a variant's letters
    behind it (F-22 and P), else the first."""
    found.sort(key=lambda m: (m[0], -m[1], m[2]))
    kept: list[Mention] = []
    for start, end, _, entry, others in found:
        if kept and start < kept[-1].end - offset:
            last = kept[-1]
            if end - start > last.end - last.start:
                kept[-1] = Mention(start + offset, end + offset, entry, others)
                while len(kept) > 1 and kept[-2].end > kept[-1].start:
                    del kept[-2]
            continue
        kept.append(Mention(start + offset, end + offset, entry, others))
    return kept


def find_content(text: str, lowered: str, lexicon: Lexicon) -> list[Mention]:
    """Actors, items, triggers, places and decoys of a whole text; decoys hide what they cover and are kept."""
    caseless = not _CAPITALISED.search(text, 0, _CASE_SAMPLE)
    suffixes = tuple(lexicon.config["suffixes"])
    mentions = find(text, lowered, lexicon.content, lexicon.content_entries, suffixes, caseless)
    named = _with_surnames(text, _with_designations(text, _supported(mentions), lexicon))
    return _of_their_time(text, named, lexicon.predecessors)


def _of_their_time(text: str, mentions: list[Mention], predecessors: dict[str, tuple[str, int]]) -> list[Mention]:
    """A capital or a seat of government stands for the state that had it then: Moscow for the Soviet Union where the
    text names that and never Russia, or names only years in which it existed."""
    parties = {m.entry.party for m in mentions if m.entry.cls not in _METONYMS}
    years = [int(y) for y in _YEAR.findall(text)]
    then = {
        now: before
        for now, (before, until) in predecessors.items()
        if now not in parties and (before in parties or (years and max(years) <= until))
    }
    if not then:
        return mentions
    return [
        Mention(m.start, m.end, replace(m.entry, party=then[m.entry.party]), m.others)
        if m.entry.cls in _METONYMS and m.entry.party in then
        else m
        for m in mentions
    ]


def _supported(mentions: list[Mention]) -> list[Mention]:
    """Weak forms of parties that the text names in no other way are read as something else, or dropped."""
    if not any(m.entry.weak for m in mentions):
        return mentions
    named = {m.entry.party for m in mentions if not m.entry.weak}
    kept: list[Mention] = []
    for mention in mentions:
        if mention.entry.weak and mention.entry.party not in named:
            entry = next((e for e in mention.others if not e.weak or e.party in named), None)
            if entry is None:
                continue
            mention = Mention(mention.start, mention.end, entry)
        kept.append(mention)
    return kept


def _with_surnames(text: str, mentions: list[Mention]) -> list[Mention]:
    """Once a person is named in full, the first or last part of the name alone means the same person."""
    known: dict[str, Entry] = {}
    for mention in mentions:
        if mention.kind == lx.ACTOR and mention.entry.cls == "person":
            parts = text[mention.start : mention.end].split()
            if len(parts) > 1:
                for part in (parts[0], parts[-1]):
                    if len(part) > 2 and part[0].isupper():
                        known.setdefault(part, mention.entry)
    if not known:
        return mentions
    covered = Taken((m.start, m.end) for m in mentions if m.kind in (lx.ACTOR, lx.PLACE, lx.ITEM, lx.DECOY))
    added: list[Mention] = []
    for name, entry in known.items():
        matches = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        free = (m.span() for m in matches if not covered.hits(*m.span()))
        added.extend(Mention(start, end, entry) for start, end in free)
    if not added:
        return mentions
    return sorted(mentions + added, key=lambda m: m.start)


def _with_designations(text: str, mentions: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """Adds types that no list holds but that a designation family covers: looked for around digits only."""
    pattern = lexicon.designations
    if pattern is None:
        return mentions
    taken = Taken((m.start, m.end) for m in mentions if m.kind in (lx.ITEM, lx.DECOY, lx.ACTOR))
    added: list[Mention] = []
    done = 0
    for digit in _DIGITS.finditer(text):
        if digit.start() < done:
            continue
        for begin in _word_starts(text, max(done, digit.start() - _DESIGNATION_REACH), digit.start()):
            match = pattern.match(text, begin)
            if match is None or match.end() <= digit.start() or match.lastgroup is None:
                continue
            start, end = match.span()
            if not taken.hits(start, end):
                added.append(Mention(start, end, lexicon.families[int(match.lastgroup[1:])]))
                done = end
            break
    if not added:
        return mentions
    new = Taken((a.start, a.end) for a in added)
    kept = [m for m in mentions if not new.hits(m.start, m.end)]
    return sorted(kept + added, key=lambda m: m.start)


def _word_starts(text: str, start: int, end: int) -> list[int]:
    """Where words begin in `text[start:end + 1]`, up to three of them before the end, the earliest first."""
    found = [m.start() for m in _WORD_START.finditer(text, start, end + 1)]
    return found[-3:]


def find_function(text: str, lowered: str, start: int, end: int, lexicon: Lexicon) -> list[Mention]:
    """Markers, breaks, auxiliaries, cues, speech verbs, nouns and quantity words of `text[start:end]`."""
    suffixes = tuple(lexicon.config["suffixes"])
    return find(text[start:end], lowered[start:end], lexicon.function, lexicon.function_entries, suffixes, False, start)


def find_values(text: str, lowered: str, lexicon: Lexicon) -> tuple[list[Mention], list[Mention]]:
    """The number words and the date words of a whole text."""
    found = find(text, lowered, lexicon.values, lexicon.value_entries, ())
    return [m for m in found if m.kind == lx.NUMBER], [m for m in found if m.kind == lx.DATE]
