"""Terse names of features in words; a name that nobody knows has none, and is shown as it is."""

import pytest

from streams.explanation.words import in_words


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        ("w:the", "sentence: word “the”"),
        ("n:a2", "sentence: number of parties: 2"),
        ("hard:False", "sentence: no item that can be nothing else"),
        ("b:A>T.give.active", "sentence: party, then trigger give active"),
        ("S:cls=context", "supplier: known only from before the sentence"),
        ("S:vote=supplier.0", "supplier: a frame makes it supplier, in its clause"),
        ("S:rule=give.active.subject.1", "supplier: the frame give active subject, further off"),
        ("R:w-1=to", "recipient: the word before it: “to”"),
        ("R:w-1=^", "recipient: the word before it: none, it begins the sentence"),
        ("R:pn=m.to_b.and", "recipient: around it: marker to, then break and"),
        (
            "R:context.t=get.active",
            "recipient: known only from before the sentence, in a sentence with a trigger, get active",
        ),
        ("S:unknown.actors3", "supplier: not named, in a sentence with parties named: 3"),
        ("P:bw=SR.to", "both: a word between them: to (supplier first)"),
        ("P:cc=state>unknown", "both: who gives and who gets: a country by its name and not named"),
        ("P:frame=give.passive.by", "both: the frame that names both: give passive by"),
        ("trigger=deliver", "the trigger deliver"),
        ("cl=cue.recent", "in the clause: cue recent"),
    ],
)
def test_a_feature_says_who_and_what_it_is_about(feature, words):
    assert in_words(feature) == words


@pytest.mark.parametrize("feature", ["brandnew=3", "S:brandnew=3", "P:brandnew=3", "brandnew:3", "R:brandnew", ""])
def test_an_unknown_feature_has_no_words(feature):
    assert in_words(feature) == ""
