"""Gold rows as samples: what each scorer sees, and what it should say."""

from typing import Any

import pytest

from streams.extraction.candidates import UNKNOWN, candidates
from streams.training.samples import Samples, claim_of, collect, read_gold, sentences_of, year_of

SALE = "Norway sold missiles to Chad, Hart said."
WAR = "Norway fired missiles at Chad."


def claim(**more: Any) -> dict[str, Any]:
    return {
        "supplier": ["NOR"],
        "recipient": ["TCD"],
        "items": [{"text": "missiles", "category": "missile"}],
        "quantity": None,
        "value": None,
        "status": "ordered",
        "polarity": "asserted",
        "certainty": "fact",
        "time": "news",
        "claimant": "Hart",
        "evidence": ["Norway sold missiles to Chad"],
        "alert": True,
        **more,
    }


def row(text: str, *claims: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "r", "lang": "en", "kind": "sentence", "text": text, "claims": list(claims), **more}


def labels(found: Samples) -> dict[str, list[Any]]:
    return {name: sorted(values) for name, values in found.labels.items()}


def test_a_telling_sentence_is_a_sample_of_every_scorer():
    found = collect([row(SALE, claim())])
    assert found.labels["gate"] == [1]
    assert found.labels["pair"].count(1) == 1
    assert found.labels["pair"].count(0) > 1
    assert found.labels["item"] == [1]
    assert [found.labels[name] for name in ("status", "polarity", "certainty", "time")] == [
        ["ordered"],
        ["asserted"],
        ["fact"],
        ["news"],
    ]
    assert found.labels["claimant"] == [1]
    assert {name: len(rows) for name, rows in found.features.items()} == {
        name: len(values) for name, values in found.labels.items()
    }


def test_a_silent_sentence_says_no_to_the_gate_and_to_every_pair():
    found = collect([row(WAR)])
    assert set(found.labels) == {"gate", "pair"}
    assert set(found.labels["gate"] + found.labels["pair"]) == {0}


def test_the_sentences_beside_the_evidence_tell_nothing():
    assert collect([row(f"{WAR} {SALE}", claim())]).labels["gate"] == [0, 1]


def test_a_claim_without_evidence_is_told_by_any_sentence():
    assert collect([row(f"{WAR} {SALE}", claim(evidence=[]))]).labels["gate"] == [1, 1]


def test_a_claim_in_coarser_words_teaches_pairs_and_items_and_not_how_it_is_told():
    plain = claim()
    for name in ("certainty", "time"):
        del plain[name]
    found = collect([row(SALE, plain)])
    assert set(found.labels) == {"gate", "pair", "item"}
    assert 1 in found.labels["pair"]


@pytest.mark.parametrize(
    ("unsure", "left"),
    [([(0, len(WAR))], [1]), ([(5, 9)], [1]), ([(len(WAR) + 5, len(WAR) + 9)], [0]), ([(len(WAR) - 1, 40)], [])],
)
def test_sentences_on_which_readers_would_differ_are_skipped(unsure, left):
    assert collect([row(f"{WAR} {SALE}", claim(), unsure=unsure)]).labels.get("gate", []) == left


def test_a_stretch_that_only_touches_a_sentence_does_not_skip_it():
    assert collect([row(f"{WAR} {SALE}", claim(), unsure=[(0, len(WAR) + 1)])]).labels["gate"] == [1]


def test_without_unsure_stretches_nothing_is_skipped():
    assert labels(collect([row(WAR, unsure=[])])) == labels(collect([row(WAR)]))


def test_an_item_that_the_claim_does_not_name_is_no_item_of_it():
    found = collect([row("Norway sold missiles to Chad, which has tanks.", claim())])
    assert found.labels["item"] == [1, 0]


def test_a_pair_tells_the_claim_that_has_its_parties_in_its_roles():
    (sentence,) = sentences_of(SALE, "en")
    parties = {c.codes: c for c in candidates(sentence)}
    norway, chad = parties["NOR",], parties["TCD",]
    told = row(SALE, claim())
    assert claim_of(told, sentence, norway, chad) == claim()
    assert claim_of(told, sentence, chad, norway) is None
    assert claim_of(told, sentence, UNKNOWN, chad) is None
    assert claim_of(row(SALE, claim(supplier=[])), sentence, UNKNOWN, chad) == claim(supplier=[])


def test_the_year_of_a_row_is_that_of_publication():
    assert year_of({"published_at": "2024-01-04T10:00:00Z"}) == 2024
    assert year_of({"published_at": None}) is None
    assert year_of({}) is None


def test_gold_files_are_read_in_the_order_given(tmp_path):
    (tmp_path / "b.jsonl").write_text('{"id": "1"}\n\n{"id": "2"}\n')
    (tmp_path / "a.jsonl").write_text('{"id": "3"}\n')
    assert [r["id"] for r in read_gold([tmp_path / "b.jsonl", tmp_path / "a.jsonl"])] == ["1", "2", "3"]
