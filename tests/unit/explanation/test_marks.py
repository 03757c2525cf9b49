"""Marks of a text: what claims hold comes first, nothing overlaps."""

from itertools import pairwise

from streams.articles.article import Article
from streams.explanation.marks import KINDS, marks
from streams.extraction.explanation import explain

TEXT = "Turkey delivered 12 Bayraktar TB2 drones to Poland on Monday. Arsenal FC won. Officials in Oslo saw missiles."


def marked(text=TEXT) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for mark in marks(explain(Article(id="a", text=text, language="en"))):
        found.setdefault(mark.kind, set()).add(text[mark.start : mark.end])
    return found


def test_what_a_claim_holds_is_marked_by_its_role():
    found = marked()
    assert "Turkey" in found["supplier"]
    assert "Poland" in found["recipient"]
    assert {"Bayraktar TB2 drones", "missiles"} <= found["item"]
    assert "12" in found["amount"]
    assert "delivered" in found["trigger"]


def test_decoys_are_marked_wherever_they_are():
    assert "Arsenal FC" in marked()["decoy"]


def test_marks_are_in_order_of_known_kinds_and_do_not_overlap():
    found = marks(explain(Article(id="a", text=TEXT, language="en")))
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert {mark.kind for mark in found} <= set(KINDS)


def test_a_text_in_an_unknown_language_has_no_marks():
    assert marks(explain(Article(id="a", text=TEXT, language="ru"))) == []
