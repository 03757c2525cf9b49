"""Folding a claim into the stories of its pair of parties: which story it belongs to, and what it changes.

A claim joins the story of the same supplier, recipient and direction that shares an item category, when its event time
lies no further than the window before the story's first claim or after its last. So a story lives as long as it is
told about, but no longer than `LONGEST_STORY`: a supply line that never rests is told anew. Claims are dated by
publication, so the order of arrival does not matter to where they belong.

Every claim of a story is kept as evidence. It makes a new revision only if it tells a subscriber something new: see
`CHANGES`. A claim that was folded before changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from streams.alerts.status import Verdict, is_further, is_surer, told, verdict
from streams.alerts.story import (
    KEPT_CLAIMS,
    KEPT_IDS,
    KEPT_ITEMS,
    LONGEST_ITEM,
    STORY_VERSION,
    Claim,
    Story,
    bounded,
    clipped,
    event_time,
    evidence_of,
    moment,
    with_words,
)
from streams.articles.ids import digest

DEFAULT_WINDOW = timedelta(days=14)
LONGEST_STORY = timedelta(days=90)
#: The category of a claim that names no item.
UNSPECIFIED = "arms"

#: Words of `changes` in an alert, and what each tells.
CHANGES = {
    "opened": "The first claim of the story.",
    "asserted": "What had only been denied is now asserted.",
    "status_advanced": "The transfer has come further.",
    "status_changed": "It was stopped, or goes on after it was stopped.",
    "certainty_raised": "The same status is now told with more certainty.",
    "denied": "Someone denies it who had not denied it before.",
    "new_item": "A weapon or an item category that had not been named.",
    "new_quantity": "A number that had not been named.",
    "new_value": "An amount of money that had not been named.",
    "new_publisher": "Another publisher tells it.",
    "new_language": "It is told in another language.",
    "new_claimant": "Another source is named for it.",
}


class Folded(NamedTuple):
    """The stories of the pair after a claim, the story it went into, and what changed for a subscriber (in the order
    of `CHANGES`; empty when the claim is evidence and no news, or opens a story that is too old to be kept)."""

    stories: list[Story]
    story: Story
    changes: tuple[str, ...]


def fold(stories: Sequence[Story], claim: Claim, *, window: timedelta = DEFAULT_WINDOW) -> Folded | None:
    """Fold a claim of `transfers.claims.v1` into the stories of its pair; None for a claim folded before.

    Raises ValueError when the claim's article has no readable time.
    """
    if any(claim["id"] in story["claim_ids"] for story in stories):
        return None
    at = event_time(claim)
    candidates = [(index, story) for index, story in enumerate(stories) if _belongs(story, claim, at, window)]
    if not candidates:
        opened = _joined(_opened(claim, at), claim, at)
        kept = bounded([*stories, opened])
        if all(story["id"] != opened["id"] for story in kept):
            # Too old to be kept. Told now, it would be told anew with each repeat, and after news of the same id.
            return Folded(list(stories), opened, ())
        return Folded(kept, opened, ("opened",))
    index, before = max(candidates, key=lambda found: _closeness(found[1], claim))
    after = _joined(before, claim, at)
    changes = tuple(_changes(before, after))
    if changes:
        after["revision"] += 1
    return Folded(bounded([*stories[:index], after, *stories[index + 1 :]]), after, changes)


def categories(claim: Claim) -> list[str]:
    """The item categories of a claim, in the order of its text."""
    return list(dict.fromkeys(item["category"] for item in claim["items"])) or [UNSPECIFIED]


def _parties(claim: Claim) -> tuple[str | None, str | None, str]:
    pair = claim["pair"]
    return pair["supplier"], pair["recipient"], pair["direction"]


def _belongs(story: Story, claim: Claim, at: str, window: timedelta) -> bool:
    if (story["supplier"], story["recipient"], story["direction"]) != _parties(claim):
        return False
    if not set(categories(claim)) & set(story["categories"]):
        return False
    time, first, last = moment(at), moment(story["opened_at"]), moment(story["updated_at"])
    return first - time <= window and time - last <= window and max(last, time) - min(first, time) <= LONGEST_STORY


def _closeness(story: Story, claim: Claim) -> tuple[int, str, str]:
    """The story that shares most categories, then the latest; the id settles what is left."""
    return len(set(categories(claim)) & set(story["categories"])), story["updated_at"], story["id"]


def _opened(claim: Claim, at: str) -> Story:
    supplier, recipient, direction = _parties(claim)
    category = categories(claim)[0]
    return Story(
        story_version=STORY_VERSION,
        id="alt-" + digest(supplier or "?", recipient or "?", direction, category, claim["id"]),
        revision=1,
        supplier=supplier,
        recipient=recipient,
        direction=direction,
        category=category,
        categories=[],
        opened_at=at,
        updated_at=at,
        standing={},
        items=[],
        quantities=[],
        values=[],
        publishers=[],
        languages=[],
        claimants=[],
        claimant_ids=[],
        deniers=[],
        claims=[],
        claim_ids=[],
        claim_count=0,
        versions={},
    )


def _joined(story: Story, claim: Claim, at: str) -> Story:
    """The story with one more claim; its revision is left to the caller."""
    article, source = claim["article"], claim["attribution"]
    evidence = sorted([*story["claims"], evidence_of(claim, at)], key=lambda kept: (kept["at"], kept["id"]))
    return {
        **story,
        "categories": with_words(story["categories"], categories(claim)),
        "opened_at": min(story["opened_at"], at),
        "updated_at": max(story["updated_at"], at),
        "standing": told(story["standing"], Verdict(claim["status"], claim["polarity"], claim["certainty"]), at),
        "items": _with_items(story["items"], claim["items"], article["language"]),
        "quantities": with_words(story["quantities"], [_quantity(claim)]),
        "values": with_words(story["values"], [_value(claim)]),
        "publishers": with_words(story["publishers"], [article["publisher"]]),
        "languages": with_words(story["languages"], [article["language"]]),
        "claimants": with_words(story["claimants"], [claim["claimant"]]),
        "claimant_ids": with_words(story["claimant_ids"], [source["claimant_id"] or claim["claimant"]]),
        "deniers": with_words(story["deniers"], _deniers(claim)),
        "claims": evidence[-KEPT_CLAIMS:],
        "claim_ids": [*story["claim_ids"], claim["id"]][-KEPT_IDS:],
        "claim_count": story["claim_count"] + 1,
        "versions": dict(claim["versions"]),
    }


def _changes(before: Story, after: Story) -> Iterable[str]:
    old, new = verdict(before["standing"]), verdict(after["standing"])
    if new.polarity != old.polarity:
        yield "asserted"
    if new.status != old.status:
        yield "status_advanced" if is_further(new.status, old.status) else "status_changed"
    elif is_surer(new.certainty, old.certainty):
        yield "certainty_raised"
    if len(after["deniers"]) > len(before["deniers"]):
        yield "denied"
    if _named(after) - _named(before):
        yield "new_item"
    for change, old_words, new_words in (
        ("new_quantity", before["quantities"], after["quantities"]),
        ("new_value", before["values"], after["values"]),
        ("new_publisher", before["publishers"], after["publishers"]),
        ("new_language", before["languages"], after["languages"]),
        ("new_claimant", before["claimant_ids"], after["claimant_ids"]),
    ):
        if len(new_words) > len(old_words):
            yield change


def _named(story: Story) -> set[str]:
    """What the items are, leaving aside how each language words them."""
    return {*story["categories"], *(item["weapon"] for item in story["items"] if item["weapon"])}


def _with_items(
    known: list[dict[str, Any]], new: Iterable[dict[str, Any]], language: str | None
) -> list[dict[str, Any]]:
    items = {(item["category"], item["weapon"], item["text"].casefold()): item for item in known}
    for item in new:
        named = {key: item[key] for key in ("text", "category", "weapon", "unroca", "ml")}
        named["text"] = clipped(named["text"], LONGEST_ITEM)
        items.setdefault((item["category"], item["weapon"], named["text"].casefold()), {**named, "language": language})
    return list(items.values())[:KEPT_ITEMS]


def _quantity(claim: Claim) -> str | None:
    """The number itself where it is known, so that "dua belas" and "twelve" are the same."""
    detail = claim["quantity_detail"]
    if detail and (detail["min"] is not None or detail["max"] is not None):
        return f"{detail['min']}-{detail['max']}"
    return claim["quantity"].casefold() if claim["quantity"] else None


def _value(claim: Claim) -> str | None:
    detail = claim["value_detail"]
    if detail and detail["amount"] is not None:
        return f"{detail['amount']} {detail['currency']}"
    return claim["value"].casefold() if claim["value"] else None


def _deniers(claim: Claim) -> list[str]:
    """Who denies: the parties whose response is a denial, and the source of a claim that is itself a denial."""
    source = claim["attribution"]
    who = [response["party"] for response in source["responses"] if response["stance"] == "denies"]
    if claim["polarity"] == "denied":
        who.append(source["claimant_id"] or claim["claimant"] or claim["article"]["publisher"] or "unnamed")
    return who
