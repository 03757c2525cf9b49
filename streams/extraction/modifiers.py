"""Features from which status, polarity, certainty and time of a claim are chosen, and the cues that show why."""

from __future__ import annotations

import re

from streams.extraction import lexicon as lx
from streams.extraction.features import words
from streams.extraction.frames import OPERATORS
from streams.extraction.nodes import Node
from streams.extraction.sentences import Sentence

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_STATUS_KEY = {"done": "done", "now": "now", "future": "future", "none": "noun"}


def modifier_features(sentence: Sentence, trigger: Node | None, year: int | None) -> list[str]:
    """Features of how a claim is told; `year` is that of publication, None when unknown."""
    out: set[str] = set()
    nodes = sentence.nodes
    index = nodes.index(trigger) if trigger is not None else -1
    if trigger is not None and trigger.head is not None:
        entry = trigger.head.entry
        out |= {
            f"trigger={entry.id}",
            f"trigger={entry.id}.{trigger.shape}",
            f"tv={trigger.cls}.{trigger.voice}.{trigger.shape}",
        }
        default = dict(entry.status).get(_STATUS_KEY[trigger.shape])
        out.add(f"default={default}")
        if trigger.voice == "noun":
            out.add(f"noun={entry.id}")
        out |= {f"tflag={f}" for f in trigger.flags}
        for near in nodes[max(0, index - 3) : index]:
            if near.kind in (lx.AUXILIARY, lx.CUE, lx.SPEECH, lx.TRIGGER, lx.BREAK):
                out.add(f"near={near.kind}.{near.cls}")
        operators = [n for n in nodes[max(0, index - 6) : index] if n.kind == lx.TRIGGER and n.cls in OPERATORS]
        if operators:
            out |= {f"op={operators[-1].cls}.{operators[-1].shape}", f"op.t={operators[-1].cls}.{trigger.cls}"}
        before = words(sentence, max(sentence.start, trigger.start - 40), trigger.start)
        after = words(sentence, trigger.end, min(sentence.end, trigger.end + 40))
        out |= {f"wb={w}" for w in before[-3:]} | {f"wa={w}" for w in after[:3]}
        out.add(f"form={sentence.lowered[trigger.start : trigger.end]}")
    for node in nodes:
        if node.kind == lx.TRIGGER:
            out |= {f"t={node.cls}", f"t={node.cls}.{node.shape}", f"t={node.cls}.{node.voice}.{node.shape}"}
            if "negated" in node.flags:
                out.add(f"neg={node.cls}")
        elif node.kind in (lx.CUE, lx.SPEECH, lx.AUXILIARY):
            out.add(f"c={node.kind}.{node.cls}")
        elif node.kind == lx.BREAK and node.cls in ("if", "return"):
            out.add(f"c=break.{node.cls}")
    out |= {f"w={w}" for w in words(sentence, sentence.start, sentence.end)}
    years = [int(y) for y in _YEAR.findall(sentence.lowered[sentence.start : sentence.end])]
    if years:
        reference = year or max(years)
        ages = [reference - y for y in years]
        out.add(f"year=oldest{min(3, max(-1, max(ages)))}")
        out.add(f"year=newest{min(3, max(-1, min(ages)))}")
        out.add("year=any")
    return sorted(out)


_WORDS_OF = {
    "polarity": (lx.AUXILIARY, lx.SPEECH),
    "certainty": (lx.CUE, lx.SPEECH, lx.AUXILIARY),
    "time": (lx.CUE,),
    "status": (lx.TRIGGER, lx.AUXILIARY),
}
_CUES = {
    ("polarity", "denied"): ("negation", "denies"),
    ("certainty", "alleged"): ("alleged", "alleges"),
    ("certainty", "conditional"): ("conditional", "modal", "if"),
    ("time", "background"): ("background",),
}


def cue(sentence: Sentence, kind: str, value: str, trigger: Node | None) -> tuple[int, int] | None:
    """Where the text shows a modifier: the fitting cue nearest to the trigger, None when no single word does."""
    if kind == "status":
        best: Node | None = None
        for node in sentence.nodes:
            if node.kind == lx.TRIGGER and node.head is not None and value in dict(node.head.entry.status).values():
                distance = abs(node.start - (trigger.start if trigger else sentence.start))
                if best is None or distance < abs(best.start - (trigger.start if trigger else sentence.start)):
                    best = node
        best = best or trigger
        return (best.start, best.end) if best else None
    classes = _CUES.get((kind, value), ())
    at = trigger.start if trigger else sentence.start
    fitting = [n for n in sentence.nodes if n.cls in classes and n.kind in (*_WORDS_OF[kind], lx.BREAK)]
    if not fitting:
        return None
    nearest = min(fitting, key=lambda n: abs(n.start - at))
    return nearest.start, nearest.end
