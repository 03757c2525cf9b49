"""Headers around payloads, and dead letters."""

from __future__ import annotations

import pytest

from streams.contracts import DEAD_LETTER
from streams.envelope import LONGEST_REASON, attempts, dead_letter, event_headers, timestamp
from streams.messages import Message, Output, Rejected

HEADERS = (("content-type", b"text/plain"), ("x", b"1"), ("x", b"2"), ("traceparent", b"00-a-b-01"))
MESSAGE = Message("articles.raw.v1", 3, 42, b"key", b"value", HEADERS, 1_700_000_000_001)
REJECTED = Rejected("decode", "wrong_shape", "expected\n a   string", "/text")


def letter(message: Message = MESSAGE, rejected: Rejected = REJECTED, **more: int) -> Output:
    return dead_letter(
        message, rejected, **{"attempt": 1, **more}, application_version="1.2.3", time_ms=1_700_000_100_000
    )


@pytest.mark.parametrize(
    ("time_ms", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (1_700_000_000_001, "2023-11-14T22:13:20.001Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (2**63 - 1, "9999-12-31T00:00:00.000Z"),
        (-(2**63), "1970-01-01T00:00:00.000Z"),
    ],
)
def test_timestamps_are_rfc_3339_and_never_raise(time_ms: int, text: str) -> None:
    assert timestamp(time_ms) == text


def test_event_headers_are_cloudevents_in_binary_mode() -> None:
    headers = event_headers(type="t.v1", id="i", source="/armswire/enrich", time_ms=0, traceparent=None)
    assert headers == (
        ("ce_specversion", b"1.0"),
        ("ce_id", b"i"),
        ("ce_source", b"/armswire/enrich"),
        ("ce_type", b"t.v1"),
        ("ce_time", b"1970-01-01T00:00:00.000Z"),
        ("content-type", b"application/json"),
    )


def test_trace_context_passes_through_unchanged() -> None:
    headers = event_headers(type="t", id="i", source="s", time_ms=0, traceparent=b"\xff-any", tracestate=b"a=b")
    assert headers[-2:] == (("traceparent", b"\xff-any"), ("tracestate", b"a=b"))


def test_a_dead_letter_keeps_the_message_as_it_came() -> None:
    output = letter()
    assert (output.topic, output.key, output.value, output.timestamp_ms) == (
        DEAD_LETTER,
        b"key",
        b"value",
        1_700_000_000_001,
    )
    assert output.headers[: len(HEADERS)] == HEADERS


def test_a_dead_letter_tells_the_reason() -> None:
    assert dict(letter().headers[len(HEADERS) :]) == {
        "armswire-dlq-topic": b"articles.raw.v1",
        "armswire-dlq-partition": b"3",
        "armswire-dlq-offset": b"42",
        "armswire-dlq-stage": b"decode",
        "armswire-dlq-code": b"wrong_shape",
        "armswire-dlq-message": b"expected a string",
        "armswire-dlq-attempt": b"1",
        "armswire-dlq-time": b"2023-11-14T22:15:00.000Z",
        "armswire-dlq-version": b"1.2.3",
        "armswire-dlq-pointer": b"/text",
    }


def test_no_pointer_no_header() -> None:
    assert "armswire-dlq-pointer" not in dict(letter(rejected=Rejected("decode", "not_json", "x")).headers)


def test_a_long_or_broken_reason_is_cut_and_sent() -> None:
    output = letter(rejected=Rejected("extraction", "internal_error", "\ud800" + "x" * 10_000))
    text = dict(output.headers)["armswire-dlq-message"].decode()
    assert len(text) == LONGEST_REASON
    assert text.startswith("?xxx")


def test_the_headers_of_an_earlier_attempt_are_replaced() -> None:
    first = letter()
    again = Message("articles.raw.v1", 0, 7, first.key, first.value, first.headers, first.timestamp_ms)
    assert attempts(MESSAGE) == 0
    assert attempts(again) == 1
    second = letter(again, Rejected("decode", "not_json", "x"), attempt=attempts(again) + 1)
    names = [name for name, _ in second.headers]
    assert len(names) == len(set(names)) + 1, "only the sender's x is there twice"
    assert dict(second.headers)["armswire-dlq-attempt"] == b"2"
    assert second.headers[: len(HEADERS)] == HEADERS


@pytest.mark.parametrize("value", [b"", b"-1", b"many", b"9" * 50, "²".encode()])
def test_an_attempt_that_is_no_number_counts_as_none(value: bytes) -> None:
    assert attempts(Message("t", 0, 0, None, b"", (("armswire-dlq-attempt", value),))) == 0


def test_a_value_that_cannot_fit_is_cut_and_its_size_told() -> None:
    assert letter(max_bytes=5).value == b"value"
    cut = letter(max_bytes=4)
    assert cut.value == b"valu"
    assert dict(cut.headers)["armswire-dlq-value-size"] == b"5"
