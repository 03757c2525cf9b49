"""Features in readable words. The name of a feature is terse and belongs to the weights; the words are for people."""

from __future__ import annotations

from collections.abc import Callable

_ORDERS = {"SR": "supplier first", "RS": "recipient first"}
_KINDS = {
    "T": "trigger",
    "m": "marker",
    "b": "break",
    "cu": "cue",
    "sp": "saying",
    "au": "auxiliary",
    "pr": "pronoun",
    "pl": "place",
    "de": "decoy",
    "g": "a",
    "A": "party",
    "I": "item",
    "^": "beginning",
    "$": "end",
}
_CLASSES = {
    "unknown": "not named",
    "context": "known only from before the sentence",
    "home": "the country of the article",
    "state": "a country by its name",
    "adj": "a country by its adjective",
    "seat": "a seat of government",
    "force": "a force or ministry",
    "place": "a place",
}


def _dots(value: str) -> str:
    """ "give.active.by" as "give active by"; what is not there is a dash."""
    return " ".join("none" if part == "-" else part for part in value.replace("_", " ").split(".") if part) or "none"


def _symbol(value: str) -> str:
    """A node of the sentence: "T.give.active" as "trigger give active"."""
    kind, dot, rest = value.replace("g_", "g.").partition(".")
    return " ".join([_KINDS.get(kind, kind), *([_dots(rest)] if dot else [])])


def _symbols(value: str) -> str:
    return ", then ".join(map(_symbol, value.replace("_", ">").split(">")))


def _ordered(value: str) -> str:
    """A value that starts with which of the two parties comes first: "SR.to" as "to (supplier first)"."""
    order, _, rest = value.partition(".")
    return f"{_dots(rest)} ({_ORDERS.get(order, order)})" if rest else _ORDERS.get(order, order)


def _sequence(value: str) -> str:
    order, _, rest = value.partition(".")
    return f"{_symbols(rest) if rest else 'nothing'} ({_ORDERS.get(order, order)})"


def _count(value: str) -> str:
    things = {"a": "parties", "i": "items"}
    return f"{things.get(value[:1], value[:1])}: {value[1:]}"


def _word(value: str) -> str:
    return {"^": "none, it begins the sentence", "$": "none, it ends the sentence"}.get(value, f"“{value}”")


def _sure(value: str) -> str:
    return "an item" if value == "True" else "no item"


def _class(value: str) -> str:
    return _CLASSES.get(value, _dots(value))


def _classes(value: str) -> str:
    return " and ".join(map(_class, value.split(">")))


def _distance(value: str) -> str:
    """A value that ends in a distance, 0 in the same clause: "supplier.0" as "supplier, in its clause"."""
    what, _, far = value.rpartition(".")
    return f"{_dots(what)}, {'in its clause' if far == '0' else 'further off'}"


