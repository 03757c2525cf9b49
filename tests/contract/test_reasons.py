"""Named reasons: what the code can give is in `schemas/reasons.json`, and what is there can be given."""

import ast
import inspect
from pathlib import Path

import orjson
import pytest

from streams.articles.article import Article
from streams.contracts import reasons, schema_text
from streams.extraction import claims, extract, record, silence
from streams.extraction.explanation import HOPELESS, explain
from streams.extraction.lexicon import LANGUAGES, languages, read_lines

GOLD = Path(__file__).parents[1] / "gold" / "train"
DECOYS = set(schema_text("lexicon/decoys.schema.json")["properties"]["reason"]["enum"])
#: Texts of each file that are run.
SOME = 60


def words(function: object) -> set[str]:
    """Every text that a function returns, or gives as a verdict's word."""
    found: set[object] = set()
    for node in ast.walk(ast.parse(inspect.getsource(function))):
        verdict = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "verdict.word"
        if (verdict or isinstance(node, ast.Return)) and node.value is not None:
            found |= {each.value for each in ast.walk(node.value) if isinstance(each, ast.Constant)}
    return {word for word in found if isinstance(word, str) and word}


def test_the_reasons_for_silence_are_those_of_the_code_and_of_decoys():
    assert set(reasons()["silences"]) == silence.REASONS | DECOYS


@pytest.mark.parametrize("language", languages())
def test_a_decoy_has_a_reason_of_the_list(language):
    assert {entry["reason"] for entry in read_lines(LANGUAGES / language / "decoys.jsonl")} <= DECOYS


def test_the_verdicts_on_pairs_are_those_of_the_code():
    assert words(claims.judge) | words(claims._against) | {claims.CLAIM, HOPELESS} == set(reasons()["pairs"])


def test_the_reasons_for_no_alert_are_those_of_the_code():
    assert words(record.no_alert) == set(reasons()["no_alert"])


def test_every_reason_is_a_word_with_a_sentence():
    for group in reasons().values():
        for reason, meaning in group.items():
            assert reason.replace("_", "").isalpha(), reason
            assert reason.islower(), reason
            assert meaning.endswith("."), reason


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.jsonl")), ids=lambda p: p.stem)
def test_what_comes_out_of_gold_is_in_the_list_and_the_same_in_explanations(path):
    for line in path.read_bytes().splitlines()[:SOME]:
        row = orjson.loads(line)
        article = Article(id=row["id"], text=row["text"], language=row["lang"])
        told, found = explain(article), extract(article).silences
        given = [q.reason for q in told.quiet] + [s.reason for s in told.sentences if s.reason]
        assert {reason: given.count(reason) for reason in given} == found
        assert set(found) <= set(reasons()["silences"])
        assert {c.verdict for s in told.sentences for c in s.considered} <= set(reasons()["pairs"])
        assert {c.no_alert for c in told.claims} - {""} <= set(reasons()["no_alert"])
