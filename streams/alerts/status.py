"""How far a transfer has come, told from every claim about it, in whatever order the claims arrive.

`Standing` keeps, for each polarity, status and certainty, the latest event time that it was claimed at. It only ever
grows by taking the later time, so the same claims give the same standing in any order, and a repeat changes nothing.
"""

from __future__ import annotations

from typing import NamedTuple

from streams.statuses import AGAINST, PROGRESS

#: From the strongest to the weakest.
CERTAINTY = ("fact", "alleged", "conditional")

#: polarity -> status -> certainty -> latest event time (ISO 8601, UTC)
Standing = dict[str, dict[str, dict[str, str]]]


class Verdict(NamedTuple):
    """What stands of a story: the status with its polarity and certainty."""

    status: str
    polarity: str
    certainty: str


def told(standing: Standing, verdict: Verdict, at: str) -> Standing:
    """The standing after one more claim of event time `at`; the one given stays as it is."""
    status, polarity, certainty = verdict
    by_status = standing.get(polarity, {})
    by_certainty = by_status.get(status, {})
    latest = max(at, by_certainty.get(certainty, ""))
    return {**standing, polarity: {**by_status, status: {**by_certainty, certainty: latest}}}


def verdict(standing: Standing) -> Verdict:
    """What stands, by these rules.

    1. One asserted claim makes the story asserted; it is denied only while every claim denies.
    2. What is told unconditionally goes before what "may" happen, however far the latter would go.
    3. A status against the transfer stands from its event time on; the latest one, if there are several.
    4. Progress claimed at a later time takes over from it, and then the furthest status ever claimed stands.
    5. The certainty is the strongest with which the standing status was claimed.
    """
    polarity = "asserted" if standing.get("asserted") else "denied"
    claimed = standing[polarity]
    unconditional = {
        status: {certainty: at for certainty, at in times.items() if certainty != "conditional"}
        for status, times in claimed.items()
    }
    firm = {status: times for status, times in unconditional.items() if times} or claimed
    latest = {status: max(times.values()) for status, times in firm.items()}
    onward = [status for status in PROGRESS if status in latest]
    against = [status for status in AGAINST if status in latest]
    if against:
        stop = max(against, key=lambda status: (latest[status], AGAINST.index(status)))
        if not onward or latest[stop] >= max(latest[status] for status in onward):
            return Verdict(stop, polarity, _strongest(firm[stop]))
    return Verdict(onward[-1], polarity, _strongest(firm[onward[-1]]))


def is_further(status: str, than: str) -> bool:
    """True when both are steps of progress and the first is the later step."""
    return status in PROGRESS and than in PROGRESS and PROGRESS.index(status) > PROGRESS.index(than)


def is_surer(certainty: str, than: str) -> bool:
    """True when the first certainty is the stronger one."""
    return CERTAINTY.index(certainty) < CERTAINTY.index(than)


def _strongest(times: dict[str, str]) -> str:
    return next(certainty for certainty in CERTAINTY if certainty in times)
