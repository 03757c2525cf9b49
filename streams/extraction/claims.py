"""From a sentence to claims: scored pairs of parties, then what is told of each pair.

The pair scorer sees every ordered pair of candidates; those above the threshold become drafts, the best first. Items,
amounts and modifiers are chosen for each draft by scorers of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from streams.extraction import features as ft
from streams.extraction import lexicon as lx
from streams.extraction.candidates import Candidate, candidates, trigger_of
from streams.extraction.linear import Scorers, probability
from streams.extraction.modifiers import modifier_features, rule_status
from streams.extraction.nodes import Node
from streams.extraction.numbers import Amount
from streams.extraction.sentences import Sentence

CLAIM = "claim"
MODIFIERS = ("status", "polarity", "certainty", "time")
_EVIDENCE_LONGEST = 320
_CLOSER = 5
# The score of a pair that a frame alone decides: gold has too few to learn from.
_MUTUAL = 0.8


@dataclass(slots=True)
class Pair:
    """An ordered pair of candidates with its probability."""

    supplier: Candidate
    recipient: Candidate
    score: float


@dataclass(slots=True, eq=False)
class Verdict:
    """What becomes of a pair: `word` is `claim` or why it is none, `needed` the probability it had to reach."""

    pair: Pair
    word: str
    needed: float
    direction_known: bool


@dataclass(slots=True)
class Draft:
    """A claim as one sentence tells it; spans are code points of the whole text."""

    sentence: Sentence
    supplier: Candidate
    recipient: Candidate
    score: float
    trigger: Node | None
    direction_known: bool
    items: list[Node] = field(default_factory=list)
    quantity: Amount | None = None
    value: Amount | None = None
    status: str = "delivered"
    polarity: str = "asserted"
    certainty: str = "fact"
    time: str = "news"

    @property
    def suppliers(self) -> tuple[str, ...]:
        return (
            self.supplier.codes if self.direction_known else tuple(sorted(self.supplier.codes + self.recipient.codes))
        )

    @property
    def recipients(self) -> tuple[str, ...]:
        return self.recipient.codes if self.direction_known else self.suppliers


def possible(found: list[Candidate]) -> list[tuple[int, int]]:
    """The ordered pairs of candidates, by index, that can be supplier and recipient; the last candidate is unknown.

    The members of a list pair only with each other, in one order.
    """
    last = len(found) - 1
    pairs = []
    for i, a in enumerate(found):
        for j, b in enumerate(found):
            if "member" in (a.cls, b.cls):
                if a.cls == b.cls and a.index == b.index and i < j:
                    pairs.append((i, j))
            elif (i == j == last) or (i != j and not (a.codes and b.codes and set(a.codes) & set(b.codes))):
                pairs.append((i, j))
    return pairs


def scored_pairs(sentence: Sentence, scorers: Scorers) -> list[Pair]:
    """The pairs of a sentence, the most probable first. What the sentence and the parties alone make
    hopeless is not looked at closer: `headroom` is more log-odds than a pair together ever adds."""
    scorer = scorers.pair
    found = candidates(sentence)
    base = scorer.bias + scorer.sentence.score(ft.sentence_features(sentence))
    features = [ft.party_features(sentence, c) for c in found]
    as_supplier = [scorer.supplier.score(f) for f in features]
    as_recipient = [scorer.recipient.score(f) for f in features]
    pairs = possible(found)
    rough = sorted(((as_supplier[i] + as_recipient[j], i, j) for i, j in pairs), reverse=True)
    scored = [Pair(found[i], found[j], _MUTUAL) for i, j in pairs if found[i].cls == "member"]
    if base + rough[0][0] + scorers.thresholds["headroom"] < 0.0:
        return scored
    both = {code for pair in scored for code in (*pair.supplier.codes, *pair.recipient.codes)}
    for sum_, i, j in rough[:_CLOSER]:
        if found[i].cls == "member" or (both.issuperset((*found[i].codes, *found[j].codes)) and both):
            continue
        own = ft.pair_features(sentence, found[i], found[j])
        score = probability(base + sum_ + scorer.together.score(own))
        scored.append(Pair(found[i], found[j], score))
    scored.sort(key=lambda p: -p.score)
    return scored


def judge(sentence: Sentence, pairs: list[Pair], thresholds: dict[str, float]) -> list[Verdict]:
    """What becomes of each pair, in the order given (the most probable first).

    The first needs `pair`, or `pair_framed` where one trigger's frame names both parties in their roles, or
    `pair_ambiguous` where all items have names that civil goods have too. Every other one needs `second`, or `turned`
    when it gives a party the other role as well. Where the sentence says "in return", each needs `returned`. One
    trigger has one supplier and one recipient (a list is one).
    """
    verdicts: list[Verdict] = []
    returned = any(n.kind == lx.BREAK and n.cls == "return" for n in sentence.nodes)
    turned = thresholds["returned" if returned else "turned"]
    doubtful = "pair_ambiguous" if all("ambiguous" in n.flags for n in sentence.nodes if n.kind == lx.ITEM) else ""
    for pair in pairs:
        chosen = [v for v in verdicts if v.word == CLAIM]
        first = doubtful or ("pair_framed" if framed(pair.supplier, pair.recipient) else "pair")
        needed = thresholds["returned" if returned else first if not chosen else "second"]
        verdict = Verdict(pair, CLAIM, needed, pair.supplier.cls != "member")
        verdicts.append(verdict)
        if pair.score < needed:
            verdict.word = "below_threshold"
            continue
        s, r = set(pair.supplier.codes), set(pair.recipient.codes)
        for other in chosen:
            reversed_ = bool(s) and s == set(other.pair.recipient.codes) and r == set(other.pair.supplier.codes)
            if reversed_ and _talks(pair):
                other.direction_known = False
                verdict.word = "mutual"
            else:
                against = _against(sentence, pair, other.pair, pair.score >= turned)
                if against:
                    verdict.word = against
                    if against == "other_role":
                        verdict.needed = turned
    chosen = [v for v in verdicts if v.word == CLAIM]
    full = [v for v in chosen if v.pair.supplier.codes and v.pair.recipient.codes]
    for verdict in chosen:
        if verdict not in (full or chosen[:1]):
            verdict.word = "party_unknown"
    return verdicts


def framed(supplier: Candidate, recipient: Candidate) -> bool:
    """Whether one trigger's frame names both parties in their roles, with nothing between."""
    givers = {id(v.trigger) for v in supplier.votes if v.role in ("supplier", "both") and v.distance == 0}
    return any(id(v.trigger) in givers for v in recipient.votes if v.role in ("recipient", "both") and not v.distance)


