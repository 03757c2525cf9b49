"""Ordinary news: labels hold places, not words, and resolve to quotes of the article; one half is for learning."""

import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest

from streams.evaluation.ordinary import labelled, learned_from, read_ordinary

TEXT = "It rained. Norway sent 12 radars worth $5 million to Chad, Oslo said. It rained on."
QUOTES = {"item": "radars", "quantity": "12", "value": "$5 million", "claimant": "Oslo", "evidence": "Norway sent 12"}
FIELDS = {"supplier": ["NOR"], "recipient": ["TCD"], "status": "delivered", "alert": True}


def place(quote: str) -> list[int]:
    return [TEXT.index(quote), TEXT.index(quote) + len(quote)]


def label(article: str, **more: Any) -> dict[str, Any]:
    start, end = place("Norway sent 12 radars worth $5 million to Chad, Oslo said.")
    return {"article": article, "start": start, "end": end, **more}


def claim(**more: Any) -> dict[str, Any]:
    return {
        **FIELDS,
        "items": [{"text": place(QUOTES["item"]), "category": "radar_electronics"}],
        **{name: place(QUOTES[name]) for name in ("quantity", "value", "claimant")},
        "evidence": [place(QUOTES["evidence"])],
        **more,
    }


def lines(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))


def article(article_id: str) -> dict[str, Any]:
    return {"id": article_id, "text": TEXT}


def test_the_places_of_a_label_become_quotes(tmp_path):
    lines(tmp_path / "en.jsonl", [label("a", claims=[claim()])])
    row = labelled("en", article("a"), tmp_path)
    assert row["claims"] == [
        {
            **FIELDS,
            "items": [{"text": QUOTES["item"], "category": "radar_electronics"}],
            **{name: QUOTES[name] for name in ("quantity", "value", "claimant")},
            "evidence": [QUOTES["evidence"]],
        }
    ]
    assert (row["id"], row["lang"], row["kind"], row["text"], row["unsure"]) == ("a", "en", "article", TEXT, [])


def test_what_a_label_leaves_open_stays_open(tmp_path):
    lines(tmp_path / "en.jsonl", [label("a", claims=[claim(quantity=None, value=None, claimant=None, items=[])])])
    (told,) = labelled("en", article("a"), tmp_path)["claims"]
    assert (told["quantity"], told["value"], told["claimant"], told["items"]) == (None, None, None, [])


def test_the_claims_of_several_labels_of_an_article_are_told_together(tmp_path):
    lines(tmp_path / "en.jsonl", [label("a", claims=[claim(), claim()]), label("a", claims=[claim()])])
    assert len(labelled("en", article("a"), tmp_path)["claims"]) == 3


def test_labels_are_those_of_the_article_and_the_language_alone(tmp_path):
    lines(tmp_path / "en.jsonl", [label("a", claims=[claim()])])
    assert labelled("en", article("b"), tmp_path)["claims"] == []
    assert labelled("id", article("a"), tmp_path)["claims"] == []


def test_a_label_can_say_that_readers_would_differ(tmp_path):
    lines(tmp_path / "en.jsonl", [label("a", unsure=True), label("a", claims=[claim()])])
    row = labelled("en", article("a"), tmp_path)
    assert [TEXT[start:end][:11] for start, end in row["unsure"]] == ["Norway sent"]
    assert len(row["claims"]) == 1


NAMES = [f"n-{number}" for number in range(40)]


@pytest.mark.parametrize("packed", [False, True])
def test_an_article_is_in_one_half_by_its_id(tmp_path, packed):
    lines(tmp_path / "en.jsonl", [article(name) for name in NAMES])
    if packed:
        (tmp_path / "en.jsonl.gz").write_bytes(gzip.compress((tmp_path / "en.jsonl").read_bytes()))
        (tmp_path / "en.jsonl").unlink()
    learned, measured = (
        [row["id"] for row in read_ordinary(tmp_path, "en", tmp_path / "no-labels", learned=half)]
        for half in (True, False)
    )
    assert learned
    assert measured
    assert sorted(learned + measured) == sorted(NAMES)
    assert all(learned_from(name) for name in learned)
    assert not any(learned_from(name) for name in measured)


def test_the_half_of_an_id_does_not_depend_on_the_others(tmp_path):
    wanted = [name for name in NAMES[:20] if learned_from(name)]
    lines(tmp_path / "en.jsonl", [article(name) for name in reversed(NAMES[:20])])
    rows = read_ordinary(tmp_path, "en", tmp_path / "no-labels", learned=True)
    assert [row["id"] for row in rows] == wanted[::-1]


def test_a_language_without_a_file_has_no_ordinary_news(tmp_path):
    assert read_ordinary(tmp_path, "en", tmp_path, learned=True) == []
