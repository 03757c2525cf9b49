"""Sentences that pass the gate, as nodes, with the parties known from before them.

The gate: no work unless the text has an item and a party; then, per sentence, an item (or money with a military
purpose) is needed. What the gate stops is counted under a named reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sentencex import segment

from streams.extraction import lexicon as lx
from streams.extraction.lexicon import Lexicon
from streams.extraction.matching import Mention, find_function
from streams.extraction.nodes import Node, build
from streams.extraction.numbers import Amount, amounts

_DATELINE = 60
_CONTEXT = 4


@dataclass(slots=True)
class Sentence:
    """A gated sentence: `context` holds party codes of the sentences before, the most salient first; `home` is the
    party that an unnamed government or army most likely belongs to."""

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
    counts: Counter[str] = field(default_factory=Counter)


def spans(text: str, language: str) -> list[tuple[int, int]]:
    """Sentence bounds in code points, without the white space around; a line break always ends a sentence."""
    found: list[tuple[int, int]] = []
    position = 0
    for line in text.split("\n"):
        if line.strip():
            at = 0
            for sentence in segment(language, line):
                begin = line.find(sentence, at)
                if begin < 0:
                    begin = at
                at = begin + len(sentence)
                stripped = sentence.strip()
                if stripped:
                    lead = begin + len(sentence) - len(sentence.lstrip())
                    found.append((position + lead, position + lead + len(stripped)))
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
    if first and first.start < 3 and first.kind == lx.ACTOR and first.entry.cls == "capital" \
            and re.match(r"\W{0,3}[,(–—-]", text[first.end:first.end + 4]):
        return first.entry.party
    return counts.most_common(1)[0][0] if counts else None


def gated(text: str, lowered: str, content: list[Mention], lexicon: Lexicon, silences: Counter[str]) -> Iterator[Sentence]:
    """The sentences worth the work of extraction, in order."""
    kinds = {m.kind for m in content}
    if lx.ITEM not in kinds:
        silences["no_item"] += 1
        return
    if lx.ACTOR not in kinds and lx.PLACE not in kinds:
        silences["no_party"] += 1
        return
    home = _home(content, text)
    suffix_language = lexicon.language
    salient: list[str] = []
    index = 0
    for number, (start, end) in enumerate(spans(text, suffix_language)):
        mine: list[Mention] = []
        while index < len(content) and content[index].start < end:
            if content[index].start >= start:
                mine.append(content[index])
            index += 1
        parties = [m.entry.party for m in mine if m.kind == lx.ACTOR and m.entry.party]
        if any(m.kind == lx.ITEM for m in mine):
            if parties or salient or home:
                yield _sentence(text, lowered, start, end, mine, lexicon, salient, home, number)
            else:
                silences["no_party"] += 1
        fresh = list(dict.fromkeys(parties))
        salient = (fresh + [p for p in salient if p not in fresh])[:_CONTEXT]


def _sentence(text: str, lowered: str, start: int, end: int, content: list[Mention], lexicon: Lexicon,
              salient: list[str], home: str | None, number: int) -> Sentence:
    function = find_function(text, lowered, start, end, lexicon)
    mentions = _interleave(content, function)
    quantities, money = amounts(text, start, end, lexicon.language, lexicon.config["decimal"])
    nodes = build(text, mentions, quantities, lexicon)
    return Sentence(text, lowered, start, end, nodes, quantities, money, list(salient), home, number)


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
