import argparse

import payloads
import pytest
from payloads import ALERTS, CLAIMS, DEAD_LETTER, ENRICHED, RAW

from streams.cli import filters
from streams.cli.errors import UsageError


def fits(topic, payload, *options):
    parser = argparse.ArgumentParser()
    filters.arguments(parser)
    return filters.wanted(parser.parse_args(options), topic)(payload)


BODIES = {
    ALERTS: payloads.alert(),
    CLAIMS: payloads.claim(),
    ENRICHED: payloads.enriched(payloads.claim(), payloads.claim(status="sought")),
}


@pytest.mark.parametrize("topic", [ALERTS, CLAIMS, ENRICHED])
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], True),
        (["--country", "PRK"], True),
        (["--country", "rus"], True),
        (["--country", "North Korea"], True),
        (["--country", "Indonesia"], False),
        (["--country", "IDN,RUS"], True),
        (["--country", "IDN", "--country", "RUS"], True),
        (["--country", "RUS", "--status", "delivered"], True),
        (["--country", "RUS", "--status", "ordered"], False),
        (["--category", "missile"], True),
        (["--category", "air-defence"], False),
        (["--language", "ID"], True),
        (["--language", "en"], False),
    ],
)
def test_any_value_of_a_kind_and_all_kinds_must_fit(topic, options, expected):
    assert fits(topic, BODIES[topic], *options) is expected


def test_severity_is_of_alerts():
    assert fits(ALERTS, payloads.alert(), "--severity", "high,medium")
    assert not fits(ALERTS, payloads.alert(), "--severity", "low")


def test_an_article_fits_by_any_of_its_claims():
    assert fits(ENRICHED, BODIES[ENRICHED], "--status", "sought")
    assert not fits(ENRICHED, payloads.enriched(), "--status", "sought")


def test_armed_groups_are_named_too():
    assert fits(ALERTS, payloads.alert(recipient="houthis"), "--country", "houthis")


@pytest.mark.parametrize(
    ("topic", "options", "says"),
    [
        (CLAIMS, ["--severity", "high"], "does not apply to transfers.claims.v1"),
        (DEAD_LETTER, ["--country", "RUS"], "does not apply"),
        (RAW, ["--status", "ordered"], "does not apply"),
        (ALERTS, ["--country", "Atlantis"], "names no country"),
        (ALERTS, ["--country", "Rusia"], "did you mean russia"),
        (ALERTS, ["--status", "deliverd"], "did you mean delivered"),
        (ALERTS, ["--severity", "grave"], "no such severity"),
        (ALERTS, ["--category", "missiles"], "did you mean missile"),
    ],
)
def test_a_filter_that_makes_no_sense_is_a_usage_error(topic, options, says):
    with pytest.raises(UsageError, match=says):
        fits(topic, {}, *options)


@pytest.mark.parametrize("payload", [None, "text", 7, [], {}, {"pair": None}, {"languages": 3, "supplier": []}])
def test_a_payload_of_another_shape_does_not_fit_and_does_not_raise(payload):
    assert not fits(ALERTS, payload, "--language", "id")
    assert not fits(CLAIMS, payload, "--country", "RUS")
    assert fits(ALERTS, payload)
