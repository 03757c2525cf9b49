"""What is measured on: gold as it is, coarser labels as gold, and of ordinary news the half that nothing learned."""

import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest

from streams.evaluation import gold
from streams.evaluation.gold import article, read
from streams.evaluation.ordinary import learned_from

NAMES = [f"n-{number}" for number in range(20)]
LEARNED = [name for name in NAMES if learned_from(name)]
MEASURED = [name for name in NAMES if not learned_from(name)]


def lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = b"".join(orjson.dumps(row) + b"\n" for row in rows)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def ordinary(article_id: str) -> dict[str, Any]:
    return {"id": article_id, "text": "Norway sent radars to Chad.", "source": "Somebody"}


def coarse(**more: Any) -> dict[str, Any]:
    told = {
        "supplier": ["NOR"],
        "recipient": ["TCD"],
        "item": "radars; masts",
        "quantity": "12",
        "status": "agreed",
        "claimant": "",
    }
    return {"id": "c-1", "lang": "en", "text": "Norway sent 12 radars to Chad.", "gold": {**told, **more}}


@pytest.mark.parametrize("name", ["en.jsonl", "en.jsonl.gz"])
def test_gold_is_read_as_it_is(tmp_path, name):
    row = {"id": "g-1", "lang": "en", "kind": "sentence", "text": "It rained.", "claims": [], "silent": "other"}
    assert list(read(lines(tmp_path / name, [row]))) == [row]


def test_borderline_rows_and_empty_lines_are_left_out(tmp_path):
    path = lines(tmp_path / "en.jsonl", [{"id": "b-1", "claims": [], "borderline": True}])
    path.write_bytes(path.read_bytes() + b"\n  \n")
    assert list(read(path)) == []


def test_of_ordinary_news_the_half_that_is_learned_from_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(gold, "LABELS", tmp_path / "labels")
    rows = list(read(lines(tmp_path / "en.jsonl.gz", [ordinary(name) for name in NAMES])))
    assert LEARNED
    assert [row["id"] for row in rows] == MEASURED
    assert all((row["claims"], row["kind"], row["lang"]) == ([], "article", "en") for row in rows)


def test_ordinary_news_on_which_readers_would_differ_is_left_out(tmp_path, monkeypatch):
    doubtful, told = MEASURED[:2]
    claim = {"items": [], "quantity": None, "value": None, "claimant": None, "evidence": [[0, 11]]}
    monkeypatch.setattr(gold, "LABELS", tmp_path / "labels")
    lines(
        tmp_path / "labels" / "en.jsonl",
        [
            {"article": doubtful, "start": 0, "end": 27, "unsure": True},
            {"article": told, "start": 0, "end": 27, "claims": [claim]},
        ],
    )
    rows = {row["id"]: row for row in read(lines(tmp_path / "en.jsonl", [ordinary(name) for name in NAMES]))}
    assert sorted(rows) == sorted(set(MEASURED) - {doubtful})
    assert rows[told]["claims"] == [{**claim, "evidence": ["Norway sent"]}]


def test_a_coarse_row_is_gold_with_what_it_knows(tmp_path):
    (row,) = read(lines(tmp_path / "x.jsonl", [coarse()]))
    assert (row["id"], row["lang"], row["kind"]) == ("c-1", "en", "sentence")
    (claim,) = row["claims"]
    assert (claim["supplier"], claim["recipient"], claim["quantity"], claim["claimant"]) == (
        ["NOR"],
        ["TCD"],
        "12",
        None,
    )
    assert [item["text"] for item in claim["items"]] == ["radars", "masts"]
    assert "certainty" not in claim
    assert claim["evidence"] == []


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("planned", ("pledged", "asserted")),
        ("agreed", ("ordered", "asserted")),
        ("alleged", ("delivered", "asserted")),
        ("denied", ("delivered", "denied")),
        ("suspended", ("suspended", "asserted")),
    ],
)
def test_a_coarse_status_is_the_gold_status_of_its_class(tmp_path, status, expected):
    (row,) = read(lines(tmp_path / "x.jsonl", [coarse(status=status)]))
    assert (row["claims"][0]["status"], row["claims"][0]["polarity"]) == expected


def test_a_row_that_is_no_transfer_is_silent_in_the_language_of_its_file(tmp_path):
    (row,) = read(lines(tmp_path / "id_more.jsonl", [{"id": "s-1", "text": "Hujan.", "is_transfer": False}]))
    assert (row["lang"], row["claims"]) == ("id", [])


def test_a_row_is_an_article_with_its_day_where_it_has_one():
    row = {"id": "g-1", "lang": "en", "text": "It rained.", "published_at": "2024-01-04"}
    assert (article(row).id, article(row).text, article(row).published_at) == ("g-1", "It rained.", "2024-01-04")
    assert article({"id": "g-2", "lang": "id", "text": "Hujan."}).published_at is None
