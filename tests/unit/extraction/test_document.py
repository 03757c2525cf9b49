"""The same fact told again is one claim with more evidence; different facts stay apart."""

from streams.extraction.candidates import Candidate
from streams.extraction.claims import Draft
from streams.extraction.document import merge
from streams.training.samples import sentences_of


def draft(supplier, recipient, status="delivered", category_text="missiles", time="news", score=0.8):
    (sentence,) = sentences_of(f"Russia sent {category_text} to India.", "en")
    side = lambda codes: Candidate(tuple(codes), -1, None, "name", "mention", [])  # noqa: E731
    made = Draft(sentence, side(supplier), side(recipient), score, None, True)
    made.items = [n for n in sentence.nodes if n.kind == "item"]
    made.status, made.time = status, time
    return made


def test_a_fact_told_twice_is_one_claim_with_two_tellings():
    told = merge([draft(["RUS"], ["IND"]), draft(["RUS"], ["IND"])])
    assert [len(t.drafts) for t in told] == [2]


def test_a_telling_with_an_unknown_side_joins_the_fuller_one():
    (told,) = merge([draft([], ["IND"]), draft(["RUS"], ["IND"])])
    assert told.best.suppliers == ("RUS",)


def test_another_item_is_another_claim():
    assert len(merge([draft(["RUS"], ["IND"]), draft(["RUS"], ["IND"], category_text="frigates")])) == 2


def test_history_does_not_join_news():
    assert len(merge([draft(["RUS"], ["IND"]), draft(["RUS"], ["IND"], time="background")])) == 2


def test_the_opposite_direction_is_another_claim():
    assert len(merge([draft(["RUS"], ["IND"]), draft(["IND"], ["RUS"])])) == 2
