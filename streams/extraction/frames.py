"""Frames: which party a trigger makes supplier or recipient, by voice and by the slot the party stands in.

`knowledge/frames.json` maps class -> voice -> slot -> role. A slot is `subject` (before an active verb), `object`
(after it, unmarked), `object_before` (subject of a passive), `own` and `adjective` (before a noun), or a role marker.
A vote is weak when clause breaks or other triggers stand between.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from streams.extraction import lexicon as lx
from streams.extraction.lexicon import KNOWLEDGE
from streams.extraction.nodes import Node

SUPPLIER, RECIPIENT, BOTH = "supplier", "recipient", "both"
OPERATORS = frozenset(
    ("seek", "offer", "pledge", "plan", "approve", "refuse", "block", "suspend", "cancel", "intercept", "deal", "talk")
)
BLOCKERS = lx.INERT


@dataclass(frozen=True, slots=True)
class Vote:
    """A frame's word on one party: `role` by `rule` ("give.passive.by"), `distance` 0 (same clause) to 3 (far)."""

    role: str
    rule: str
    distance: int
    trigger: Node


@functools.cache
def _frames() -> dict[str, dict[str, dict[str, str]]]:
    frames: dict[str, dict[str, dict[str, str]]] = orjson.loads((KNOWLEDGE / "frames.json").read_bytes())
    return frames


def slot(nodes: Sequence[Node], trigger: int, party: int) -> str:
    """The slot of the party at index `party` as seen from the trigger at index `trigger`."""
    node, verb = nodes[party], nodes[trigger]
    if node.marker == "made" or node.after == "made":
        return "made"
    if party < trigger:
        if verb.voice == "noun":
            if node.after == "own":
                return "own"
            if node.cls == "adjective" and trigger - party <= 2:
                return "adjective"
            return node.marker or "before"
        if node.marker and node.marker not in ("of", "as", "about", "besides"):
            return node.marker
        return "object_before" if verb.voice == "passive" else "subject"
    return node.marker or "object"


def votes(nodes: Sequence[Node], party: int) -> list[Vote]:
    """What the frames around it say of the party at index `party`, nearest first."""
    found: list[Vote] = []
    frames = _frames()
    for index, node in enumerate(nodes):
        if node.kind != lx.TRIGGER or node.cls in BLOCKERS:
            continue
        where = slot(nodes, index, party)
        role = frames[node.cls].get(node.voice, {}).get(where)
        if role is None or (where in ("object", "object_before") and "speaker" in nodes[party].flags):
            continue
        low, high = min(index, party), max(index, party)
        between = nodes[low + 1 : high]
        if any(n.kind == lx.SPEECH for n in between):
            continue
        breaks = sum(1 for n in between if n.kind == lx.BREAK and n.cls != "and")
        rivals = sum(1 for n in between if n.kind == lx.TRIGGER)
        if where in ("subject", "object", "object_before"):
            rivals += sum(1 for n in between if n.kind == lx.ACTOR and not n.marker and "before_item" not in n.flags)
        found.append(Vote(role, f"{node.cls}.{node.voice}.{where}", min(3, breaks + rivals), node))
    found.sort(key=lambda v: v.distance)
    return found
