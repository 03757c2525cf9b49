"""A sentence as a short sequence of nodes: parties, items, triggers and the small words that give them their roles.

Neighbouring mentions that name one thing are one node: "Turkish drone maker Baykar", "Kemhan Laos", "F-16 fighter
jets". Parties joined by "and" are one node with several codes. Everything after this works on nodes.
"""

from __future__ import annotations

import functools
import re

from streams.extraction import lexicon as lx
from streams.extraction.lexicon import Lexicon
from streams.extraction.matching import Mention

# Actor classes that name the state itself, from the most to the least direct.
STATE = frozenset(("name", "adjective", "demonym", "capital", "seat", "nickname", "government"))
HEADS = frozenset(("company", "person", "armed_force", "ministry", "agency", "legislature"))
# Categories that turn a neighbouring weapon into something else: spare parts, shells, a licence, training.
_DOMINANT = ("components", "ammunition", "technology", "training", "support", "money", "explosives")

_WORDS = re.compile(r"\w+(?:[-’']\w+)*")
_TIGHT = re.compile(r"[\s\-–'’\"“”()]*")
_LOOSE = re.compile(r"[\s\-–'’\"“”()]*(?:[\w./-]+[\s\-–'’\"“”()]+){0,2}")
_PAUSE = re.compile(r"[,;:.()–—]")
_GAP_LIST = re.compile(r"\s*,\s*")


@functools.cache
def _comma(language: str) -> re.Pattern[str]:
    """A comma, dash or bracket with an article after it: what stands before an apposition."""
    articles = "|".join(map(re.escape, lx.lexicon(language).config["articles"]))
    return re.compile(rf"\s*[,(–-]\s*(?:(?:{articles})\s+)?")


class Node:
    """A stretch `[start, end)` of a sentence with one function.

    `kind` is a lexicon kind; `cls` its class; `codes` the parties of an actor node (empty while a generic noun or
    pronoun is unresolved); `marker` the role marker to the left; `mentions` what it is made of.
    """

    __slots__ = (
        "after",
        "category",
        "cls",
        "codes",
        "end",
        "flags",
        "head",
        "kind",
        "marker",
        "mentions",
        "shape",
        "start",
        "symbol",
        "voice",
    )

    def __init__(self, kind: str, cls: str, start: int, end: int, mentions: list[Mention]) -> None:
        self.kind = kind
        self.cls = cls
        self.start = start
        self.end = end
        self.mentions = mentions
        self.codes: tuple[str, ...] = ()
        self.category: str | None = None
        self.marker = ""
        self.after = ""
        self.head: Mention | None = mentions[0] if mentions else None
        self.flags: set[str] = set()
        self.shape = ""
        self.voice = ""
        self.symbol = ""

    def __repr__(self) -> str:
        return f"Node({self.kind}:{self.cls} {self.codes} {self.marker}>{self.voice} [{self.start}:{self.end}])"


def build(text: str, mentions: list[Mention], lexicon: Lexicon) -> list[Node]:
    """The nodes of a sentence from its mentions (content and function words, in order)."""
    nodes: list[Node] = []
    position = 0
    while position < len(mentions):
        mention = mentions[position]
        if mention.kind in (lx.ACTOR, lx.NOUN):
            node, position = _actor(text, mentions, position, lexicon)
        elif mention.kind == lx.ITEM:
            node, position = _item(text, mentions, position, lexicon)
            inner = _inner(text, node, lexicon)
            if inner is not None:
                nodes += (node, inner) if inner.start > node.start else (inner, node)
                continue
        else:
            node = Node(mention.kind, mention.entry.cls, mention.start, mention.end, [mention])
            if mention.kind == lx.TRIGGER:
                node.shape = mention.entry.shapes[0]
            elif mention.kind in (lx.PLACE,) and mention.entry.party:
                node.codes = (mention.entry.party,)
            position += 1
        nodes.append(node)
    nodes = _lists(text, nodes)
    _markers(text, nodes)
    _voices(nodes)
    return nodes


