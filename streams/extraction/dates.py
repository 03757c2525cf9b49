"""Dates in text, resolved against the day of publication; without one, what depends on it stays unresolved."""

from __future__ import annotations

import datetime
import functools
import re
from dataclasses import dataclass
from typing import Any

import orjson

from streams.extraction.lexicon import LANGUAGES
from streams.extraction.matching import Mention
from streams.extraction.overlap import Taken

_OLDEST, _NEWEST = 1900, 2100
_YEAR = re.compile(
    r"(?<![\w.,$€£/-])(?:(\d{4})-(\d\d)-(\d\d)|((?:19|20)\d\d)|\((\d{1,2})/(\d{1,2})(?:/(\d{4}))?\))(?!\w|[-/]\d|[,.]\d)"
)
_YEAR_AFTER = re.compile(r"\.?,?\s((?:19|20)\d\d)(?!\d)")
_BRACKET = re.compile(r"\s?\((\d{1,2})/(\d{1,2})(?:/(\d{4}))?\)")


@dataclass(frozen=True, slots=True)
class Date:
    """A date at `[start, end)`; `date` is YYYY, YYYY-MM or YYYY-MM-DD, None where the text alone does not settle it."""

    start: int
    end: int
    date: str | None


@functools.cache
def _data(language: str) -> dict[str, Any]:
    data: dict[str, Any] = orjson.loads((LANGUAGES / language / "dates.json").read_bytes())
    for key in ("months", "weekdays", "relative_days", "relative_months", "relative_years"):
        data[key] = {word.lower(): value for word, value in data[key].items()}
    endings = f"(?:{'|'.join(data['ordinals'])})?" if data["ordinals"] else ""
    data["day_before"] = re.compile(rf"(?<![\d.,])(\d{{1,2}}){endings}\s$")
    data["day_after"] = re.compile(rf"\.?\s(\d{{1,2}}){endings}(?![\d:.])")
    return data


def _join(year: int | None, month: int, day: int | None = None) -> str | None:
    if year is None or not _OLDEST <= year <= _NEWEST or not 1 <= month <= 12:
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
    best: tuple[int, int] | None = None
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


def dates(text: str, words: list[Mention], language: str, published: datetime.date | None) -> list[Date]:
    """The dates of a text in order; `words` are its mentions of months, weekdays and relative days."""
    data = _data(language)
    found: list[Date] = []
    for mention in words:
        word = text[mention.start : mention.end].lower()
        if mention.entry.cls == "months":
            found.append(_month(text, mention, data["months"][word], data, published))
        else:
            found.append(_relative(text, mention, mention.entry.cls, word, data, published))
    taken = Taken((d.start, d.end) for d in found)
    for m in _YEAR.finditer(text):
        if taken.hits(m.start(), m.end()):
            continue
        if m[1]:
            value = _join(int(m[1]), int(m[2]), int(m[3]))
        elif m[4]:
            value = m[4]
        else:
            month, day = int(m[6]), int(m[5])
            value = _join(int(m[7]) if m[7] else _nearest_year(month, day, published), month, day)
        found.append(Date(m.start(), m.end(), value))
    found.sort(key=lambda d: d.start)
    return found


def _month(text: str, mention: Mention, month: int, data: dict[str, Any], published: datetime.date | None) -> Date:
    start, end = mention.start, mention.end
    before = data["day_before"].search(text[max(0, start - 6) : start])
    day: int | None = None
    if before:
        day = int(before[1])
        start -= len(before[0])
    elif data["month_first"]:
        after = data["day_after"].match(text, end)
        if after and 1 <= int(after[1]) <= 31:
            day, end = int(after[1]), after.end()
    year = _YEAR_AFTER.match(text, end)
    if year:
        return Date(start, year.end(), _join(int(year[1]), month, day))
    if day is None:
        return Date(start, end, None)
    return Date(start, end, _join(_nearest_year(month, day, published), month, day))


def _relative(
    text: str, mention: Mention, kind: str, word: str, data: dict[str, Any], published: datetime.date | None
) -> Date:
    start, end = mention.start, mention.end
    value: str | None = None
    bracket = _BRACKET.match(text, end) if kind == "weekdays" else None
    if bracket:
        month, day = int(bracket[2]), int(bracket[1])
        year = int(bracket[3]) if bracket[3] else _nearest_year(month, day, published)
        return Date(start, bracket.end(), _join(year, month, day))
    if published is None:
        return Date(start, end, None)
    if kind == "weekdays":
        # News tells of the last such day, the day of publication included.
        back = (published.weekday() - data["weekdays"][word]) % 7
        value = (published - datetime.timedelta(days=back)).isoformat()
    elif kind == "relative_days":
        value = (published + datetime.timedelta(days=data[kind][word])).isoformat()
    elif kind == "relative_months":
        index = published.year * 12 + published.month - 1 + data[kind][word]
        value = f"{index // 12:04d}-{index % 12 + 1:02d}"
    else:
        value = f"{published.year + data['relative_years'][word]:04d}"
    return Date(start, end, value)
