"""What names one thing is one node."""

import pytest

from streams.extraction import lexicon as lx
from streams.training.samples import sentences_of


def parties(text: str, language: str = "en") -> list[tuple[str, tuple[str, ...]]]:
    (sentence,) = sentences_of(text, language)
    return [(text[n.start : n.end], n.codes) for n in sentence.nodes if n.kind == lx.ACTOR]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Ghana's deputy defence minister bought missiles.", "en", ("Ghana's deputy defence minister", ("GHA",))),
        ("Rudal dipesan dari Saab, pabrikan Swedia.", "id", ("Saab, pabrikan Swedia", ("SWE",))),
        ("The Polish firm sold missiles.", "en", ("Polish firm", ("POL",))),
    ],
)
def test_titles_adjectives_and_appositions_join_their_party(text, language, expected):
    assert expected in parties(text, language)


def test_parties_joined_by_and_are_one_node_with_several_codes():
    assert ("Poland and Romania", ("POL", "ROU")) in parties("Missiles went to Poland and Romania.")


def test_parties_joined_by_a_comma_alone_are_not_a_list():
    assert ("POL", "ROU") not in [codes for _, codes in parties("In Poland, Romania bought missiles.")]
