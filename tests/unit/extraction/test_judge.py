"""What becomes of the pairs of a sentence: each verdict, and the probability that it takes."""

import pytest

from streams.extraction.candidates import Candidate, candidates, trigger_of
from streams.extraction.claims import Pair, framed, judge
from streams.extraction.sentences import Sentence
from streams.training.samples import sentences_of

THRESHOLDS = {"pair": 0.5, "pair_framed": 0.3, "pair_ambiguous": 0.7, "second": 0.6, "turned": 0.9, "returned": 0.4}
FRAMED = "Russia sold missiles to India."
TWO_SALES = "Russia sold missiles to India while Iran gave Oman missiles."
UNFRAMED = "Missiles stood in Russia, in India, in Oman."


def only(text: str, language: str = "en") -> Sentence:
    (sentence,) = sentences_of(text, language)
    return sentence


def party(sentence: Sentence, codes: str, cls: str = "") -> Candidate:
    """The candidate with these codes ("RUS+IND"; "" is the unknown one)."""
    return next(c for c in candidates(sentence) if "+".join(c.codes) == codes and cls in ("", c.cls))


def verdicts(sentence: Sentence, *scored: tuple[str, str, float]) -> list[str]:
    pairs = [Pair(party(sentence, s), party(sentence, r), score) for s, r, score in scored]
    return [v.word for v in judge(sentence, pairs, THRESHOLDS)]


@pytest.mark.parametrize(
    ("text", "language", "needed"),
    [
        (UNFRAMED, "en", "pair"),
        (FRAMED, "en", "pair_framed"),
        ("Rusia menjual rudal ke India.", "id", "pair_framed"),
        ("Russia sold ships to India.", "en", "pair_ambiguous"),
    ],
)
def test_the_first_pair_needs_the_threshold_of_its_kind(text, language, needed):
    sentence = only(text, language)
    below, enough = (
        judge(sentence, [Pair(party(sentence, "RUS"), party(sentence, "IND"), THRESHOLDS[needed] + more)], THRESHOLDS)
        for more in (-0.01, 0.0)
    )
    assert [v.word for v in (*below, *enough)] == ["below_threshold", "claim"]
    assert below[0].needed == enough[0].needed == THRESHOLDS[needed]


def test_one_certain_item_is_enough_against_doubt():
    assert verdicts(only("Russia sold ships and missiles to India."), ("RUS", "IND", 0.31)) == ["claim"]


def test_a_frame_names_both_parties_only_in_their_roles():
    sentence = only(FRAMED)
    russia, india = party(sentence, "RUS"), party(sentence, "IND")
    assert framed(russia, india)
    assert not framed(india, russia)


def test_every_further_pair_needs_the_threshold_of_the_second():
    sentence = only(TWO_SALES)
    assert verdicts(sentence, ("RUS", "IND", 0.95), ("IRN", "OMN", 0.59)) == ["claim", "below_threshold"]
    assert verdicts(sentence, ("RUS", "IND", 0.95), ("IRN", "OMN", 0.6)) == ["claim", "claim"]


def test_a_pair_after_one_that_is_no_claim_is_still_the_first():
    sentence = only(TWO_SALES)
    assert verdicts(sentence, ("IND", "OMN", 0.45), ("RUS", "IND", 0.4)) == ["below_threshold", "claim"]