def _inner(text: str, item: Node, lexicon: Lexicon) -> Node | None:
    """The trigger that an item's form holds: "sales" of "arms sales"."""
    last = lexicon.config["adjective_first"]
    mention = next((m for m in item.mentions if m.entry.inner is not None), None)
    if mention is None or mention.entry.inner is None:
        return None
    words = text[mention.start : mention.end].split()
    start = mention.end - len(words[-1]) if last else mention.start
    end = mention.end if last else mention.start + len(words[0])
    node = Node(lx.TRIGGER, mention.entry.inner.cls, start, end, [Mention(start, end, mention.entry.inner)])
    node.shape = "noun"
    return node


def _gap(text: str, left: Mention | Node, right: Mention | Node) -> str:
    return text[left.end : right.start]


def _actor(text: str, mentions: list[Mention], position: int, lexicon: Lexicon) -> tuple[Node, int]:
    """A party with its titles, adjectives and appositions as one node."""
    first = mentions[position]
    group = [first]
    party = first.entry.party if first.kind == lx.ACTOR else None
    here = position + 1
    while here < len(mentions):
        mention = mentions[here]
        last = group[-1]
        gap = _gap(text, last, mention)
        skipped = 0
        if (
            mention.kind == lx.MARKER
            and mention.entry.cls in ("own", "of")
            and here + 1 < len(mentions)
            and len(gap) <= 1
        ):
            # "Ghana's deputy defence minister", "the defence ministry of Ghana"
            following = mentions[here + 1]
            between = text[mention.end : following.start]
            own = mention.entry.cls == "own"
            ok = following.kind == lx.NOUN if own else (following.kind == lx.ACTOR and last.kind == lx.NOUN)
            if (
                ok
                and len(between) <= 24
                and _LOOSE.fullmatch(between)
                and not (following.kind == lx.ACTOR and party and following.entry.party != party)
            ) or (
                own
                and following.kind == lx.ACTOR
                and following.entry.cls in HEADS
                and len(between) <= 40
                and _LOOSE.fullmatch(between)
                and following.entry.party in (party, None)
            ):
                mention, skipped, gap = following, 1, " "
            else:
                break
        if mention.kind not in (lx.ACTOR, lx.NOUN):
            break
        other = mention.entry.party if mention.kind == lx.ACTOR else None
        if other and party and other != party:
            break
        if mention.kind == lx.NOUN and mention.entry.cls in ("people", "country") and last.kind == lx.NOUN:
            break
        if not (_TIGHT.fullmatch(gap) or _joined(gap, last, mention, party, other, lexicon)):
            break
        party = party or other
        group.append(mention)
        here += 1 + skipped
    head = next((m for m in group if m.kind == lx.ACTOR and m.entry.cls in HEADS), None)
    head = head or next((m for m in group if m.kind == lx.ACTOR), first)
    node = Node(
        lx.ACTOR,
        head.entry.cls if head.kind == lx.ACTOR else f"generic_{first.entry.cls}",
        group[0].start,
        group[-1].end,
        group,
    )
    node.head = head
    if party:
        node.codes = (party,)
    nouns = {m.entry.cls for m in group if m.kind == lx.NOUN}
    if nouns:
        node.flags.update("noun_" + n for n in nouns)
    if head.entry.cls in ("adjective", "demonym") and len(group) == 1:
        node.flags.add("bare_adjective")
    return node, here


def _joined(gap: str, last: Mention, mention: Mention, party: str | None, other: str | None, lexicon: Lexicon) -> bool:
    """Whether two mentions across a short gap are one party: a title, an adjective, an apposition."""
    if len(gap) > 40 or "." in gap.strip() or ";" in gap:
        return False
    adjacent = mention.kind == lx.NOUN or last.kind == lx.NOUN or last.entry.cls in ("adjective", "government", "seat")
    if (
        _LOOSE.fullmatch(gap)
        and adjacent
        and (mention.kind == lx.NOUN or mention.entry.cls in HEADS or last.kind == lx.NOUN)
    ):
        # a conjunction or a role marker between them would have been a mention of its own
        return len(_WORDS.findall(gap)) <= (2 if lexicon.config["adjective_first"] else 1)
    if _comma(lexicon.language).fullmatch(gap):
        # "Saab, pabrikan Swedia", "Poland, a NATO member"
        specific = HEADS | {"armed_group"}
        if party and other:
            return party == other and (
                last.entry.cls in specific or mention.entry.cls in specific or mention.kind == lx.NOUN
            )
        return mention.kind == lx.NOUN and mention.entry.cls in ("company", "official") and last.entry.cls in specific
    return False


