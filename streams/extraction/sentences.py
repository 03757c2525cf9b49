"""Sentences that pass the gate, as nodes, with the parties known from before them.

The gate: no work unless the text has an item and a party; then, per sentence, an item (or money with a military
purpose) is needed. What the gate stops has a named reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sentencex import segment

from streams.extraction import lexicon as lx
from streams.extraction.lexicon import Lexicon
from streams.extraction.linear import Binary
from streams.extraction.matching import Mention, find_function
from streams.extraction.nodes import Node, build
from streams.extraction.numbers import Amount
from streams.extraction.silence import NO_ITEM, NO_PARTY, stopped

_DATELINE = 60
_LONGEST = 1000
_WORD = re.compile(r"[^\W\d_]{2,}(?:[-’'][^\W\d_]+)*")
_CONTEXT = 4
# Sentences back in which the speaker of a sentence is looked for.
_SPEAKER_REACH = 2


@dataclass(slots=True)
class Sentence:
    """A gated sentence: `context` holds party codes of the sentences before, the most salient first; `home` is the
    party that an unnamed government or army most likely belongs to; `before` bounds the sentences just before it, the
    last one first; `content` are its mentions, `document` those of the whole text; `built` are the sentences of it
    that have been made so far, by where they start; `likely` is what the gate says of it, in log-odds."""

    language: str
    text: str
    lowered: str
    start: int
    end: int
    nodes: list[Node]
    quantities: list[Amount]
    money: list[Amount]
    context: list[str]
    home: str | None
    number: int
    content: list[Mention] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)
    before: tuple[tuple[int, int], ...] = ()
    document: list[Mention] = field(default_factory=list)
    built: dict[int, Sentence] = field(default_factory=dict)
    likely: float = 0.0


@dataclass(frozen=True, slots=True)
class Quiet:
    """A stretch of the text that the gate stops, and the named reason."""

    start: int
    end: int
    reason: str


def spans(text: str, language: str) -> list[tuple[int, int]]:
    """Sentence bounds in code points, without the white space around; a line break always ends a sentence, and what
    is longer than any sentence (a table, a list) is cut, so that work is bounded."""
    found: list[tuple[int, int]] = []
    position = 0
    for line in text.split("\n"):
        at = 0
        for sentence in segment(language, line) if line.strip() else ():
            begin = max(line.find(sentence, at), at)
            at = begin + len(sentence)
            start = position + begin
            for piece in range(start, position + at, _LONGEST):
                end = min(piece + _LONGEST, position + at)
                stripped = text[piece:end].strip()
                if stripped:
                    lead = piece + len(text[piece:end]) - len(text[piece:end].lstrip())
                    found.append((lead, lead + len(stripped)))
        position += len(line) + 1
    return found


def _home(content: list[Mention], text: str) -> str | None:
    """The party an unnamed government belongs to: the one of the dateline, else the most often named."""
    counts: Counter[str] = Counter()
    for mention in content:
        if mention.kind == lx.ACTOR and mention.entry.party:
            counts[mention.entry.party] += 1
        elif mention.kind == lx.PLACE and mention.entry.party and mention.start < _DATELINE and mention.start == 0:
            return mention.entry.party
    first = content[0] if content else None
    if (
        first
        and first.start < 3
        and first.kind == lx.ACTOR
        and first.entry.cls == "capital"
        and re.match(r"\W{0,3}[,(–—-]", text[first.end : first.end + 4])
    ):
        return first.entry.party
    return counts.most_common(1)[0][0] if counts else None


def gated(
    text: str,
    lowered: str,
    content: list[Mention],
    amounts: tuple[list[Amount], list[Amount]],
    lexicon: Lexicon,
    gate: Binary | None = None,
    threshold: float = 0.0,
) -> Iterator[Sentence | Quiet]:
    """The sentences worth the work of extraction, and those with an item that are not, in order. `amounts` are the
    quantities and the money of the text; `gate` is a cheap scorer that stops what is very unlikely to tell a transfer,
    None to let everything through."""
    kinds = {m.kind for m in content}
    if lx.ITEM not in kinds and not amounts[1]:
        yield Quiet(0, len(text), NO_ITEM)
        return
    if lx.ACTOR not in kinds and lx.PLACE not in kinds:
        yield Quiet(0, len(text), NO_PARTY)
        return
    home = _home(content, text)
    suffix_language = lexicon.language
    salient: list[str] = []
    index = 0
    bounds = spans(text, suffix_language)
    built: dict[int, Sentence] = {}
    for number, (start, end) in enumerate(bounds):
        mine: list[Mention] = []
        while index < len(content) and content[index].start < end:
            if content[index].start >= start:
                mine.append(content[index])
            index += 1
        parties = [m.entry.party for m in mine if m.kind == lx.ACTOR and m.entry.party]
        mine = _with_funding(lowered, start, end, mine, amounts[1], lexicon)
        if any(m.kind == lx.ITEM for m in mine):
            likely = 0.0
            if gate is not None:
                likely = gate.bias + gate.score(gate_features(lowered, start, end, mine))
            if not (parties or salient or home):
                yield Quiet(start, end, NO_PARTY)
            elif gate is not None and likely < threshold:
                yield Quiet(start, end, stopped(mine))
            else:
                sentence = _sentence(text, lowered, start, end, mine, amounts, lexicon, salient, home, number)
                sentence.before = tuple(reversed(bounds[max(0, number - _SPEAKER_REACH) : number]))
                sentence.document = content
                sentence.built = built
                sentence.likely = likely
                built[start] = sentence
                yield sentence
        fresh = list(dict.fromkeys(parties))
        salient = (fresh + [p for p in salient if p not in fresh])[:_CONTEXT]


_FUNDING = lx.Entry(lx.ITEM, "funding", "funding", category="money")


def _within(amounts: list[Amount], start: int, end: int) -> list[Amount]:
    low = bisect_left(amounts, start, key=lambda a: a.start)
    return amounts[low : bisect_left(amounts, end, low, key=lambda a: a.start)]


def _with_funding(
    lowered: str, start: int, end: int, content: list[Mention], money: list[Amount], lexicon: Lexicon
) -> list[Mention]:
    """A sum of money is an item where the sentence says what it is for and names no item that is certain."""
    sums = _within(money, start, end)
    if not sums or any(m.kind == lx.ITEM and not m.entry.ambiguous for m in content):
        return content
    if not any(f" {word}" in lowered[start:end] for word in lexicon.config["military"]):
        return content
    added = [
        Mention(a.start, a.end, _FUNDING) for a in sums if not any(m.start < a.end and a.start < m.end for m in content)
    ]
    return sorted(content + added, key=lambda m: m.start)


def blocked(content: list[Mention]) -> list[tuple[int, int]]:
    """Stretches in which no number is read: names of weapons, parties and decoys."""
    return [(m.start, m.end) for m in content if m.kind in (lx.ITEM, lx.ACTOR, lx.DECOY)]


def gate_features(lowered: str, start: int, end: int, content: list[Mention]) -> set[str]:
    """What the gate sees of a sentence: its words, and the classes of its content mentions."""
    found = set(lowered[start:end].split())
    for mention in content:
        entry = mention.entry
        if mention.kind == lx.ACTOR or mention.kind == lx.PLACE:
            found.add("#" + mention.kind)
            found.difference_update(lowered[mention.start : mention.end].split())
        elif mention.kind == lx.ITEM:
            found.add(f"#i.{entry.category}.{entry.ambiguous}")
        else:
            found.add(f"#{mention.kind}.{entry.cls}")
            found.add(f"#{mention.kind}.{entry.id}")
    return found


def _sentence(
    text: str,
    lowered: str,
    start: int,
    end: int,
    content: list[Mention],
    amounts: tuple[list[Amount], list[Amount]],
    lexicon: Lexicon,
    salient: list[str],
    home: str | None,
    number: int,
) -> Sentence:
    function = find_function(text, lowered, start, end, lexicon)
    mentions = _interleave(content, function)
    quantities, money = (_within(part, start, end) for part in amounts)
    nodes = build(text, mentions, lexicon)
    if not money:
        for node in nodes:
            if node.kind == lx.ITEM and node.head is not None and node.head.entry.unpriced:
                node.category = node.head.entry.unpriced
    sentence = Sentence(
        lexicon.language, text, lowered, start, end, nodes, quantities, money, list(salient), home, number, content
    )
    hidden = [(n.start, n.end) for n in nodes if n.kind == lx.ITEM or (n.kind in (lx.ACTOR, lx.PLACE) and n.codes)]
    starts = [s for s, _ in hidden]
    for match in _WORD.finditer(lowered, start, end):
        at = match.start()
        before = bisect_left(starts, at + 1) - 1
        if before < 0 or hidden[before][1] <= at:
            sentence.words.append((at, match.group()))
    return sentence


def sentences_before(sentence: Sentence) -> list[Sentence]:
    """The sentences just before one, the last first, whether they passed the gate or not, without amounts."""
    lexicon = lx.lexicon(sentence.language)
    found = []
    for start, end in sentence.before:
        mine = [m for m in sentence.document if start <= m.start < end]
        none: tuple[list[Amount], list[Amount]] = ([], [])
        found.append(_sentence(sentence.text, sentence.lowered, start, end, mine, none, lexicon, [], sentence.home, -1))
    return found


def _interleave(content: list[Mention], function: list[Mention]) -> list[Mention]:
    """Content and function mentions in order; where both claim a stretch the longer wins, content on a tie."""
    merged = sorted([*content, *function], key=lambda m: (m.start, -m.end))
    out: list[Mention] = []
    for mention in merged:
        if out and mention.start < out[-1].end:
            if mention.end - mention.start > out[-1].end - out[-1].start:
                out[-1] = mention
            continue
        out.append(mention)
    return out
