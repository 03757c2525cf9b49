"""An explanation as data: what is cut and worded, from articles that are explained."""

from pathlib import Path

import orjson
import pytest

from streams.articles.article import Article
from streams.contracts import reasons
from streams.explanation.view import MOST_FEATURES, MOST_PAIRS, features, view
from streams.extraction import extract
from streams.extraction.explanation import explain

SEEDS = Path(__file__).parents[3] / "seeds"
TEXT = "Turkey delivered 12 Bayraktar TB2 drones to Poland on Monday. Turkey has sent the drones to Poland."


def viewed(text: str, language: str = "en"):
    article = Article(id="a", text=text, language=language)
    return view(article, explain(article))


def test_claims_are_those_that_extraction_publishes():
    claims = [each["claim"] for each in viewed(TEXT)["claims"]]
    assert claims == extract(Article(id="a", text=TEXT, language="en")).claims
    assert claims


def test_a_claim_says_which_rules_name_its_parties_and_what_was_merged():
    (told,) = viewed(TEXT)["claims"]
    assert told["headline"].startswith("Turkey → Poland: Bayraktar TB2 drones, 12; delivered")
    supplier, recipient = told["roles"]
    assert (supplier["role"], supplier["codes"], supplier["mention"]["quote"]) == ("supplier", ["TUR"], "Turkey")
    assert "give.active.subject" in [rule["rule"] for rule in supplier["rules"]]
    assert "give.active.to" in [rule["rule"] for rule in recipient["rules"]]
    assert [modifier["kind"] for modifier in told["modifiers"]] == ["status", "polarity", "certainty", "time"]
    assert [telling["best"] for telling in told["told"]].count(True) == 1
    assert len(told["told"]) == 2


def test_the_pairs_of_a_sentence_are_told_once_each_the_likeliest_first():
    for each in viewed("Iran showed tanks. Iran and Syria met in Iran. Syria saw tanks of Iran.")["silent"]:
        pairs = [each["pair"], *each["others"]]
        codes = [(tuple(p["supplier"]), tuple(p["recipient"])) for p in pairs]
        assert len(codes) == len(set(codes)) <= 1 + MOST_PAIRS
        assert [p["score"] for p in pairs] == sorted((p["score"] for p in pairs), reverse=True)


def test_features_are_cut_and_their_sums_are_of_all():
    weights = [(f"w:{number}", 1.0) for number in range(MOST_FEATURES + 3)] + [("n:i1", -0.5)]
    found = features(weights, MOST_FEATURES)
    assert len(found["for"]) == MOST_FEATURES
    assert found["sums"] == {"for": MOST_FEATURES + 3.0, "against": -0.5}
    assert found["against"] == [{"feature": "n:i1", "words": "sentence: number of items: 1", "weight": -0.5}]


def test_a_feature_that_is_repeated_under_numbers_is_one():
    found = features([("denied=no", 0.5), ("denied=no#0", 0.5), ("denied=no#1", 0.25), ("w=a", 1.0)], 2)
    assert [(each["feature"], each["weight"]) for each in found["for"]] == [("denied=no", 1.25), ("w=a", 1.0)]


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.json")), ids=lambda p: p.stem)
def test_everything_is_json_with_known_words_and_true_quotes(path):
    seed = orjson.loads(path.read_bytes())
    body = orjson.loads(orjson.dumps(viewed(seed["text"], seed["language"])))
    for stretch in [*body["silent"], *body["stopped"]]:
        assert stretch["quote"] == body["text"][stretch["start"] : stretch["end"]]
        assert stretch["reason"] in reasons()["silences"]
    for claim in body["claims"]:
        assert claim["no_alert"] is None or claim["no_alert"] in reasons()["no_alert"]
        assert (claim["no_alert"] is None) == claim["claim"]["alert"]
    pairs = [p for each in [*body["silent"], *body["claims"]] for p in [each["pair"], *each["others"]]]
    assert {p["verdict"] for p in pairs} <= set(reasons()["pairs"])
