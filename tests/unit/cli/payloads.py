"""Payloads of the output topics for tests of the command line: as small as the code that shows them allows."""

from typing import Any

import orjson

from streams.contracts import ALERTS, CLAIMS, DEAD_LETTER, ENRICHED, RAW
from streams.messages import Headers, Message

SPAN = {"start": 0, "end": 5, "quote": "rudal"}


def claim(**changed: Any) -> dict[str, Any]:
    return {
        "id": "clm-1",
        "supplier": ["PRK"],
        "recipient": ["RUS"],
        "pair": {"supplier": "PRK", "recipient": "RUS", "direction": "known"},
        "items": [{"text": "rudal balistik", "category": "missile"}],
        "quantity": "12",
        "value": None,
        "status": "delivered",
        "polarity": "asserted",
        "certainty": "alleged",
        "evidence": [SPAN],
        "alert": True,
        "article": {"id": "a1", "title": "Judul", "publisher": "Antara", "language": "id"},
        **changed,
    }


def enriched(*claims: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {
        "id": "a1",
        "title": "Judul berita",
        "text": "rudal",
        "publisher": "Antara",
        "language": "id",
        "entities": [SPAN],
        "events": [],
        "claims": list(claims),
        **changed,
    }


def alert(**changed: Any) -> dict[str, Any]:
    return {
        "id": "alt-1",
        "revision": 1,
        "supplier": "PRK",
        "recipient": "RUS",
        "category": "missile",
        "items": [{"text": "rudal balistik", "category": "missile"}],
        "status": "delivered",
        "severity": "high",
        "severity_reasons": [{"rule": "embargo_breached", "text": "delivered although under embargo"}],
        "headline": "North Korea → Russia: missiles, delivered; alleged by Gedung Putih",
        "changes": ["opened"],
        "languages": ["id"],
        "claims": [
            {
                "article_id": "a1",
                "url": "https://news.example/a1",
                "publisher": "Antara",
                "language": "id",
                "published_at": "2024-01-05T03:00:00Z",
                "claimant": "Gedung Putih",
                "status": "delivered",
                "polarity": "asserted",
                "certainty": "alleged",
                "evidence": [SPAN],
            }
        ],
        "claim_count": 1,
        **changed,
    }


def message(topic: str, body: Any, headers: Headers = (), **changed: Any) -> Message:
    value = orjson.dumps(body) if isinstance(body, dict | list) else body
    return Message(
        **{
            "topic": topic,
            "partition": 1,
            "offset": 7,
            "key": b"k",
            "value": value,
            "headers": headers,
            "timestamp_ms": 1_704_423_600_000,
            **changed,
        }
    )


__all__ = ["ALERTS", "CLAIMS", "DEAD_LETTER", "ENRICHED", "RAW", "SPAN", "alert", "claim", "enriched", "message"]
