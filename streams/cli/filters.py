"""Which messages of a topic a person wants to see: filters by country, status, category, severity and language."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from streams.alerts.severity import SEVERITIES
from streams.cli.errors import UsageError
from streams.contracts import ALERTS, CLAIMS, ENRICHED, RAW
from streams.extraction.lexicon import KNOWLEDGE, read_lines
from streams.statuses import AGAINST, PROGRESS

Payload = Mapping[str, Any]
Values = Callable[[Payload], Iterable[str | None]]


def _claims(article: Payload) -> Iterator[Payload]:
    yield from article["claims"]


def _parties(claim: Payload) -> list[str]:
    return [*claim["supplier"], *claim["recipient"]]


def _categories(told: Payload) -> list[str]:
    return [item["category"] for item in told["items"]]


#: filter -> topic -> the values that a payload has of it; a payload fits when one of them is wanted.
VALUES: Mapping[str, Mapping[str, Values]] = {
    "country": {
        ALERTS: lambda alert: (alert["supplier"], alert["recipient"]),
        CLAIMS: lambda claim: (claim["pair"]["supplier"], claim["pair"]["recipient"]),
        ENRICHED: lambda article: (code for claim in _claims(article) for code in _parties(claim)),
    },
    "status": {
        ALERTS: lambda alert: (alert["status"],),
        CLAIMS: lambda claim: (claim["status"],),
        ENRICHED: lambda article: (claim["status"] for claim in _claims(article)),
    },
    "category": {
        ALERTS: lambda alert: (alert["category"], *_categories(alert)),
        CLAIMS: _categories,
        ENRICHED: lambda article: (category for claim in _claims(article) for category in _categories(claim)),
    },
    "severity": {ALERTS: lambda alert: (alert["severity"],)},
    "language": {
        ALERTS: lambda alert: alert["languages"],
        CLAIMS: lambda claim: (claim["article"]["language"],),
        ENRICHED: lambda article: (article["language"],),
        RAW: lambda article: (article.get("language"),),
    },
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options; each takes several values, separated by commas or by repeating it."""
    group = parser.add_argument_group("filters", "of one kind any value fits; of several kinds all must fit")
    meanings = {
        "country": "supplier or recipient: code or English name, also of a group (PRK, 'North Korea', houthis)",
        "status": ", ".join([*PROGRESS, *AGAINST]),
        "category": "item category: missile, tank, ammunition ...",
        "severity": ", ".join(SEVERITIES),
        "language": "language of the article: id, en ...",
    }
    for name, meaning in meanings.items():
        group.add_argument(f"--{name}", action="append", metavar=name.upper(), default=[], help=meaning)


def wanted(args: argparse.Namespace, topic: str) -> Callable[[object], bool]:
    """A predicate of payloads of a topic. Raises UsageError for a value that there is not, and for a filter that the
    topic has no values of."""
    tests: list[tuple[Values, frozenset[str]]] = []
    for name, by_topic in VALUES.items():
        given = [word.strip() for text in getattr(args, name) for word in text.split(",") if word.strip()]
        if not given:
            continue
        if topic not in by_topic:
            fitting = ", ".join(sorted(by_topic))
            raise UsageError(f"--{name} does not apply to {topic}, only to {fitting}")
        tests.append((by_topic[topic], frozenset(_understood(name, word) for word in given)))

    def fits(payload: object) -> bool:
        if not tests:
            return True
        if not isinstance(payload, Mapping):
            return False
        try:
            return all(not values.isdisjoint(found(payload)) for found, values in tests)
        except (KeyError, TypeError, AttributeError):
            # A message that is not as its schema says, written by someone else, has no values.
            return False

    return fits


def _understood(name: str, word: str) -> str:
    if name == "language":
        return word.lower()
    if name == "country":
        return _country(word)
    known = {
        "status": [*PROGRESS, *AGAINST],
        "severity": SEVERITIES,
        "category": [record["id"] for record in read_lines(KNOWLEDGE / "categories.jsonl")],
    }[name]
    value = word.lower().replace("-", "_")
    if value not in known:
        raise UsageError(f"--{name} {word}: there is no such {name}; {_did_you_mean(value, known)}")
    return value


def _country(word: str) -> str:
    codes: dict[str, str] = {
        record["id"]: record["name"]
        for file in ("countries", "groups")
        for record in read_lines(KNOWLEDGE / f"{file}.jsonl")
    }
    by_word = {code.lower(): code for code in codes} | {name.lower(): code for code, name in codes.items()}
    code = by_word.get(word.lower())
    if code is None:
        raise UsageError(f"--country {word}: names no country or group; {_did_you_mean(word.lower(), by_word)}")
    return code


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)
    return "did you mean " + " or ".join(near) + "?" if near else "see armswire tail --help"
