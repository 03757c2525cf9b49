"""Which claims alert: news, likely enough, with both parties or one and an item."""

from typing import Any

import pytest

from streams.extraction.candidates import UNKNOWN, candidates, trigger_of
from streams.extraction.claims import Draft
from streams.extraction.record import alert_needed, no_alert
from streams.training.samples import sentences_of

THRESHOLDS = {"alert": 0.5, "alert_framed": 0.3, "alert_ambiguous": 0.7, "gate_share": 0.5}


def draft(text: str, language: str = "en", **more: Any) -> Draft:
    """A draft from Russia to India with all items of the sentence."""
    (sentence,) = sentences_of(text, language)
    parties = {c.codes: c for c in candidates(sentence)}
    supplier, recipient = parties["RUS",], parties["IND",]
    made = Draft(sentence, supplier, recipient, 0.9, trigger_of(sentence, supplier, recipient), True)
    made.items = [n for n in sentence.nodes if n.kind == "item"]
    for name, value in more.items():
        setattr(made, name, value)
    return made


FRAMED = "Russia sold missiles to India."


@pytest.mark.parametrize(
    ("text", "language", "needed"),
    [
        (FRAMED, "en", "alert_framed"),
        ("Rusia menjual rudal ke India.", "id", "alert_framed"),
        ("Missiles stood in Russia, in India.", "en", "alert"),
        ("Russia sold ships to India.", "en", "alert_ambiguous"),
        ("Russia sold ships and missiles to India.", "en", "alert_framed"),
    ],
)
def test_what_an_alert_needs_depends_on_frame_and_item(text, language, needed):
    assert alert_needed(draft(text, language), THRESHOLDS) == pytest.approx(THRESHOLDS[needed])


def test_a_sentence_that_the_gate_holds_likely_needs_less():
    likely, unlikely = draft(FRAMED), draft(FRAMED)
    likely.sentence.likely, unlikely.sentence.likely = 2.0, -2.0
    assert alert_needed(likely, THRESHOLDS) < THRESHOLDS["alert_framed"] < alert_needed(unlikely, THRESHOLDS)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({}, ""),
        ({"score": 0.31}, ""),
        ({"score": 0.29}, "below_alert"),
        ({"time": "background"}, "background"),
        ({"time": "background", "score": 0.1}, "background"),
        ({"recipient": UNKNOWN}, ""),
        ({"supplier": UNKNOWN}, ""),
        ({"supplier": UNKNOWN, "recipient": UNKNOWN}, "incomplete"),
    ],
)
def test_a_claim_that_does_not_alert_has_its_reason(more, reason):
    assert no_alert(draft(FRAMED, **more), THRESHOLDS) == reason


def test_both_parties_alert_without_an_item_and_one_party_does_not():
    assert no_alert(draft(FRAMED, items=[]), THRESHOLDS) == ""
    assert no_alert(draft(FRAMED, items=[], recipient=UNKNOWN), THRESHOLDS) == "incomplete"
