import io
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import orjson
import pytest

from streams.cli import main as cli

ROOT = Path(__file__).parents[3]
CLEAR = "Turkey delivered 12 Bayraktar TB2 drones to Poland on Monday."


@pytest.fixture
def articles(tmp_path):
    (tmp_path / "a.txt").write_text(CLEAR)
    (tmp_path / "b.jsonl").write_text('{"id": "x", "text": "The ministers met in Oslo."}\n{"id": \n')
    return tmp_path


def test_an_article_is_explained_claims_first(articles, capsys):
    assert cli.main(["explain", str(articles / "a.txt")]) == 0
    told = capsys.readouterr().out
    assert "[supplier: Turkey]" in told
    assert "claim 1  Turkey → Poland: Bayraktar TB2 drones, 12; delivered" in told


def test_what_the_gate_stopped_is_listed_when_asked(articles, capsys):
    assert cli.main(["explain", str(articles / "b.jsonl"), "--all"]) == 1
    said = capsys.readouterr()
    assert "stopped by the gate  1 no_item" in said.out
    assert "no_item     “The ministers met in Oslo.”" in said.out


def test_an_article_that_cannot_be_read_is_one_line_and_the_end_is_1(articles, capsys):
    assert cli.main(["explain", str(articles / "b.jsonl")]) == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"{articles / 'b.jsonl'}:2: not_json: ")
    assert len(said.err.splitlines()) == 1
    assert said.out.startswith("x  [en]")


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_from_standard_input(arguments, capsys, monkeypatch):
    given = orjson.dumps({"id": "from-a-pipe", "text": CLEAR})
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(given)))
    assert cli.main(["explain", *arguments]) == 0
    assert capsys.readouterr().out.startswith("from-a-pipe")


def test_json_is_one_line_an_article(articles, capsysbinary):
    assert cli.main(["explain", str(articles), "--json"]) == 1
    lines = [orjson.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [len(line["claims"]) for line in lines] == [1, 0]
    assert lines[0]["claims"][0]["claim"]["supplier"] == ["TUR"]


def test_a_page_is_written_to_a_file_or_to_standard_output(articles, capsysbinary):
    target = articles / "page.html"
    assert cli.main(["explain", str(articles / "a.txt"), "--html", str(target)]) == 0
    assert capsysbinary.readouterr().out == b""
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert cli.main(["explain", str(articles / "a.txt"), "--html", "-"]) == 0
    assert capsysbinary.readouterr().out == target.read_bytes()


def test_a_page_where_it_cannot_be_written_is_one_line(articles, capsys):
    assert cli.main(["explain", str(articles / "a.txt"), "--html", str(articles / "no" / "page.html")]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"armswire explain: {articles / 'no' / 'page.html'}: No such file or directory"
    ]


def test_a_page_and_json_at_once_make_no_sense(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["explain", "a.txt", "--json", "--html", "-"])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({"FORCE_COLOR": "1", "TERM": "xterm-256color"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(articles, environment, coloured):
    code = f"from streams.cli.main import main; raise SystemExit(main(['explain', {str(articles / 'a.txt')!r}]))"
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env={**kept, **environment}
    )
    assert ("marks: " in done.stdout) is coloured
    assert ("[supplier: Turkey]" in done.stdout) is not coloured
