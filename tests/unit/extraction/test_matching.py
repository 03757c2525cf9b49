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


def test_a_designation_of_its_own_is_no_variant_of_a_shorter_one():
    assert ("item", "warship", "F-22P") in found("It ordered an F-22P frigate.")
    assert ("item", "combat_aircraft", "F-22A") in found("It has the F-22A.")


def test_a_weak_form_is_something_else_where_the_text_does_not_name_its_party():
    assert ("actor", "PHL", "AFP") in found("The AFP, the army of the Philippines, got radars.")
    assert ("actor", "media", "AFP") in found("Iran sent drones, AFP reported.")
    assert ("place", "TUR", "Istanbul") in found("A ship left Istanbul.")


def test_an_acronym_comes_before_a_name_of_the_same_letters():
    assert ("item", "money", "OSA") in found("The Philippines gets radars under OSA.")
    assert ("item", "air_defence", "Osa") in found("It sent the Osa.")


def test_a_nationality_is_an_adjective_before_it_is_a_people():
    for text in ("Chinese deliveries", "Japanese deliveries", "Vietnamese deliveries"):
        lexicon = lx.lexicon("en")
        assert find_content(text, lx.lower(text), lexicon)[0].entry.cls == "adjective"


def test_lower_keeps_the_length_of_every_text():
    for text in ("İstanbul", "Straße", "ǅ", "ABC", "ﬃ"):
        assert len(lx.lower(text)) == len(text)


def party(text: str, word: str, language: str = "en") -> str | None:
    """The code that a word of the text counts as."""
    (mention,) = (m for m in find_content(text, lx.lower(text), lx.lexicon(language)) if text[m.start : m.end] == word)
    return mention.entry.party


@pytest.mark.parametrize(
    ("text", "word", "language", "code"),
    [
        ("The Soviet Union grew. Moscow sent missiles to Cuba.", "Moscow", "en", "SUN"),
        ("Moscow sent missiles to Cuba in 1962.", "Moscow", "en", "SUN"),
        ("The Kremlin sent missiles to Cuba in 1962.", "Kremlin", "en", "SUN"),
        ("Prague sold tanks to Egypt in 1955.", "Prague", "en", "CSK"),
        ("Prague sold tanks to Egypt in 1992.", "Prague", "en", "CSK"),
        ("Belgrade sold tanks to Iraq in 1985.", "Belgrade", "en", "YUG"),
        ("Yugoslavia was large. Belgrade sold tanks to Iraq.", "Belgrade", "en", "YUG"),
        ("Uni Soviet besar. Moskow mengirim rudal ke Kuba.", "Moskow", "id", "SUN"),
        ("Moskow mengirim rudal ke Kuba pada 1962.", "Moskow", "id", "SUN"),
        ("Praha menjual tank ke Mesir pada 1955.", "Praha", "id", "CSK"),
        ("Beograd menjual tank ke Irak pada 1985.", "Beograd", "id", "YUG"),
    ],
)
def test_a_capital_stands_for_the_state_that_had_it_then(text, word, language, code):
    assert party(text, word, language) == code


@pytest.mark.parametrize(
    ("text", "word", "language", "code"),
    [
        ("Moscow sent missiles to Cuba.", "Moscow", "en", "RUS"),
        ("Moscow sent missiles to Cuba in 1962 and in 2020.", "Moscow", "en", "RUS"),
        ("The Soviet Union grew, then Russia did. Moscow sent missiles to Cuba.", "Moscow", "en", "RUS"),
        ("Russia sent missiles in 1962; Moscow paid.", "Moscow", "en", "RUS"),
        ("Moscow sent 1962 missiles, on 3 March 2024.", "Moscow", "en", "RUS"),
        ("Prague sold tanks to Egypt in 1993.", "Prague", "en", "CZE"),
        ("Belgrade sold tanks to Iraq in 2004.", "Belgrade", "en", "SRB"),
        ("Russia sold tanks to Iraq in 1985.", "Russia", "en", "RUS"),
        ("Paris sold tanks to Iraq in 1985.", "Paris", "en", "FRA"),
        ("Moskow mengirim rudal ke Kuba pada 2020.", "Moskow", "id", "RUS"),
    ],
)
def test_a_capital_stands_for_the_state_of_today_where_the_text_tells_of_no_other_time(text, word, language, code):
    assert party(text, word, language) == code


def test_a_number_with_a_separator_is_no_old_year():
    assert party("Moscow sent 1,962 or 1962.5 missiles to Cuba.", "Moscow") == "RUS"
