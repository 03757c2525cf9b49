"""Delexicalised features: what the scorers see of a sentence, of a party in a role, and of a pair of parties.

No feature names a party or an item, so that nothing is learned about who usually supplies whom. A feature is a string;
its weight stands in `weights.json` under the same name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from streams.extraction import lexicon as lx
from streams.extraction.candidates import Candidate, trigger_of
from streams.extraction.nodes import Node
from streams.extraction.sentences import Sentence

_SIMPLE = {
    "name": "state",
    "adjective": "adj",
    "demonym": "adj",
    "capital": "capital",
    "seat": "seat",
    "nickname": "state",
    "government": "seat",
    "armed_force": "force",
    "ministry": "force",
    "agency": "force",
    "legislature": "force",
}


def symbol(node: Node) -> str:
    """A node's place in the delexicalised sentence."""
    if node.symbol:
        return node.symbol
    if node.kind == lx.ACTOR:
        value = "A" if node.codes else node.cls.replace("generic_", "g_")
    elif node.kind == lx.TRIGGER:
        value = f"T.{node.cls}.{node.voice}"
    elif node.kind == lx.ITEM:
        value = "I"
    elif node.kind == lx.MARKER:
        value = f"m.{node.cls}"
    elif node.kind == lx.BREAK:
        value = f"b.{node.cls}"
    else:
        value = f"{node.kind[:2]}.{node.cls}"
    node.symbol = value
    return value


def words(sentence: Sentence, start: int, end: int) -> list[str]:
    """Lower-cased words of a stretch that are no part of a party, place or item."""
    found = sentence.words
    return [word for _, word in found[bisect_left(found, (start,)) : bisect_left(found, (end,))]]


def sentence_features(sentence: Sentence) -> list[str]:
    """Features of the sentence as a whole."""
    out = [f"w:{w}" for w in set(words(sentence, sentence.start, sentence.end))]
    seen: set[str] = set()
    actors = items = 0
    hard = False
    previous = "^"
    for node in sentence.nodes:
        s = symbol(node)
        if node.kind == lx.TRIGGER:
            seen.add(f"t:{node.cls}.{node.voice}")
            seen.add(f"t:{node.cls}.{node.voice}.{node.shape}")
            seen.add(f"tc:{node.cls}")
        elif node.kind == lx.ITEM:
            items += 1
            hard = hard or "ambiguous" not in node.flags
            seen.add(f"i:{node.category}")
        elif node.kind == lx.ACTOR and node.codes:
            actors += 1
        elif node.kind in (lx.CUE, lx.SPEECH, lx.DECOY, lx.AUXILIARY):
            seen.add(f"c:{s}")
        seen.add(f"b:{previous}>{s}")
        previous = s
    out.extend(seen)
    out.append(f"n:a{min(actors, 4)}")
    out.append(f"n:i{min(items, 3)}")
    out.append(f"hard:{hard}")
    out.append(f"len:{min((sentence.end - sentence.start) // 60, 5)}")
    if sentence.money:
        out.append("has:money")
    return out


def _near(nodes: list[Node], index: int, step: int, kind: str) -> tuple[Node | None, int]:
    at, distance = index + step, 0
    while 0 <= at < len(nodes):
        node = nodes[at]
        if node.kind == kind:
            return node, distance
        if node.kind in (lx.ACTOR, lx.TRIGGER, lx.BREAK):
            distance += 1
        at += step
    return None, 9


