"""A story: everything that was claimed about one supplier, recipient and item category within a window.

Stories are the state of the `alert` agent. They are plain JSON, bounded in every list, and never changed in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypedDict

import orjson

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
KEPT_IDS = 200
#: Distinct words kept of one kind: publishers, claimants, quantities ... What comes later is no news any more.
KEPT_WORDS = 100
KEPT_ITEMS = 20
KEPT_SPANS = 4
# All lengths are bytes of JSON, so that a pair's stories fit into one record whatever the script and the sender.
LONGEST_QUOTE = 400
LONGEST_WORD = 200
LONGEST_ITEM = 100
LONGEST_URL = 1_000
#: Bytes of all the words kept of one kind.
LARGEST_WORDS = 1_600
#: Bytes of all stories of a pair; the changelog takes a record of a megabyte.
LARGEST_STATE = 950_000
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
    return time.isoformat(timespec="seconds").replace("+00:00", "Z")


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
    except (TypeError, ValueError, OverflowError):
        return iso(arrived)
    return iso(arrived if clocked and published - arrived > CLOCK_SLACK else published)


def shown_later(time: str, by: timedelta) -> str:
    """A time of a story moved by a duration, kept within the years that can be written."""
    try:
        return iso(moment(time) + by)
    except OverflowError:
        return iso(datetime.max.replace(tzinfo=UTC))


def with_words(known: list[str], new: Iterable[str | None]) -> list[str]:
    """The known words and those of the new ones that are not among them, while there is room for them."""
    words = dict.fromkeys(known)
    for word in (clipped(word, LONGEST_WORD) for word in new if word):
        if word not in words and len(words) < KEPT_WORDS and size([*words, word]) <= LARGEST_WORDS:
            words[word] = None
    return list(words)


def size(value: object) -> int:
    """Bytes of its JSON."""
    return len(orjson.dumps(value))


def clipped(text: str, most: int) -> str:
    """The text, its end cut off where its JSON has more than `most` bytes between the quotation marks."""
    text = text[:most]
    while (surplus := size(text) - 2 - most) > 0:
        # No character has more than six bytes in JSON.
        text = text[: -max(1, surplus // 6)]
    return text


def evidence_of(claim: Claim, at: str) -> Evidence:
    """The claim as evidence; long quotes are cut with their offsets, so that they stay true."""
    article = claim["article"]
    spans = [
        {"start": span["start"], "end": span["start"] + len(quote), "quote": quote}
        for span in claim["evidence"][:KEPT_SPANS]
        for quote in [clipped(span["quote"], LONGEST_QUOTE)]
    ]
    return Evidence(
        id=claim["id"],
        article_id=article["id"],
        # Half an address leads nowhere.
        url=article["url"] if article["url"] and size(article["url"]) <= LONGEST_URL else None,
        publisher=_word(article["publisher"]),
        language=article["language"],
        published_at=article["published_at"],
        claimant=_word(claim["claimant"]),
        claimant_id=_word(claim["attribution"]["claimant_id"]),
        status=claim["status"],
        polarity=claim["polarity"],
        certainty=claim["certainty"],
        quantity=_word(claim["quantity"]),
        value=_word(claim["value"]),
        evidence=spans,
        at=at,
    )


def bounded(stories: Iterable[Story]) -> list[Story]:
    """The latest stories in order of event time, the evidence of the oldest given up first; each keeps one claim."""
    kept = sorted(stories, key=lambda story: (story["updated_at"], story["id"]))[-KEPT_STORIES:]
    surplus = sum(len(story["claims"]) for story in kept) - KEPT_CLAIMS_OF_A_PAIR
    for index, story in enumerate(kept):
        if surplus <= 0:
            break
        cut = min(surplus, len(story["claims"]) - 1)
        kept[index] = {**story, "claims": story["claims"][cut:]}
        surplus -= cut
    return _fitting(kept)


def _fitting(stories: list[Story]) -> list[Story]:
    room = LARGEST_STATE - size(stories)
    for index, story in enumerate(stories):
        claims = story["claims"]
        while room < 0 and len(claims) > 1:
            room += size(claims[0]) + 1
            claims = claims[1:]
        stories[index] = {**story, "claims": claims}
    return stories


def _word(text: str | None) -> str | None:
    return None if text is None else clipped(text, LONGEST_WORD)
