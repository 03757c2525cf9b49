"""Why text stays silent: the named reasons, the same in explanations, in `silences` of an enriched article and in the
metric that counts them. `schemas/reasons.json` says what each means.
"""

from __future__ import annotations

from collections.abc import Iterable

from streams.extraction import lexicon as lx
from streams.extraction.matching import Mention
from streams.extraction.nodes import Node

LANGUAGE, NO_ITEM, NO_PARTY, UNLIKELY = "language", "no_item", "no_party", "unlikely"
NO_TRIGGER, BELOW_THRESHOLD = "no_trigger", "below_threshold"
# Classes of triggers and cues that speak for a reason; the first that a sentence holds is its reason.
_AT_THE_GATE = ("use", "test", "exercise")
_TRIGGERS = {
    "use": "use",
    "test": "test",
    "exercise": "exercise",
    "produce": "domestic",
    "sanction": "talk",
    "have": "possession",
}
_CUES = ("sport", "crime", "civil", "exhibition", "domestic", "talk")
#: Every reason but those that decoys bring with them.
REASONS = frozenset(
    (LANGUAGE, NO_ITEM, NO_PARTY, UNLIKELY, NO_TRIGGER, BELOW_THRESHOLD, *_AT_THE_GATE, *_TRIGGERS.values(), *_CUES)
)


def stopped(content: Iterable[Mention]) -> str:
    """The reason for a sentence that the gate stops, from its mentions."""
    content = list(content)
    for mention in content:
        if mention.kind == lx.DECOY:
            return mention.entry.cls
    for mention in content:
        if mention.kind == lx.TRIGGER and mention.entry.cls in _AT_THE_GATE:
            return mention.entry.cls
    return UNLIKELY


def unconvinced(nodes: list[Node]) -> str:
    """The reason for a sentence with an item and a party of which no pair becomes a claim."""
    for node in nodes:
        if node.kind == lx.DECOY:
            return node.cls
    classes = {n.cls for n in nodes if n.kind == lx.TRIGGER}
    for cls, reason in _TRIGGERS.items():
        if cls in classes:
            return reason
    cues = {n.cls for n in nodes if n.kind == lx.CUE}
    for reason in _CUES:
        if reason in cues:
            return reason
    return BELOW_THRESHOLD if classes else NO_TRIGGER