Template = tuple[str, Callable[[str], str]]
_SENTENCE: dict[str, Template] = {
    "w": ("word “{}”", str),
    "t": ("there is a trigger, {}", _dots),
    "tc": ("there is a trigger of class {}", _dots),
    "i": ("there is an item of category {}", _dots),
    "c": ("in it: {}", _symbol),
    "b": ("{}", _symbols),
    "n": ("number of {}", _count),
    "hard": ("{} that can be nothing else", _sure),
    "len": ("its length, in steps of 60 characters: {}", str),
    "has": ("there is {}", _dots),
}
_PARTY: dict[str, Template] = {
    "cls": ("{}", _class),
    "others": ("role by its frame, and roles of the others: {}", _dots),
    "m": ("after the marker {}", _dots),
    "cm": ("what it is, and the marker before it: {}", _dots),
    "after": ("followed by {}", _dots),
    "f": ("it is marked as {}", _dots),
    "speaker": ("it speaks; roles by frames: {}", _dots),
    "rivals": ("it speaks; other parties, and whether named again: {}", _dots),
    "vote": ("a frame makes it {}", _distance),
    "rule": ("the frame {}", _distance),
    "roles": ("roles by frames near it: {}", _dots),
    "tid": ("the trigger and its slot: {}", _dots),
    "tl": ("trigger to its left: {}", _dots),
    "tr": ("trigger to its right: {}", _dots),
    "tlm": ("trigger to its left, and its marker: {}", _dots),
    "trm": ("trigger to its right, and its marker: {}", _dots),
    "tlr": ("triggers to its left and right: {}", _dots),
    "p1": ("before it: {}", _symbols),
    "p2": ("before it: {}", _symbols),
    "n1": ("after it: {}", _symbols),
    "n2": ("after it: {}", _symbols),
    "pn": ("around it: {}", _symbols),
    "w-1": ("the word before it: {}", _word),
    "w-2": ("two words before it: {}", _word),
    "w+1": ("the word after it: {}", _word),
    "w+2": ("two words after it: {}", _word),
    "rank": ("parties before it: {}", str),
    "ir": ("an item to its right, steps away: {}", str),
    "il": ("an item to its left, steps away: {}", str),
}
_PAIR: dict[str, Template] = {
    "cc": ("who gives and who gets: {}", _classes),
    "obj": ("what the trigger is about: {}", _dots),
    "obj.t": ("the trigger, and what it is about: {}", _dots),
    "tr": ("the trigger: {}", _dots),
    "half": ("one party is not named; the frame of the other: {}", _dots),
    "halfv": ("one party is not named; the role of the other: {}", _dots),
    "neither": ("neither party is named: {}", _classes),
    "o": ("order: {}", _ordered),
    "o.act": ("parties between them: {}", _ordered),
    "o.brk": ("clause breaks between them: {}", _ordered),
    "o.it": ("items between them: {}", _ordered),
    "mm": ("their markers: {}", _ordered),
    "tb": ("triggers between them: {}", _ordered),
    "tbm": ("their markers, and the trigger between them: {}", _ordered),
    "seq": ("between them: {}", _sequence),
    "tbefore": ("the trigger before both, and their markers: {}", _ordered),
    "tafter": ("the trigger after both, and their markers: {}", _ordered),
    "vv": ("roles by frames: {}", _classes),
    "agree": ("triggers whose frames name both so: {}", str),
    "contrary": ("triggers whose frames name both the other way round: {}", str),
    "core": ("a frame names both: {}", _dots),
    "core.t": ("the frame of a trigger names both: {}", _dots),
    "frame": ("the frame that names both: {}", _dots),
    "bw": ("a word between them: {}", _ordered),
}
_TOLD: dict[str, Template] = {
    "trigger": ("the trigger {}", _dots),
    "tv": ("the trigger: {}", _dots),
    "default": ("what the trigger's tense suggests: {}", _dots),
    "denied": ("denied: {}", _dots),
    "rule": ("what the rules say: {}", _dots),
    "gov": ("governed by {}", _dots),
    "noun": ("the noun {}", _dots),
    "tflag": ("the trigger is marked as {}", _dots),
    "near": ("just before the trigger: {}", _dots),
    "op": ("under {}", _dots),
    "op.t": ("one under the other: {}", _dots),
    "wb": ("word before the trigger: “{}”", str),
    "wa": ("word after the trigger: “{}”", str),
    "form": ("worded “{}”", str),
    "t": ("trigger in the clause: {}", _dots),
    "far": ("trigger elsewhere: {}", _dots),
    "neg": ("negated: {}", _dots),
    "c": ("in the sentence: {}", _dots),
    "cl": ("in the clause: {}", _dots),
    "w": ("word “{}”", str),
    "year": ("years named: {}", _dots),
    "side": ("beside the trigger: {}", _dots),
    "layout": ("how the sentence is set: {}", _dots),
    "category": ("the nearest item is of category {}", _dots),
    "wi": ("word before the item: “{}”", str),
    "supplier": ("the supplier: {}", _dots),
    "recipient": ("the recipient: {}", _dots),
}
_PARTS = {"S:": ("supplier", _PARTY), "R:": ("recipient", _PARTY), "P:": ("both", _PAIR)}


def in_words(feature: str) -> str:
    """What a feature of a pair or of a modifier says, as in "recipient: the word before it: “to”"; "" of an unknown
    name, and nothing more than its own spelling of a part that has no words."""
    who, table = _PARTS.get(feature[:2], ("sentence", _SENTENCE))
    name = feature[2:] if feature[:2] in _PARTS else feature
    if table is _SENTENCE:
        key, mark, value = name.partition(":")
        if "=" in key or not mark:
            who, table = "", _TOLD
    if table is not _SENTENCE:
        key, mark, value = name.partition("=")
    if key in table:
        template, reading = table[key]
        said = template.format(reading(value))
    elif table is _PARTY and "." in key:
        said = _unnamed(key, value)
    else:
        return ""
    return f"{who}: {said}" if who else said


def _unnamed(key: str, value: str) -> str:
    """Of a party that is not named in the sentence: what else is there, as in "context.actors1" or "home.t=get"."""
    cls, _, what = key.partition(".")
    there = {"t": f"a trigger, {_dots(value)}", "g": f"an unnamed {_dots(value)}"}
    told = there.get(what, f"parties named: {what.removeprefix('actors')}")
    return f"{_class(cls)}, in a sentence with {told}"
