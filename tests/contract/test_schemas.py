"""The schema files themselves: valid, described, resolvable, strict where we write and liberal where others do."""

import jsonschema_rs
import orjson
import pytest

from streams.contracts import RAW, SCHEMAS, topics

PATHS = (*SCHEMAS.glob("*/v*/*.json"), *SCHEMAS.glob("lexicon/*.json"))
FILES = {path.relative_to(SCHEMAS).as_posix(): orjson.loads(path.read_bytes()) for path in PATHS}
BASE = "https://armswire.example/schemas/"
# Open on purpose: a claim is closed where it is used, raw articles and other people's headers may hold anything.
OPEN = {
    "transfers.claims/v1/claim.json",
    "articles.raw/v1/schema.json",
    "articles.raw/v1/headers.json",
    "articles.dead-letter/v1/headers.json",
}

each_file = pytest.mark.parametrize("path", sorted(FILES))


def nodes(schema, pointer=""):
    """Every subschema with its place."""
    yield pointer, schema
    for keyword in ("properties", "$defs"):
        for name, inner in schema.get(keyword, {}).items():
            yield from nodes(inner, f"{pointer}/{keyword}/{name}")
    for keyword in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(keyword), dict):
            yield from nodes(schema[keyword], f"{pointer}/{keyword}")


def resolved(path, reference):
    """The subschema that a reference of a file points to."""
    target, _, pointer = reference.partition("#")
    place = (SCHEMAS / path).parent / target if target else SCHEMAS / path
    found = FILES[place.resolve().relative_to(SCHEMAS.resolve()).as_posix()]
    for step in pointer.strip("/").split("/") if pointer else ():
        found = found[step]
    return found


@each_file
def test_a_file_is_a_json_schema_2020_12(path):
    assert FILES[path]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema_rs.meta.validate(FILES[path])


@each_file
def test_its_id_is_its_place(path):
    assert FILES[path]["$id"] == BASE + path


@each_file
def test_every_field_is_described(path):
    for pointer, schema in nodes(FILES[path]):
        described = schema if "description" in schema else resolved(path, schema.get("$ref", "#"))
        assert described.get("description"), pointer
        assert "description" in schema or "$ref" in schema, pointer


@each_file
def test_every_reference_leads_to_a_file_of_ours(path):
    for _, schema in nodes(FILES[path]):
        for part in (schema, *schema.get("anyOf", ()), *schema.get("oneOf", ())):
            if "$ref" in part:
                assert isinstance(resolved(path, part["$ref"]), dict)


@each_file
def test_every_object_that_we_write_is_closed(path):
    for pointer, schema in nodes(FILES[path]):
        kind = schema.get("type", ())
        if "object" in ([kind] if isinstance(kind, str) else kind) and not (path in OPEN and pointer == ""):
            closed = schema.get("additionalProperties", schema.get("unevaluatedProperties"))
            assert closed is not None, pointer
            assert closed is not True, pointer


@each_file
def test_what_we_write_requires_every_field(path):
    if path in OPEN or path.endswith("headers.json") or path.startswith("lexicon/"):
        return
    for pointer, schema in nodes(FILES[path]):
        if "properties" in schema and not pointer.endswith("/amount"):
            assert set(schema["required"]) == set(schema["properties"]), pointer


def test_a_raw_article_is_open_and_requires_only_one_of_two_fields():
    schema = FILES[topics()[RAW].schema]
    assert "additionalProperties" not in schema
    assert "unevaluatedProperties" not in schema
    assert "required" not in schema
    assert [branch["required"] for branch in schema["anyOf"]] == [["text"], ["html"]]
