"""Who could be saying what a sentence tells: the spans before and after its verbs of saying, and names set off by a
colon or a dash."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from streams.extraction import lexicon as lx
from streams.extraction.candidates import Candidate
from streams.extraction.nodes import Node
from streams.extraction.sentences import Sentence

_QUOTE = "\"“”‘’'«»„"
_QUOTES_OPEN = ('"', "“", "”", "«", "„")
_LONGEST = 90
_WORD = re.compile(r"\w+(?:[-’']\w+)*")
# A name set off at the beginning ("Macron: ...") or at the end ("... - envoy to UN").
_LEAD = re.compile(r"([^:\n\"“”,.]{3,60}):\s")
_TAIL = re.compile(r"(?::|\s[-–—])\s([^:\n\"“”,.–—]{3,60}?)\.?$")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A span that could name the speaker: `side` of the verb it stands on (`lead` or `tail` where there is no verb: "X:
    ...", "...: X"), `back` how many sentences before the one that tells the claim."""

    sentence: Sentence
    start: int
    end: int
    verb: Node | None
    side: str
    back: int


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in _QUOTE + ",-–—(:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _QUOTE + ",-–—(:"):
        end -= 1
    return start, end


@functools.cache
def _bounds(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Where a speaker's name ends to the right, and what it can begin after to the left."""
    config = lx.lexicon(language).config
    ends, begins = ("|".join(map(re.escape, config[key])) for key in ("speaker_ends", "speaker_begins"))
    right = re.compile(rf"[.,;:()\n\"“”](?!\w)|\s(?:{ends})\s|\s[-–—]\s", re.IGNORECASE)
    left = re.compile(rf"[.,;:()\n\"“”]\s|\s[-–—]\s|\b(?:{begins})\s", re.IGNORECASE)
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
        # "the minister, X, said": over the apposition
        comma = text.rfind(",", sentence.start, verb.start - 1)
        start, end = _trim(text, sentence.start, max(comma, sentence.start))
    stop = right.search(text, start + 1, end)
    return _trim(text, start, stop.start() if stop else end)


def _after(sentence: Sentence, verb: Node) -> tuple[int, int]:
    text = sentence.text
    limit = min(sentence.end, verb.end + _LONGEST)
    match = _bounds(sentence.language)[0].search(text, verb.end + 1, limit)
    return _trim(text, verb.end, match.start() if match else limit)


def _named(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a span holds a party, an office, a cue of doubt or a word that starts with a capital; a bare pronoun does
    not: who it means stands elsewhere."""
    inside = [n for n in sentence.nodes if n.start < end and n.end > start]
    if any(n.kind == lx.PRONOUN and n.start <= start and n.end >= end for n in inside):
        return False
    if any(n.kind == lx.ACTOR or (n.kind == lx.CUE and n.cls == "alleged") for n in inside):
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


def says(sentence: Sentence, node: Node) -> bool:
    """Whether a node is a verb of saying, or a trigger that names its sayer too ("announced the sale")."""
    if node.kind == lx.SPEECH:
        return node.head is not None
    saying = lx.lexicon(sentence.language).config["saying"]
    return node.kind == lx.TRIGGER and node.voice == "active" and sentence.lowered[node.start : node.end] in saying


def speakers(sentence: Sentence, back: int = 0) -> list[Speaker]:
    """All spans of a sentence that could name who speaks, one or two for each verb of saying."""
    found: list[Speaker] = []
    for node in sentence.nodes:
        if not says(sentence, node):
            continue
        shapes = node.head.entry.shapes if node.kind == lx.SPEECH and node.head is not None else ("before",)
        sides = {"after": ("after",), "before": ("before",)}.get(shapes[0] if shapes else "", ("before", "after"))
        for side in sides:
            start, end = _after(sentence, node) if side == "after" else _before(sentence, node)
            if end - start > 2 and (_named(sentence, start, end) or _set_off(sentence, node, side, start)):
                found.append(Speaker(sentence, start, end, node, side, back))
    for side, match in (
        ("lead", _LEAD.match(sentence.text, sentence.start, sentence.end)),
        ("tail", _TAIL.search(sentence.text, sentence.start, sentence.end)),
    ):
        if match is not None and _named(sentence, *match.span(1)):
            found.append(Speaker(sentence, *match.span(1), None, side, back))
    return found


def _known_as(speaker: Speaker, codes: tuple[str, ...]) -> bool:
    inside = [
        n for n in speaker.sentence.nodes if n.kind == lx.ACTOR and n.start < speaker.end and n.end > speaker.start
    ]
    return any(set(n.codes) & set(codes) for n in inside)


def speaker_features(
    speaker: Speaker, trigger: Node | None, supplier: Candidate, recipient: Candidate, rivals: int
) -> list[str]:
    """What the scorer sees of a possible speaker of a claim; `rivals` counts the possible speakers."""
    sentence, verb, text = speaker.sentence, speaker.verb, speaker.sentence.text
    inside = [n for n in sentence.nodes if n.start < speaker.end and n.end > speaker.start]
    actor = next((n for n in inside if n.kind == lx.ACTOR), None)
    words = _WORD.findall(text[speaker.start : speaker.end].lower())
    last = max(speaker.end, verb.end if verb is not None else 0)
    lead = text[max(sentence.start, speaker.start - 2) : speaker.start].strip()[-1:]
    tail = text[speaker.end : speaker.end + 2].strip()[:1]
    out = [
        f"back={speaker.back}",
        f"side={speaker.side}.{speaker.back}",
        f"lead={lead or '^' if speaker.start > sentence.start else '^'}",
        f"first={speaker.start - sentence.start < 2}.{speaker.side}",
        f"last={sentence.end - last < 3}.{speaker.side}",
        f"actor={actor.cls if actor else '-'}",
        f"capital={text[speaker.start].isupper()}",
        f"words={min(len(words), 8)}",
        f"rivals={min(rivals, 4)}",
        f"quote={any(q in text[sentence.start : sentence.end] for q in _QUOTES_OPEN)}.{speaker.back}",
        f"supplier={_known_as(speaker, supplier.codes)}",
        f"recipient={_known_as(speaker, recipient.codes)}",
    ]
    out += [f"kind={n.kind}.{n.cls}" for n in inside]
    if words:
        out += [f"w0={words[0]}", f"wn={words[-1]}"]
    out += [f"w={w}" for w in words]
    return out + (_verb_features(speaker, verb, tail, trigger) if verb is not None else [])


def _verb_features(speaker: Speaker, verb: Node, tail: str, trigger: Node | None) -> list[str]:
    sentence, text = speaker.sentence, speaker.sentence.text
    after = text[verb.end : verb.end + 2].strip()[:1]
    following = _WORD.search(sentence.lowered, verb.end, sentence.end)
    form = sentence.lowered[verb.start : verb.end]
    out = [
        f"verb={verb.kind}.{verb.cls}.{speaker.side}",
        f"form={form}.{speaker.side}",
        f"tail={tail}.{after}.{speaker.side}",
        f"next={following.group() if following else '$'}",
    ]
    if trigger is None or speaker.back:
        return out
    low, high = sorted((trigger.start, verb.start))
    between = [n for n in sentence.nodes if low < n.start < high]
    side = "verb_first" if verb.start < trigger.start else "verb_last"
    breaks = sum(1 for n in between if n.kind == lx.BREAK)
    others = sum(1 for n in between if says(sentence, n))
    out += [
        f"order={side}.{speaker.side}",
        f"order={side}.{min(breaks, 2)}.{min(others, 2)}",
        f"same={verb is trigger}",
    ]
    if verb.start < trigger.start:
        out.append(
            f"that={any(n.kind == lx.BREAK and n.cls == 'that' for n in between)}.{trigger.start - verb.end > 60}"
        )
    return out
