"""Sentences are found where they are, and hostile text is cut so that work stays bounded."""

import pytest

from streams.extraction import lexicon as lx
from streams.extraction.candidates import MAX_CANDIDATES, candidates
from streams.extraction.linear import Binary
from streams.extraction.matching import find_content
from streams.extraction.sentences import Quiet, Sentence, gated, sentences_before, spans
from streams.training.samples import sentences_of


def test_sentence_bounds_hold_the_sentences():
    text = "Rusia mengirim rudal. Iran menerimanya.\n\nKedua negara diam."
    assert [text[a:b] for a, b in spans(text, "id")] == [
        "Rusia mengirim rudal.",
        "Iran menerimanya.",
        "Kedua negara diam.",
    ]


@pytest.mark.parametrize(
    "text", ["Russia gives Iran missiles " * 500, "x" * 5000, "Russia sent missiles to Iran, " * 300]
)
def test_an_endless_sentence_is_cut(text):
    found = spans(text, "en")
    assert max(b - a for a, b in found) <= 1000
    assert "".join(text[a:b] for a, b in found).replace(" ", "") == text.replace(" ", "")


def test_the_candidates_of_a_crowded_sentence_are_bounded():
    text = "Missiles: " + ", ".join(["Russia gave Iran", "India gave Peru", "Chad gave Mali", "Cuba gave Oman"] * 5)
    for sentence in sentences_of(text, "en"):
        assert len([c for c in candidates(sentence) if c.node is not None]) <= MAX_CANDIDATES + 4


def through_the_gate(text: str, gate: Binary | None = None) -> list[Sentence | Quiet]:
    lowered, lexicon = lx.lower(text), lx.lexicon("en")
    return list(gated(text, lowered, find_content(text, lowered, lexicon), ([], []), lexicon, gate))


def quiet(text: str, gate: Binary | None = None) -> list[tuple[str, str]]:
    """(words, reason) of the stretches that the gate stops."""
    return [(text[q.start : q.end], q.reason) for q in through_the_gate(text, gate) if isinstance(q, Quiet)]


@pytest.mark.parametrize(
    ("text", "reason"), [("Russia met India. It rained.", "no_item"), ("Missiles flew. It rained.", "no_party")]
)
def test_a_text_without_item_or_party_is_quiet_as_a_whole(text, reason):
    assert quiet(text) == [(text, reason)]


def test_a_sentence_is_quiet_where_no_party_is_known_yet():
    assert quiet("Missiles flew over the Red Sea. It rained.") == [("Missiles flew over the Red Sea.", "no_party")]


def test_what_the_gate_stops_is_quiet_beside_what_it_lets_through():
    text = "Russia sold missiles to India. Russia fired missiles."
    stop = Binary(0.0, {"fired": -1.0})
    assert quiet(text, stop) == [("Russia fired missiles.", "use")]
    passed = [s for s in through_the_gate(text, stop) if isinstance(s, Sentence)]
    assert [text[s.start : s.end] for s in passed] == ["Russia sold missiles to India."]


def test_a_sentence_without_an_item_is_passed_over_without_a_word():
    text = "Russia met India. Russia sold missiles to India."
    (sentence,) = through_the_gate(text)
    assert isinstance(sentence, Sentence)
    assert text[sentence.start : sentence.end] == "Russia sold missiles to India."


def before(text: str) -> list[str]:
    *_, sentence = sentences_of(text, "en")
    return [text[s.start : s.end] for s in sentences_before(sentence)]


def test_the_two_sentences_before_are_at_hand_the_last_one_first():
    assert before("Oslo fell. It rained. Hart spoke. Russia sold missiles to India.") == ["Hart spoke.", "It rained."]


def test_nothing_stands_before_the_first_sentence():
    assert before("Russia sold missiles to India.") == []


def test_a_sentence_before_has_its_parties_and_verbs_though_it_passed_no_gate():
    *_, sentence = sentences_of("Washington spoke, officials said. Russia sold missiles to India.", "en")
    (earlier,) = sentences_before(sentence)
    assert [n.codes for n in earlier.nodes if n.kind == lx.ACTOR and n.codes] == [("USA",)]
    assert [n.cls for n in earlier.nodes if n.kind == lx.SPEECH] == ["asserts"]