def _talks(pair: Pair) -> bool:
    """Whether the two parties only talk or agree, so that who gives and who gets may be open."""
    votes = [*pair.supplier.votes, *pair.recipient.votes]
    return any(v.role == "both" or v.trigger.cls == "talk" for v in votes)


def _against(sentence: Sentence, pair: Pair, other: Pair, sure: bool) -> str:
    """Why a pair cannot be believed beside one that is, "" when it can; `sure` that it is likely enough to turn a role
    round."""
    s, r = set(pair.supplier.codes), set(pair.recipient.codes)
    other_s, other_r = set(other.supplier.codes), set(other.recipient.codes)
    if not s or not r:
        # an unknown side adds nothing where the known one already has its place
        return "party_unknown" if (not s or s & other_s) and (not r or r & other_r) else ""
    if s & other_s and r & other_r:
        return "told_already"
    if (s & other_s or r & other_r) and _same_trigger(sentence, pair, other):
        return "place_taken"
    if s & other_r or r & other_s:
        return "" if sure else "other_role"
    if "context" in (pair.supplier.resolved_by, pair.recipient.resolved_by):
        return "place_taken" if s == other_s or r == other_r else ""
    return ""


def _same_trigger(sentence: Sentence, left: Pair, right: Pair) -> bool:
    trigger = trigger_of(sentence, left.supplier, left.recipient)
    return trigger is not None and trigger is trigger_of(sentence, right.supplier, right.recipient)


def item_features(sentence: Sentence, index: int, draft: Draft) -> list[str]:
    """Features of the item at node `index` for a draft."""
    nodes = sentence.nodes
    node = nodes[index]
    out = [f"cat={node.category}", f"cls={node.cls}", f"m={node.marker or '-'}", f"amb={'ambiguous' in node.flags}"]
    triggers_near = [(abs(i - index), i) for i, n in enumerate(nodes) if n.kind == lx.TRIGGER]
    if triggers_near and draft.trigger is not None:
        distance, nearest = min(triggers_near)
        mine = nodes[nearest] is draft.trigger
        side = "after" if index > nearest else "before"
        out += [f"nearest={mine}", f"nearest={mine}.{min(distance, 3)}.{side}.{nodes[nearest].voice}"]
    spots = [c.index for c in (draft.supplier, draft.recipient) if c.index >= 0]
    trigger = nodes.index(draft.trigger) if draft.trigger is not None else -1
    if trigger >= 0:
        low, high = min(trigger, index), max(trigger, index)
        breaks = sum(1 for n in nodes[low + 1 : high] if n.kind == lx.BREAK and n.cls != "and")
        triggers = sum(1 for n in nodes[low + 1 : high] if n.kind == lx.TRIGGER)
        side = "after" if index > trigger else "before"
        out += [
            f"t={side}.{min(breaks, 2)}.{min(triggers, 2)}",
            f"tv={draft.trigger.cls if draft.trigger else ''}.{draft.trigger.voice if draft.trigger else ''}.{side}",
        ]
    if len(spots) == 2:
        low, high = min(spots), max(spots)
        out.append("pos=" + ("between" if low < index < high else "before" if index < low else "after"))
    elif spots:
        out.append("pos1=" + ("before" if index < spots[0] else "after"))
    items = [i for i, n in enumerate(nodes) if n.kind == lx.ITEM]
    out += [f"rank={min(items.index(index), 3)}", f"items={min(len(items), 4)}"]
    out.append(f"p1={ft.symbol(nodes[index - 1]) if index else '^'}")
    out.append(f"n1={ft.symbol(nodes[index + 1]) if index + 1 < len(nodes) else '$'}")
    after = [n for n in items if n < index]
    if after and all(nodes[k].kind in (lx.BREAK, lx.ITEM) for k in range(after[-1] + 1, index)):
        out.append("listed")
    if len(items) == 1:
        out.append("only")
    return out


