"""Who could be supplier and recipient in a sentence: every party in it, those just before it, and the unknown one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from streams.extraction import lexicon as lx
from streams.extraction.frames import BLOCKERS, Vote, votes
from streams.extraction.nodes import Node
from streams.extraction.sentences import Sentence

MAX_CANDIDATES = 9


@dataclass(slots=True)
class Candidate:
    """A possible party. `index` is its node's place in the sentence, or -1 when it is not named there.

    `rivals` tells a speaker how many other parties are named besides it, and whether it is named again; `others` which
    roles the frames give to the other parties of the sentence.

    `resolved_by` says how the codes were come by: mention, company, person, coreference, context or unknown.
    """

    codes: tuple[str, ...]
    index: int
    node: Node | None
    cls: str
    resolved_by: str
    votes: list[Vote]
    rivals: str = ""
    others: str = ""


UNKNOWN = Candidate((), -1, None, "unknown", "unknown", [])


def _named_before(nodes: list[Node], index: int) -> bool:
    return any(n.kind == lx.ACTOR and n.codes and "speaker" not in n.flags for n in nodes[:index])


def _resolution(node: Node) -> str:
    if node.cls in ("company", "person"):
        return node.cls
    return "mention"


def mutual(nodes: list[Node], index: int) -> bool:
    """Whether the two parties of a list talk or agree about arms trade in general: "A and B discussed arms sales". What
    they talk about has no direction then; a named weapon has one."""
    node = nodes[index]
    if node.marker == "between":
        talk = any(n.kind == lx.TRIGGER and n.cls in ("talk", "deal") for n in nodes[:index])
    elif node.marker:
        return False
    else:
        clause = nodes[index + 1 : index + 6]
        end = next((at for at, n in enumerate(clause) if n.kind == lx.BREAK), len(clause))
        talk = any(n.kind == lx.TRIGGER and n.cls in ("talk", "deal") and n.voice == "active" for n in clause[:end])
    items = [n for n in nodes if n.kind == lx.ITEM]
    return talk and bool(items) and all(n.category == "arms" for n in items)


def candidates(sentence: Sentence) -> list[Candidate]:
    """The candidates of a sentence, those named in it first; the last one is the unknown party."""
    found: list[Candidate] = []
    named: set[str] = set()
    nodes = sentence.nodes
    for index, node in enumerate(nodes):
        if node.kind == lx.ACTOR and node.codes and len(found) < MAX_CANDIDATES:
            found.append(Candidate(node.codes, index, node, node.cls, _resolution(node), votes(nodes, index)))
            named.update(node.codes)
    for index, node in enumerate(nodes):
        if len(found) < MAX_CANDIDATES and node.kind == lx.PLACE and node.codes and node.codes[0] not in named:
            found.append(Candidate(node.codes, index, node, "place", "context", votes(nodes, index)))
            named.update(node.codes)
    for index, node in enumerate(nodes):
        if node.kind == lx.PRONOUN and node.cls == "both" and len(sentence.context) > 1 and mutual(nodes, index):
            # "the two governments": the two parties named last
            both = (sentence.context[0], sentence.context[1])
            found.append(Candidate(both, index, node, "pronoun_both", "coreference", votes(nodes, index)))
    for candidate in [c for c in found if len(c.codes) == 2 and mutual(nodes, c.index)]:
        found += [replace(candidate, codes=(code,), cls="member") for code in candidate.codes]
    subject = sentence.context[0] if sentence.context else sentence.home
    generic: set[str] = set()
    for index, node in enumerate(nodes):
        if (
            node.kind == lx.ACTOR
            and not node.codes
            and node.cls in ("generic_government", "generic_ministry", "generic_military", "generic_legislature")
        ):
            code = sentence.home
        elif node.kind == lx.PRONOUN and node.cls in ("it", "this", "we", "they"):
            # a pronoun after a named party most likely means that party, which is a candidate already
            code = None if _named_before(nodes, index) else subject
        else:
            continue
        if code and code not in named and code not in generic:
            found.append(
                Candidate(
                    (code,),
                    index,
                    node,
                    node.cls if node.kind == lx.ACTOR else f"pronoun_{node.cls}",
                    "coreference",
                    votes(nodes, index),
                )
            )
            generic.add(code)
    origins: set[str] = set()
    for index, node in enumerate(nodes):
        # a weapon whose maker's state is not named: "Egypt ordered 24 Rafales"
        code = node.head.entry.origin if node.kind == lx.ITEM and node.head is not None else None
        if code and code not in named and code not in generic and not origins:
            found.append(Candidate((code,), index, node, "origin", "context", []))
            origins.add(code)
    generic |= origins
    for code in sentence.context[:3]:
        if code not in named and code not in generic:
            found.append(Candidate((code,), -1, None, "context", "context", []))
            generic.add(code)
    if sentence.home and sentence.home not in named and sentence.home not in generic:
        found.append(Candidate((sentence.home,), -1, None, "home", "context", []))
    _count_rivals(found)
    _look_around(found)
    return [*found, UNKNOWN]


def _look_around(found: list[Candidate]) -> None:
    for candidate in found:
        roles = {
            vote.role
            for other in found
            if not set(other.codes) & set(candidate.codes)
            for vote in other.votes[:2]
            if vote.distance <= 1
        }
        candidate.others = "+".join(sorted(roles)) or "-"


def _count_rivals(found: list[Candidate]) -> None:
    named = [c for c in found if c.node is not None and c.node.kind in (lx.ACTOR, lx.PLACE) and c.cls != "member"]
    silent = [c for c in named if c.node is not None and "speaker" not in c.node.flags]
    for candidate in named:
        if candidate.node is not None and "speaker" in candidate.node.flags:
            others = {code for c in silent for code in c.codes} - set(candidate.codes)
            again = any(c.node is not candidate.node and set(c.codes) & set(candidate.codes) for c in named)
            candidate.rivals = f"{min(len(others), 3)}.{'again' if again else 'once'}"


def trigger_of(sentence: Sentence, supplier: Candidate, recipient: Candidate) -> Node | None:
    """The trigger that carries the claim: one whose frame names both parties, else the one nearest to them."""
    wanted: dict[int, tuple[int, Node]] = {}
    for candidate, role in ((supplier, "supplier"), (recipient, "recipient")):
        for vote in candidate.votes:
            fits = vote.role in (role, "both")
            cost = vote.distance + (0 if fits else 4)
            known = wanted.get(id(vote.trigger))
            wanted[id(vote.trigger)] = ((known[0] if known else 5) + cost - 5, vote.trigger)
    if wanted:
        return min(wanted.values(), key=lambda x: (x[0], x[1].start))[1]
    triggers = [n for n in sentence.nodes if n.kind == lx.TRIGGER and n.cls not in BLOCKERS]
    anchor = next((c.node.start for c in (supplier, recipient) if c.node is not None), sentence.start)
    return min(triggers, key=lambda n: abs(n.start - anchor), default=None)
