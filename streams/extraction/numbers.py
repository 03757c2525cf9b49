"""Quantities and money: numbers with their bounds, units and currency, read by local patterns anchored at a digit.

General number libraries cost a thousand times as much and misread "$50 miliar"; words come from the language folder.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

import orjson

from streams.extraction.lexicon import LANGUAGES

SYMBOLS = {"US$": "USD", "A$": "AUD", "C$": "CAD", "S$": "SGD", "HK$": "HKD", "NT$": "TWD", "NZ$": "NZD", "R$": "BRL",
           "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "₹": "INR", "₽": "RUB", "₺": "TRY", "Rp": "IDR",
           "Rs": "INR", "USD": "USD", "EUR": "EUR", "GBP": "GBP", "CHF": "CHF", "PLN": "PLN", "IDR": "IDR", "SEK": "SEK",
           "NOK": "NOK", "DKK": "DKK", "AUD": "AUD", "CAD": "CAD", "JPY": "JPY", "KRW": "KRW", "CNY": "CNY", "INR": "INR",
           "CZK": "CZK", "HUF": "HUF", "RON": "RON", "TRY": "TRY", "AED": "AED", "SAR": "SAR", "MYR": "MYR", "RM": "MYR",
           "PHP": "PHP", "P": "PHP", "SGD": "SGD", "DM": "DEM", "BAM": "BAM"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity (`currency` None: `low` to `high` of `unit`) or a sum of money (`low` == `high`) at `[start, end)`."""

    start: int
    end: int
    low: float | None
    high: float | None
    unit: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class _Patterns:
    money: re.Pattern[str]
    quantity: re.Pattern[str]
    words: dict[str, float]
    vague: dict[str, list[float | None]]
    scales: dict[str, float]
    currencies: dict[str, str]
    at_least: frozenset[str]
    at_most: frozenset[str]
    decimal: str


def _alternatives(words: Any) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@functools.cache
def _patterns(language: str, decimal: str) -> _Patterns:
    data = orjson.loads((LANGUAGES / language / "numbers.json").read_bytes())
    number = r"\d+(?:[.,]\d+)*"
    scale = _alternatives(data["scales"])
    bounds = _alternatives(data["at_least"] + data["at_most"] + data["about"])
    symbol = _alternatives(SYMBOLS)
    currency = _alternatives(data["currencies"])
    words = _alternatives(data["words"])
    money = re.compile(
        rf"(?P<bound>\b(?:{bounds})\s+)?(?:(?<![A-Za-z])(?P<symbol>{symbol})\.?\s?(?P<n1>{number})(?:[\s-]?(?P<s1>{scale})\b)?"
        rf"|(?<![\w.,])(?P<n2>{number})(?:[\s-]?(?P<s2>{scale}))?[\s-](?P<currency>{currency})\b"
        rf"|(?<![\w.,])(?P<n3>{number})[\s-]?(?P<s3>{scale})?\s?(?P<after>€|£|\$|EUR\b|USD\b))", re.IGNORECASE)
    quantity = re.compile(
        rf"(?P<bound>\b(?:{bounds})\s+)?(?:(?<![\w.,/:$€£-])(?P<n>{number})(?:[\s](?P<scale>{scale}))?|\b(?P<word>{words})"
        rf"|\b(?P<vague>{_alternatives(data['vague'])}))(?![\w%/:])(?!\s?(?:{_alternatives(data['distances'])})(?!\w))"
        rf"(?:[\s-](?P<unit>{_alternatives(data['units'])})(?!\w))?", re.IGNORECASE)
    return _Patterns(money, quantity, data["words"], data["vague"], {k.lower(): v for k, v in data["scales"].items()},
                     {k.lower(): v for k, v in data["currencies"].items()}, frozenset(data["at_least"]),
                     frozenset(data["at_most"]), decimal)


def _value(digits: str, decimal: str) -> float:
    """A number as written, with thousands separators told from the decimal mark by where they stand."""
    for mark in ".,":
        other = "," if mark == "." else "."
        if digits.count(mark) == 1 and other in digits and digits.rfind(mark) > digits.rfind(other):
            return float(digits.replace(other, "").replace(mark, "."))
    marks = [c for c in digits if c in ".,"]
    if len(marks) == 1:
        tail = digits.split(marks[0])[1]
        if marks[0] == decimal or len(tail) != 3:
            return float(digits.replace(marks[0], "."))
    return float(digits.replace(".", "").replace(",", ""))


def amounts(text: str, start: int, end: int, language: str, decimal: str) -> tuple[list[Amount], list[Amount]]:
    """(quantities, sums of money) of `text[start:end]`, offsets in the whole text."""
    patterns = _patterns(language, decimal)
    part = text[start:end]
    money: list[Amount] = []
    if any(c.isdigit() for c in part):
        for m in patterns.money.finditer(part):
            digits = m["n1"] or m["n2"] or m["n3"]
            scale = (m["s1"] or m["s2"] or m["s3"] or "").lower()
            value = _value(digits, patterns.decimal) * patterns.scales.get(scale, 1)
            code = SYMBOLS.get(m["symbol"] or m["after"] or "") or SYMBOLS.get((m["symbol"] or m["after"] or "").upper())
            code = code or patterns.currencies.get((m["currency"] or "").lower()) or "USD"
            money.append(Amount(start + m.start(), start + m.end(), value, value, currency=code))
    quantities: list[Amount] = []
    for m in patterns.quantity.finditer(part):
        if any(start + m.start() < a.end and a.start < start + m.end() for a in money):
            continue
        bound = (m["bound"] or "").strip().lower()
        if m["vague"]:
            low, high = patterns.vague[m["vague"].lower()]
        elif m["word"]:
            low = high = patterns.words[m["word"].lower()]
        else:
            low = high = _value(m["n"], patterns.decimal) * patterns.scales.get((m["scale"] or "").lower(), 1)
            if not m["scale"] and not m["unit"] and not bound and 1900 <= low <= 2100 and "." not in m["n"] and "," not in m["n"]:
                continue
        if bound in patterns.at_least:
            high = None
        elif bound in patterns.at_most:
            low = None
        quantities.append(Amount(start + m.start(), start + m.end(), low, high, m["unit"]))
    return quantities, money
