from datetime import timedelta

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told import claim, message

from streams import contracts
from streams.alerts.alerting import pair_key, process
from streams.alerts.fold import fold
from streams.alerts.story import KEPT_STORIES
from streams.messages import Processed, Rejected, Skipped


def run(*claims, stories=None):
    """The alerts of a sequence of claims, the outcomes, and the table afterwards."""
    table, outcomes = dict(stories or {}), []
    for each in claims:
        outcome, update = process(message(each), table)
        if update is not None:
            table[pair_key(each)] = update
        outcomes.append(outcome)
    alerts = [output for outcome in outcomes if isinstance(outcome, Processed) for output in outcome.outputs]
    return alerts, outcomes, table


def test_pair_key_is_the_same_in_both_directions():
    assert pair_key(claim("PRK", "RUS")) == pair_key(claim("RUS", "PRK")) == "PRK|RUS"
    assert pair_key(claim(None, "RUS")) == "?|RUS"
    assert pair_key(claim("IRN", "houthis")) == "IRN|houthis"


def test_a_claim_becomes_an_alert():
    (alert,), (outcome,), table = run(
        claim("PRK", "RUS", "missile", certainty="alleged", claimant="Gedung Putih", at="2024-01-05T03:00:00Z")
    )
    body = orjson.loads(alert.value)
    assert contracts.violations(contracts.ALERTS, body) == []
    assert alert.topic == contracts.ALERTS
    assert alert.key == body["id"].encode()
    assert (body["supplier"], body["recipient"], body["category"]) == ("PRK", "RUS", "missile")
    assert (body["status"], body["polarity"], body["certainty"]) == ("delivered", "asserted", "alleged")
    assert (body["revision"], body["changes"], body["severity"]) == (1, ["opened"], "high")
    assert body["window"] == {
        "opened_at": "2024-01-05T03:00:00Z",
        "updated_at": "2024-01-05T03:00:00Z",
        "closes_at": "2024-01-19T03:00:00Z",
    }
    assert body["claims"][0]["evidence"] == [{"start": 0, "end": 14, "quote": "mengirim rudal"}]
    assert outcome.counts == {"alerts": {"high": 1}}
    assert list(table) == ["PRK|RUS"]


def test_three_publishers_in_two_languages_are_one_alert_with_three_pieces_of_evidence():
    alerts, _, _ = run(
        claim(article="a", publisher="Antara", language="id"),
        claim(article="b", publisher="BBC", language="en"),
        claim(article="c", publisher="Reuters", language="en"),
    )
    bodies = [orjson.loads(alert.value) for alert in alerts]
    assert len({body["id"] for body in bodies}) == 1
    assert [body["revision"] for body in bodies] == [1, 2, 3]
    assert bodies[-1]["publishers"] == ["Antara", "BBC", "Reuters"]
    assert bodies[-1]["languages"] == ["id", "en"]
    assert len(bodies[-1]["claims"]) == bodies[-1]["claim_count"] == 3


def test_cloud_events_headers_name_the_revision_and_pass_the_trace_on():
    trace = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    outcome, _ = process(message(claim(), headers=(("traceparent", trace),)), {})
    (alert,) = outcome.outputs
    headers = dict(alert.headers)
    assert headers["ce_id"] == alert.key + b".1"
    assert headers["ce_type"] == contracts.ALERTS.encode()
    assert headers["ce_source"] == b"/armswire/alert"
    assert headers["traceparent"] == trace
    assert alert.timestamp_ms == message(None).timestamp_ms


def test_a_claim_that_is_not_for_alerts_leaves_no_trace():
    _, (outcome,), table = run(claim(alert=False))
    assert outcome == Skipped("not_for_alert")
    assert table == {}


def test_it_does_not_join_a_story_either():
    _, outcomes, table = run(claim(article="a"), claim(article="b", publisher="BBC", alert=False))
    assert outcomes[1] == Skipped("not_for_alert")
    assert table["PRK|RUS"][0]["claim_count"] == 1


def test_a_repeated_claim_is_skipped():
    _, outcomes, _ = run(claim(), claim())
    assert outcomes[1] == Skipped("repeated_claim")


