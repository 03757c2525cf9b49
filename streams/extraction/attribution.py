"""Who says it: the speaker of a sentence, the verb of saying, and the other side's answer elsewhere in the text."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from streams.extraction import lexicon as lx
from streams.extraction.nodes import Node
from streams.extraction.sentences import Sentence

_QUOTE = "\"“”‘’'«»„"
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Attribution:
    """The claimant's span, the verb's span, the party the claimant counts as (None when unknown) and the stance."""

    start: int
    end: int
    verb_start: int
    verb_end: int
    party: str | None
    stance: str


def _party(nodes: list[Node], start: int, end: int, home: str | None) -> str | None:
    for node in nodes:
        if node.kind == lx.ACTOR and node.start < end and node.end > start:
            if node.codes:
                return node.codes[0]
            if node.cls in ("generic_government", "generic_ministry", "generic_military"):
                return home
    return None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in _QUOTE + ",-–—("):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _QUOTE + ",-–—("):
        end -= 1
    return start, end


@functools.cache
def _bounds(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Where a speaker's name ends to the right, and what it can begin after to the left."""
    config = lx.lexicon(language).config
    ends, begins = ("|".join(map(re.escape, config[key])) for key in ("speaker_ends", "speaker_begins"))
    right = re.compile(rf"[.,;:()\n\"“”]|\s(?:{ends})\s|\s[-–—]\s")
    left = re.compile(rf"[.,;:()\n\"“”]\s|\s[-–—]\s|\b(?:{begins})\s")
    return right, left


def _before(sentence: Sentence, verb: Node) -> tuple[int, int]:
    """The subject of a verb of saying: back to the last comma, quote or conjunction, over one apposition."""
    text = sentence.text
    right, left = _bounds(sentence.language)
    begin = max(sentence.start, verb.start - _LONGEST)
    while begin > sentence.start and text[begin - 1].isalnum():
        begin += 1
    start = begin
    for match in left.finditer(text, begin, verb.start):
        if match.end() < verb.start:
            start = match.end()
    start, end = _trim(text, start, verb.start)
    if end <= start and "," in text[sentence.start : verb.start]:
        # "X, the minister, said": over the apposition
        comma = text.rfind(",", sentence.start, verb.start - 1)
        start, end = _trim(text, sentence.start, max(comma, sentence.start))
    stop = right.search(text, start + 1, end)
    return _trim(text, start, stop.start() if stop else end)


def _after(sentence: Sentence, verb: Node) -> tuple[int, int]:
    text = sentence.text
    limit = min(sentence.end, verb.end + _LONGEST)
    match = _bounds(sentence.language)[0].search(text, verb.end + 1, limit)
    return _trim(text, verb.end, match.start() if match else limit)


def _speaks(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a span can be a speaker: it holds a party, an office or a word that starts with a capital. A bare pronoun
    is none: who it means stands elsewhere."""
    if end - start < 2:
        return False
    if any(n.start <= start and n.end >= end and n.kind == lx.PRONOUN for n in sentence.nodes):
        return False
    if any(n.start < end and n.end > start and n.kind == lx.ACTOR for n in sentence.nodes):
        return True
    if any(n.start < end and n.end > start and n.kind == lx.CUE and n.cls == "alleged" for n in sentence.nodes):
        return True
    return any(w[:1].isupper() for w in sentence.text[start:end].split())


def _set_off(sentence: Sentence, verb: Node, side: str, start: int) -> bool:
    """Whether a clause of saying stands apart from what is said: "..., a source said", "according to three sources"."""
    text = sentence.text
    if side == "after":
        return not any(n.start <= start < n.end and n.kind == lx.PRONOUN for n in sentence.nodes)
    follows = text[verb.end : verb.end + 2].strip()[:1]
    precedes = text[max(sentence.start, start - 2) : start].strip()[-1:]
    return precedes in (",", *_QUOTE) and bool(precedes) and (follows in ("", ".", ",") or verb.end >= sentence.end)


def attribution(sentence: Sentence, at: int) -> Attribution | None:
    """Who says what stands at offset `at` of the sentence; None when the narrator does."""
    best: tuple[int, Attribution] | None = None
    for node in sentence.nodes:
        if node.kind != lx.SPEECH or node.head is None:
            continue
        sides = node.head.entry.shapes
        side = sides[0] if sides else "either"
        if side == "either":
            lead = sentence.text[max(sentence.start, node.start - 2) : node.start].strip()
            side = "after" if lead[-1:] in (",", *_QUOTE) and lead else "before"
        start, end = _after(sentence, node) if side == "after" else _before(sentence, node)
        if not (_speaks(sentence, start, end) or (end - start > 2 and _set_off(sentence, node, side, start))):
            continue
        penalty = 0 if node.cls in ("asserts", "alleges") else 400
        distance = abs(node.start - at) + penalty
        if best is None or distance < best[0]:
            found = Attribution(
                start, end, node.start, node.end, _party(sentence.nodes, start, end, sentence.home), node.cls
            )
            best = (distance, found)
    return best[1] if best else None


def responses(sentence: Sentence) -> list[tuple[str, str, int, int]]:
    """(party, stance, start, end) of answers in a sentence: who denies, who does not comment."""
    found: list[tuple[str, str, int, int]] = []
    for node in sentence.nodes:
        if node.kind == lx.SPEECH and node.cls in ("denies", "no_comment"):
            before = [n for n in sentence.nodes if n.kind == lx.ACTOR and n.codes and n.end <= node.start]
            after = [n for n in sentence.nodes if n.kind == lx.ACTOR and n.codes and n.start >= node.end]
            who = before[-1] if before else (after[0] if after else None)
            if who is not None:
                found.extend((code, node.cls, sentence.start, sentence.end) for code in who.codes)
    return found
