"""PLOVER event, mode and CAMEO code of a claim, and of plain military events."""

from __future__ import annotations

from typing import Any

# (PLOVER event, mode, CAMEO code) by status of a claim; codes as in the CAMEO codebook 1.1b3 and the PLOVER manual.
_BY_STATUS: dict[str, tuple[str, str, str]] = {
    "sought": ("REQUEST", "assist", "0212"),
    "offered": ("AGREE", "military", "0332"),
    "negotiating": ("CONSULT", "military", "0312"),
    "pledged": ("AGREE", "military", "0332"),
    "approved": ("AGREE", "military", "0332"),
    "ordered": ("AGREE", "military", "057"),
    "in_transit": ("AID", "military", "072"),
    "delivered": ("AID", "military", "072"),
    "refused": ("REJECT", "assist", "1222"),
    "blocked": ("SANCTION", "discontinue", "1622"),
    "suspended": ("SANCTION", "discontinue", "1622"),
    "cancelled": ("SANCTION", "discontinue", "1622"),
    "intercepted": ("COERCE", "restrict", "1622"),
}
# Plain events by trigger class.
PLAIN: dict[str, tuple[str, str | None, str]] = {
    "use": ("ASSAULT", "military", "190"),
    "test": ("MOBILIZE", "weapons", "150"),
    "exercise": ("COOPERATE", "military", "062"),
    "sanction": ("SANCTION", "convict", "163"),
}


def claim_event(status: str, polarity: str, certainty: str, category: str, accuser: bool) -> dict[str, Any]:
    """The event of a claim. What is denied is a denial (CAMEO 016), not aid; an accusation by a named party is ACCUSE;
    money, training or support that is sought is an appeal for aid (0232)."""
    plover: str
    mode: str | None
    plover, mode, cameo = _BY_STATUS[status]
    if polarity == "denied":
        return {"plover": "REJECT", "mode": None, "cameo": "016"}
    if status == "sought" and category in ("money", "support", "training"):
        cameo = "0232"
    elif certainty == "alleged" and accuser and status in ("delivered", "in_transit"):
        plover, mode, cameo = "ACCUSE", "allege", "112"
    return {"plover": plover, "mode": mode, "cameo": cameo}
