import sys
from collections import Counter
from pathlib import Path

import orjson
import pytest

from streams.cli import main as cli
from streams.evaluation.ordinary import learned_from
from streams.extraction.lexicon import languages
from streams.training import folds
from streams.training import learn as learning


@pytest.fixture
def gold(tmp_path) -> Path:
    folder = tmp_path / "gold"
    (folder / "train").mkdir(parents=True)
    rows = [
        {"id": f"{code}-1", "lang": code, "kind": "sentence", "text": "x", "claims": [], "silent": "other"}
        for code in languages()
    ]
    (folder / "train" / "x.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return folder


@pytest.fixture
def lessons(monkeypatch) -> list[learning.Lessons]:
    """What was learned from; the weights are the ids of the gold."""
    seen: list[learning.Lessons] = []

    def learn(given: learning.Lessons) -> bytes:
        seen.append(given)
        return orjson.dumps([row["id"] for row in given.gold])

    monkeypatch.setattr(learning, "learn", learn)
    return seen


def folder_of_news(path: Path, *ids: str) -> Path:
    path.mkdir()
    rows = [{"id": i, "lang": "en", "kind": "sentence", "text": "x", "claims": []} for i in ids]
    (path / "en.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return path


def test_every_language_gets_the_weights_of_its_own_gold(gold, lessons, tmp_path, capsys):
    assert cli.main(["train", "--gold", str(gold), "--output", str(tmp_path / "out")]) == 0
    for code in languages():
        assert orjson.loads((tmp_path / "out" / code / "weights.json").read_bytes()) == [f"{code}-1"]
    told = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in told] == list(languages())
    assert all(line.endswith("changed") for line in told)
    assert cli.main(["train", "--gold", str(gold), "--output", str(tmp_path / "out")]) == 0
    assert all(line.endswith("unchanged") for line in capsys.readouterr().out.splitlines())


def test_several_folders_of_real_outlets_are_learned_from(gold, lessons, tmp_path):
    real = [str(folder_of_news(tmp_path / "one", "r-1")), str(folder_of_news(tmp_path / "two", "r-2", "r-3"))]
    assert cli.main(["train", "--gold", str(gold), "--real", *real, "--output", str(tmp_path / "out")]) == 0
    by_language = dict(zip(languages(), lessons, strict=True))
    assert [row["id"] for row in by_language["en"].real] == ["r-1", "r-2", "r-3"]
    assert by_language["id"].real == []


def test_ordinary_news_and_the_labels_beside_the_gold_are_learned_from(gold, lessons, tmp_path):
    news = folder_of_news(tmp_path / "news", *(f"n-{n}" for n in range(20)))
    name = next(f"n-{n}" for n in range(20) if learned_from(f"n-{n}"))
    (gold / "ordinary").mkdir()
    label = {"article": name, "start": 0, "end": 1, "unsure": True}
    (gold / "ordinary" / "en.jsonl").write_bytes(orjson.dumps(label) + b"\n")
    assert cli.main(["train", "--gold", str(gold), "--ordinary", str(news), "--output", str(tmp_path / "out")]) == 0
    english = dict(zip(languages(), lessons, strict=True))["en"]
    assert [row["id"] for row in english.ordinary if row["unsure"]] == [name]
    assert 0 < len(english.ordinary) < 20


def test_check_writes_nothing_and_fails_where_weights_would_differ(gold, lessons, tmp_path, capsys):
    out = tmp_path / "out"
    assert cli.main(["train", "--gold", str(gold), "--output", str(out), "--check"]) == 1
    assert not out.exists()
    told = capsys.readouterr().err
    assert all(str(out / code / "weights.json") in told for code in languages())


def test_check_succeeds_where_weights_are_what_the_gold_gives(gold, lessons, tmp_path, capsys):
    arguments = ["train", "--gold", str(gold), "--output", str(tmp_path / "out")]
    assert cli.main(arguments) == 0
    assert cli.main([*arguments, "--check"]) == 0
    (tmp_path / "out" / "en" / "weights.json").write_bytes(b"[]")
    capsys.readouterr()
    assert cli.main([*arguments, "--check"]) == 1
    told = capsys.readouterr().err
    assert str(Path("en") / "weights.json") in told
    assert str(Path("id") / "weights.json") not in told
    assert (tmp_path / "out" / "en" / "weights.json").read_bytes() == b"[]"


@pytest.mark.parametrize("option", ["--real", "--ordinary"])
def test_a_folder_that_is_not_there_is_one_line(gold, lessons, tmp_path, option, capsys):
    missing = tmp_path / "nowhere"
    arguments = ["train", "--gold", str(gold), "--output", str(tmp_path / "out"), option, str(missing)]
    assert cli.main(arguments) == 1
    assert capsys.readouterr().err == f"armswire train: {missing}: no such folder\n"
    assert lessons == []


def test_a_folder_without_gold_is_one_line(tmp_path, capsys):
    assert cli.main(["train", "--gold", str(tmp_path), "--output", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err == (f"armswire train: no gold in {tmp_path / 'train'}: name a folder with --gold\n")


@pytest.mark.parametrize("number", ["1", "0", "-3"])
def test_folds_below_two_are_refused(gold, lessons, tmp_path, number, capsys):
    real = folder_of_news(tmp_path / "one", "r-1")
    assert cli.main(["train", "--gold", str(gold), "--real", str(real), "--folds", number]) == 1
    assert capsys.readouterr().err == "armswire train: --folds needs --real and a number of at least 2\n"


def test_folds_without_real_outlets_are_refused(gold, lessons, capsys):
    assert cli.main(["train", "--gold", str(gold), "--folds", "5"]) == 1
    assert capsys.readouterr().err == "armswire train: --folds needs --real and a number of at least 2\n"


@pytest.mark.parametrize("arguments", [["--folds", "many"], ["--real"], ["--fly"]])
def test_arguments_that_cannot_be_read_end_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["train", *arguments])
    assert ended.value.code == 2
    assert "usage: armswire" in capsys.readouterr().err


def test_folds_measure_and_write_nothing(gold, tmp_path, monkeypatch, capsys):
    def measure(language, lessons, parts):
        return {("one", "sentence"): Counter(texts=parts)} if lessons.real else {}

    monkeypatch.setattr(folds, "measure", measure)
    real = folder_of_news(tmp_path / "one", "r-1")
    arguments = ["train", "--gold", str(gold), "--real", str(real), "--output", str(tmp_path / "out"), "--folds", "3"]
    assert cli.main(arguments) == 0
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in capsys.readouterr().out.splitlines()]
    assert [row[:4] for row in rows[2:]] == [["one", "en", "sentence", "3"]]
    assert not (tmp_path / "out").exists()


def test_without_the_dependencies_of_training_the_way_to_them_is_told(gold, tmp_path, monkeypatch, capsys):
    for name in ("fit", "learn", "folds"):
        monkeypatch.delitem(sys.modules, f"streams.training.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    assert cli.main(["train", "--gold", str(gold), "--output", str(tmp_path / "out")]) == 1
    assert "pip install 'armswire[train]'" in capsys.readouterr().err