def _item(text: str, mentions: list[Mention], position: int, lexicon: Lexicon) -> tuple[Node, int]:
    group = [mentions[position]]
    here = position + 1
    while here < len(mentions) and mentions[here].kind == lx.ITEM:
        gap = _gap(text, group[-1], mentions[here])
        if not (_TIGHT.fullmatch(gap) or (len(gap) <= 14 and re.fullmatch(r"\s[\w-]+\s", gap))):
            break
        group.append(mentions[here])
        here += 1
    head = next((m for m in group if m.entry.category in _DOMINANT and len(group) > 1), None)
    if head is None:
        specific = [m for m in group if m.entry.cls in ("weapon", "designation")]
        head = specific[0] if specific else group[-1 if lexicon.config["adjective_first"] else 0]
        if head.entry.ambiguous and any(not m.entry.ambiguous for m in group):
            plain = [m for m in group if not m.entry.ambiguous]
            head = plain[0] if head.entry.cls == "noun" else head
    node = Node(lx.ITEM, head.entry.cls, group[0].start, group[-1].end, group)
    node.head = head
    node.category = head.entry.category
    if all(m.entry.ambiguous for m in group):
        node.flags.add("ambiguous")
    return node, here


def _lists(text: str, nodes: list[Node]) -> list[Node]:
    """Joins parties that "and" connects, with the commas before it, into one node with several codes."""
    out: list[Node] = []
    for node in nodes:
        if (
            node.kind == lx.ACTOR
            and node.codes
            and len(out) >= 2
            and out[-1].kind == lx.BREAK
            and out[-1].cls == "and"
            and out[-2].kind == lx.ACTOR
            and out[-2].codes
            and not set(out[-2].codes) & set(node.codes)
            and _TIGHT.fullmatch(_gap(text, out[-2], out[-1]).replace(",", ""))
            and len(_gap(text, out[-1], node)) <= 5
            and _similar(out[-2], node)
        ):
            out.pop()
            joined = out.pop()
            while (
                out
                and out[-1].kind == lx.ACTOR
                and out[-1].codes
                and _GAP_LIST.fullmatch(_gap(text, out[-1], joined))
                and not set(out[-1].codes) & set(joined.codes)
                and _similar(out[-1], joined)
            ):
                joined = _merge(out.pop(), joined)
            node = _merge(joined, node)
        out.append(node)
    return out


def _similar(left: Node, right: Node) -> bool:
    return ("bare_adjective" in left.flags) == ("bare_adjective" in right.flags) or left.cls == right.cls


def _merge(left: Node, right: Node) -> Node:
    node = Node(lx.ACTOR, left.cls, left.start, right.end, left.mentions + right.mentions)
    node.head = left.head
    node.codes = left.codes + tuple(c for c in right.codes if c not in left.codes)
    node.flags = left.flags | right.flags | {"list"}
    return node


def _markers(text: str, nodes: list[Node]) -> None:
    """Gives each party and item the role marker to its left, and says what it stands directly before."""
    for number, node in enumerate(nodes):
        if node.kind not in (lx.ACTOR, lx.ITEM, lx.PRONOUN, lx.PLACE):
            continue
        if number:
            left = nodes[number - 1]
            gap = _gap(text, left, node)
            if (
                left.kind == lx.MARKER
                and left.cls != "own"
                and len(gap) <= 28
                and not _PAUSE.search(gap)
                and len(_WORDS.findall(gap)) <= 3
            ):
                node.marker = left.cls
            elif node.kind == lx.ACTOR and left.kind == lx.ACTOR and left.marker and "," in gap and len(gap) <= 3:
                # a list goes on, unless the next party is who says it
                node.marker = "" if _speaks(text, nodes, number) else left.marker
            if (
                node.kind == lx.ACTOR
                and left.kind == lx.TRIGGER
                and left.cls == "produce"
                and len(gap) <= 2
                and left.head is not None
                and "passive" in left.head.entry.shapes
            ):
                node.marker = "made"
            if node.kind == lx.ACTOR and left.kind == lx.ITEM and _TIGHT.fullmatch(gap):
                node.flags.add("after_item")
        if number + 1 < len(nodes):
            right = nodes[number + 1]
            gap = _gap(text, node, right)
            if right.kind == lx.MARKER and right.cls in ("own", "made", "based") and len(gap) <= 1:
                node.after = right.cls
                if right.cls == "made":
                    node.flags.add("maker_of")
            if node.kind == lx.ACTOR and right.kind == lx.ITEM and len(_WORDS.findall(gap)) <= 2 and "," not in gap:
                node.flags.add("before_item")
    for number, node in enumerate(nodes):
        if node.marker == "made":
            node.flags.add("maker_of")
        if node.kind in (lx.ACTOR, lx.PLACE) and _speaks(text, nodes, number):
            node.flags.add("speaker")


