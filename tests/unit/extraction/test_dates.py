"""Dates are resolved against the day of publication, and left open without one."""

import datetime

import pytest

from streams.extraction import lexicon as lx
from streams.extraction.dates import dates
from streams.extraction.matching import find_values

PUBLISHED = datetime.date(2024, 1, 4)  # a Thursday


def read(text, language="en", published=PUBLISHED):
    _, words = find_values(text, lx.lower(text), lx.lexicon(language))
    return [(text[d.start : d.end], d.date) for d in dates(text, words, language, published)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("on Tuesday", "en", ("Tuesday", "2024-01-02")),
        ("pada hari Kamis", "id", ("Kamis", "2024-01-04")),
        ("Senin (1/1/2024)", "id", ("Senin (1/1/2024)", "2024-01-01")),
        ("on 12 December 2023", "en", ("12 December 2023", "2023-12-12")),
        ("on December 12, 2023", "en", ("December 12, 2023", "2023-12-12")),
        ("on December 30", "en", ("December 30", "2023-12-30")),
        ("sejak September 2023", "id", ("September 2023", "2023-09")),
        ("in 2019", "en", ("2019", "2019")),
        ("kemarin", "id", ("kemarin", "2024-01-03")),
        ("tahun lalu", "id", ("tahun lalu", "2023")),
        ("next month", "en", ("next month", "2024-02")),
    ],
)
def test_a_date_is_resolved(text, language, expected):
    assert read(text, language) == [expected]


@pytest.mark.parametrize("text", ["on Tuesday", "yesterday", "on December 30", "last year"])
def test_without_a_day_of_publication_a_relative_date_stays_open(text):
    assert [value for _, value in read(text, published=None)] == [None]


def test_an_impossible_day_has_no_date():
    assert read("on 31 February 2023") == [("31 February 2023", None)]


def test_a_number_after_a_month_is_no_day_where_days_come_first():
    assert read("Pada Mei 20 tank dikirim", "id") == [("Mei", None)]
