"""The named reason for silence is the first that the text gives."""

import pytest

from streams.articles.article import Article
from streams.extraction import extract
from streams.extraction import lexicon as lx
from streams.extraction.matching import Mention
from streams.extraction.nodes import Node
from streams.extraction.silence import stopped, unconvinced


def mention(kind: str, cls: str) -> Mention:
    return Mention(0, 1, lx.Entry(kind, cls, cls))


def node(kind: str, cls: str) -> Node:
    return Node(kind, cls, 0, 1, [])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ([(lx.ITEM, "weapon")], "unlikely"),
        ([(lx.ITEM, "weapon"), (lx.TRIGGER, "give")], "unlikely"),
        ([(lx.TRIGGER, "test"), (lx.TRIGGER, "use")], "test"),
        ([(lx.TRIGGER, "use"), (lx.DECOY, "sport")], "sport"),
    ],
)
def test_at_the_gate(content, reason):
    assert stopped(mention(*each) for each in content) == reason


@pytest.mark.parametrize(
    ("nodes", "reason"),
    [
        ([], "no_trigger"),
        ([(lx.TRIGGER, "give")], "below_threshold"),
        ([(lx.CUE, "crime")], "crime"),
        ([(lx.CUE, "talk"), (lx.CUE, "sport")], "sport"),
        ([(lx.CUE, "sport"), (lx.TRIGGER, "produce")], "domestic"),
        ([(lx.TRIGGER, "use"), (lx.DECOY, "metaphor")], "metaphor"),
    ],
)
def test_after_the_gate(nodes, reason):
    assert unconvinced([node(*each) for each in nodes]) == reason


@pytest.mark.parametrize(
    ("text", "reason"), [("The ministers met in Oslo.", "no_item"), ("Missiles are fast.", "no_party")]
)
def test_of_a_whole_text(text, reason):
    assert extract(Article(id="a", text=text, language="en")).silences == {reason: 1}