def test_evidence_without_news_is_kept_and_published_with_the_next_revision():
    alerts, outcomes, _ = run(
        claim(article="a"), claim(article="b"), claim(article="c", status="blocked", at="2026-11-12T00:00:00Z")
    )
    assert outcomes[1] == Processed(())
    last = orjson.loads(alerts[-1].value)
    assert (last["revision"], last["claim_count"], last["status"]) == (2, 3, "blocked")


def test_an_alert_closes_with_its_story_even_if_the_window_lasts_longer():
    first, second = claim(article="a", at="2026-09-01T00:00:00Z"), claim(article="b", at="2026-11-20T00:00:00Z")
    table, closes = {}, []
    for told in (first, second | {"article": second["article"] | {"publisher": "BBC"}}):
        outcome, update = process(message(told), table, window=timedelta(days=90))
        table["PRK|RUS"] = update
        closes.append(orjson.loads(outcome.outputs[0].value)["window"]["closes_at"])
    assert closes == ["2026-11-30T00:00:00Z"] * 2


def test_a_claim_too_old_to_be_kept_publishes_nothing():
    newer = [claim("PRK", "RUS", f"c{number}", article=f"a{number}") for number in range(KEPT_STORIES)]
    stories = []
    for each in newer:
        stories = fold(stories, each).stories
    outcome, update = process(message(claim(article="old", at="2026-11-01T00:00:00Z")), {"PRK|RUS": stories})
    assert outcome == Processed(())
    assert update == stories


def test_a_tombstone_is_skipped():
    assert process(message(None), {}) == (Skipped("tombstone"), None)


@pytest.mark.parametrize(
    ("value", "code"),
    [(b"", "not_json"), (b"{", "not_json"), (b"\xff", "not_json"), (b"[]", "wrong_shape"), (b"{}", "wrong_shape")],
)
def test_a_message_that_is_no_claim_is_rejected(value, code):
    outcome, update = process(message(value), {})
    assert isinstance(outcome, Rejected)
    assert (outcome.stage, outcome.code, update) == ("alert", code, None)


def test_a_wrong_field_is_named():
    outcome, _ = process(message(claim(status="lost")), {})
    assert outcome.code == "wrong_shape"
    assert outcome.pointer == "/status"


@pytest.mark.parametrize("state", ["nonsense", [{"story_version": 0}], [{}], 7])
def test_state_of_another_shape_never_raises(state):
    outcome, _ = process(message(claim()), {"PRK|RUS": state})
    assert isinstance(outcome, Processed | Rejected)


def test_state_of_an_older_shape_is_left_aside():
    outcome, update = process(message(claim()), {"PRK|RUS": [{"story_version": 0, "id": "x"}]})
    assert isinstance(outcome, Processed)
    assert [story["story_version"] for story in update] == [1]


@given(st.binary(max_size=60))
def test_any_bytes_have_an_outcome(value):
    outcome, update = process(message(value), {})
    assert isinstance(outcome, Rejected)
    assert update is None


@settings(max_examples=30)
@given(
    st.lists(
        st.builds(
            claim,
            st.sampled_from(["PRK", "RUS", None]),
            st.sampled_from(["IRN", "houthis"]),
            st.sampled_from(["missile", "drone"]),
            article=st.sampled_from("abcdef"),
            status=st.sampled_from(["sought", "delivered", "blocked"]),
            publisher=st.sampled_from(["Antara", "BBC", None]),
            polarity=st.sampled_from(["asserted", "denied"]),
        ),
        max_size=10,
    )
)
def test_a_replay_gives_the_same_alerts_byte_for_byte_and_valid_ones(claims):
    alerts, outcomes, table = run(*claims)
    again, _, table_again = run(*claims)
    assert alerts == again
    assert table == table_again
    assert not any(isinstance(outcome, Rejected) for outcome in outcomes)
    for alert in alerts:
        assert contracts.violations(contracts.ALERTS, orjson.loads(alert.value)) == []


def test_state_survives_its_own_json():
    first, second = claim(article="a"), claim(article="b", publisher="BBC")
    _, _, table = run(first)
    stored = orjson.loads(orjson.dumps(table))
    assert run(second, stories=stored)[0] == run(first, second)[0][1:]
