"""Features from which status, polarity, certainty and time of a claim are chosen, and the cues that show why."""

from __future__ import annotations

import re

from streams.extraction import lexicon as lx
from streams.extraction.candidates import Candidate
from streams.extraction.features import words
from streams.extraction.frames import OPERATORS
from streams.extraction.nodes import Node
from streams.extraction.sentences import Sentence

_LETTERS = re.compile(r"[^\W\d_]+")
_STOPS = tuple('.!?"”')
_TITLE_SHARE = 0.6
# Nodes to each side of a trigger that can still say something of it.
_NEAREST = 9
# And those near enough for their very words to count.
_BESIDE = 4
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_STATUS_KEY = {"done": "done", "now": "now", "future": "future", "none": "noun"}


_AGAINST = frozenset(("refuse", "block", "suspend", "cancel", "intercept"))
_GOVERNING = _AGAINST | {"seek", "offer", "pledge", "plan", "approve", "talk", "deal"}
_REACH = 7
_CLAUSE_BREAKS = frozenset(("contrast", "return", "cause"))


def governors(nodes: list[Node], index: int) -> list[Node]:
    """The triggers that say what becomes of the one at `index`: those before it in its clause, the outermost first
    ("plans to approve the sale"), and for a noun the verb after it ("deliveries were suspended")."""
    found: list[Node] = []
    for at in range(index - 1, max(-1, index - _REACH - 1), -1):
        node = nodes[at]
        if (node.kind == lx.BREAK and node.cls not in ("that", "and")) or node.kind == lx.SPEECH:
            break
        if node.kind == lx.TRIGGER and node.cls in _GOVERNING:
            found.insert(0, node)
    if nodes[index].voice == "noun":
        for node in nodes[index + 1 : index + _REACH]:
            if node.kind in (lx.BREAK, lx.SPEECH):
                break
            if node.kind == lx.TRIGGER:
                if node.cls in _GOVERNING and node.voice != "noun":
                    found.append(node)
                break
    return found


def _default(node: Node) -> str:
    entry = node.head.entry if node.head is not None else None
    return dict(entry.status).get(_STATUS_KEY[node.shape], "none") if entry is not None else "none"


def rule_status(nodes: list[Node], index: int) -> str:
    """The status that the frames alone give: of the outermost governor against the transfer, else of the outermost
    governor, else of the trigger itself by its tense."""
    trigger = nodes[index]
    chain = [n for n in governors(nodes, index) if "negated" not in n.flags]
    for node in [*chain, trigger]:
        if node.cls in _AGAINST:
            return _default(node)
    return _default(chain[0]) if chain else _default(trigger)


def _denied(nodes: list[Node], index: int) -> str:
    """How far a denial is from the trigger: `verb` negated, `said` denied before it, or `no`."""
    if "negated" in nodes[index].flags:
        return "verb"
    if any(n.kind == lx.SPEECH and n.cls == "denies" for n in nodes[:index]):
        return "said"
    if any(n.kind == lx.AUXILIARY and n.cls == "negation" for n in nodes[max(0, index - _REACH) : index]):
        return "near"
    return "no"


def _clause(nodes: list[Node], index: int) -> tuple[int, int]:
    """The first and last node of the clause that the trigger at `index` stands in; all of them where there is none."""
    if index < 0:
        return 0, len(nodes) - 1
    low = high = index
    while low > 0 and not (nodes[low].kind == lx.BREAK and nodes[low].cls in _CLAUSE_BREAKS):
        low -= 1
    while high < len(nodes) - 1 and not (nodes[high + 1].kind == lx.BREAK and nodes[high + 1].cls in _CLAUSE_BREAKS):
        high += 1
    return low, high


