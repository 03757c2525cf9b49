"""What is seen of how a claim is told: layout, words around the trigger, the object's words, roles, years, denials."""

import pytest

from streams.extraction import lexicon as lx
from streams.extraction.candidates import candidates, trigger_of
from streams.extraction.modifiers import cue, modifier_features, rule_status
from streams.extraction.sentences import Sentence
from streams.training.samples import sentences_of


def only(text: str, language: str = "en") -> Sentence:
    (sentence,) = sentences_of(text, language)
    return sentence


def features(text: str, language: str = "en", supplier: str = "RUS", year: int | None = None) -> set[str]:
    """The features of a claim from `supplier` ("" is unknown) to India."""
    sentence = only(text, language)
    parties = {"+".join(c.codes): c for c in candidates(sentence)}
    giver, getter = parties[supplier], parties["IND"]
    return set(modifier_features(sentence, trigger_of(sentence, giver, getter), giver, getter, year))


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        ("Russia sold used tanks to India.", "plain"),
        ("Russia sold used tanks to India", "open"),
        ("Russia Sold Used Tanks to India", "title"),
        ("RUSSIA SOLD USED TANKS TO INDIA", "upper"),
    ],
)
def test_the_layout_of_a_sentence_is_seen_alone_and_with_the_trigger(text, layout):
    found = features(text)
    assert {f for f in found if f.startswith("layout=")} == {f"layout={layout}", f"layout={layout}.give.done.active"}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Russia may deliver tanks to India.", "en", "side=-1.cue.conditional.0"),
        ("Russia reportedly sold tanks to India.", "en", "side=-1.cue.alleged.0"),
        ("Russia did not deliver tanks to India.", "en", "side=-1.auxiliary.negation.0"),
        ("Deliveries of tanks by Russia to India were suspended.", "en", "side=1.trigger.suspend.0"),
        ("Russia denied that Russia sold tanks to India.", "en", "side=-1.speech.denies.1"),
        ("Rusia akan mengirim tank bekas ke India.", "id", "side=-1.auxiliary.future.0"),
        ("Rusia menangguhkan pengiriman tank ke India.", "id", "side=1.trigger.give.0"),
    ],
)
def test_words_of_doing_and_doubting_are_seen_on_their_side_of_the_trigger(text, language, expected):
    assert expected in features(text, language)


def test_an_operator_close_to_the_trigger_is_told_from_one_further_off():
    near = {f for f in features("Russia reportedly sold tanks to India.") if f.startswith("side=-1.cue.alleged..")}
    far = {
        f
        for f in features("Reportedly the army of Russia, in Oman, sold tanks to India.")
        if f.startswith("side=-1.cue.alleged..")
    }
    assert near
    assert far
    assert near.isdisjoint(far)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Russia sold its used tanks to India.", "en", {"category=tank", "wi=its", "wi=used"}),
        ("Russia sent missiles to India, which has old tanks.", "en", {"category=missile", "wi=sent"}),
        ("Rusia mengirim sepuluh tank ke India.", "id", {"category=tank", "wi=mengirim", "wi=sepuluh"}),
    ],
)
def test_the_nearest_item_and_the_words_before_it_are_seen(text, language, expected):
    assert {f for f in features(text, language) if f.startswith(("category=", "wi="))} == expected


def test_the_roles_that_the_frame_gives_are_seen():
    assert {"supplier=give.active.subject", "recipient=give.active.to"} <= features("Russia sold tanks to India.")


def test_a_party_that_is_not_named_is_seen_by_how_it_is_known():
    found = features("Tanks were sold to India.", supplier="")
    assert {"supplier=-", "supplier=unknown", "recipient=give.passive.to"} <= found


@pytest.mark.parametrize(
    ("text", "language", "denied"),
    [
        ("Russia sold tanks to India.", "en", "no"),
        ("Russia did not deliver tanks to India.", "en", "verb"),
        ("Russia denied that Russia sold tanks to India.", "en", "said"),
        ("Rusia tidak mengirim tank ke India.", "id", "verb"),
        ("Rusia membantah Rusia mengirim tank ke India.", "id", "said"),
    ],
)
def test_how_far_a_denial_is_from_the_trigger_is_seen(text, language, denied):
    assert [f for f in features(text, language) if f.startswith("denied=") and "#" not in f] == [f"denied={denied}"]


@pytest.mark.parametrize(
    ("text", "language", "status"),
    [
        ("Russia delivered tanks to India.", "en", "delivered"),
        ("Russia will deliver tanks to India.", "en", "pledged"),
        ("Russia suspended the delivery of tanks to India.", "en", "suspended"),
        ("Deliveries of tanks to India were suspended by Russia.", "en", "suspended"),
        ("Rusia akan mengirim tank ke India.", "id", "pledged"),
        ("Rusia menangguhkan pengiriman tank ke India.", "id", "suspended"),
    ],
)
def test_the_frames_alone_give_a_status(text, language, status):
    nodes = only(text, language).nodes
    index = next(i for i, n in enumerate(nodes) if n.kind == lx.TRIGGER and n.cls == "give")
    assert rule_status(nodes, index) == status


def test_the_age_of_the_years_is_measured_from_publication():
    old, fresh = (features(f"Russia sold tanks to India in {y}.", year=2024) for y in (1985, 2024))
    assert {"year=oldest3", "year=newest3", "year=any"} <= old
    assert {"year=oldest0", "year=newest0", "year=any"} <= fresh
    assert not [f for f in features("Russia sold tanks to India.", year=2024) if f.startswith("year=")]


def test_a_trigger_beyond_a_contrast_is_far():
    found = features("Russia sold tanks to India, while India tested missiles.")
    assert "far=test" in found
    assert "t=test" not in found


@pytest.mark.parametrize(
    ("text", "kind", "value", "words"),
    [
        ("Russia reportedly sold tanks to India.", "certainty", "alleged", "reportedly"),
        ("Russia may deliver tanks to India.", "certainty", "conditional", "may"),
        ("Russia denied that Russia sold tanks to India.", "polarity", "denied", "denied"),
        ("Russia suspended the delivery of tanks to India.", "status", "suspended", "suspended"),
        ("Russia sold tanks to India.", "certainty", "alleged", None),
    ],
)
def test_the_cue_of_a_modifier_is_where_the_text_shows_it(text, kind, value, words):
    sentence = only(text)
    trigger = next(n for n in sentence.nodes if n.kind == lx.TRIGGER)
    place = cue(sentence, kind, value, trigger)
    assert (text[slice(*place)] if place else None) == words