def party_features(sentence: Sentence, candidate: Candidate) -> list[str]:
    """Features of one candidate, before a role is put in front of them."""
    cls = _SIMPLE.get(candidate.cls, candidate.cls)
    mine = candidate.votes[0].role if candidate.votes else "-"
    out = [f"cls={cls}", f"others={mine}.{candidate.others}", f"others={cls}.{mine}.{candidate.others}"]
    node = candidate.node
    if node is None:
        actors = sum(1 for n in sentence.nodes if n.kind == lx.ACTOR and n.codes)
        out.append(f"{cls}.actors{min(actors, 3)}")
        for n in sentence.nodes:
            if n.kind == lx.TRIGGER:
                out.append(f"{cls}.t={n.cls}.{n.voice}")
            elif n.kind == lx.PRONOUN or (n.kind == lx.ACTOR and not n.codes):
                out.append(f"{cls}.g={n.cls}")
        return out
    nodes, index = sentence.nodes, candidate.index
    marker = node.marker or "-"
    out += [f"m={marker}", f"cm={cls}.{marker}"]
    if node.after:
        out.append(f"after={node.after}")
    out += [f"f={flag}" for flag in node.flags]
    if "speaker" in node.flags:
        roles = {v.role for v in candidate.votes if v.distance == 0}
        out.append(f"speaker={'+'.join(sorted(roles)) or '-'}")
    if candidate.rivals:
        out += [f"rivals={candidate.rivals}", f"rivals={candidate.rivals}.{candidate.others}"]
    if candidate.votes:
        best = candidate.votes[0]
        out += [f"vote={best.role}.{best.distance}", f"rule={best.rule}.{min(best.distance, 1)}"]
        roles = {v.role for v in candidate.votes if v.distance <= 1}
        out.append("roles=" + "+".join(sorted(roles)))
        if best.trigger.head is not None:
            out.append(f"tid={best.trigger.head.entry.id}.{best.rule.split('.', 1)[1]}")
    else:
        out.append("vote=none")
    left, ldist = _near(nodes, index, -1, lx.TRIGGER)
    right, rdist = _near(nodes, index, 1, lx.TRIGGER)
    lname = f"{left.cls}.{left.voice}" if left else "-"
    rname = f"{right.cls}.{right.voice}" if right else "-"
    out += [
        f"tl={lname}.{min(ldist, 3)}",
        f"tr={rname}.{min(rdist, 3)}",
        f"tlm={lname}.{marker}",
        f"trm={rname}.{marker}",
        f"tlr={lname}.{rname}",
    ]
    s1 = symbol(nodes[index - 1]) if index else "^"
    s2 = symbol(nodes[index - 2]) if index > 1 else "^"
    n1 = symbol(nodes[index + 1]) if index + 1 < len(nodes) else "$"
    n2 = symbol(nodes[index + 2]) if index + 2 < len(nodes) else "$"
    out += [f"p1={s1}", f"p2={s2}>{s1}", f"n1={n1}", f"n2={n1}>{n2}", f"pn={s1}_{n1}"]
    before = words(sentence, max(sentence.start, node.start - 30), node.start)
    after = words(sentence, node.end, min(sentence.end, node.end + 30))
    out.append(f"w-1={before[-1] if before else '^'}")
    out.append(f"w+1={after[0] if after else '$'}")
    if len(before) > 1:
        out.append(f"w-2={before[-2]}")
    if len(after) > 1:
        out.append(f"w+2={after[1]}")
    rank = sum(1 for n in nodes[:index] if n.kind == lx.ACTOR and n.codes)
    out.append(f"rank={min(rank, 3)}")
    item, idist = _near(nodes, index, 1, lx.ITEM)
    if item is not None:
        out.append(f"ir={min(idist, 3)}")
    item, idist = _near(nodes, index, -1, lx.ITEM)
    if item is not None:
        out.append(f"il={min(idist, 3)}")
    return out


def _object(nodes: list[Node], trigger: Node) -> str:
    """What a trigger is about: category and doubt of the nearest item in its clause, on the side its voice says."""
    index = nodes.index(trigger)
    sides = ((-1, 1) if trigger.voice == "passive" else (1, -1)) if trigger.cls != "arrive" else (-1, 1)
    for step in sides:
        at, seen = index + step, 0
        while 0 <= at < len(nodes) and seen < 4:
            node = nodes[at]
            if node.kind == lx.ITEM:
                doubt = "amb" if "ambiguous" in node.flags else "hard"
                return f"{node.category}.{doubt}.{'near' if seen < 2 else 'far'}.{step == sides[0]}"
            if node.kind == lx.BREAK and node.cls not in ("and", "relative"):
                break
            seen += node.kind in (lx.ACTOR, lx.TRIGGER)
            at += step
    return "none"