def _operators(sentence: Sentence, index: int) -> set[str]:
    """The words of doing, saying and doubting to both sides of a trigger, with side, nearness and clause breaks."""
    nodes = sentence.nodes
    trigger = nodes[index]
    out: set[str] = set()
    for side in (-1, 1):
        breaks = 0
        for distance in range(_NEAREST):
            at = index + side * (distance + 1)
            if not 0 <= at < len(nodes):
                break
            node = nodes[at]
            breaks += node.kind == lx.BREAK and node.cls != "and"
            if node.kind not in (lx.TRIGGER, lx.AUXILIARY, lx.CUE, lx.SPEECH):
                continue
            negated = "!" if "negated" in node.flags else ""
            if node.kind == lx.TRIGGER and distance < _BESIDE and node.head is not None:
                out.add(f"beside={side}.{node.head.entry.id}.{node.shape}{negated}.{min(breaks, 1)}")
                out.add(f"beside={side}.{sentence.lowered[node.start : node.end]}{negated}")
            name = f"{side}.{node.kind}.{node.cls}{negated}"
            out |= {
                f"side={name}.{min(breaks, 1)}",
                f"side={name}.{node.shape}.{min(distance // 2, 3)}.{min(breaks, 1)}",
                f"side={name}.{trigger.cls}.{trigger.shape}.{min(breaks, 1)}",
            }
    return out


def _layout(text: str) -> str:
    """How a sentence is set: `upper`, `title` (most words with a capital), `open` (no full stop) or `plain`."""
    if text.isupper():
        return "upper"
    words_ = _LETTERS.findall(text)
    if words_ and sum(w[0].isupper() for w in words_) > _TITLE_SHARE * len(words_):
        return "title"
    return "plain" if text[-1:] in _STOPS else "open"


def _object(sentence: Sentence, trigger: Node) -> set[str]:
    """The item nearest to a trigger and the words before it ("the planned sale of used tanks")."""
    items = [n for n in sentence.nodes if n.kind == lx.ITEM]
    if not items:
        return set()
    item = min(items, key=lambda n: abs(n.start - trigger.start))
    before = words(sentence, max(sentence.start, item.start - 30), item.start)
    return {f"category={item.category}"} | {f"wi={w}" for w in before[-2:]}


def _roles(trigger: Node, supplier: Candidate, recipient: Candidate) -> set[str]:
    """What the frame of a trigger says of the two parties, and how a party is known that is not named."""
    out = set()
    for role, party in (("supplier", supplier), ("recipient", recipient)):
        vote = next((v for v in party.votes if v.trigger is trigger), None)
        out.add(f"{role}={vote.rule if vote else '-'}")
        if party.node is None:
            out.add(f"{role}={party.cls}")
    return out


def modifier_features(
    sentence: Sentence, trigger: Node | None, supplier: Candidate, recipient: Candidate, year: int | None
) -> list[str]:
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
        rule = rule_status(nodes, index)
        denied = _denied(nodes, index)
        out |= {f"default={_default(trigger)}", f"denied={denied}", f"rule={rule}.{denied != 'no'}"}
        # Repeated, so that regularisation leaves the rule more weight than a single word.
        out |= {f"rule={rule}#{n}" for n in range(3)} | {f"denied={denied}#{n}" for n in range(2)}
        out |= {f"gov={n.cls}.{n.shape}" for n in governors(nodes, index)}
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
        layout = _layout(sentence.text[sentence.start : sentence.end])
        out |= {f"layout={layout}", f"layout={layout}.{trigger.cls}.{trigger.shape}.{trigger.voice}"}
        out |= _operators(sentence, index) | _object(sentence, trigger) | _roles(trigger, supplier, recipient)
    low, high = _clause(nodes, index)
    for at, node in enumerate(nodes):
        if node.kind == lx.TRIGGER:
            if low <= at <= high:
                out |= {f"t={node.cls}", f"t={node.cls}.{node.shape}", f"t={node.cls}.{node.voice}.{node.shape}"}
            else:
                out.add(f"far={node.cls}")
            if "negated" in node.flags:
                out.add(f"neg={node.cls}")
        elif node.kind in (lx.CUE, lx.SPEECH, lx.AUXILIARY):
            out.add(f"c={node.kind}.{node.cls}")
            if low <= at <= high:
                out.add(f"cl={node.kind}.{node.cls}")
        elif node.kind == lx.BREAK and node.cls in ("if", "return"):
            out.add(f"c=break.{node.cls}")
    start, end = (nodes[low].start, nodes[high].end + 1) if nodes else (sentence.start, sentence.end)
    out |= {f"w={w}" for w in words(sentence, start, end)}
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
    ("time", "background"): ("background", "past_year"),
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
