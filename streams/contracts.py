"""The contracts: the topic registry (`schemas/topics.toml`) and the JSON Schemas that messages and data files are held
to. Pure.

The schemas lie beside the package, in a checkout as in an installation.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema_rs
import orjson

import streams

SCHEMAS = Path(streams.__file__).parent.parent / "schemas"

RAW = "articles.raw.v1"
ENRICHED = "articles.enriched.v1"
CLAIMS = "transfers.claims.v1"
ALERTS = "alerts.arms-transfer.v1"
DEAD_LETTER = "articles.dead-letter.v1"

_MOST_VIOLATIONS = 5


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the registry; the file says what each field means. Paths are relative to `SCHEMAS`."""

    name: str
    purpose: str
    key: str
    schema: str | None
    headers: str
    partitions: int
    retention_ms: int
    cleanup: str
    max_message_bytes: int
    written_by: tuple[str, ...]
    read_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """A fault of a message: `pointer` is its place (JSON pointer, RFC 6901), `expected` what should be there."""

    pointer: str
    expected: str


@functools.cache
def dead_letter_codes() -> Mapping[str, tuple[str, ...]]:
    """The codes of dead letters, each with the stages that it arises in."""
    catalogue = orjson.loads((SCHEMAS / "dead-letter-codes.json").read_bytes())
    return {code: tuple(entry["stages"]) for code, entry in catalogue["codes"].items()}


@functools.cache
def reasons() -> Mapping[str, Mapping[str, str]]:
    """What each named reason means, by where it is given: `silences`, `pairs` and `no_alert`."""
    catalogue: dict[str, dict[str, str]] = orjson.loads((SCHEMAS / "reasons.json").read_bytes())
    return catalogue


@functools.cache
def topics() -> Mapping[str, Topic]:
    """The registry by topic name, in the order of the file."""
    tables = tomllib.loads((SCHEMAS / "topics.toml").read_text(encoding="utf-8"))["topics"]
    return MappingProxyType({name: _topic(name, table) for name, table in tables.items()})


def violations(topic: str, instance: object) -> list[Violation]:
    """What is wrong with a value (as parsed JSON) by its topic's schema: nothing, or the first few faults.

    Raises KeyError for a topic that is not in the registry or has no schema.
    """
    schema = topics()[topic].schema
    if schema is None:
        raise KeyError(f"{topic} has no schema")
    return schema_violations(schema, instance)


def header_violations(topic: str, headers: Iterable[tuple[str, bytes]]) -> list[Violation]:
    """What is wrong with a record's headers; of several of one name the last counts."""
    described = {name: value.decode("utf-8", "replace") for name, value in headers}
    return schema_violations(topics()[topic].headers, described)


def schema_violations(path: str, instance: object) -> list[Violation]:
    """What is wrong with a value (as parsed JSON) by a schema file: nothing, or the first few faults."""
    try:
        errors = _validator(path).iter_errors(instance)
        found = dict.fromkeys(_explained(error, path) for error in islice(errors, 4 * _MOST_VIOLATIONS))
    except ValueError as error:  # nested too deeply, or a type that JSON does not have
        return [Violation("", f"plain JSON, not nested deeply ({error})")]
    return list(found)[:_MOST_VIOLATIONS]


def schema_text(path: str) -> dict[str, Any]:
    """A schema file, parsed; the path is relative to `SCHEMAS`."""
    document: dict[str, Any] = orjson.loads((SCHEMAS / path).read_bytes())
    return document


def _topic(name: str, table: dict[str, Any]) -> Topic:
    values = {"schema": None, **table, "written_by": tuple(table["written_by"]), "read_by": tuple(table["read_by"])}
    return Topic(name=name, **values)


@functools.cache
def _validator(path: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        schema_text(path), registry=_references(), validate_formats=True, offline=True
    )


@functools.cache
def _references() -> jsonschema_rs.Registry:
    """Every schema by its `$id`, so that none is ever fetched."""
    paths = sorted([*SCHEMAS.glob("*/v*/*.json"), *SCHEMAS.glob("lexicon/*.json")])
    schemas = (orjson.loads(path.read_bytes()) for path in paths)
    return jsonschema_rs.Registry([(schema["$id"], schema) for schema in schemas])


def _explained(error: jsonschema_rs.ValidationError, path: str) -> Violation:
    branches = getattr(error.kind, "context", None)
    if not branches:
        return Violation(_pointer(error.instance_path), _expected(error, path))
    # Of the alternatives the one that fits furthest is what the sender meant.
    nearest = [branch[0] for branch in branches if branch]
    depth = max(len(each.instance_path) for each in nearest)
    meant = [_explained(each, path) for each in nearest if len(each.instance_path) == depth]
    expected = " or ".join(dict.fromkeys(each.expected for each in meant))
    return Violation(meant[0].pointer, expected)


def _pointer(path: Iterable[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _expected(error: jsonschema_rs.ValidationError, path: str) -> str:
    """What the schema wants, in words; never a part of the message itself, which can be long."""
    name, value = error.kind.name, error.kind.value
    match name:
        case "type":
            return " or ".join(sorted(value, key=lambda word: word == "null"))
        case "required":
            return f'a field "{value}"'
        case "enum":
            return "one of " + ", ".join(orjson.dumps(option).decode() for option in value)
        case "const":
            return orjson.dumps(value).decode()
        case "additionalProperties" | "unevaluatedProperties":
            return "no such field: " + ", ".join(_quoted(value))
        case "minLength" | "maxLength" | "minItems" | "maxItems":
            bound = "at least" if name.startswith("min") else "at most"
            return f"{bound} {value} {'characters' if name.endswith('Length') else 'entries'}"
        case "minimum" | "maximum":
            return f"{'at least' if name == 'minimum' else 'at most'} {value}"
        case "pattern":
            return "text like " + (" or ".join(_examples(error, path)) or value)
        case "format":
            return f"a {value}"
        case _:
            return f"{name} {value}"[:200]


def _examples(error: jsonschema_rs.ValidationError, path: str) -> list[str]:
    """What the schema gives as examples beside the keyword that failed, if anything."""
    place: Any = schema_text(path)
    for step in error.schema_path[:-1]:
        if not isinstance(place, dict) or step not in place:
            return []
        place = place[step]
    return place.get("examples", []) if isinstance(place, dict) else []


def _quoted(names: Iterable[str]) -> Iterator[str]:
    """At most three names, each at most 40 characters."""
    for name in islice(names, 3):
        yield f'"{name[:40]}"'
