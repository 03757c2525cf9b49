"""Dates in text, resolved against the day of publication; without one, what depends on it stays unresolved."""

from __future__ import annotations

import datetime
import functools
import re
from dataclasses import dataclass
from typing import Any

import orjson

from streams.extraction.lexicon import LANGUAGES

_OLDEST, _NEWEST = 1900, 2100


@dataclass(frozen=True, slots=True)
class Date:
    """A date at `[start, end)`; `date` is YYYY, YYYY-MM or YYYY-MM-DD, None where the text alone does not settle it."""

    start: int
    end: int
    date: str | None


@functools.cache
def _data(language: str) -> tuple[dict[str, Any], re.Pattern[str]]:
    data = orjson.loads((LANGUAGES / language / "dates.json").read_bytes())

    def words(key: str) -> str:
        return "|".join(re.escape(w) for w in sorted(data[key], key=len, reverse=True))

    month = words("months")
    pattern = re.compile(
        rf"\b(?P<iso>\d{{4}}-\d\d-\d\d)\b"
        rf"|\b(?P<d1>\d{{1,2}})\s(?P<m1>{month})\b\.?,?(?:\s(?P<y1>\d{{4}})\b)?"
        rf"|\b(?P<m2>{month})\.?\s(?P<d2>\d{{1,2}})\b(?!\d)(?:,?\s(?P<y2>\d{{4}})\b)?"
        rf"|\b(?P<m3>{month})\.?,?\s(?P<y3>\d{{4}})\b"
        rf"|\((?P<d4>\d{{1,2}})/(?P<m4>\d{{1,2}})(?:/(?P<y4>\d{{4}}))?\)"
        rf"|\b(?P<weekday>{words('weekdays')})\b"
        rf"|\b(?P<day>(?i:{words('relative_days')}))\b|\b(?P<month>(?i:{words('relative_months')}))\b"
        rf"|\b(?P<year>(?i:{words('relative_years')}))\b"
        rf"|(?<![\d.,$€£/-])\b(?P<y5>(?:19|20)\d\d)\b(?![\d,.]\d|[-/]\d)")
    return data, pattern


def _join(year: int | None, month: int | None, day: int | None = None) -> str | None:
    if year is None or not _OLDEST <= year <= _NEWEST or month is None or not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _nearest_year(month: int, day: int, published: datetime.date | None) -> int | None:
    """The year that brings a day without one closest to the day of publication."""
    if published is None:
        return None
    best = None
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            distance = abs((datetime.date(year, month, day) - published).days)
        except ValueError:
            continue
        if best is None or distance < best[0]:
            best = (distance, year)
    return best[1] if best else None


def published_day(published_at: str | None) -> datetime.date | None:
    """The calendar day of an ISO 8601 time, None where there is none."""
    if not published_at:
        return None
    try:
        return datetime.date.fromisoformat(published_at[:10])
    except ValueError:
        return None


def dates(text: str, start: int, end: int, language: str, published: datetime.date | None) -> list[Date]:
    """The dates of `text[start:end]`, offsets in the whole text."""
    data, pattern = _data(language)
    months = data["months"]
    found = []
    for m in pattern.finditer(text, start, end):
        value: str | None = None
        if m["iso"]:
            value = m["iso"]
        elif m["m1"] or m["m2"]:
            month, day = months[m["m1"] or m["m2"]], int(m["d1"] or m["d2"])
            year = m["y1"] or m["y2"]
            value = _join(int(year) if year else _nearest_year(month, day, published), month, day)
        elif m["m3"]:
            value = _join(int(m["y3"]), months[m["m3"]])
        elif m["d4"]:
            month, day = int(m["m4"]), int(m["d4"])
            value = _join(int(m["y4"]) if m["y4"] else _nearest_year(month, day, published), month, day)
        elif m["y5"]:
            value = m["y5"]
        elif published is not None:
            value = _relative(m, data, published)
        found.append(Date(m.start(), m.end(), value))
    return found


def _relative(m: re.Match[str], data: dict[str, Any], published: datetime.date) -> str | None:
    if m["weekday"]:
        # News tells of the last such day, the day of publication included.
        back = (published.weekday() - data["weekdays"][m["weekday"]]) % 7
        return (published - datetime.timedelta(days=back)).isoformat()
    if m["day"]:
        return (published + datetime.timedelta(days=data["relative_days"][m["day"].lower()])).isoformat()
    if m["month"]:
        index = published.year * 12 + published.month - 1 + data["relative_months"][m["month"].lower()]
        return f"{index // 12:04d}-{index % 12 + 1:02d}"
    return f"{published.year + data['relative_years'][m['year'].lower()]:04d}"
