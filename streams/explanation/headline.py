"""One claim on one line: who gives what to whom, how many, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from streams.alerts import names


def headline(claim: Mapping[str, Any], supplier: Sequence[str | None], recipient: Sequence[str | None]) -> str:
    """As in "Turkey → Poland: drones, 12; delivered, alleged"; an arrow both ways where the direction is not told."""
    if len(supplier) > 1 and list(supplier) == list(recipient):
        who = " ↔ ".join(map(names.party, supplier))
    else:
        who = f"{parties(supplier)} → {parties(recipient)}"
    items = ", ".join(item["text"] for item in claim["items"]) or "arms"
    amounts = "".join(f", {amount}" for amount in (claim["quantity"], claim["value"]) if amount and amount != items)
    kind = [claim["status"], claim.get("certainty", "fact"), *(["denied"] if claim["polarity"] == "denied" else [])]
    return f"{who}: {items}{amounts}; {', '.join(word.replace('_', ' ') for word in kind)}"


def parties(codes: Sequence[str | None]) -> str:
    """Names of parties in one line; "unknown" for none."""
    return ", ".join(map(names.party, codes)) or "unknown"
