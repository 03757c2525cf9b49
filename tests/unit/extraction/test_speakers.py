"""Who could be saying it: names beside verbs of saying, in the sentence or just before it, and names set off."""

import pytest

from streams.extraction import lexicon as lx
from streams.extraction.attribution import possible_speakers
from streams.extraction.candidates import UNKNOWN, candidates, trigger_of
from streams.extraction.speakers import Speaker, says, speaker_features
from streams.training.samples import sentences_of


def heard(text: str, language: str = "en") -> list[tuple[str, str, int]]:
    """(words, side, sentences back) of the possible speakers of the last sentence."""
    *_, sentence = sentences_of(text, language)
    return [(text[s.start : s.end], s.side, s.back) for s in possible_speakers(sentence)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The White House said Iran sent missiles to Russia.", "en", "The White House"),
        ("Iran sent missiles to Russia, Hart said on Monday.", "en", "Hart"),
        ("Hart said on Monday that Iran sent missiles to Russia.", "en", "Hart"),
        ("Oman signed, and Rose Hart said Iran sent missiles to Russia.", "en", "Rose Hart"),
        ("Gedung Putih mengatakan Iran mengirim rudal ke Rusia.", "id", "Gedung Putih"),
        ("Oman setuju, dan Budi Santoso mengatakan Iran mengirim rudal ke Rusia.", "id", "Budi Santoso"),
    ],
)
def test_a_speaker_stands_before_the_verb(text, language, expected):
    assert (expected, "before", 0) in heard(text, language)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Iran sent missiles to Russia, said Admiral Rose Hart.", "en", "Admiral Rose Hart"),
        ("According to the Foreign Ministry, Iran sent missiles to Russia.", "en", "the Foreign Ministry"),
        ("Iran mengirim rudal ke Rusia, kata Budi Santoso, Senin.", "id", "Budi Santoso"),
        ("Iran mengirim rudal ke Rusia, kata Budi Santoso pada Senin.", "id", "Budi Santoso"),
        ("Menurut Kementerian Luar Negeri, Iran mengirim rudal ke Rusia.", "id", "Kementerian Luar Negeri"),
    ],
)
def test_a_speaker_stands_after_the_verb(text, language, expected):
    assert (expected, "after", 0) in heard(text, language)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The minister, Rose Hart, said Iran sent missiles to Russia.", "en", "Rose Hart"),
        ("Rose Hart, the defence minister, said Iran sent missiles to Russia.", "en", "the defence minister"),
        ("Menteri Pertahanan, Budi Santoso, mengatakan Iran mengirim rudal ke Rusia.", "id", "Budi Santoso"),
    ],
)
def test_of_a_name_with_an_apposition_the_part_beside_the_verb_is_the_speaker(text, language, expected):
    assert [words for words, side, _ in heard(text, language) if side == "before"] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran sent missiles to Russia, a senior official said.", ("a senior official", "before", 0)),
        ("Iran sent missiles to Russia, according to three sources.", ("three sources", "after", 0)),
    ],
)
def test_who_has_no_name_is_a_speaker_where_the_clause_stands_apart(text, expected):
    assert heard(text) == [expected]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("“Iran sent missiles to Russia,” he said.", "en"),
        ("Iran sent missiles to Russia, according to them.", "en"),
        ("Iran mengirim rudal ke Rusia, kata dia.", "id"),
        ("Dia mengatakan Iran mengirim rudal ke Rusia.", "id"),
        ("Iran sent missiles to Russia.", "en"),
    ],
)
def test_nobody_speaks_where_only_a_pronoun_or_the_narrator_does(text, language):
    assert heard(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Hart: Iran sent missiles to Russia", "en", ("Hart", "lead", 0)),
        ("Pentagon: Iran mengirim rudal ke Rusia", "id", ("Pentagon", "lead", 0)),
        ("Iran sent missiles to Russia: White House", "en", ("White House", "tail", 0)),
        ("Iran sent missiles to Russia - Pentagon", "en", ("Pentagon", "tail", 0)),
        ("Iran sent missiles to Russia – Pentagon.", "en", ("Pentagon", "tail", 0)),
        ("Iran mengirim rudal ke Rusia - Pentagon", "id", ("Pentagon", "tail", 0)),
    ],
)
def test_a_name_is_set_off_by_a_colon_or_a_dash(text, language, expected):
    assert expected in heard(text, language)


