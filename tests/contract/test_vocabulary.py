"""One vocabulary from the schemas to the code and the data."""

import ast
from pathlib import Path

import orjson
import pytest

import streams
from streams.alerts.fold import CHANGES
from streams.alerts.status import AGAINST, CERTAINTY, PROGRESS
from streams.contracts import DEAD_LETTER, SCHEMAS, schema_text, topics

PACKAGE = Path(streams.__file__).parent
WORDS = schema_text("common/v1/words.json")["$defs"]
CATALOGUE = orjson.loads((SCHEMAS / "dead-letter-codes.json").read_bytes())


def test_statuses_are_those_that_alerts_know():
    assert WORDS["status"]["enum"] == [*PROGRESS, *AGAINST]
    assert WORDS["certainty"]["enum"] == list(CERTAINTY)


def test_item_categories_are_those_of_the_knowledge_files():
    lines = (PACKAGE / "knowledge" / "categories.jsonl").read_bytes().splitlines()
    assert {orjson.loads(line)["id"] for line in lines} == set(WORDS["category"]["enum"])


def test_changes_are_those_that_the_fold_gives():
    items = schema_text("alerts.arms-transfer/v1/schema.json")["properties"]["changes"]["items"]
    assert items["enum"] == list(CHANGES)
    assert all(change in items["description"] for change in CHANGES)


def test_dead_letter_headers_name_the_codes_of_the_catalogue():
    headers = schema_text(topics()[DEAD_LETTER].headers)["properties"]
    assert headers["armswire-dlq-stage"]["enum"] == list(CATALOGUE["stages"])
    assert headers["armswire-dlq-code"]["enum"] == list(CATALOGUE["codes"])


def test_every_code_says_where_it_arises_what_it_means_and_how_to_mend_it():
    for code, entry in CATALOGUE["codes"].items():
        assert entry["stages"], code
        assert set(entry["stages"]) <= set(CATALOGUE["stages"]), code
        assert entry["meaning"].endswith("."), code
        assert entry["mend"].endswith("."), code


def rejections():
    """(file, stage, code) of every `Rejected(...)` in the package whose code is written out."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Rejected":
                stage, code = (value.value if isinstance(value, ast.Constant) else None for value in node.args[:2])
                if code is not None:
                    yield pytest.param(stage, code, id=f"{path.stem}-{code}")


@pytest.mark.parametrize(("stage", "code"), list(rejections()))
def test_what_the_code_rejects_with_is_in_the_catalogue(stage, code):
    assert code in CATALOGUE["codes"]
    assert stage is None or stage in CATALOGUE["codes"][code]["stages"]
