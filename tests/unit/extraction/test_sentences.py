"""Sentences are found where they are, and hostile text is cut so that work stays bounded."""

import pytest

from streams.extraction.candidates import MAX_CANDIDATES, candidates
from streams.extraction.sentences import spans
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
