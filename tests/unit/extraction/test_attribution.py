"""The speaker that is likely enough is the claimant, and the other side's answer is heard."""

import pytest

from streams.extraction.attribution import attribution, decided_by, responses
from streams.extraction.candidates import candidates, trigger_of
from streams.extraction.claims import Draft
from streams.extraction.linear import Binary, Choice, PairScorer, Scorers
from streams.training.samples import sentences_of

NOTHING = Binary(0.0, {})
NO_CHOICE = Choice(("-",), (0.0,), {})


def scorers(weights: dict[str, float], bias: float = -2.0, threshold: float = 0.5) -> Scorers:
    """Scorers of which only that of claimants knows anything."""
    pair = PairScorer(0.0, NOTHING, NOTHING, NOTHING, NOTHING)
    choices = (NO_CHOICE, NO_CHOICE, NO_CHOICE, NO_CHOICE)
    return Scorers(NOTHING, pair, NOTHING, *choices, Binary(bias, weights), {"claimant": threshold})


def drafts(text: str, language: str = "en") -> list[Draft]:
    """One draft a sentence, from Iran to Russia."""
    found = []
    for sentence in sentences_of(text, language):
        parties = {c.codes: c for c in candidates(sentence)}
        supplier, recipient = parties["IRN",], parties["RUS",]
        found.append(Draft(sentence, supplier, recipient, 0.9, trigger_of(sentence, supplier, recipient), True))
    return found


AFTER = scorers({"side=after.0": 4.0})


def test_the_likeliest_speaker_is_the_claimant_with_verb_and_party():
    text = "Iran sent missiles to Russia, according to Washington."
    said = attribution(drafts(text), AFTER)
    assert said is not None
    assert (text[said.start : said.end], text[slice(*said.verb)]) == ("Washington", "according to")
    assert (said.party, said.stance) == ("USA", "asserts")


def test_without_a_likely_speaker_the_narrator_tells():
    text = "Iran sent missiles to Russia, according to Washington."
    assert attribution(drafts(text), scorers({"side=after.0": 1.0})) is None


def test_the_threshold_decides_how_likely_is_enough():
    told = drafts("Iran sent missiles to Russia, according to Washington.")
    assert attribution(told, scorers({}, bias=-0.1, threshold=0.5)) is None
    assert attribution(told, scorers({}, bias=0.1, threshold=0.5)) is not None


@pytest.mark.parametrize(
    ("text", "language", "stance"),
    [
        ("Washington accused Iran of sending missiles to Russia.", "en", "alleges"),
        ("Iran denied it had sent missiles to Russia.", "en", "denies"),
        ("Washington menuduh Iran mengirim rudal ke Rusia.", "id", "alleges"),
        ("Iran membantah Iran mengirim rudal ke Rusia.", "id", "denies"),
    ],
)
def test_the_verb_of_saying_gives_the_stance(text, language, stance):
    said = attribution(drafts(text, language), scorers({"side=before.0": 4.0}))
    assert said is not None
    assert said.stance == stance


def test_a_name_set_off_asserts_without_a_verb():
    text = "Iran sent missiles to Russia - Pentagon"
    said = attribution(drafts(text), scorers({"side=tail.0": 4.0}))
    assert said is not None
    assert (text[said.start : said.end], said.verb, said.party, said.stance) == ("Pentagon", None, "USA", "asserts")


def test_the_first_draft_with_a_likely_speaker_decides():
    text = "Iran sent missiles to Russia. Iran gave Russia missiles, according to Washington."
    _, best = decided_by(drafts(text), AFTER)
    assert best is not None
    assert text[best.speaker.start : best.speaker.end] == "Washington"


def test_where_nobody_is_likely_the_speakers_of_the_first_draft_are_told():
    text = "Iran sent missiles to Russia, according to Washington. Iran gave Russia missiles, Oslo said."
    heard, best = decided_by(drafts(text), scorers({}))
    assert best is None
    assert [text[h.speaker.start : h.speaker.end] for h in heard] == ["Washington"]


def test_an_unnamed_government_speaks_for_the_party_at_home():
    (told,) = drafts("Iran sent missiles to Russia, according to the foreign ministry.")
    told.sentence.home = "OMN"
    said = attribution([told], AFTER)
    assert said is not None
    assert said.party == "OMN"


def answers(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(party, stance) for s in sentences_of(text, language) for party, stance, _, _ in responses(s)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Iran denied sending missiles to Russia.", "en", [("IRN", "denies")]),
        ("Iran sent missiles, but Russia declined to comment.", "en", [("RUS", "no_comment")]),
        ("That missiles came was denied by Iran.", "en", [("IRN", "denies")]),
        ("Iran and Russia denied a sale of missiles.", "en", [("IRN", "denies"), ("RUS", "denies")]),
        ("Iran membantah mengirim rudal ke Rusia.", "id", [("IRN", "denies")]),
        ("Iran mengirim rudal; Rusia menolak berkomentar.", "id", [("RUS", "no_comment")]),
        ("Iran said it sent missiles to Russia.", "en", []),
    ],
)
def test_who_denies_or_does_not_comment_answers(text, language, expected):
    assert answers(text, language) == expected


def test_an_answer_is_shown_by_its_sentence():
    text = "Oman saw missiles. Iran denied sending missiles to Russia."
    *_, sentence = sentences_of(text, "en")
    ((_, _, start, end),) = responses(sentence)
    assert text[start:end] == "Iran denied sending missiles to Russia."
