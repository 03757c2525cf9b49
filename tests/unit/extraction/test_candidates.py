"""Who could be a party: also the state that a weapon comes from, where nobody names it."""

import pytest

from streams.extraction.candidates import candidates
from streams.training.samples import sentences_of


def origins(text: str, language: str = "en") -> list[tuple[str, ...]]:
    (sentence,) = sentences_of(text, language)
    return [c.codes for c in candidates(sentence) if c.cls == "origin"]


@pytest.mark.parametrize(
    ("text", "language"), [("Egypt ordered 24 Rafales.", "en"), ("Mesir memesan 24 Rafale lagi.", "id")]
)
def test_a_weapon_s_state_of_origin_is_a_candidate(text, language):
    assert origins(text, language) == [("FRA",)]


def test_it_is_none_where_the_state_is_named():
    assert origins("Egypt ordered 24 Rafales from France.") == []


def test_a_kind_of_weapon_has_no_origin():
    assert origins("Egypt ordered 24 fighter jets.") == []


def test_only_the_first_weapon_counts():
    assert origins("Egypt ordered 24 Rafales and 30 Abrams tanks.") == [("FRA",)]
