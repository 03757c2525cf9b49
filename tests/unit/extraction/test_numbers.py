"""Quantities with bounds and units, sums with scale and currency."""

import pytest

from streams.extraction import lexicon as lx
from streams.extraction.matching import find_content, find_values
from streams.extraction.numbers import amounts
from streams.extraction.sentences import blocked


def read(text: str, language: str = "en"):
    lexicon = lx.lexicon(language)
    lowered = lx.lower(text)
    numbers, _ = find_values(text, lowered, lexicon)
    content = find_content(text, lowered, lexicon)
    return amounts(text, numbers, blocked(content), language, lexicon.config["decimal"])


@pytest.mark.parametrize(
    ("text", "language", "amount", "currency"),
    [
        ("memberikan $50 miliar lagi", "id", 50e9, "USD"),
        ("senilai 1,9 triliun won", "id", 1.9e12, "KRW"),
        ("seharga Rp4,5 miliar", "id", 4.5e9, "IDR"),
        ("60 juta dolar AS", "id", 60e6, "USD"),
        ("worth more than $4 billion", "en", 4e9, "USD"),
        ("an 8.1 billion euro package", "en", 8.1e9, "EUR"),
        ("a £500m grant", "en", 500e6, "GBP"),
        ("640 million zlotys", "en", 640e6, "PLN"),
        ("for $1,250,000", "en", 1_250_000, "USD"),
    ],
)
def test_a_sum_of_money_is_read_with_scale_and_currency(text, language, amount, currency):
    _, money = read(text, language)
    assert [(m.low, m.currency) for m in money] == [(pytest.approx(amount), currency)]


@pytest.mark.parametrize(
    ("text", "language", "low", "high"),
    [
        ("at least 40 tanks", "en", 40, None),
        ("up to 100 missiles", "en", None, 100),
        ("setidaknya 40 rudal", "id", 40, None),
        ("ratusan kontainer peluru", "id", 200, 999),
        ("two frigates", "en", 2, 2),
        ("1.200 pucuk senapan", "id", 1200, 1200),
        ("9,000 tonnes of explosives", "en", 9000, 9000),
    ],
)
def test_a_quantity_keeps_its_bounds(text, language, low, high):
    quantities, _ = read(text, language)
    assert [(q.low, q.high) for q in quantities] == [(low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "in 2019 the army",
        "after 300 km",
        "on 12/05",
        "the F-16 landed",
        "at 10:30",
        "12 soldiers",
        "eight-wheeled carriers",
    ],
)
def test_years_distances_times_and_designations_are_no_quantities(text):
    assert read(text)[0] == []


def test_a_unit_belongs_to_its_quantity():
    (quantity,), _ = read("ratusan kontainer peluru artileri", "id")
    assert quantity.unit == "kontainer"


@pytest.mark.parametrize(
    "text", ["account 12345678901234567890123", "serial " + "9" * 400, "$" + "9" * 400, "99999999999 trillion dollars"]
)
def test_a_row_of_digits_beyond_any_amount_is_no_number(text):
    assert read(text) == ([], [])
