"""Finding lexicon forms in text: overlapping matches, then a boundary filter, then the longest.

Leftmost-longest matching would lose hits that a boundary filter would have kept, so the automaton reports every
overlap and the choice is made here.
"""

from __future__ import annotations

import re
import unicodedata
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
_MARKS = frozenset(("Mn", "Mc"))


class Mention:
    """An entry found in the text at `[start, end)` in code points."""

    __slots__ = ("end", "entry", "kind", "start")

    def __init__(self, start: int, end: int, entry: Entry) -> None:
        self.start = start
        self.end = end
        self.entry = entry
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
    found: list[tuple[int, int, Entry]] = []
    for pattern, start, end in automaton.find_matches_as_indexes(lowered, overlapping=True):
        if start and lowered[start - 1].isalnum() and lowered[start].isalnum():
            continue
        entries = table[pattern]
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
                end = match.end()
        if entries[0].kind == lx.ACTOR and entries[0].case == lx.EXACT and _DESIGNATED.match(text, end):
            continue
        entry = _accepted(text, start, end, entries, caseless)
        if entry is not None:
            found.append((start, end, entry))
    return _longest(found, offset)


def _longest(found: list[tuple[int, int, Entry]], offset: int) -> list[Mention]:
    """Of overlapping matches the longest; of equally long ones the first."""
    found.sort(key=lambda m: (m[0], -m[1]))
    kept: list[Mention] = []
    for start, end, entry in found:
        if kept and start < kept[-1].end - offset:
            last = kept[-1]
            if end - start > last.end - last.start:
                kept[-1] = Mention(start + offset, end + offset, entry)
                while len(kept) > 1 and kept[-2].end > kept[-1].start:
                    del kept[-2]
            continue
        kept.append(Mention(start + offset, end + offset, entry))
    return kept


def find_content(text: str, lowered: str, lexicon: Lexicon) -> list[Mention]:
    """Actors, items, triggers, places and decoys of a whole text; decoys hide what they cover and are kept."""
    caseless = not _CAPITALISED.search(text, 0, _CASE_SAMPLE)
    suffixes = tuple(lexicon.config["suffixes"])
    mentions = find(text, lowered, lexicon.content, lexicon.content_entries, suffixes, caseless)
    return _with_surnames(text, _with_designations(text, _supported(mentions), lexicon))


def _supported(mentions: list[Mention]) -> list[Mention]:
    """Drops weak forms of parties that the text names in no other way."""
    if not any(m.entry.weak for m in mentions):
        return mentions
    named = {m.entry.party for m in mentions if not m.entry.weak}
    return [m for m in mentions if not m.entry.weak or m.entry.party in named]


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
