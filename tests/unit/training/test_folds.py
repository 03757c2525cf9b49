"""Each text of a real outlet is measured once, by weights that were learned without it."""

from typing import Any

import orjson
import pytest

from streams.extraction.linear import Scorers
from streams.training import folds
from streams.training.learn import Lessons


def row(number: int) -> dict[str, Any]:
    kind = "article" if number % 3 == 0 else "sentence"
    return {"id": f"r-{number}", "folder": f"f{number % 2}", "kind": kind, "text": "", "lang": "en", "claims": []}


ROWS = [row(number) for number in range(12)]
INVENTED = [{"id": "g-1"}]


@pytest.fixture
def measured(monkeypatch) -> list[tuple[str, list[str], list[str]]]:
    """(row, the real and the invented rows that its weights were learned from) of every row that is measured."""
    found: list[tuple[str, list[str], list[str]]] = []

    def learn(lessons: Lessons) -> bytes:
        return orjson.dumps([[r["id"] for r in lessons.real], [r["id"] for r in lessons.gold]])

    def predict(told: dict[str, Any], models: Any) -> list[dict[str, Any]]:
        found.append((told["id"], *models))
        return []

    monkeypatch.setattr(folds, "learn", learn)
    monkeypatch.setattr(folds, "read", lambda content, thresholds: content)
    monkeypatch.setattr(folds, "predict", predict)
    return found


@pytest.mark.parametrize("parts", [2, 5])
def test_each_row_is_measured_once_by_weights_learned_without_it(measured, parts):
    folds.measure("en", Lessons(INVENTED, ROWS), parts)
    assert sorted(name for name, _, _ in measured) == sorted(r["id"] for r in ROWS)
    for name, real, invented in measured:
        assert name not in real
        assert invented == ["g-1"]
        part = folds.fold_of(name, parts)
        assert real == [r["id"] for r in ROWS if folds.fold_of(r["id"], parts) != part]


def test_counts_are_kept_apart_by_folder_and_kind(measured):
    counted = folds.measure("en", Lessons(INVENTED, ROWS), 3)
    assert {key: counts["texts"] for key, counts in counted.items()} == {
        ("f0", "article"): 2,
        ("f1", "article"): 2,
        ("f0", "sentence"): 4,
        ("f1", "sentence"): 4,
    }


def test_the_fold_of_a_row_depends_on_its_id_alone():
    assert [folds.fold_of(r["id"], 4) for r in ROWS] == [folds.fold_of(f"r-{n}", 4) for n in range(12)]
    assert {folds.fold_of(f"x-{n}", 4) for n in range(100)} == {0, 1, 2, 3}


def test_the_thresholds_are_those_of_the_language(monkeypatch):
    seen = []

    def read(content: Any, thresholds: dict[str, float]) -> Scorers | None:
        seen.append(thresholds["pair"])

    monkeypatch.setattr(folds, "learn", lambda lessons: b"{}")
    monkeypatch.setattr(folds, "read", read)
    monkeypatch.setattr(folds, "predict", lambda told, models: [])
    folds.measure("id", Lessons([], ROWS), 2)
    assert seen == [folds.lexicon("id").config["thresholds"]["pair"]] * 2