def test_a_lower_case_word_before_a_colon_is_no_name():
    assert "lead" not in [side for _, side, _ in heard("update: Iran sent missiles to Russia")]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Rose Hart said the talks went well. Iran sent missiles to Russia.", "en", ("Rose Hart", "before", 1)),
        ("Rose Hart said so. It rained. Iran sent missiles to Russia.", "en", ("Rose Hart", "before", 2)),
        (
            "Budi Santoso mengatakan rapat itu lancar. Iran mengirim rudal ke Rusia.",
            "id",
            ("Budi Santoso", "before", 1),
        ),
    ],
)
def test_a_speaker_of_one_of_the_two_sentences_before_can_go_on_speaking(text, language, expected):
    assert expected in heard(text, language)


def test_a_speaker_three_sentences_before_is_too_far():
    assert heard("Rose Hart said so. It rained hard. It rained on. Iran sent missiles to Russia.") == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Poland announced the sale of missiles to Estonia.", "en", "Poland"),
        ("Poland pledged missiles to Estonia.", "en", "Poland"),
        ("Polandia mengumumkan pengiriman rudal ke Estonia.", "id", "Polandia"),
        ("Polandia menjanjikan rudal kepada Estonia.", "id", "Polandia"),
    ],
)
def test_who_announces_or_promises_is_a_speaker(text, language, expected):
    assert (expected, "before", 0) in heard(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Poland sold missiles to Estonia.", "en"),
        ("Missiles were pledged to Estonia.", "en"),
        ("Polandia menjual rudal ke Estonia.", "id"),
    ],
)
def test_a_trigger_that_announces_nothing_or_in_the_passive_has_no_speaker(text, language):
    (sentence,) = sentences_of(text, language)
    assert not [node for node in sentence.nodes if says(sentence, node)]


@pytest.mark.parametrize("language", lx.languages())
def test_every_announcing_word_of_a_language_is_a_trigger_or_a_verb_of_saying(language):
    lexicon = lx.lexicon(language)
    kinds = {}
    for automaton, table in ((lexicon.content, lexicon.content_entries), (lexicon.function, lexicon.function_entries)):
        for word in lexicon.config["saying"]:
            for pattern, start, end in automaton.find_matches_as_indexes(word, overlapping=True):
                if (start, end) == (0, len(word)):
                    kinds.setdefault(word, set()).update(entry.kind for entry in table[pattern])
    unused = [w for w in lexicon.config["saying"] if not kinds.get(w, set()) & {lx.TRIGGER, lx.SPEECH}]
    assert unused == []


def features(text: str) -> list[set[str]]:
    (sentence,) = sentences_of(text, "en")
    parties = {c.codes: c for c in candidates(sentence)}
    supplier, recipient = parties.get(("IRN",), UNKNOWN), parties.get(("RUS",), UNKNOWN)
    trigger = trigger_of(sentence, supplier, recipient)
    found = possible_speakers(sentence)
    return [set(speaker_features(s, trigger, supplier, recipient, len(found))) for s in found]


def test_features_tell_whether_the_speaker_is_a_party_of_the_claim():
    (accuser,) = features("Iran sent missiles to Russia, according to Washington.")
    assert {"supplier=False", "recipient=False", "side=after.0", "order=verb_last.after"} <= accuser
    own = features("Iran said it sent missiles to Russia.")[0]
    assert {"supplier=True", "recipient=False", "order=verb_first.before"} <= own


def test_features_name_an_announcing_trigger_as_the_claims_own():
    (sentence,) = sentences_of("Poland pledged missiles to Estonia.", "en")
    trigger = next(n for n in sentence.nodes if n.kind == lx.TRIGGER)
    speaker = possible_speakers(sentence)[0]
    assert "same=True" in speaker_features(speaker, trigger, UNKNOWN, UNKNOWN, 1)


def test_a_speaker_without_a_verb_has_no_features_of_a_verb():
    (sentence,) = sentences_of("Hart: Iran sent missiles to Russia", "en")
    found = speaker_features(Speaker(sentence, 0, 4, None, "lead", 0), None, UNKNOWN, UNKNOWN, 1)
    assert "side=lead.0" in found
    assert not [f for f in found if f.startswith(("verb=", "form=", "next="))]
