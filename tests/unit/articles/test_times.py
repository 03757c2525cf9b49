import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.articles.times import is_time, utc


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("2024-01-05", "2024-01-05T00:00:00Z"),
        ("2024-01-05T10:00:00Z", "2024-01-05T10:00:00Z"),
        ("2024-01-05t10:00:00z", "2024-01-05T10:00:00Z"),
        ("2024-01-05 10:00:00Z", "2024-01-05T10:00:00Z"),
        ("2024-01-05T10:00:00+07:00", "2024-01-05T03:00:00Z"),
        ("2024-01-05T06:30:00+0700", "2024-01-04T23:30:00Z"),
        ("2024-12-31T22:15:00-03:30", "2025-01-01T01:45:00Z"),
        ("2024-01-05T10:00:00-00:00", "2024-01-05T10:00:00Z"),
        ("2024-01-05T10:00:00.987654321Z", "2024-01-05T10:00:00Z"),
        ("2024-01-05T10:00:00", "2024-01-05T10:00:00Z"),
        ("2024-01-05T10:00+01:00", "2024-01-05T09:00:00Z"),
        ("2024-02-29", "2024-02-29T00:00:00Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("  2024-01-05\n", "2024-01-05T00:00:00Z"),
        ("1900-01-01", "1900-01-01T00:00:00Z"),
        ("2100-12-31T23:59:59Z", "2100-12-31T23:59:59Z"),
    ],
)
def test_times_become_utc(sent, expected):
    assert utc(sent) == expected


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "yesterday",
        "5 January 2024",
        "05/01/2024",
        "2024-1-5",
        "20240105",
        "2024-01",
        "2023-02-29",
        "2024-13-01",
        "2024-00-10",
        "0000-01-01",
        "2024-01-05T24:00:00Z",
        "2024-01-05T10:60:00Z",
        "2024-01-05T10:30:60Z",
        "2024-01-05T10:00:00+24:00",
        "2024-01-05T10:00:00+07:60",
        "2024-01-05T10:00:00 WIB",
        "2024-01-05T",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "٢٠٢٤-٠١-٠٥",
        "1704448800",
        "2024-01-05T10:00:00Z trailing",
        "0001-01-01T00:00:00Z",
        "1899-12-31",
        "1900-01-01T00:00:00+07:00",
        "2100-12-31T23:59:59-01:00",
    ],
)
def test_what_is_no_time_is_none(sent):
    assert utc(sent) is None


@pytest.mark.parametrize(
    ("sent", "expected"),
    [("0001-01-01T00:00:00+01:00", True), ("9999-12-31T23:59:59-01:00", True), ("2023-02-29", False), ("", False)],
)
def test_a_time_outside_the_years_of_articles_is_one_all_the_same(sent, expected):
    assert is_time(sent) is expected


@given(st.datetimes(timezones=st.timezones() | st.none()))
def test_what_python_writes_is_read(moment):
    text = moment.isoformat()
    read = utc(text)
    # Old zones have offsets with seconds, which RFC 3339 does not know; and the calendar has two ends.
    assert read is None or utc(read) == read
    if moment.year in range(1975, 2100):
        assert read is not None


@given(st.text())
def test_any_text_is_a_time_or_none(text):
    read = utc(text)
    assert read is None or read.endswith("Z")
