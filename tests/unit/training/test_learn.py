"""Lessons: what counts how often, where it is read from, and that the same lessons give the same bytes."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from streams.evaluation.ordinary import learned_from
from streams.extraction.linear import read
from streams.training.learn import REAL_WEIGHT, Lessons, learn, read_lessons


def row(row_id: str, *claims: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": row_id, "lang": "en", "kind": "sentence", "text": "It rained.", "claims": list(claims), **more}


def times(lessons: Lessons) -> dict[str, int]:
    found = [each["id"] for each in lessons.rows()]
    return {name: found.count(name) for name in found}


def test_what_real_outlets_tell_counts_several_times():
    lessons = Lessons(
        gold=[row("gold"), row("gold-told", {})],
        real=[row("real"), row("real-told", {})],
        ordinary=[row("quiet"), row("ordinary-told", {})],
    )
    assert REAL_WEIGHT > 1
    assert times(lessons) == {
        "gold": 1,
        "gold-told": 1,
        "real": REAL_WEIGHT,
        "real-told": REAL_WEIGHT,
        "quiet": 1,
        "ordinary-told": REAL_WEIGHT,
    }


def lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in rows))
    return path


def test_lessons_come_from_several_folders_each_row_with_its_own(tmp_path):
    gold = lines(tmp_path / "train" / "x.jsonl", [row("g-1"), row("g-2", lang="id")])
    lines(tmp_path / "one" / "en.jsonl", [row("r-1"), row("r-2", borderline=True)])
    lines(tmp_path / "two" / "en.jsonl", [row("r-3")])
    lines(tmp_path / "two" / "id.jsonl", [row("r-4", lang="id")])
    names = [f"n-{number}" for number in range(20)]
    lines(tmp_path / "news" / "en.jsonl", [{"id": name, "text": "It rained."} for name in names])
    labels = tmp_path / "labels"
    (told,) = [name for name in names if learned_from(name)][:1]
    claim = {"items": [], "quantity": None, "value": None, "claimant": None, "evidence": [[0, 2]]}
    lines(labels / "en.jsonl", [{"article": told, "start": 0, "end": 10, "claims": [claim]}])
    real = [tmp_path / "one", tmp_path / "two"]

    lessons = read_lessons("en", [gold], real, tmp_path / "news", labels)
    assert [r["id"] for r in lessons.gold] == ["g-1"]
    assert [(r["id"], r["folder"]) for r in lessons.real] == [("r-1", "one"), ("r-3", "two")]
    assert [r["id"] for r in lessons.ordinary] == [name for name in names if learned_from(name)]
    assert [r["id"] for r in lessons.ordinary if r["claims"]] == [told]

    other = read_lessons("id", [gold], real, tmp_path / "news", labels)
    assert [r["id"] for r in other.gold] == ["g-2"]
    assert [(r["id"], r["folder"]) for r in other.real] == [("r-4", "two")]
    assert other.ordinary == []


def test_gold_alone_is_enough_for_lessons(tmp_path):
    gold = lines(tmp_path / "x.jsonl", [row("g-1")])
    assert read_lessons("en", [gold], [], None, tmp_path) == Lessons([row("g-1")])


def told(supplier: str, recipient: str, verb: str, **more: Any) -> dict[str, Any]:
    codes = {"Norway": "NOR", "Chad": "TCD", "Peru": "PER", "Oman": "OMN"}
    text = f"{supplier} {verb} missiles to {recipient}, which has tanks, Oslo said."
    claim = {
        "supplier": [codes[supplier]],
        "recipient": [codes[recipient]],
        "items": [{"text": "missiles", "category": "missile"}],
        "status": "delivered",
        "polarity": "asserted",
        "certainty": "fact",
        "time": "news",
        "claimant": "Oslo",
        "evidence": [text],
        **more,
    }
    return row(text, claim, text=text)


@pytest.fixture(scope="module")
def tiny() -> Lessons:
    """Just enough that every scorer has two classes to tell apart."""
    pairs = [("Norway", "Chad"), ("Chad", "Peru"), ("Peru", "Oman"), ("Oman", "Norway")]
    rows = [told(s, r, "delivered") for s, r in pairs]
    rows += [told(s, r, "will deliver", status="pledged", certainty="conditional", claimant=None) for s, r in pairs]
    rows += [told(s, r, "did not deliver", polarity="denied", time="background") for s, r in pairs]
    return Lessons(rows + [row(f"q-{a}", text=f"{a} fired missiles at {b}.") for a, b in pairs], real=rows[:1])


def test_the_same_lessons_give_the_same_bytes_with_what_they_were(tiny):
    content = learn(tiny)
    assert learn(tiny) == content
    weights = orjson.loads(content)
    assert weights["learned_from"] == {"gold_rows": 16, "real_rows": 1, "ordinary_articles": 0}


def test_what_is_learned_can_be_read_back_as_scorers(tiny):
    models = read(orjson.loads(learn(tiny)), {})
    assert models.status.classes == ("delivered", "pledged")
    assert models.polarity.classes == ("asserted", "denied")
    assert models.status.choose(["tv=give.active.future"]) == "pledged"
    assert models.polarity.choose(["denied=verb"]) == "denied"