def pair_features(sentence: Sentence, supplier: Candidate, recipient: Candidate) -> list[str]:
    """Features of an ordered pair of candidates."""
    sc, rc = _SIMPLE.get(supplier.cls, supplier.cls), _SIMPLE.get(recipient.cls, recipient.cls)
    out = [f"cc={sc}>{rc}"]
    trigger = trigger_of(sentence, supplier, recipient)
    if trigger is None:
        out.append("obj=no_trigger")
    else:
        about = _object(sentence.nodes, trigger)
        out += [
            f"obj={about}",
            f"obj.t={trigger.cls}.{about.partition('.')[2]}",
            f"tr={trigger.cls}.{trigger.voice}.{trigger.shape}",
        ]
    if supplier.node is None or recipient.node is None:
        known = recipient if supplier.node is None else supplier
        side = "s" if supplier.node is None else "r"
        missing = sc if supplier.node is None else rc
        if known.votes:
            out.append(f"half={side}.{missing}.{known.votes[0].rule}.{min(known.votes[0].distance, 1)}")
            out.append(f"halfv={side}.{missing}.{known.votes[0].role}")
        elif supplier.node is None and recipient.node is None:
            out.append(f"neither={sc}>{rc}")
        return out
    nodes = sentence.nodes
    a, b = supplier.index, recipient.index
    order = "SR" if a < b else "RS"
    low, high = min(a, b), max(a, b)
    between = nodes[low + 1 : high]
    triggers = [f"{n.cls}.{n.voice}" for n in between if n.kind == lx.TRIGGER]
    actors = sum(1 for n in between if n.kind == lx.ACTOR and n.codes)
    breaks = sum(1 for n in between if n.kind == lx.BREAK and n.cls != "and")
    items = sum(1 for n in between if n.kind == lx.ITEM)
    sm, rm = supplier.node.marker or "-", recipient.node.marker or "-"
    out += [
        f"o={order}",
        f"o.act={order}.{min(actors, 2)}",
        f"o.brk={order}.{min(breaks, 2)}",
        f"o.it={order}.{min(items, 1)}",
        f"mm={order}.{sm}.{rm}",
        f"tb={order}.{'+'.join(triggers[:3])}",
        f"tbm={order}.{sm}.{rm}.{triggers[0] if triggers else '-'}",
    ]
    core = [symbol(n) for n in between if n.kind in (lx.TRIGGER, lx.ITEM, lx.MARKER, lx.BREAK, lx.ACTOR, lx.SPEECH)]
    if len(core) <= 5:
        out.append(f"seq={order}.{'>'.join(core)}")
    outside = nodes[:low]
    last = next((n for n in reversed(outside) if n.kind == lx.TRIGGER), None)
    if last is not None:
        out.append(f"tbefore={order}.{last.cls}.{last.voice}.{sm}.{rm}")
    following = next((n for n in nodes[high + 1 :] if n.kind == lx.TRIGGER), None)
    if following is not None and not triggers:
        out.append(f"tafter={order}.{following.cls}.{following.voice}.{sm}.{rm}")
    sv = supplier.votes[0] if supplier.votes else None
    rv = recipient.votes[0] if recipient.votes else None
    out.append(
        f"vv={sv.role if sv else '-'}{sv.distance if sv else ''}>{rv.role if rv else '-'}{rv.distance if rv else ''}"
    )
    shared = {id(v.trigger) for v in supplier.votes if v.role in ("supplier", "both")} & {
        id(v.trigger) for v in recipient.votes if v.role in ("recipient", "both")
    }
    out.append(f"agree={min(len(shared), 2)}")
    if shared:
        pairs = [
            (v, w)
            for v in supplier.votes
            for w in recipient.votes
            if v.trigger is w.trigger and id(v.trigger) in shared
        ]
        near = min(max(v.distance, w.distance) for v, w in pairs)
        about = "none"
        for v, w in pairs:
            if max(v.distance, w.distance) == near:
                found = _object(nodes, v.trigger).split(".")
                about = ".".join(found[1:3]) or about
                out.append(f"core.t={v.trigger.cls}.{near}.{about}")
                break
        out.append(f"core={near}.{about}")
    contrary = {id(v.trigger) for v in supplier.votes if v.role == "recipient"} & {
        id(v.trigger) for v in recipient.votes if v.role == "supplier"
    }
    out.append(f"contrary={min(len(contrary), 2)}")
    if shared:
        best = min((v for v in supplier.votes if id(v.trigger) in shared), key=lambda v: v.distance)
        out.append(f"frame={best.rule}")
    start, end = nodes[low].end, nodes[high].start
    if end - start <= 160:
        out += [f"bw={order}.{w}" for w in set(words(sentence, start, end))]
    return out


def prefixed(prefix: str, features: Iterable[str]) -> list[str]:
    """The features with a role or model in front of each."""
    return [prefix + f for f in features]
