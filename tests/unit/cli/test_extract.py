import io
from types import SimpleNamespace

import orjson
import pytest

from streams import contracts
from streams.cli import main as cli


def run(capsysbinary, *arguments, stdin=b"", monkeypatch=None):
    if monkeypatch:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(stdin)))
    code = cli.main(["extract", *map(str, arguments)])
    said = capsysbinary.readouterr()
    return code, [orjson.loads(line) for line in said.out.splitlines()], said.err.decode()


@pytest.fixture
def articles(tmp_path):
    (tmp_path / "a.json").write_text('{"id": "x", "title": "T", "text": "Kapal itu tiba di pelabuhan kemarin pagi."}')
    (tmp_path / "b.txt").write_text("The ship arrived in port yesterday morning.")
    (tmp_path / "c.jsonl").write_text('{"id": "y", "text": "One."}\n{"id": \n{"id": "z", "text": "Two."}\n')
    return tmp_path


def test_every_article_is_one_line_as_on_the_enriched_topic(articles, capsysbinary):
    code, lines, said = run(capsysbinary, articles / "a.json", articles / "b.txt")
    assert (code, said) == (0, "")
    assert lines[0]["id"] == "x"
    assert lines[1]["text"] == "The ship arrived in port yesterday morning."
    assert [contracts.violations(contracts.ENRICHED, line) for line in lines] == [[], []]


def test_a_bad_line_is_named_the_rest_goes_on_and_the_end_is_1(articles, capsysbinary):
    code, lines, said = run(capsysbinary, articles / "c.jsonl")
    assert code == 1
    assert [line["id"] for line in lines] == ["y", "z"]
    assert said.startswith(f"{articles / 'c.jsonl'}:2: not_json: ")
    assert len(said.splitlines()) == 1


def test_json_lines_from_standard_input(capsysbinary, monkeypatch):
    stdin = b'{"id": "a", "text": "One."}\n[]\n'
    code, lines, said = run(capsysbinary, stdin=stdin, monkeypatch=monkeypatch)
    assert code == 1
    assert [line["id"] for line in lines] == ["a"]
    assert said.startswith("line:2: wrong_shape")


def test_one_article_of_another_type_from_standard_input(capsysbinary, monkeypatch):
    code, lines, _ = run(
        capsysbinary, "-", "--content-type", "text/plain", stdin=b"Kapal itu tiba.", monkeypatch=monkeypatch
    )
    assert code == 0
    assert lines[0]["text"] == "Kapal itu tiba."


def test_for_a_person(articles, capsys):
    assert cli.main(["extract", str(articles / "a.json"), "--pretty"]) == 0
    assert capsys.readouterr().out.startswith("T  ")
