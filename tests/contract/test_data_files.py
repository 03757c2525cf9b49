"""The shipped data files: nothing is wrong with them, and their schemas know the words of the code."""

import pytest

from streams.contracts import SCHEMAS, schema_text
from streams.extraction.frames import BLOCKERS, OPERATORS
from streams.extraction.lexicon import BOUNDARIES, KNOWLEDGE, LANGUAGES
from streams.review import review
from streams.review.data import KNOWLEDGE_DOCUMENTS, KNOWLEDGE_LINES, LANGUAGE_DOCUMENTS, LANGUAGE_LINES

KINDS = {*KNOWLEDGE_LINES, *KNOWLEDGE_DOCUMENTS, *LANGUAGE_LINES, *LANGUAGE_DOCUMENTS}


def schema(kind):
    return schema_text(f"lexicon/{kind}.schema.json")


def test_nothing_is_wrong_with_the_shipped_data():
    assert [(f.file, f.line, f.kind, f.text) for f in review().findings] == []


def test_every_kind_of_data_file_has_a_schema():
    files = {path.name.removesuffix(".schema.json") for path in (SCHEMAS / "lexicon").glob("*.schema.json")}
    assert files == KINDS | {"common"}


def test_every_data_file_is_checked():
    files = {path.stem for path in (*KNOWLEDGE.glob("*.json*"), *LANGUAGES.glob("*/*.json*"))}
    assert files == KINDS | {"weights"}


def test_the_schemas_know_the_boundary_modes_of_the_engine():
    assert tuple(schema("language")["properties"]["boundary"]["enum"]) == BOUNDARIES


def test_the_schemas_know_the_classes_of_triggers_of_the_frames():
    classes = set(schema("triggers")["properties"]["class"]["enum"])
    assert classes == set(schema("frames")["propertyNames"]["enum"]) == set(schema("frames")["required"])
    assert classes >= OPERATORS | BLOCKERS


@pytest.mark.parametrize("kind", sorted(KINDS - {"frames", "embargoes"}))
def test_a_schema_names_the_files_that_it_is_for(kind):
    assert f"/{kind}.json" in schema(kind)["description"]
