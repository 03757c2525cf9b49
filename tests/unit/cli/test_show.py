import orjson
import payloads
import pytest
from payloads import ALERTS, CLAIMS, DEAD_LETTER, ENRICHED, RAW

from streams.cli import show


def pretty(topic, body, headers=(), **changed):
    return show.pretty(topic, payloads.message(topic, body, headers, **changed)).plain


def test_an_alert_says_what_why_who_and_in_which_words():
    shown = pretty(ALERTS, payloads.alert())
    for part in (
        "HIGH",
        "North Korea → Russia: missiles, delivered; alleged by Gedung Putih",
        "delivered although under embargo",
        "embargo_breached",
        "Antara [id] 2024-01-05: delivered, alleged by Gedung Putih https://news.example/a1",
        "“rudal”",
    ):
        assert part in shown
    assert "revision" not in shown


def test_a_revision_says_what_changed():
    shown = pretty(ALERTS, payloads.alert(revision=3, changes=["status_advanced", "new_publisher"]))
    assert "(revision 3: status advanced, new publisher)" in shown


def test_evidence_that_is_not_shown_is_counted():
    told = payloads.alert()["claims"]
    shown = pretty(ALERTS, payloads.alert(claims=told * 5, claim_count=9))
    assert shown.count("“rudal”") == show.SHOWN_CLAIMS
    assert "and 6 earlier" in shown


def test_a_claim():
    shown = pretty(CLAIMS, payloads.claim(alert=False, polarity="denied"))
    assert "North Korea → Russia: rudal balistik, 12; delivered, alleged, denied no alert" in " ".join(shown.split())
    assert "Antara [id] Judul" in shown


def test_an_article_with_its_claims():
    shown = pretty(ENRICHED, payloads.enriched(payloads.claim(supplier=[], recipient=["RUS", "houthis"])))
    assert "Judul berita" in shown
    assert "1 entities, 0 events, 1 claims" in shown
    assert "unknown → Russia, Houthis" in shown


def test_a_dead_letter_says_why_and_where_it_comes_from():
    reason = {
        "stage": "decode",
        "code": "not_json",
        "message": "unexpected end",
        "topic": RAW,
        "partition": "2",
        "offset": "5",
    }
    headers = tuple((f"armswire-dlq-{name}", value.encode()) for name, value in reason.items())
    shown = pretty(DEAD_LETTER, b"{", headers)
    assert "decode/not_json" in shown
    assert "unexpected end" in shown
    assert f"from {RAW}/2/5, key k, 1 bytes" in shown
    assert "begins {" in shown


@pytest.mark.parametrize("body", [b"plain text", {"title": "T", "text": "x"}, {"html": "<p>"}, [1], b"\xff"])
def test_anything_raw_can_be_shown(body):
    assert pretty(RAW, body)


def test_a_tombstone():
    assert "tombstone" in pretty(ALERTS, None)


@pytest.mark.parametrize("topic", [ALERTS, CLAIMS, ENRICHED])
@pytest.mark.parametrize("body", [{}, [], b"text", {"claims": 3, "items": None}])
def test_a_message_of_another_shape_is_shown_as_it_is(topic, body):
    assert f"{topic}/1/7" in pretty(topic, body)


@pytest.mark.parametrize("evil", ["\x1b[2J", "\x9b31m", "\r", "\x07", "\u202e", "a\nb"])
def test_nothing_of_an_article_controls_the_terminal(evil):
    body = payloads.alert(headline=f"before {evil} after")
    body["claims"][0]["claimant"] = evil
    body["claims"][0]["evidence"] = [{**payloads.SPAN, "quote": evil}]
    shown = pretty(ALERTS, body) + pretty(RAW, evil.encode()) + pretty(ENRICHED, payloads.enriched(title=evil))
    letter = pretty(DEAD_LETTER, b"x", (("armswire-dlq-message", evil.encode()),), key=evil.encode())
    for bad in set(evil) - set("[2J31mab"):
        if bad != "\n":
            assert bad not in shown + letter
    assert len(pretty(ALERTS, body).splitlines()) == len(pretty(ALERTS, payloads.alert()).splitlines())


def test_json_is_one_line_with_everything():
    line = show.as_json(payloads.message(ALERTS, payloads.alert(), (("ce_id", b"alt-1.1"), ("odd", b"\xff"))))
    assert b"\n" not in line
    found = orjson.loads(line)
    assert found["value"]["headline"].startswith("North Korea")
    assert found["headers"] == {"ce_id": "alt-1.1", "odd": "\\xff"}
    assert (found["topic"], found["partition"], found["offset"], found["key"]) == (ALERTS, 1, 7, "k")
    assert found["timestamp"] == "2024-01-05T03:00:00.000Z"


@pytest.mark.parametrize(("value", "expected"), [(None, None), (b"not json", "not json"), (b"\xff", "\ufffd")])
def test_json_of_a_value_that_is_no_json(value, expected):
    assert orjson.loads(show.as_json(payloads.message(RAW, value, key=None, timestamp_ms=-1)))["value"] == expected
