"""One claim in, an alert out where the claim is news: the pure core of the `alert` agent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import orjson

from streams.alerts.alert import alert
from streams.alerts.fold import DEFAULT_WINDOW, fold
from streams.alerts.severity import rules
from streams.alerts.story import STORY_VERSION, Claim, Story
from streams.contracts import ALERTS, CLAIMS, violations
from streams.envelope import TRACE_HEADERS, event_headers
from streams.messages import Message, Outcome, Output, Processed, Rejected, Skipped

SOURCE = "/armswire/alert"
STAGE = "alert"
#: Key of the table of stories: see `pair_key`.
Stories = Mapping[str, Sequence[Story]]


def pair_key(claim: Claim) -> str:
    """The two parties of a message of `transfers.claims.v1`, sorted and joined: "PRK|RUS"; "?" for an unknown one.

    Both directions of a pair have the same key, so that they meet in one partition and in one entry of the table.
    """
    pair = claim["pair"]
    return "|".join(sorted((pair["supplier"] or "?", pair["recipient"] or "?")))


def process(
    message: Message, stories: Stories, *, window: timedelta = DEFAULT_WINDOW
) -> tuple[Outcome, list[Story] | None]:
    """Fold a claim into the stories of its pair. Never raises: a bug of ours becomes a dead letter too.

    `stories` maps pair keys to the open stories of each pair, and is left as it is. Returned are the outcome and the
    new stories of the claim's pair, to be put under `pair_key` once the outputs were acknowledged (None: no change).
    """
    try:
        return _process(message, stories, window)
    except Exception as error:
        return Rejected(STAGE, "internal_error", f"{type(error).__name__}: {error}"), None


def _process(message: Message, stories: Stories, window: timedelta) -> tuple[Outcome, list[Story] | None]:
    if message.value is None:
        return Skipped("tombstone"), None
    try:
        claim = orjson.loads(message.value)
    except orjson.JSONDecodeError as error:
        return Rejected(STAGE, "not_json", str(error)), None
    for violation in violations(CLAIMS, claim):
        text = f"{violation.pointer or 'the claim'}: expected {violation.expected}"
        return Rejected(STAGE, "wrong_shape", text, violation.pointer), None
    if not claim["alert"]:
        return Skipped("not_for_alert"), None
    known = [story for story in stories.get(pair_key(claim)) or () if story.get("story_version") == STORY_VERSION]
    folded = fold(known, claim, window=window)
    if folded is None:
        return Skipped("repeated_claim"), None
    if not folded.changes:
        return Processed(()), folded.stories
    published = alert(folded.story, folded.changes, window=window, rules=rules())
    return Processed((_output(message, published),), {"alerts": {published["severity"]: 1}}), folded.stories


def _output(message: Message, published: Mapping[str, Any]) -> Output:
    traceparent, tracestate = (message.header(name) for name in TRACE_HEADERS)
    headers = event_headers(
        type=ALERTS,
        id=f"{published['id']}.{published['revision']}",
        source=SOURCE,
        time_ms=message.timestamp_ms,
        traceparent=traceparent,
        tracestate=tracestate,
    )
    return Output(ALERTS, published["id"].encode(), orjson.dumps(published), headers, message.timestamp_ms)
