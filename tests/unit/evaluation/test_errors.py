"""Each error has a class for counting and a line that says what decided."""

from typing import Any

import pytest

from streams.evaluation.errors import diagnose, report
from streams.evaluation.gold import article, predict
from streams.evaluation.measures import Wrong, compare
from streams.extraction.explanation import explain

CLEAR = "Turkey delivered 12 Bayraktar TB2 drones to Poland on Monday."


def claim(supplier: str | None = "TUR", recipient: str | None = "POL", **more: Any) -> dict[str, Any]:
    return {
        "supplier": [supplier] if supplier else [],
        "recipient": [recipient] if recipient else [],
        "items": [{"text": "Bayraktar TB2 drones", "category": "drone"}],
        "quantity": None,
        "value": None,
        "status": "delivered",
        "polarity": "asserted",
        "certainty": "fact",
        "time": "news",
        "claimant": None,
        "alert": True,
        **more,
    }


def row(text: str, *claims: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "r", "lang": "en", "kind": "sentence", "text": text, "claims": list(claims), **more}


def errors(given: dict[str, Any]) -> dict[str, str]:
    """The lines by class."""
    _, wrong = compare(given["claims"], predict(given))
    return {error.cls: error.line for error in diagnose(given, wrong, explain(article(given)))}


def test_a_text_that_is_right_has_none():
    assert errors(row(CLEAR, claim(quantity="12"))) == {}


def test_a_party_that_is_not_recognised():
    found = errors(row("The Zorblaxian navy delivered missiles to Poland.", claim("zorblax")))
    assert found["missed, party not recognised"] == "zorblax>POL, not a candidate: zorblax was not recognised"


def test_a_party_that_is_recognised_elsewhere_only():
    text = (
        "Chile met Peru, Japan, India, Spain and Italy. Turkey delivered Bayraktar TB2 drones to Poland. Oman saw it."
    )
    evidence = ["Turkey delivered Bayraktar TB2 drones to Poland."]
    found = errors(row(text, claim("OMN", evidence=evidence)))
    assert found["missed, party not carried over"].startswith("OMN>POL, not a candidate: OMN is recognised elsewhere")


def test_an_item_that_is_not_recognised():
    text = "Turkey delivered zorblaxes to Poland. Arsenal bought a tank."
    found = errors(row(text, claim(items=[{"text": "zorblaxes", "category": "tank"}], evidence=[text[:37]])))
    assert found["missed, no item"] == "TUR>POL, its sentence has no item that was recognised: zorblaxes"


def test_a_sentence_that_the_gate_stopped_says_its_reason():
    found = errors(row("Missiles were delivered.", claim()))
    assert found["missed, gate"] == "TUR>POL, its sentence was stopped: no_party"


def test_a_pair_below_its_threshold_says_both_and_what_weighed():
    line = errors(row(CLEAR, claim("POL", "TUR")))["missed, below threshold"]
    assert line.startswith("POL>TUR, 0.")
    assert " of 0." in line
    assert "; against " in line


def test_two_parties_of_one_mention_are_no_pair():
    text = "Turkey and Poland received 12 Bayraktar TB2 drones from Iran."
    assert "one mention" in errors(row(text, claim("IRN", "TUR"), claim("POL", "TUR")))["missed, not a pair"]


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        (claim("POL", "TUR"), "turned round"),
        (claim("IRN", "POL"), "wrong supplier"),
        (claim("TUR", "IRN"), "wrong recipient"),
        (claim("IRN", "SYR"), "wrong parties"),
    ],
)
def test_a_false_pair_says_how_it_differs(wanted, kind):
    line = errors(row(CLEAR, wanted))[f"false, {kind}"]
    assert line.startswith("TUR>POL, 0.")
    assert ", claim; for " in line


@pytest.mark.parametrize(("more", "kind"), [({"silent": "museum"}, "museum"), ({}, "unlabelled")])
def test_a_false_claim_has_the_kind_of_silence_that_was_wanted(more, kind):
    assert set(errors(row(CLEAR, **more))) == {f"false, {kind}"}


def test_wrong_slots_say_what_was_wanted_and_found():
    wanted = claim(
        status="cancelled",
        items=[{"text": "tanks", "category": "tank"}],
        quantity="14",
        claimant="the minister",
    )
    found = errors(row(CLEAR, wanted))
    assert found["status wrong"].startswith("TUR>POL, wanted cancelled (stopped), found delivered (delivered); for ")
    assert found["items wrong"] == "TUR>POL, wanted tanks (tank), found Bayraktar TB2 drones (drone)"
    assert found["amount wrong"] == "TUR>POL, wanted 14, found 12"
    assert found["claimant wrong"].startswith("TUR>POL, wanted the minister, found nothing; nobody who could speak")


def test_a_wrong_claimant_says_who_was_likeliest():
    text = f"{CLEAR[:-1]}, the ministry said."
    line = errors(row(text, claim(claimant="Warsaw")))["claimant wrong"]
    assert line.startswith("TUR>POL, wanted Warsaw, found ")
    assert "; likeliest “the ministry” 0." in line


def test_an_alert_that_is_missing_says_why():
    given = row(CLEAR, claim())
    explanation = explain(article(given))
    silent = [{**each, "alert": False} for each in predict(given)]
    _, wrong = compare(given["claims"], silent)
    assert [each.what for each in wrong] == ["alert"]
    (error,) = diagnose(given, wrong, explanation)
    assert error.cls.startswith("no alert, ")


def test_an_alert_that_nobody_wanted():
    assert "alert, none wanted" in errors(row(CLEAR, claim(alert=False)))


def test_a_report_shows_text_claims_and_errors():
    given = row(CLEAR, claim("POL", "TUR", claimant="a minister", time="background", alert=False), style="wire")
    lines = list(report(given, predict(given), diagnose(given, [Wrong("alert", None, given["claims"], [])], None)))
    assert lines[0] == "- r  en sentence wire"
    assert lines[1] == f"    text    {CLEAR}"
    assert lines[2].endswith("delivered, fact, background, said by “a minister”, no alert")
    assert lines[3].startswith("    found   Turkey → Poland: ")
    assert lines[4] == "    error   alert, none wanted: every claim of gold is without alert"


def test_a_report_of_an_article_shows_what_tells_each_claim():
    given = row(CLEAR, claim(evidence=["Turkey delivered"]), kind="article")
    assert list(report(given, [], []))[2].endswith("  “Turkey delivered”")
