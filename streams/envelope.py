"""What goes around a payload: CloudEvents headers on outputs, and the reason in the headers of a dead letter.

CloudEvents 1.0, Kafka protocol binding, binary mode: attributes are headers named `ce_*`. W3C trace context
(`traceparent`, `tracestate`) passes through unchanged.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from streams.contracts import DEAD_LETTER
from streams.messages import Headers, Message, Output, Rejected

DLQ_PREFIX = "armswire-dlq-"
TRACE_HEADERS = ("traceparent", "tracestate")
LONGEST_REASON = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def timestamp(time_ms: int) -> str:
    """Milliseconds since 1970 as RFC 3339 in UTC with milliseconds, kept within the years 1 to 9999."""
    try:
        moment = _EPOCH + timedelta(milliseconds=time_ms)
    except OverflowError:
        moment = _EPOCH if time_ms < 0 else datetime(9999, 12, 31, tzinfo=UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def event_headers(
    *,
    type: str,  # noqa: A002 - CloudEvents' own word
    id: str,  # noqa: A002
    source: str,
    time_ms: int,
    traceparent: bytes | None,
    tracestate: bytes | None = None,
) -> Headers:
    """CloudEvents headers of an output with a JSON payload.

    `type` is the topic's name in the registry, `id` the id of the payload, `source` the agent (`/armswire/enrich`),
    `time_ms` the timestamp of the message that caused it: never the wall clock, so that a replay gives the same bytes.
    """
    headers: list[tuple[str, bytes]] = [
        ("ce_specversion", b"1.0"),
        ("ce_id", id.encode()),
        ("ce_source", source.encode()),
        ("ce_type", type.encode()),
        ("ce_time", timestamp(time_ms).encode()),
        ("content-type", b"application/json"),
    ]
    for name, value in zip(TRACE_HEADERS, (traceparent, tracestate), strict=True):
        if value is not None:
            headers.append((name, value))
    return tuple(headers)


def attempts(message: Message) -> int:
    """How often this message was a dead letter before, as its own header tells; 0 for a fresh one."""
    text = message.header(DLQ_PREFIX + "attempt") or b""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def dead_letter(
    message: Message,
    rejected: Rejected,
    *,
    attempt: int,
    application_version: str,
    time_ms: int,
    max_bytes: int | None = None,
) -> Output:
    """The message as it came (key, value, headers, timestamp), with the reason in `armswire-dlq-*` headers.

    `attempt` counts from 1, `time_ms` is the time of the rejection. A value above `max_bytes` is cut to that size,
    and the header `armswire-dlq-value-size` tells how long it was. The headers of an earlier attempt are replaced.
    """
    reason: list[tuple[str, str]] = [
        ("topic", message.topic),
        ("partition", str(message.partition)),
        ("offset", str(message.offset)),
        ("stage", rejected.stage),
        ("code", rejected.code),
        ("message", _one_line(rejected.message)),
        ("attempt", str(attempt)),
        ("time", timestamp(time_ms)),
        ("version", application_version),
    ]
    if rejected.pointer is not None:
        reason.append(("pointer", _one_line(rejected.pointer)))
    value = message.value
    if max_bytes is not None and value is not None and len(value) > max_bytes:
        reason.append(("value-size", str(len(value))))
        value = value[:max_bytes]
    original = tuple(header for header in message.headers if not header[0].lower().startswith(DLQ_PREFIX))
    added = tuple((DLQ_PREFIX + name, text.encode(errors="replace")) for name, text in reason)
    return Output(DEAD_LETTER, message.key, value, original + added, message.timestamp_ms)


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_REASON else line[: LONGEST_REASON - 1] + "…"
