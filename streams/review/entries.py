"""Checks of entries alone and against each other: schema, ids, codes, categories, Wikidata, patterns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from streams.contracts import schema_violations
from streams.extraction.lexicon import lower
from streams.review.data import KNOWLEDGE_LINES, LANGUAGE_LINES, Data, Row, forms_of
from streams.review.finding import Finding

# The kinds whose ids are codes of parties, and so unique together.
_PARTIES = ("countries", "groups", "bodies")


def violations(data: Data) -> Iterator[Finding]:
    """Entries that their schema forbids."""
    for row in data.all_rows():
        for fault in schema_violations(f"lexicon/{row.kind}.schema.json", row.data):
            yield row.finding("schema", f"{fault.pointer or '/'}: expected {fault.expected}")


def ids(data: Data) -> Iterator[Finding]:
    """Ids that are not unique, files that are not sorted by them."""
    files = [("knowledge", kind) for kind in KNOWLEDGE_LINES]
    files += [(code, kind) for code in data.languages for kind in LANGUAGE_LINES]
    for folder, kind in files:
        first: dict[str, Row] = {}
        last = ""
        for row in data.rows(folder, kind):
            if row.id in first:
                yield row.finding("id", f"line {first[row.id].line} has this id")
            elif folder == "knowledge" and row.id < last:
                yield row.finding("order", f"stands after {last}")
            first.setdefault(row.id, row)
            last = max(last, row.id)
    known: dict[str, Row] = {}
    for kind in _PARTIES:
        for row in data.rows("knowledge", kind):
            other = known.setdefault(row.id, row)
            if other.kind != row.kind:
                yield row.finding("id", f"{other.file} has this id, and both are codes of parties")


def codes(data: Data) -> Iterator[Finding]:
    """Codes of parties and countries, and categories, that nothing defines."""
    countries = {row.id for row in data.rows("knowledge", "countries")}
    parties = {row.id for kind in _PARTIES for row in data.rows("knowledge", kind)}
    categories = {row.id for row in data.rows("knowledge", "categories")}
    for row in data.all_rows():
        for name, known in (("party", parties), ("target", parties), ("country", countries)):
            code = row.data.get(name)
            if isinstance(code, str) and code not in known:
                yield row.finding("party", f"{name} {code} is the code of none")
        for code in row.data.get("origin", ()):
            if code not in countries:
                yield row.finding("party", f"origin {code} is the code of no country")
        if row.kind == "groups" and row.data["party"] != row.id:
            yield row.finding("party", f"party {row.data['party']} is not its id")
        for category in [*row.data.get("categories", ()), *filter(None, [row.data.get("category")])]:
            if category not in categories:
                yield row.finding("category", f"there is no category {category}")


def wikidata(data: Data) -> Iterator[Finding]:
    """Wikidata ids that two entries share."""
    first: dict[str, Row] = {}
    for row in data.all_rows():
        item = row.data.get("wikidata")
        if item is not None:
            other = first.setdefault(item, row)
            if other is not row:
                yield row.finding("wikidata", f"{item} is {other.reference} already")


def sayings(data: Data) -> Iterator[Finding]:
    """Verbs of saying in language.json that are no form of a trigger, which is what they are looked for among."""
    for code in data.languages:
        triggers = {lower(form.text) for row in data.rows(code, "triggers") for form in forms_of(row)}
        for row in data.rows(code, "language"):
            for word in row.data["saying"]:
                if word not in triggers:
                    yield row.finding("hidden", f'"{word}" of saying is no form of a trigger')


def duplicates(data: Data) -> Iterator[Finding]:
    """Forms that one entry lists twice for one language, in one class or shape, or as weak and not."""
    for row in data.all_rows():
        listed = list(forms_of(row)) if row.kind not in ("designations", "homonyms", "categories", "embargoes") else []
        for code in {form.listed for form in listed}:
            counted = Counter((f.text, f.shape) for f in listed if f.listed in ("any", code))
            for (text, _), number in counted.items():
                if number > 1:
                    yield row.finding("duplicate", f'"{text}" is listed {number} times')


def patterns(data: Data) -> Iterator[Finding]:
    """Designations whose examples do not match, or whose counterexamples do."""
    for row in data.rows("knowledge", "designations"):
        try:
            pattern = re.compile(rf"(?:{row.data['pattern']})(?!\w)")
        except re.error as error:
            yield row.finding("example", f"the pattern is no regular expression: {error}")
            continue
        for text in row.data["examples"]:
            match = pattern.match(text)
            if match is None or match.end() != len(text):
                yield row.finding("example", f'does not match its example "{text}"')
        for text in row.data["counterexamples"]:
            if pattern.match(text):
                yield row.finding("example", f'matches its counterexample "{text}"')
