"""Which language a text is in."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import orjson
import pycld2

UNKNOWN = "und"
_SAMPLE = 500
_WORD = re.compile(r"[^\W\d_]+")
# pycld2 raises on what Unicode keeps out of interchange: control characters, surrogates, noncharacters.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def detect(text: str, hint: str | None = None) -> str:
    """ISO 639-1 code of a text, or "und" when unsure.

    A hint that starts with an ISO 639-1 code ("id", "en-GB") is believed. Else the first characters decide; Indonesian
    and Malay, which the detector confuses, are told apart by words that only one of them has.
    """
    given = _code(hint or "")
    if given is not None:
        return given
    sample = text[:_SAMPLE]
    try:
        reliable, _, guesses = pycld2.detect(sample)
    except (pycld2.error, UnicodeEncodeError):
        reliable, _, guesses = pycld2.detect(_UNFIT.sub(" ", sample))
    guess = _code(guesses[0][1]) or UNKNOWN
    if reliable and guess not in ("id", "ms"):
        return guess
    votes = _votes(sample)
    if guess in ("id", "ms"):
        return "ms" if votes["ms"] >= votes["id"] + 2 else "id"
    return _elected(votes)


def _elected(votes: dict[str, int]) -> str:
    """The language of a text too short for the detector, where its words speak for one clearly."""
    second, first = sorted(votes, key=lambda language: votes[language])[-2:]
    if votes[first] < 2:
        return UNKNOWN
    if votes[first] > votes[second]:
        return first
    return "id" if {first, second} == {"id", "ms"} else UNKNOWN


def _votes(sample: str) -> dict[str, int]:
    words = set(_WORD.findall(sample.lower()))
    return {language: len(words & markers) for language, markers in _data()["markers"].items()}


def _code(tag: str) -> str | None:
    """The ISO 639-1 code that a language tag starts with, a withdrawn one replaced."""
    primary = re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]
    primary = _data()["former_codes"].get(primary, primary)
    return primary if primary in _data()["iso_639_1"] else None


@functools.cache
def _data() -> dict[str, Any]:
    data = orjson.loads(Path(__file__).with_name("language.json").read_bytes())
    return {
        "iso_639_1": frozenset(data["iso_639_1"].split()),
        "former_codes": data["former_codes"],
        "markers": {language: frozenset(words.split()) for language, words in data["markers"].items()},
    }
