"""Quantities and money: numbers with their bounds, units and currency, read by local patterns anchored at a number.

General number libraries cost a thousand times as much and misread "$50 miliar"; words come from the language folder.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

import orjson

from streams.extraction import lexicon as lx
from streams.extraction.matching import Mention

_CODES = (
    "USD EUR GBP CHF PLN IDR SEK NOK DKK AUD CAD JPY KRW CNY INR CZK HUF RON TRY AED SAR MYR PHP SGD BAM NGN PKR EGP "
)
# Symbols and ISO 4217 codes that stand before or after a sum; a bare $ is the US dollar.
SYMBOLS = {
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "S$": "SGD",
    "HK$": "HKD",
    "NT$": "TWD",
    "NZ$": "NZD",
    "R$": "BRL",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₩": "KRW",
    "₹": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "₴": "UAH",
    "₱": "PHP",
    "Rp": "IDR",
    "Rs": "INR",
    "RM": "MYR",
    "DM": "DEM",
    **{code: code for code in _CODES.split()},
}
_ANCHOR = re.compile(r"\d+(?:[.,]\d+)*")
_LOOK_BACK = 28
# A row of digits from here on is a serial number; JSON numbers are exact below it.
_TOO_LARGE = 10**12


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
    before: re.Pattern[str]
    symbol: re.Pattern[str]
    scale: re.Pattern[str]
    currency: re.Pattern[str]
    distance: re.Pattern[str]
    unit: re.Pattern[str]
    words: dict[str, float]
    vague: dict[str, list[float | None]]
    scales: dict[str, float]
    currencies: dict[str, str]
    at_least: frozenset[str]
    at_most: frozenset[str]


def _alternatives(words: Any) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@functools.cache
def _patterns(language: str) -> _Patterns:
    data = orjson.loads((lx.LANGUAGES / language / "numbers.json").read_bytes())
    bounds = _alternatives(data["at_least"] + data["at_most"] + data["about"])
    codes = "|".join(_CODES.split())
    ignore = re.IGNORECASE
    return _Patterns(
        before=re.compile(rf"(?<!\w)({bounds})\s+$", ignore),
        symbol=re.compile(rf"(?<![A-Za-z])({_alternatives(SYMBOLS)})\.?\s?$"),
        scale=re.compile(rf"[\s-]?({_alternatives(data['scales'])})(?!\w)", ignore),
        currency=re.compile(rf"[\s-]?({_alternatives(data['currencies'])}|€|£|\$|(?-i:{codes}))(?!\w)", ignore),
        distance=re.compile(rf"[\s-]?(?:{_alternatives(data['distances'])})(?!\w)|[:/]\d", ignore),
        unit=re.compile(rf"[\s-]({_alternatives(data['units'])})(?!\w)", ignore),
        words=data["words"],
        vague=data["vague"],
        scales={k.lower(): v for k, v in data["scales"].items()},
        currencies={k.lower(): v for k, v in data["currencies"].items()},
        at_least=frozenset(data["at_least"]),
        at_most=frozenset(data["at_most"]),
    )


def _value(digits: str, decimal: str) -> float:
    """A number as written, with thousands separators told from the decimal mark by where they stand."""
    for mark, other in ((".", ","), (",", ".")):
        if digits.count(mark) == 1 and other in digits and digits.rfind(mark) > digits.rfind(other):
            return float(digits.replace(other, "").replace(mark, "."))
    marks = [c for c in digits if c in ".,"]
    if len(marks) == 1:
        tail = digits.split(marks[0])[1]
        if marks[0] == decimal or len(tail) != 3:
            return float(digits.replace(marks[0], "."))
    return float(digits.replace(".", "").replace(",", ""))


def _in_word(text: str, start: int, end: int) -> bool:
    """Whether a number is part of a designation, a time or a date rather than a number."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return (
        before.isalpha()
        or before in "-/:"
        or (before in ".,'’" and start > 1 and text[start - 2].isdigit())
        or after.isalpha()
        or after == "/"
    )


def amounts(
    text: str, numbers: list[Mention], taken: list[tuple[int, int]], language: str, decimal: str
) -> tuple[list[Amount], list[Amount]]:
    """(quantities, sums of money) of a text. `numbers` are its number words; what overlaps `taken` is no number."""
    patterns = _patterns(language)
    quantities: list[Amount] = []
    money: list[Amount] = []
    anchors: list[tuple[int, int, str | None]] = [(m.start(), m.end(), None) for m in _ANCHOR.finditer(text)]
    anchors += [(n.start, n.end, text[n.start : n.end].lower()) for n in numbers]
    anchors.sort()
    covered = 0
    blocks = sorted(taken)
    block = 0
    for start, end, word in anchors:
        while block < len(blocks) and blocks[block][1] <= start:
            block += 1
        if start < covered or (block < len(blocks) and blocks[block][0] < end):
            continue
        amount = _read(text, start, end, word, patterns, decimal)
        if amount is not None:
            (money if amount.currency else quantities).append(amount)
            covered = amount.end
    return quantities, money


def _read(text: str, start: int, end: int, word: str | None, patterns: _Patterns, decimal: str) -> Amount | None:
    lead = text[max(0, start - _LOOK_BACK) : start]
    low: float | None
    high: float | None
    symbol = patterns.symbol.search(lead) if word is None else None
    if word is None:
        if symbol is None and _in_word(text, start, end):
            glued = patterns.scale.match(text, end)
            if glued is None or (start and (text[start - 1].isalpha() or text[start - 1] in "-/")):
                return None
        low = high = _value(text[start:end], decimal)
        if low >= _TOO_LARGE:
            return None
    elif text[end : end + 1] == "-" and not patterns.unit.match(text, end):
        # "eight-wheeled": a number in a word counts nothing
        return None
    elif word in patterns.vague:
        low, high = patterns.vague[word]
    else:
        low = high = patterns.words[word]
    at, scaled = end, False
    scale = patterns.scale.match(text, at)
    if scale is not None and low is not None:
        factor = patterns.scales[scale[1].lower()]
        low, high = low * factor, high * factor if high is not None else None
        if low >= 2**53:
            return None
        at, scaled = scale.end(), True
    currency = patterns.currency.match(text, at)
    if symbol is not None or (currency is not None and (word is None or scaled)):
        code = SYMBOLS[symbol[1]] if symbol is not None else None
        if currency is not None:
            code = code or patterns.currencies.get(currency[1].lower()) or SYMBOLS.get(currency[1].upper())
            at = currency.end() if symbol is None else at
        begin = start - (len(lead) - symbol.start()) if symbol is not None else start
        bound = patterns.before.search(text[max(0, begin - _LOOK_BACK) : begin])
        begin -= len(bound[0]) if bound is not None else 0
        return Amount(begin, at, low, high, currency=code or "USD")
    bound = patterns.before.search(lead)
    if patterns.distance.match(text, at):
        return None
    unit = patterns.unit.match(text, at)
    said = bound[1].lower() if bound is not None else ""
    if (
        word is None
        and not scaled
        and unit is None
        and bound is None
        and low is not None
        and 1900 <= low <= 2100
        and end - start == 4
    ):
        return None
    if said in patterns.at_least:
        high = None
    elif said in patterns.at_most:
        low = None
    begin = start - len(bound[0]) if bound is not None else start
    return Amount(begin, unit.end() if unit is not None else at, low, high, unit[1] if unit is not None else None)
