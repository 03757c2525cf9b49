"""How grave an alert is, by the named rules of `severity.json`, with the reasons.

The level is the highest among the rules that hold; the adjustments that hold then move it. The reasons are the rules
that gave that level and the adjustments, in the order of the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import orjson

from streams.alerts import names
from streams.alerts.embargoes import Ban, bans
from streams.alerts.status import Verdict
from streams.alerts.story import Story
from streams.extraction.lexicon import KNOWLEDGE, read_lines
from streams.statuses import AGAINST, PROGRESS

RULES = Path(__file__).with_name("severity.json")
SCHEMA = Path(__file__).with_name("severity.schema.json")

#: How a status reads after a noun: "missiles, delivered".
STATUS_WORDS = {
    "sought": "sought",
    "offered": "offered",
    "negotiating": "under negotiation",
    "pledged": "pledged",
    "approved": "approved",
    "ordered": "ordered",
    "in_transit": "on the way",
    "delivered": "delivered",
    "refused": "refused",
    "blocked": "blocked",
    "suspended": "suspended",
    "cancelled": "cancelled",
    "intercepted": "intercepted",
}


class RulesError(ValueError):
    """A rule file with a mistake; the message is one line that says where and what."""


#: From the lightest.
SEVERITIES = ("low", "medium", "high")


class Severity(NamedTuple):
    """A level and why: reasons as `{"rule": name, "text": one line}`."""

    level: str
    reasons: list[dict[str, str]]


class Facts(NamedTuple):
    """What rules ask for (`known`) and what their texts may name (`words`)."""

    known: Mapping[str, str]
    words: Mapping[str, str]


class Rules:
    """A checked rule file."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Raises RulesError for the first mistake."""
        _check(document)
        self._levels: Sequence[str] = document["levels"]
        self._stages = {status: stage for stage, statuses in document["stages"].items() for status in statuses}
        self._item_classes: Mapping[str, Sequence[str]] = document["item_classes"]
        self._rules: Sequence[Mapping[str, Any]] = document["rules"]
        self._adjustments: Sequence[Mapping[str, Any]] = document["adjustments"]

    def severity(self, story: Story, stands: Verdict) -> Severity:
        """How grave a story is as it stands, at the time it was last told."""
        facts = self._facts(story, stands)
        holding = [rule for rule in self._rules if _holds(rule["when"], facts)]
        level = max(self._levels.index(rule["level"]) for rule in holding)
        given = [rule for rule in holding if self._levels.index(rule["level"]) == level]
        moved = [adjustment for adjustment in self._adjustments if _holds(adjustment["when"], facts)]
        level = min(max(level + sum(each["steps"] for each in moved), 0), len(self._levels) - 1)
        reasons = [{"rule": each["name"], "text": each["text"].format_map(facts.words)} for each in [*given, *moved]]
        return Severity(self._levels[level], reasons)

    def _facts(self, story: Story, stands: Verdict) -> Facts:
        date = story["updated_at"][:10]
        touched = bans(
            story["supplier"],
            story["recipient"],
            direction=story["direction"],
            categories=story["categories"],
            date=date,
        )
        groups = [code for code in (story["supplier"], story["recipient"]) if names.is_armed_group(code)]
        known = {
            "embargo": _embargo(touched),
            "stage": self._stages[stands.status],
            "item_class": self._item_class(story["categories"]),
            "armed_group": "yes" if groups else "no",
            "denied": "yes" if story["deniers"] else "no",
            "polarity": stands.polarity,
            "certainty": stands.certainty,
        }
        words = {
            "status": STATUS_WORDS[stands.status],
            "categories": ", ".join(names.category(category) for category in story["categories"]),
            "embargoes": "; ".join(_words(ban) for ban in touched if ban.binding or known["embargo"] != "binding"),
            "armed_groups": ", ".join(names.party(group) for group in groups),
            "deniers": ", ".join(names.source(who) or who for who in story["deniers"]),
            "date": date,
        }
        return Facts(known, words)

    def _item_class(self, categories: Sequence[str]) -> str:
        for name, members in self._item_classes.items():
            if not set(members).isdisjoint(categories):
                return name
        return list(self._item_classes)[-1]


@cache
def rules() -> Rules:
    """The rules of `severity.json`."""
    return Rules(orjson.loads(RULES.read_bytes()))


def _embargo(touched: Sequence[Ban]) -> str:
    if not touched:
        return "none"
    if touched[0].binding:
        return "binding"
    return "both_sides" if len({ban.embargo.target for ban in touched}) > 1 else "one_side"


def _words(ban: Ban) -> str:
    """UN ban on exports by North Korea since 2006-10-14 (Security Council resolutions ...)."""
    embargo = ban.embargo
    banned = "exports by" if ban.way == "export" else "arms for"
    target = names.party(embargo.target)
    return f"{embargo.authority} ban on {banned} {target} since {embargo.begins} ({embargo.source})"


def _holds(when: Mapping[str, Sequence[str]], facts: Facts) -> bool:
    return all(facts.known[fact] in allowed for fact, allowed in when.items())


def _check(document: Mapping[str, Any]) -> None:
    validator = jsonschema_rs.validator_for(orjson.loads(SCHEMA.read_bytes()))
    for error in validator.iter_errors(document):
        place = "/" + "/".join(str(part) for part in error.instance_path)
        raise RulesError(f"severity rules, at {place}: {error.message}")
    _partition("stages", document["stages"], {*PROGRESS, *AGAINST})
    _partition(
        "item_classes",
        document["item_classes"],
        {record["id"] for record in read_lines(KNOWLEDGE / "categories.jsonl")},
    )
    seen: set[str] = set()
    blank = dict.fromkeys(("status", "categories", "embargoes", "armed_groups", "deniers", "date"), "")
    for rule in [*document["rules"], *document["adjustments"]]:
        if rule["name"] in seen:
            raise RulesError(f"severity rules: {rule['name']} is there twice")
        seen.add(rule["name"])
        try:
            rule["text"].format_map(blank)
        except (KeyError, ValueError, IndexError, AttributeError) as error:
            raise RulesError(
                f"severity rules: the text of {rule['name']} has a wrong place in braces: {error}"
            ) from None
    if not any(not rule["when"] for rule in document["rules"]):
        raise RulesError("severity rules: one rule must hold always (an empty `when`)")


def _partition(name: str, groups: Mapping[str, Sequence[str]], all_words: set[str]) -> None:
    words = [word for members in groups.values() for word in members]
    for word in words:
        if words.count(word) > 1:
            raise RulesError(f"severity rules, {name}: {word} is there twice")
    for word in words:
        if word not in all_words:
            raise RulesError(f"severity rules, {name}: {word} is unknown")
    for word in sorted(all_words - set(words)):
        raise RulesError(f"severity rules, {name}: {word} is missing")
