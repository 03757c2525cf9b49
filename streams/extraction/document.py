"""From the drafts of sentences to the claims of a document: a fact told again is one claim with more evidence."""

from __future__ import annotations

from dataclasses import dataclass, field

from streams.extraction.claims import Draft
from streams.statuses import status_class

_VAGUE = frozenset(("arms", "support", "equipment"))


@dataclass(slots=True)
class Told:
    """A claim of the document: the draft that tells it best, all that tell it, and the categories they name."""

    best: Draft
    drafts: list[Draft] = field(default_factory=list)
    categories: set[str] = field(default_factory=set)

    def add(self, draft: Draft) -> None:
        """Takes in another telling; the best is the one with most parties, the most specific item, the best score."""
        self.drafts.append(draft)
        self.categories |= _categories(draft)
        best, other = (draft, self.best) if _weight(draft) > _weight(self.best) else (self.best, draft)
        best.quantity = best.quantity or other.quantity
        best.value = best.value or other.value
        self.best = best


def _categories(draft: Draft) -> set[str]:
    return {n.category or "arms" for n in draft.items}


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


def _same_fact(told: Told, draft: Draft) -> bool:
    """Whether a draft tells a fact again: parties, time, and status or no status of its own, and an item in common
    (a vague one, "weapons", agrees with any)."""
    best = told.best
    if not _sides_agree(best, draft) or best.time != draft.time:
        return False
    known, new = told.categories - _VAGUE, _categories(draft) - _VAGUE
    if known and new and not known & new:
        return False
    if status_class(best.status) == status_class(draft.status):
        return True
    # Told again in a later sentence without a verb of its own, a fact keeps the status it had.
    return any(d.trigger is None or d.trigger.voice == "noun" for d in (best, draft))


def _weight(draft: Draft) -> tuple[int, bool, float]:
    return (bool(draft.suppliers) + bool(draft.recipients), bool(_categories(draft) - _VAGUE), draft.score)


def merge(drafts: list[Draft]) -> list[Told]:
    """The claims of a document in the order in which they are first told."""
    told: list[Told] = []
    for draft in drafts:
        claim = next((t for t in told if _same_fact(t, draft)), None)
        if claim is None:
            told.append(Told(draft, [draft], _categories(draft)))
        else:
            claim.add(draft)
    return told
