"""Claims as the `enrich` agent publishes them, for tests: say only what matters to the test."""

import hashlib
from typing import Any

import orjson

from streams.messages import Message

INGESTED = "2027-06-01T12:00:00.000Z"


def claim(
    supplier: str | None = "PRK",
    recipient: str | None = "RUS",
    *items: str | dict[str, Any],
    article: str = "a1",
    number: int = 1,
    status: str = "delivered",
    polarity: str = "asserted",
    certainty: str = "fact",
    at: str | None = "2026-11-10T08:00:00Z",
    ingested_at: str = INGESTED,
    publisher: str | None = "Antara",
    language: str = "id",
    claimant: str | None = None,
    claimant_id: str | None = None,
    quantity: str | None = None,
    amount: tuple[float, float] | None = None,
    value: str | None = None,
    responses: tuple[tuple[str, str], ...] = (),
    direction: str = "known",
    alert: bool = True,
    quote: str = "mengirim rudal",
) -> dict[str, Any]:
    """A message of `transfers.claims.v1`; items are categories or partial items, missiles unless said."""
    span = {"start": 0, "end": len(quote), "quote": quote}
    named = [{"category": item} if isinstance(item, str) else item for item in items or ("missile",)]
    low, high = amount or (None, None)
    return {
        "schema_version": "1",
        "id": "clm-" + hashlib.sha256(f"{article} {number}".encode()).hexdigest()[:24],
        "supplier": [code for code in ([supplier, recipient] if direction == "unknown" else [supplier]) if code],
        "recipient": [code for code in ([supplier, recipient] if direction == "unknown" else [recipient]) if code],
        "parties": [],
        "items": [
            {"text": item["category"], "weapon": None, "unroca": None, "ml": None, "start": 0, "end": 3, **item}
            for item in named
        ],
        "quantity": quantity,
        "quantity_detail": {**span, "min": low, "max": high, "unit": None} if quantity else None,
        "value": value,
        "value_detail": None,
        "status": status,
        "polarity": polarity,
        "certainty": certainty,
        "time": "news",
        "claimant": claimant,
        "attribution": {
            "claimant": {**span, "quote": claimant, "end": len(claimant)} if claimant else None,
            "claimant_id": claimant_id,
            "verb": None,
            "stance": "denies" if polarity == "denied" else "alleges" if certainty == "alleged" else "asserts",
            "responses": [{"party": party, "stance": stance, "evidence": span} for party, stance in responses],
        },
        "modifiers": [],
        "trigger": {**span, "class": "give"},
        "evidence": [span],
        "rules": ["give.active"],
        "score": 0.9,
        "event": {"plover": "AID", "mode": "military", "cameo": "072"},
        "dates": [],
        "in_return_for": None,
        "alert": alert,
        "article": {
            "id": article,
            "url": f"https://news.example/{article}",
            "title": "Judul",
            "publisher": publisher,
            "language": language,
            "published_at": at,
            "ingested_at": ingested_at,
        },
        "pair": {"supplier": supplier, "recipient": recipient, "direction": direction},
        "versions": {"application": "0.1.0", "lexicon": "abc123", "schema": "1"},
    }


def message(claim: dict[str, Any] | bytes | None, **changed: Any) -> Message:
    """The Kafka message of a claim."""
    value = orjson.dumps(claim) if isinstance(claim, dict) else claim
    return Message(
        **{
            "topic": "transfers.claims.v1",
            "partition": 0,
            "offset": 1,
            "key": b"PRK|RUS",
            "value": value,
            "timestamp_ms": 1_795_000_000_000,
            **changed,
        }
    )
