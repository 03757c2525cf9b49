"""A story as the alert that is published about it: the payload of `alerts.arms-transfer.v1`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal

from streams.alerts import names
from streams.alerts.fold import LONGEST_STORY
from streams.alerts.headline import headline
from streams.alerts.severity import Rules
from streams.alerts.status import Verdict, verdict
from streams.alerts.story import Story, shown_later

SCHEMA_VERSION = "1"


def alert(story: Story, changes: Sequence[str], *, window: timedelta, rules: Rules) -> dict[str, Any]:
    """The alert of a story's present revision; a pure function of the story. Shape: its schema under `schemas/`."""
    stands = verdict(story["standing"])
    severity = rules.severity(story, stands)
    quantity, value = _latest(story, stands, "quantity"), _latest(story, stands, "value")
    return {
        "schema_version": SCHEMA_VERSION,
        "id": story["id"],
        "revision": story["revision"],
        "supplier": story["supplier"],
        "recipient": story["recipient"],
        "supplier_name": names.party(story["supplier"]),
        "recipient_name": names.party(story["recipient"]),
        "direction": story["direction"],
        "category": story["category"],
        "items": [_without(item, "language") for item in story["items"]],
        "status": stands.status,
        "polarity": stands.polarity,
        "certainty": stands.certainty,
        "quantity": quantity,
        "value": value,
        "severity": severity.level,
        "severity_reasons": severity.reasons,
        "headline": headline(story, stands, quantity=quantity, value=value),
        "changes": list(changes),
        "window": {
            "opened_at": story["opened_at"],
            "updated_at": story["updated_at"],
            "closes_at": min(shown_later(story["updated_at"], window), shown_later(story["opened_at"], LONGEST_STORY)),
        },
        "publishers": story["publishers"],
        "languages": story["languages"],
        "claimants": story["claimants"],
        "claims": [_without(claim, "at", "claimant_id") for claim in story["claims"]],
        "claim_count": story["claim_count"],
        "versions": story["versions"],
    }


def _latest(story: Story, stands: Verdict, amount: Literal["quantity", "value"]) -> str | None:
    """The latest quantity or value told with the standing status, else with any; as its text words it."""
    told = [claim for claim in story["claims"] if claim[amount] is not None]
    with_status = [claim for claim in told if (claim["status"], claim["polarity"]) == stands[:2]]
    latest = next(reversed(with_status or told), None)
    return None if latest is None else latest[amount]


def _without(record: Any, *keys: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in keys}
