"""Which stretches of a text are marked, and as what: those of the claims first, then whatever else was recognised."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass

from streams.extraction import lexicon as lx
from streams.extraction.explanation import Explanation

#: The kinds of marks, with their meaning; of overlapping ones the earlier wins.
KINDS = {
    "both": "supplier of one claim and recipient of another, or direction unknown",
    "supplier": "supplier of a claim",
    "recipient": "recipient of a claim",
    "item": "weapon, or what counts as one",
    "amount": "quantity or value of a claim",
    "trigger": "word that tells of a transfer, or against one",
    "claimant": "who says so",
    "cue": "word that decides status, polarity, certainty or time",
    "party": "party without a role",
    "decoy": "looks like a weapon, party or transfer and is none",
}
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_NODES = {lx.ITEM: "item", lx.TRIGGER: "trigger", lx.CUE: "cue", lx.SPEECH: "cue", lx.DECOY: "decoy", lx.ACTOR: "party"}


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A stretch `[start, end)` of the text and its kind."""

    start: int
    end: int
    kind: str


def marks(explanation: Explanation) -> list[Mark]:
    """The marks of an article, in order and without overlaps."""
    found = {*_of_claims(explanation), *_of_sentences(explanation)}
    chosen: list[Mark] = []
    for mark in sorted(found, key=lambda m: (_RANK[m.kind], m.start - m.end, m.start)):
        at = bisect_left(chosen, mark)
        free_left = at == 0 or chosen[at - 1].end <= mark.start
        if free_left and (at == len(chosen) or mark.end <= chosen[at].start):
            insort(chosen, mark)
    return chosen


def _of_claims(explanation: Explanation) -> Iterator[Mark]:
    parties: dict[tuple[int, int], set[str]] = {}
    for claim in explanation.claims:
        record = claim.record
        for party in record["parties"]:
            if party["start"] is not None:
                turned = record["supplier"] == record["recipient"]
                role = "both" if turned else party["role"]
                parties.setdefault((party["start"], party["end"]), set()).add(role)
        spans = [("item", item) for item in record["items"]]
        spans += [("amount", record[name]) for name in ("quantity_detail", "value_detail")]
        spans += [("trigger", record["trigger"]), ("claimant", record["attribution"]["claimant"])]
        spans += [("cue", record["attribution"]["verb"])]
        spans += [("cue", modifier["cue"]) for modifier in record["modifiers"]]
        for kind, span in spans:
            if span is not None:
                yield Mark(span["start"], span["end"], kind)
        for draft in claim.told.drafts:
            for node, role in ((draft.supplier.node, "supplier"), (draft.recipient.node, "recipient")):
                if node is not None:
                    role = role if draft.direction_known else "both"
                    parties.setdefault((node.start, node.end), set()).add(role)
            yield from (Mark(node.start, node.end, "item") for node in draft.items)
    for (start, end), roles in parties.items():
        yield Mark(start, end, roles.pop() if len(roles) == 1 else "both")


def _of_sentences(explanation: Explanation) -> Iterator[Mark]:
    for mention in explanation.content:
        if mention.kind in (lx.ITEM, lx.DECOY) or (mention.kind == lx.ACTOR and mention.entry.party):
            yield Mark(mention.start, mention.end, _NODES[mention.kind])
    for explained in explanation.sentences:
        for node in explained.sentence.nodes:
            kind = _NODES.get(node.kind)
            if kind is not None and (node.kind != lx.ACTOR or node.codes):
                yield Mark(node.start, node.end, kind)