def test_a_party_gets_the_other_role_only_where_that_is_very_likely():
    sentence = only("Russia sold missiles to India while India gave Oman missiles.")
    pairs = [
        Pair(party(sentence, "RUS"), party(sentence, "IND"), 0.95),
        Pair(party(sentence, "IND"), party(sentence, "OMN"), 0.89),
    ]
    turned = judge(sentence, pairs, THRESHOLDS)[1]
    assert (turned.word, turned.needed) == ("other_role", THRESHOLDS["turned"])
    pairs[1].score = 0.9
    assert [v.word for v in judge(sentence, pairs, THRESHOLDS)] == ["claim", "claim"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Russia sold missiles to India and in return India gave Russia missiles.", "en"),
        ("Rusia menjual rudal ke India dan sebagai imbalan India memberi Rusia rudal.", "id"),
    ],
)
def test_what_is_given_in_return_has_a_threshold_of_its_own(text, language):
    assert verdicts(only(text, language), ("RUS", "IND", 0.95), ("IND", "RUS", 0.4)) == ["claim", "claim"]
    assert verdicts(only(text, language), ("RUS", "IND", 0.95), ("IND", "RUS", 0.39)) == ["claim", "below_threshold"]


def test_without_in_return_the_way_back_needs_to_be_very_likely():
    sentence = only("Russia sold missiles to India and India gave Russia missiles.")
    assert verdicts(sentence, ("RUS", "IND", 0.95), ("IND", "RUS", 0.8)) == ["claim", "other_role"]


def test_of_two_parties_that_only_talk_the_direction_is_unknown():
    sentence = only("Russia discussed missiles with India.")
    pairs = [Pair(party(sentence, s), party(sentence, r), 0.8) for s, r in (("RUS", "IND"), ("IND", "RUS"))]
    first, second = judge(sentence, pairs, THRESHOLDS)
    assert (first.word, first.direction_known, second.word) == ("claim", False, "mutual")


def test_the_members_of_a_list_have_no_direction():
    sentence = only("Russia and India discussed arms sales.")
    pair = Pair(party(sentence, "RUS", "member"), party(sentence, "IND", "member"), 0.8)
    (verdict,) = judge(sentence, [pair], THRESHOLDS)
    assert (verdict.word, verdict.direction_known) == ("claim", False)


def test_a_pair_is_told_once():
    sentence = only("Russia sold missiles to India while Moscow gave India missiles.")
    moscow, india = party(sentence, "RUS", "capital"), party(sentence, "IND")
    pairs = [Pair(party(sentence, "RUS"), india, 0.95), Pair(moscow, india, 0.92)]
    assert [v.word for v in judge(sentence, pairs, THRESHOLDS)] == ["claim", "told_already"]


def test_one_trigger_has_one_supplier_and_one_recipient():
    sentence = only("Russia sold missiles to India, to Oman.")
    assert verdicts(sentence, ("RUS", "IND", 0.95), ("RUS", "OMN", 0.92)) == ["claim", "place_taken"]


def test_a_party_of_the_sentences_before_does_not_take_a_known_place():
    text = "Oman has missiles. Russia sold missiles to India, while radars were given to India."
    *_, sentence = sentences_of(text, "en")
    oman, first, again = party(sentence, "OMN"), *(c for c in candidates(sentence) if c.codes == ("IND",))
    assert oman.resolved_by == "context"
    assert trigger_of(sentence, oman, first) is not trigger_of(sentence, oman, again)
    pairs = [Pair(party(sentence, "RUS"), first, 0.95), Pair(oman, again, 0.92)]
    assert [v.word for v in judge(sentence, pairs, THRESHOLDS)] == ["claim", "place_taken"]


def test_an_unknown_side_adds_nothing_to_a_pair_that_is_full():
    sentence = only(FRAMED)
    assert verdicts(sentence, ("RUS", "IND", 0.95), ("RUS", "", 0.92)) == ["claim", "party_unknown"]


def test_a_full_pair_stands_against_a_likelier_one_with_an_unknown_side():
    sentence = only(TWO_SALES)
    assert verdicts(sentence, ("", "OMN", 0.95), ("RUS", "IND", 0.92)) == ["party_unknown", "claim"]


def test_of_pairs_with_an_unknown_side_only_the_likeliest_stands():
    sentence = only(TWO_SALES)
    assert verdicts(sentence, ("", "OMN", 0.95), ("RUS", "", 0.92)) == ["claim", "party_unknown"]