def _quantity(sentence: Sentence, item: Node) -> Amount | None:
    """The number that counts an item: the nearest one to its left with no other node of weight between."""
    best = None
    for amount in sentence.quantities:
        if amount.end <= item.start + 1 and item.start - amount.end <= 45:
            gap = sentence.text[amount.end : item.start]
            between = [
                n
                for n in sentence.nodes
                if n.start >= amount.end and n.end <= item.start and n.kind in (lx.TRIGGER, lx.ITEM, lx.BREAK)
            ]
            if not between and not any(c in gap for c in ",.;:("):
                best = amount
        elif amount.unit and 0 <= amount.start - item.end <= 14 and best is None:
            # "howitzer 54 unit", "Su-35 sebanyak 11 unit"
            best = amount
    return best


def _value(sentence: Sentence, draft: Draft) -> Amount | None:
    anchor = draft.trigger.start if draft.trigger else sentence.start
    return min(sentence.money, key=lambda a: abs(a.start - anchor), default=None)


def told_features(draft: Draft, year: int | None) -> list[str]:
    """The features from which the modifiers of a draft are chosen."""
    return modifier_features(draft.sentence, draft.trigger, draft.supplier, draft.recipient, year)


def complete(draft: Draft, scorers: Scorers, year: int | None) -> None:
    """Fills in items, amounts and modifiers of a draft."""
    sentence = draft.sentence
    rated = []
    for index, node in enumerate(sentence.nodes):
        if node.kind == lx.ITEM:
            score = probability(scorers.item.bias + scorers.item.score(item_features(sentence, index, draft)))
            rated.append((score, node))
    if rated:
        top = max(rated, key=lambda x: x[0])
        draft.items = [n for s, n in rated if s >= scorers.thresholds["item"] or n is top[1]]
        for node in draft.items:
            draft.quantity = draft.quantity or _quantity(sentence, node)
    draft.value = _value(sentence, draft)
    found = told_features(draft, year)
    draft.status = scorers.status.choose(found)
    if not draft.direction_known and draft.trigger is not None:
        draft.status = rule_status(sentence.nodes, sentence.nodes.index(draft.trigger))
    draft.polarity = scorers.polarity.choose(found)
    draft.certainty = scorers.certainty.choose(found)
    draft.time = scorers.time.choose(found)


def drafts(sentence: Sentence, scorers: Scorers, year: int | None) -> list[Draft]:
    """The claims of one sentence."""
    pairs = scored_pairs(sentence, scorers)
    found = []
    for verdict in judge(sentence, pairs, scorers.thresholds):
        if verdict.word != CLAIM:
            continue
        pair = verdict.pair
        draft = Draft(
            sentence,
            pair.supplier,
            pair.recipient,
            pair.score,
            trigger_of(sentence, pair.supplier, pair.recipient),
            verdict.direction_known,
        )
        complete(draft, scorers, year)
        found.append(draft)
    return found


def evidence(draft: Draft) -> tuple[int, int]:
    """The shortest stretch that holds parties, trigger and first item; the whole sentence when that is long."""
    spots = [(n.start, n.end) for n in (draft.supplier.node, draft.recipient.node, draft.trigger) if n is not None]
    if draft.items:
        first = draft.items[0]
        spots.append(
            (draft.quantity.start if draft.quantity and draft.quantity.start < first.start else first.start, first.end)
        )
    if not spots:
        return draft.sentence.start, draft.sentence.end
    start, end = min(s for s, _ in spots), max(e for _, e in spots)
    if end - start > _EVIDENCE_LONGEST:
        return draft.sentence.start, draft.sentence.end
    return start, end
