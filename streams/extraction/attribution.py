"""Who says it: the speaker of a sentence, the verb of saying, and the other side's answer elsewhere in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from streams.extraction import lexicon as lx
from streams.extraction.nodes import Node
from streams.extraction.sentences import Sentence

_QUOTE = "\"“”‘’'«»„"
_STOP_AFTER = re.compile(
    r"[.,;:()\n\"“”]|\s(?:on|in|at|that|as|after|during|told|pada|di|dalam|saat|ketika|usai|seusai|kepada|melalui|seperti|bahwa|yang)\s|\s[-–—]\s"
)
_STOP_BEFORE = re.compile(r"[.,;:()\n\"“”]\s|\s[-–—]\s|\b(?:and|but|while|dan|tetapi|sementara|bahwa|that)\s")
_LONGEST = 90
STANCES = ("asserts", "alleges", "denies", "no_comment")


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


def _before(sentence: Sentence, verb: Node) -> tuple[int, int]:
    """The subject of a verb of saying: back to the last comma, quote or conjunction, over one apposition."""
    text = sentence.text
    begin = max(sentence.start, verb.start - _LONGEST)
    while begin > sentence.start and text[begin - 1].isalnum():
        begin += 1
    start = begin
    for match in _STOP_BEFORE.finditer(text, begin, verb.start):
        if match.end() < verb.start:
            start = match.end()
    start, end = _trim(text, start, verb.start)
    for node in reversed(sentence.nodes):
        if node.kind == lx.AUXILIARY and node.end <= end and node.start > start and end - node.end <= 1:
            end = node.start
    start, end = _trim(text, start, end)
    if end <= start and "," in text[sentence.start : verb.start]:
        comma = text.rfind(",", sentence.start, verb.start - 1)
        start, end = _trim(text, sentence.start, max(comma, sentence.start))
    return start, end


def _after(sentence: Sentence, verb: Node) -> tuple[int, int]:
    text = sentence.text
    limit = min(sentence.end, verb.end + _LONGEST)
    match = _STOP_AFTER.search(text, verb.end + 1, limit)
    return _trim(text, verb.end, match.start() if match else limit)


def _speaks(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a span can be a speaker: it holds a party, an office or a word that starts with a capital."""
    if end - start < 2:
        return False
    if any(n.start < end and n.end > start and n.kind in (lx.ACTOR, lx.PRONOUN) for n in sentence.nodes):
        return True
    if any(n.start < end and n.end > start and n.kind == lx.CUE and n.cls == "alleged" for n in sentence.nodes):
        return True
    return any(w[:1].isupper() for w in sentence.text[start:end].split())


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
        if not _speaks(sentence, start, end):
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
