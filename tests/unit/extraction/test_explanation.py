"""An explanation tells of extraction as it is: the same claims, the same reasons, scores that add up."""

import math
from pathlib import Path

import orjson
import pytest

from streams.articles.article import Article
from streams.extraction import extract
from streams.extraction.claims import CLAIM, MODIFIERS
from streams.extraction.explanation import HOPELESS, explain
from streams.extraction.silence import LANGUAGE

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.json"))
CLEAR = "Turkey delivered 12 Bayraktar TB2 drones to Poland on Monday."


def article(path: Path) -> Article:
    seed = orjson.loads(path.read_bytes())
    return Article(id=path.stem, text=seed["text"], language=seed["language"], published_at=seed["published_at"])


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_claims_and_reasons_are_those_of_extraction(path):
    told, found = explain(article(path)), extract(article(path))
    assert [each.record for each in told.claims] == found.claims
    given = [q.reason for q in told.quiet] + [s.reason for s in told.sentences if s.reason is not None]
    assert {reason: given.count(reason) for reason in given} == found.silences


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_the_weights_of_a_pair_add_up_to_its_score(path):
    for sentence in explain(article(path)).sentences:
        for each in sentence.considered:
            if each.weights:
                total = each.bias + math.fsum(weight for _, weight in each.weights)
                assert 1 / (1 + math.exp(-total)) == pytest.approx(each.score)


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_every_claim_has_its_pair_and_every_silent_sentence_has_pairs_that_failed(path):
    told = explain(article(path))
    for claim in told.claims:
        for draft in claim.told.drafts:
            considered, decided = told.of(draft)
            assert considered is not None
            assert considered.verdict == CLAIM
            assert considered.score >= considered.needed
            assert [(d.kind, d.value) for d in decided] == [(kind, getattr(draft, kind)) for kind in MODIFIERS]
        assert (claim.no_alert == "") == claim.record["alert"]
        said, speakers = claim.record["attribution"]["claimant"], claim.speakers
        assert [s.score for s in speakers] == sorted((s.score for s in speakers), reverse=True)
        likely = [(s.speaker.start, s.speaker.end) for s in speakers[:1] if s.score >= s.needed]
        assert ([(said["start"], said["end"])] if said else []) == likely
    for sentence in told.sentences:
        words = {each.verdict for each in sentence.considered}
        assert (CLAIM in words) == (sentence.reason is None) == bool(sentence.drafts)
        assert words


def test_pairs_that_extraction_does_not_look_at_closer_are_scored_after_the_others():
    (sentence,) = explain(Article(id="a", text=CLEAR, language="en")).sentences
    words = [each.verdict for each in sentence.considered]
    assert words.index(CLAIM) == 0
    assert HOPELESS in words
    assert HOPELESS not in words[: words.index(HOPELESS)]
    assert set(words[words.index(HOPELESS) :]) == {HOPELESS}


def test_tellings_of_one_transfer_are_kept_with_the_claim_that_they_became():
    (claim,) = explain(Article(id="a", text=f"{CLEAR} Turkey has sent the drones to Poland.", language="en")).claims
    assert len(claim.told.drafts) == 2
    assert claim.told.best in claim.told.drafts


def test_a_language_without_a_folder_is_explained_by_its_reason():
    told = explain(Article(id="x", text="Россия поставила ракеты Ирану.", language="ru"))
    assert (told.sentences, told.claims) == ([], [])
    assert [q.reason for q in told.quiet] == [LANGUAGE]


def test_a_draft_of_another_article_is_refused():
    told = explain(Article(id="a", text=CLEAR, language="en"))
    with pytest.raises(KeyError):
        explain(Article(id="b", text=CLEAR, language="en")).of(told.claims[0].told.best)
