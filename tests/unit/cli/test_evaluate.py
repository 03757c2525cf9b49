import orjson
import pytest

from streams.cli import main as cli

CLEAR = "Turkey delivered 12 Bayraktar TB2 drones to Poland on Monday."


def row(number: int, text: str, claims=(), **more):
    return {"id": f"r-{number}", "lang": "en", "kind": "sentence", "text": text, "claims": list(claims), **more}


def claim(supplier="TUR", recipient="POL", **more):
    return {
        "supplier": [supplier],
        "recipient": [recipient],
        "items": [{"text": "Bayraktar TB2 drones", "category": "drone"}],
        "quantity": "12",
        "value": None,
        "status": "delivered",
        "polarity": "asserted",
        "certainty": "fact",
        "time": "news",
        "claimant": None,
        "evidence": [CLEAR],
        "alert": True,
        **more,
    }


@pytest.fixture
def gold(tmp_path):
    rows = [
        row(1, CLEAR, [claim()]),
        row(2, CLEAR, [claim("POL", "TUR")], style="wire"),
        row(3, CLEAR, silent="museum"),
    ]
    (tmp_path / "en-x.jsonl").write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in rows))
    return tmp_path


def test_the_measures_are_a_table(gold, capsys):
    assert cli.main(["evaluate", str(gold)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("| file ")
    assert "/en-x" in lines[2]


def test_every_text_that_is_wrong_is_listed_with_what_decided(gold, capsys):
    assert cli.main(["evaluate", str(gold), "--errors"]) == 0
    told = capsys.readouterr().out
    assert "- r-1" not in told
    assert "- r-2  en sentence wire\n" in told
    assert "    wanted  Poland → Turkey: Bayraktar TB2 drones, 12; delivered, fact\n" in told
    assert "    found   Turkey → Poland: Bayraktar TB2 drones, 12; delivered, fact" in told
    assert "    error   missed, below threshold: POL>TUR, " in told
    assert "    error   false, turned round: TUR>POL, " in told
    assert "    wanted  nothing (museum)\n" in told
    assert "    error   false, museum: TUR>POL, " in told


def test_errors_are_counted_by_class_in_the_end(gold, capsys):
    assert cli.main(["evaluate", str(gold), "--errors"]) == 0
    table = capsys.readouterr().out.split("\n\n")[-1]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    assert rows[0] == ["errors", "all", "en"]
    assert rows[2:] == [
        ["false, museum", "1", "1"],
        ["false, turned round", "1", "1"],
        ["missed, below threshold", "1", "1"],
    ]


def test_predictions_are_written(gold, tmp_path):
    target = tmp_path / "predictions.txt"
    assert cli.main(["evaluate", str(gold / "en-x.jsonl"), "--predictions", str(target)]) == 0
    found = [orjson.loads(line) for line in target.read_bytes().splitlines()]
    assert [each["id"] for each in found] == ["r-1", "r-2", "r-3"]
    assert found[0]["claims"][0]["supplier"] == ["TUR"]


def test_a_path_that_is_not_there_is_one_line(capsys):
    assert cli.main(["evaluate", "no-such-gold"]) == 1
    assert capsys.readouterr().err == "armswire evaluate: no-such-gold: no such file or folder\n"
