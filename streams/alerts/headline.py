"""The one line of an alert that a person reads.

`North Korea → Russia: missiles “rudal balistik”, delivered; alleged by Gedung Putih (White House)`
"""

from __future__ import annotations

from streams.alerts import names
from streams.alerts.severity import STATUS_WORDS
from streams.alerts.status import Verdict
from streams.alerts.story import Evidence, Story

LONGEST_ITEM = 80


def headline(story: Story, stands: Verdict, *, quantity: str | None, value: str | None) -> str:
    """Who gives what to whom, how many and for how much, how far it has come, and who says so."""
    return " ".join(_line(story, stands, [amount for amount in (quantity, value) if amount]).split())


def _line(story: Story, stands: Verdict, amounts: list[str]) -> str:
    arrow = "↔" if story["direction"] == "unknown" else "→"
    supplier = names.party(story["supplier"], "unknown supplier")
    recipient = names.party(story["recipient"], "unknown recipient")
    item = _item(story)
    told = ", ".join(amount for amount in amounts if amount not in item)
    item += f" ({told})" if told else ""
    status = STATUS_WORDS[stands.status]
    if stands.polarity == "denied":
        return f"{supplier} {arrow} {recipient}: {item}, said to be {status}; denied{_by(_speaker(story, stands))}"
    line = f"{supplier} {arrow} {recipient}: {item}, {status}{_source(story, stands)}"
    if story["deniers"]:
        line += f"; denied by {names.source(story['deniers'][0]) or story['deniers'][0]}"
    return line


def _item(story: Story) -> str:
    """The item in English: as an English text words it, else by the weapon's name, else its category with the words
    of the text."""
    ours = [item for item in story["items"] if item["category"] == story["category"]]
    for item in ours:
        if item["language"] == "en":
            return str(item["text"][:LONGEST_ITEM])
    for item in ours:
        if name := names.weapon(item["weapon"]):
            return name
    category = names.category(story["category"])
    return f"{category} “{ours[0]['text'][:LONGEST_ITEM]}”" if ours else category


def _speaker(story: Story, stands: Verdict) -> Evidence | None:
    """The latest claim that says what stands, one with a named source before others."""
    saying = [
        claim for claim in story["claims"] if Verdict(claim["status"], claim["polarity"], claim["certainty"]) == stands
    ]
    named = [claim for claim in saying if claim["claimant"]]
    return next(reversed(named or saying), None)


def _source(story: Story, stands: Verdict) -> str:
    speaker = _speaker(story, stands)
    if stands.certainty == "alleged":
        return f"; alleged{_by(speaker)}"
    said = _who(speaker)
    told = f"; according to {said}" if said else ""
    return f"; not certain{told}" if stands.certainty == "conditional" else told


def _by(speaker: Evidence | None) -> str:
    said = _who(speaker)
    return f" by {said}" if said else ""


def _who(speaker: Evidence | None) -> str | None:
    if speaker is None or speaker["claimant"] is None:
        return None
    name = names.source(speaker["claimant_id"])
    if name is None or name.casefold() in speaker["claimant"].casefold():
        return speaker["claimant"]
    return f"{speaker['claimant']} ({name})"
