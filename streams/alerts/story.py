"""A story: everything that was claimed about one supplier, recipient and item category within a window.

Stories are the state of the `alert` agent. They are plain JSON, bounded in every list, and never changed in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypedDict

from streams.alerts.status import Standing

Claim = Mapping[str, Any]

#: Shape of a story; stories of another shape (of an older release) are left aside when the state is read.
STORY_VERSION = 1
#: Evidence kept of one story: the newest claims by event time. An alert shows as many.
KEPT_CLAIMS = 50
#: Evidence kept of all stories of a pair together, so that the state of a busy pair stays below a megabyte.
KEPT_CLAIMS_OF_A_PAIR = 200
#: Open stories kept of a pair: the latest by event time.
KEPT_STORIES = 32
#: Claim ids remembered of one story, to know a repeated claim.
KEPT_IDS = 500
#: Distinct words kept of one kind: publishers, claimants, quantities ... What comes later is no news any more.
KEPT_WORDS = 100
KEPT_ITEMS = 20
KEPT_SPANS = 4
LONGEST_QUOTE = 400
#: Kafka clients without a clock send a timestamp of (about) zero: no event happened then.
EARLIEST_CLOCK = "2000-01-01"
#: A publisher's clock may be ahead of ours by a time zone; what is further ahead is a mistake.
CLOCK_SLACK = timedelta(days=1)


class Evidence(TypedDict):
    """One claim as evidence of a story; `at` is its event time."""

    id: str
    article_id: str
    url: str | None
    publisher: str | None
    language: str | None
    published_at: str | None
    claimant: str | None
    claimant_id: str | None
    status: str
    polarity: str
    certainty: str
    quantity: str | None
    value: str | None
    evidence: list[dict[str, Any]]
    at: str


class Story(TypedDict):
    """See the module; times are event times in ISO 8601, UTC."""

    story_version: int
    id: str
    revision: int
    supplier: str | None
    recipient: str | None
    direction: str
    category: str
    categories: list[str]
    opened_at: str
    updated_at: str
    standing: Standing
    items: list[dict[str, Any]]
    quantities: list[str]
    values: list[str]
    publishers: list[str]
    languages: list[str]
    claimants: list[str]
    claimant_ids: list[str]
    deniers: list[str]
    claims: list[Evidence]
    claim_ids: list[str]
    claim_count: int
    versions: dict[str, Any]


def moment(text: str) -> datetime:
    """An ISO 8601 time; UTC where it names no zone. Raises ValueError for anything else."""
    time = datetime.fromisoformat(text)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def iso(time: datetime) -> str:
    """A UTC time as YYYY-MM-DDTHH:MM:SSZ: these sort as text."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def event_time(claim: Claim) -> str:
    """When the claim was published, else when its article came in.

    A time of publication that lies more than `CLOCK_SLACK` after the arrival is a mistake of the publisher: the
    arrival counts. Raises ValueError when neither is a time.
    """
    article = claim["article"]
    arrived = moment(article["ingested_at"])
    clocked = article["ingested_at"] >= EARLIEST_CLOCK
    try:
        published = moment(article["published_at"])
    except (TypeError, ValueError):
        return iso(arrived)
    return iso(arrived if clocked and published > arrived + CLOCK_SLACK else published)


def shown_later(time: str, by: timedelta) -> str:
    """A time of a story moved by a duration, kept within the years that can be written."""
    try:
        return iso(moment(time) + by)
    except OverflowError:
        return time


def with_words(known: list[str], new: Iterable[str | None]) -> list[str]:
    """The known words and those of the new ones that are not among them, up to `KEPT_WORDS`."""
    words = dict.fromkeys(known)
    words |= dict.fromkeys(word for word in new if word)
    return list(words)[:KEPT_WORDS]


def evidence_of(claim: Claim, at: str) -> Evidence:
    """The claim as evidence; long quotes are cut with their offsets, so that they stay true."""
    article = claim["article"]
    spans = [
        {"start": span["start"], "end": span["start"] + len(quote), "quote": quote}
        for span in claim["evidence"][:KEPT_SPANS]
        for quote in [span["quote"][:LONGEST_QUOTE]]
    ]
    return Evidence(
        id=claim["id"],
        article_id=article["id"],
        url=article["url"],
        publisher=article["publisher"],
        language=article["language"],
        published_at=article["published_at"],
        claimant=claim["claimant"],
        claimant_id=claim["attribution"]["claimant_id"],
        status=claim["status"],
        polarity=claim["polarity"],
        certainty=claim["certainty"],
        quantity=claim["quantity"],
        value=claim["value"],
        evidence=spans,
        at=at,
    )


def bounded(stories: Iterable[Story]) -> list[Story]:
    """The latest stories in order of event time, the evidence of the oldest given up first."""
    kept = sorted(stories, key=lambda story: (story["updated_at"], story["id"]))[-KEPT_STORIES:]
    surplus = sum(len(story["claims"]) for story in kept) - KEPT_CLAIMS_OF_A_PAIR
    for index, story in enumerate(kept):
        if surplus <= 0:
            break
        cut = min(surplus, len(story["claims"]) - 1)
        kept[index] = {**story, "claims": story["claims"][cut:]}
        surplus -= cut
    return kept
