"""What comes out of a running worker for what goes in. One worker serves all tests; each uses keys of its own."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
import pytest
from installation import Broker, Installation, Worker

from streams.contracts import ALERTS, CLAIMS, DEAD_LETTER, ENRICHED, RAW, violations
from streams.messages import Message

pytestmark = pytest.mark.integration

TIME = 1_790_000_000_123
TRACE = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture(scope="module")
def running(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, Worker]]:
    installation = Installation(broker, tmp_path_factory.mktemp("pipeline"), max_bytes="200000")
    with installation.create_topics().worker() as worker:
        yield installation, worker
    installation.close()


@pytest.fixture
def news(running: tuple[Installation, Worker]) -> Installation:
    return running[0]


@pytest.fixture
def worker(running: tuple[Installation, Worker]) -> Worker:
    return running[1]


def article(name: str, text: str, **more: object) -> dict[str, object]:
    return {"id": name, "text": text, "language": "en", **more}


def of(messages: list[Message], article_id: str) -> list[Message]:
    """Messages that an article caused."""
    return [message for message in messages if f'"{article_id}"'.encode() in (message.value or b"")]


def header(message: Message, name: str) -> str | None:
    value = message.header(name)
    return None if value is None else value.decode()


def test_an_article_becomes_enriched_and_its_claim_an_alert(news: Installation) -> None:
    headers = (("traceparent", TRACE), ("tracestate", b"a=1"))
    news.send(article("whole", "PRK gives missiles to RUS"), timestamp_ms=TIME, headers=headers)
    enriched = of(news.await_messages(ENRICHED, lambda found: of(found, "whole")), "whole")[0]
    claim = of(news.await_messages(CLAIMS, lambda found: of(found, "whole")), "whole")[0]
    alert = of(news.await_messages(ALERTS, lambda found: of(found, "whole")), "whole")[0]
    bodies = [orjson.loads(message.value or b"") for message in (enriched, claim, alert)]

    assert [message.key for message in (enriched, claim)] == [b"whole", b"PRK|RUS"]
    assert alert.key == bodies[2]["id"].encode()
    assert bodies[0]["claims"][0]["id"] == bodies[1]["id"]
    assert bodies[1]["pair"] == {"supplier": "PRK", "recipient": "RUS", "direction": "known"}
    assert (bodies[2]["supplier"], bodies[2]["recipient"], bodies[2]["revision"]) == ("PRK", "RUS", 1)
    ids = ["whole", f"{bodies[1]['id']}.PRK.RUS", f"{bodies[2]['id']}.1"]
    sources = ["/armswire/enrich", "/armswire/enrich", "/armswire/alert"]
    for topic, message, body, event_id, source in zip(
        (ENRICHED, CLAIMS, ALERTS), (enriched, claim, alert), bodies, ids, sources, strict=True
    ):
        assert violations(topic, body) == []
        assert message.timestamp_ms == TIME
        assert dict(message.headers) == {
            "ce_specversion": b"1.0",
            "ce_id": event_id.encode(),
            "ce_source": source.encode(),
            "ce_type": topic.encode(),
            "ce_time": b"2026-09-21T14:13:20.123Z",
            "content-type": b"application/json",
            "traceparent": TRACE,
            "tracestate": b"a=1",
        }


BAD = {
    "not_json": (b"{ this is not JSON", (), "decode"),
    "wrong_shape": (b'{"text": 7}', (), "decode"),
    "empty_text": (b'{"text": "  "}', (), "decode"),
    "too_large": (b'{"text": "' + b"x" * 200_000 + b'"}', (), "decode"),
    "unsupported_content_type": (b"%PDF-1.7", (("content-type", b"application/pdf"),), "decode"),
    "internal_error": (b'{"text": "BUG"}', (), "extraction"),
}


@pytest.mark.parametrize("code", BAD)
def test_bad_input_becomes_a_dead_letter_as_it_came(news: Installation, code: str) -> None:
    value, headers, stage = BAD[code]
    key = f"bad-{code}".encode()
    headers += (("origin", b"a"), ("origin", b"b"))
    news.send(value, key=key, headers=headers, timestamp_ms=TIME, partition=1)
    letter = news.await_dead_letter(key)

    assert letter.value == value
    assert letter.timestamp_ms == TIME
    assert letter.headers[: len(headers)] == headers
    assert header(letter, "armswire-dlq-topic") == news.settings.topic(RAW)
    assert header(letter, "armswire-dlq-partition") == "1"
    assert header(letter, "armswire-dlq-stage") == stage
    assert header(letter, "armswire-dlq-code") == code
    assert header(letter, "armswire-dlq-attempt") == "1"
    assert header(letter, "armswire-dlq-message")
    assert (header(letter, "armswire-dlq-pointer") == "/text") == (code == "wrong_shape")


def test_a_dead_letter_sent_again_counts_its_attempts(news: Installation) -> None:
    news.send(b"{", key=b"again", headers=(("armswire-dlq-attempt", b"1"), ("armswire-dlq-code", b"old")))
    letter = news.await_dead_letter(b"again")
    assert header(letter, "armswire-dlq-attempt") == "2"
    assert [value for name, value in letter.headers if name == "armswire-dlq-code"] == [b"not_json"]


def test_the_stream_goes_on_around_poison_in_a_batch(news: Installation) -> None:
    for number in range(60):
        body = article(f"batch-{number}", "BUG" if number % 20 == 10 else "calm")
        news.send(body, key=f"batch-{number}".encode(), partition=2)
    letters = {f"batch-{number}".encode() for number in (10, 30, 50)}
    news.await_keys(ENRICHED, {f"batch-{number}".encode() for number in range(60)} - letters)
    news.await_keys(DEAD_LETTER, letters)


def test_a_tombstone_is_counted_and_causes_nothing(news: Installation, worker: Worker) -> None:
    before = worker.metric("armswire_outcomes_total", agent="enrich", outcome="skipped", reason="tombstone")
    news.send(None, key=b"gone", partition=0)
    news.send(article("after-gone", "calm"), partition=0)
    enriched = news.await_keys(ENRICHED, {b"after-gone"})
    worker.await_that(
        lambda: worker.metric("armswire_outcomes_total", outcome="skipped", reason="tombstone") == before + 1
    )
    assert b"gone" not in {message.key for message in enriched}


def test_a_bad_claim_becomes_a_dead_letter_of_the_alert_stage(news: Installation) -> None:
    news.send(b'{"schema_version": "1"}', key=b"AAA|BBB", topic=CLAIMS)
    letter = news.await_dead_letter(b"AAA|BBB")
    assert header(letter, "armswire-dlq-stage") == "alert"
    assert header(letter, "armswire-dlq-code") == "wrong_shape"
    assert header(letter, "armswire-dlq-topic") == news.settings.topic(CLAIMS)


def test_both_directions_of_a_pair_meet_in_one_partition(news: Installation) -> None:
    news.send(article("there", "USA gives missiles to UKR"))
    news.send(article("back", "UKR gives drones to USA"))
    found = news.await_messages(CLAIMS, lambda found: of(found, "there") and of(found, "back"))
    there, back = of(found, "there")[0], of(found, "back")[0]
    assert there.key == back.key == b"UKR|USA"
    assert there.partition == back.partition


def test_a_second_claim_on_a_pair_revises_its_alert(news: Installation) -> None:
    news.send(article("first", "TUR gives missiles to UKR", publisher="One"))
    news.await_messages(ALERTS, lambda found: of(found, "first"))
    news.send(article("second", "TUR gives missiles to UKR", publisher="Two"))
    first, second = of(news.await_messages(ALERTS, lambda found: of(found, "second")), "first")[:2]
    assert first.key == second.key
    assert orjson.loads(second.value or b"")["revision"] == 2


def test_a_replay_gives_the_same_bytes_and_no_second_alert(news: Installation) -> None:
    for _ in range(2):
        news.send(article("twice", "PRK gives drones to TUR"), key=b"k", partition=3, timestamp_ms=TIME)
    for topic in (ENRICHED, CLAIMS):
        both = of(news.await_messages(topic, lambda found: len(of(found, "twice")) == 2), "twice")
        assert both[0].value == both[1].value
        assert (both[0].headers, both[0].timestamp_ms) == (both[1].headers, both[1].timestamp_ms)
    news.send(article("thrice", "PRK gives drones to TUR", publisher="Other"), timestamp_ms=TIME)
    alerts = of(news.await_messages(ALERTS, lambda found: of(found, "thrice")), "twice")
    assert [orjson.loads(alert.value or b"")["revision"] for alert in alerts] == [1, 2]


def test_an_unsendable_output_is_decided_and_the_stream_goes_on(news: Installation) -> None:
    news.send(article("unsendable", "UNSENDABLE"), key=b"unsendable", partition=1)
    news.send(article("next", "calm"), partition=1)
    letter = news.await_dead_letter(b"unsendable")
    assert header(letter, "armswire-dlq-stage") == "delivery"
    assert header(letter, "armswire-dlq-code") == "refused"
    news.await_keys(ENRICHED, {b"next"})


def test_the_site_tells_health_and_metrics(news: Installation, worker: Worker) -> None:
    news.send(article("metered", "RUS gives missiles to PRK"))
    news.await_messages(ALERTS, lambda found: of(found, "metered"))
    assert worker.get("/health/live")[0] == 200
    status, body = worker.get("/health/ready")
    assert status == 200
    assert orjson.loads(body)["partitions"][news.settings.topic(RAW)] == 4
    assert worker.get("/table")[0] == worker.get("/")[0] == 404
    worker.await_that(lambda: worker.metric("armswire_consumer_lag_messages") == 0)
    for name, labels in {
        "armswire_messages_consumed_total": {"agent": "enrich"},
        "armswire_outcomes_total": {"agent": "alert", "outcome": "processed"},
        "armswire_processing_seconds_count": {"agent": "enrich"},
        "armswire_end_to_end_seconds_count": {"agent": "enrich"},
        "armswire_claims_total": {"status": "delivered"},
        "armswire_alerts_total": {},
        "armswire_last_progress_timestamp_seconds": {"agent": "enrich"},
        "armswire_build_info": {},
    }.items():
        assert worker.metric(name, **labels) > 0, name
