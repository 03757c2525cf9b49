"""`armswire lexicon` prints counts and findings and says by its exit code whether anything is wrong."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from lexicons import Lexicons

from streams.cli import lexicon
from streams.cli.main import main


@pytest.fixture
def lexicons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lexicons:
    monkeypatch.setattr(lexicon, "ROOT", tmp_path)
    return Lexicons(tmp_path)


def test_sound_data_is_counted_and_ends_with_0(lexicons, capsys):
    assert main(["lexicon"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["entries", "forms", "any", "forms", "en"]
    assert ["groups", "1", "1"] in [line.split() for line in lines]
    assert ["items", "1", "2"] in [line.split() for line in lines]
    assert lines[-1] == "nothing is wrong"


def test_a_fault_is_told_with_file_line_and_id_and_ends_with_1(lexicons, capsys):
    lexicons.place(id="turkey-town", forms={"any": ["Turkey"]})
    assert main(["lexicon"]) == 1
    out = capsys.readouterr().out
    assert 'knowledge/places.jsonl:1 turkey-town conflict: "Turkey" is found as knowledge/countries:TUR' in out
    assert "1 conflict: " in out


def test_a_fault_of_a_whole_file_has_no_line(lexicons, capsys):
    lexicons.path("en/cues").unlink()
    assert main(["lexicon"]) == 1
    assert "languages/en/cues.jsonl unreadable: this file is missing" in capsys.readouterr().out


def test_what_matches_nothing_is_listed_and_no_fault(lexicons, tmp_path, capsys):
    (tmp_path / "gold").mkdir()
    row = {"lang": "en", "text": "They may send missiles after the missile test."}
    (tmp_path / "gold" / "a.jsonl").write_bytes(orjson.dumps(row))
    assert main(["lexicon", "--corpus", str(tmp_path / "gold")]) == 0
    out = capsys.readouterr().out
    assert "languages/en/items.jsonl:1 missile matches nothing with: missile\n" in out
    assert "forms without a match in languages/en/triggers.jsonl: 1\n" in out


def test_a_corpus_that_is_not_there_is_said(lexicons, capsys):
    assert main(["lexicon", "--corpus", "/nowhere"]) == 1
    assert "/nowhere: no such file or folder" in capsys.readouterr().err
