"""Lexicon forms are found whole, with their case, and the longest wins."""

import pytest

from streams.extraction import lexicon as lx
from streams.extraction.matching import find_content


def found(text: str, language: str = "en") -> list[tuple[str, str, str]]:
    lexicon = lx.lexicon(language)
    mentions = find_content(text, lx.lower(text), lexicon)
    return [(m.kind, m.entry.party or m.entry.category or m.entry.cls, text[m.start : m.end]) for m in mentions]


def test_the_longest_of_overlapping_forms_wins():
    assert ("item", "missile", "ballistic missiles") in found("It sent ballistic missiles.")
    assert ("actor", "PRK", "North Korea") in found("North Korea fired.")


@pytest.mark.parametrize("text", ["The turkey was roasted.", "He told us so.", "Malian Chadors", "an armada"])
def test_words_that_only_look_like_a_party_are_none(text):
    assert not [m for m in found(text) if m[0] == "actor" and m[1] in ("TUR", "USA", "TCD")]


def test_an_acronym_needs_its_capitals():
    assert ("actor", "USA", "AS") in found("AS mengirim rudal.", "id")
    assert not [m for m in found("as roda patah.", "id") if m[1] == "USA"]


def test_an_indonesian_suffix_does_not_hide_a_word():
    assert [m for m in found("Rudalnya meledak.", "id") if m[0] == "item" and m[1] == "missile"]


def test_upper_case_text_is_read_like_any_other():
    assert ("actor", "RUS", "RUSSIA") in found("RUSSIA SELLS TANKS TO INDIA")


def test_a_text_without_capitals_still_names_countries():
    assert [m for m in found("laos flew home four helicopters", "en") if m[1] == "LAO"]


def test_a_person_named_in_full_is_known_by_the_surname_later():
    text = "Volodymyr Zelenskyy spoke. Later Zelenskyy left."
    assert [m[1] for m in found(text) if m[0] == "actor"].count("UKR") == 2


def test_lower_keeps_the_length_of_every_text():
    for text in ("İstanbul", "Straße", "ǅ", "ABC", "ﬃ"):
        assert len(lx.lower(text)) == len(text)
