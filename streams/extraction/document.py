"""From the drafts of sentences to the claims of a document: a fact told again is one claim with more evidence."""

from __future__ import annotations

from dataclasses import dataclass, field

from streams.extraction.claims import Draft

# Progress of a transfer in the order of `messages.md`; the statuses against it have no rank.
PROGRESS = ("sought", "offered", "negotiating", "pledged", "approved", "ordered", "in_transit", "delivered")
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
_VAGUE = frozenset(("arms", "support", "equipment", "money"))


@dataclass(slots=True)
class Told:
    """A claim of the document: the draft that tells it best, and all that tell it."""

    best: Draft
    drafts: list[Draft] = field(default_factory=list)


def status_class(status: str) -> str:
    """Statuses that news uses for one another: sought, planned, agreed, delivered, stopped."""
    return _CLASS[status]


def _categories(draft: Draft) -> set[str]:
    return {n.category or "arms" for n in draft.items}


def _items_agree(left: Draft, right: Draft) -> bool:
    a, b = _categories(left), _categories(right)
    return bool(a & b) or not a or not b or a <= _VAGUE or b <= _VAGUE


def _sides_agree(left: Draft, right: Draft) -> bool:
    """Equal parties, or one side unknown where the other is equal."""
    if left.direction_known != right.direction_known:
        return False
    s = set(left.suppliers) == set(right.suppliers)
    r = set(left.recipients) == set(right.recipients)
    if s and r:
        return True
    open_s = not left.suppliers or not right.suppliers
    open_r = not left.recipients or not right.recipients
    return (s and bool(left.suppliers) and open_r) or (r and bool(left.recipients) and open_s)


def _same_fact(left: Draft, right: Draft) -> bool:
    if not _sides_agree(left, right) or left.time != right.time or not _items_agree(left, right):
        return False
    if status_class(left.status) == status_class(right.status):
        return True
    # Told again in a later sentence without a trigger of its own, a fact keeps the status it had.
    return (
        right.trigger is None or right.trigger.voice == "noun" or left.trigger is None or left.trigger.voice == "noun"
    )


def _weight(draft: Draft) -> tuple[int, float]:
    return (bool(draft.suppliers) + bool(draft.recipients), draft.score)


def merge(drafts: list[Draft]) -> list[Told]:
    """The claims of a document in the order in which they are first told."""
    told: list[Told] = []
    for draft in drafts:
        for claim in told:
            if _same_fact(claim.best, draft):
                claim.drafts.append(draft)
                if _weight(draft) > _weight(claim.best):
                    draft.quantity = draft.quantity or claim.best.quantity
                    draft.value = draft.value or claim.best.value
                    claim.best = draft
                else:
                    claim.best.quantity = claim.best.quantity or draft.quantity
                    claim.best.value = claim.best.value or draft.value
                break
        else:
            told.append(Told(draft, [draft]))
    return told