def _speaks(text: str, nodes: list[Node], number: int) -> bool:
    """Whether a party is the subject of a verb of saying next to it."""
    node = nodes[number]
    if number:
        left = nodes[number - 1]
        if (
            left.kind == lx.SPEECH
            and left.head is not None
            and "before" not in left.head.entry.shapes
            and node.start - left.end <= 20
        ):
            return (
                text[left.start - 2 : left.start].strip()[-1:] in (",", "”", '"', "“")
                or "after" in left.head.entry.shapes
            )
    for right in nodes[number + 1 : number + 3]:
        if right.kind == lx.SPEECH and right.head is not None and "after" not in right.head.entry.shapes:
            return right.start - node.end <= 30
        if right.kind not in (lx.AUXILIARY, lx.CUE):
            return False
    return False


def _voices(nodes: list[Node]) -> None:
    """Settles of each trigger what its form alone does not: voice (active, passive, noun), tense and negation."""
    for number, node in enumerate(nodes):
        if node.kind != lx.TRIGGER or node.head is None:
            continue
        shapes = node.head.entry.shapes
        before = [n for n in nodes[max(0, number - 3) : number] if n.kind == lx.AUXILIARY and node.start - n.end <= 24]
        auxiliaries = {n.cls for n in before}
        left = nodes[number - 1] if number else None
        right = nodes[number + 1] if number + 1 < len(nodes) else None
        purpose = left is not None and left.kind == lx.MARKER and node.start - left.end <= 1
        if purpose and left is not None and (left.cls, shapes[0]) in (("to", "base"), ("for", "active")):
            # "to deliver", "untuk mengirim": what is yet to be done
            auxiliaries.add("future")
        if "intent" in auxiliaries:
            auxiliaries.add("future")
        node.voice = _voice(shapes, auxiliaries, node, left, right)
        node.shape = _tense(shapes, auxiliaries)
        if "negation" in auxiliaries:
            node.flags.add("negated")
        if "modal" in auxiliaries:
            node.flags.add("modal")


def _voice(shapes: tuple[str, ...], auxiliaries: set[str], node: Node, left: Node | None, right: Node | None) -> str:
    if "past" in shapes:
        if "be" in auxiliaries:
            return "passive"
        # "missiles delivered to Ukraine", "sold by Saab"
        reduced = (
            left is not None and left.kind == lx.ITEM and node.start - left.end <= 2 and "perfect" not in auxiliaries
        )
        by = right is not None and right.kind == lx.MARKER and right.cls == "by" and right.start - node.end <= 2
        return "passive" if reduced or by else "active"
    if "noun" in shapes and len(shapes) > 1:
        if left is not None and left.kind == lx.AUXILIARY and left.cls in ("future", "intent", "modal"):
            return "active"
        determined = left is not None and left.kind in (lx.MARKER, lx.ITEM, lx.ACTOR)
        complemented = right is not None and right.kind == lx.MARKER and right.cls in ("of", "for", "from", "with")
        return "noun" if complemented or determined else "active"
    return {"noun": "noun", "passive": "passive"}.get(shapes[0], "active")


def _tense(shapes: tuple[str, ...], auxiliaries: set[str]) -> str:
    """`future`, `done`, `now`, or `none` where neither form nor auxiliary tells."""
    if "future" in auxiliaries:
        return "future"
    if "perfect" in auxiliaries or "past" in shapes:
        return "done"
    if "gerund" in shapes or "present" in shapes or "be" in auxiliaries:
        return "now"
    return "none"
