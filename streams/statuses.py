"""The statuses of a transfer: one vocabulary from gold to topic."""

from __future__ import annotations

#: Statuses of a transfer that goes on, in order of progress (the vocabulary of the claims topic).
PROGRESS = ("sought", "offered", "negotiating", "pledged", "approved", "ordered", "in_transit", "delivered")
#: Statuses of a transfer that does not; the order only settles claims of the very same time.
AGAINST = ("refused", "blocked", "suspended", "cancelled", "intercepted")

_CLASS = {
    "sought": "sought",
    "negotiating": "sought",
    "offered": "planned",
    "pledged": "planned",
    "approved": "agreed",
    "ordered": "agreed",
    "in_transit": "delivered",
    "delivered": "delivered",
    **dict.fromkeys(AGAINST, "stopped"),
}


def status_class(status: str) -> str:
    """Statuses that news uses for one another: sought, planned, agreed, delivered, stopped."""
    return _CLASS[status]
