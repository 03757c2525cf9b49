"""Times of publication as they are sent."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?[ ]?(?:[Zz]|([+-])(\d\d):?(\d\d))?)?", re.ASCII
)


#: Years that an article can be of. Others are a default of the sender (Go and .NET say year 1), or a slip.
YEARS = range(1900, 2101)


def utc(text: str) -> str | None:
    """A date or an RFC 3339 date and time as YYYY-MM-DDTHH:MM:SSZ; None for anything else, and outside `YEARS`.

    A date is the midnight that begins it. UTC where no offset is given. A leap second is the second before it.
    """
    moment = _read(text)
    try:
        moment = moment and moment.astimezone(UTC)
    except OverflowError:
        return None
    if moment is None or moment.year not in YEARS:
        return None
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def is_time(text: str) -> bool:
    """Whether the text is a date or an RFC 3339 date and time, of any year."""
    return _read(text) is not None


def _read(text: str) -> datetime | None:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    sign, hours, minutes = match.groups()[6:]
    if int(hours or 0) > 23 or int(minutes or 0) > 59:
        return None
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    if second == 60 and minute == 59:
        second = 59
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone(offset))
    except ValueError:
        return None
