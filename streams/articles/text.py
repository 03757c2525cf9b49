"""Text as the product knows it: clean, so that its offsets mean the same to every reader."""

from __future__ import annotations

import re
import unicodedata

# Soft hyphen, zero-width space, word joiner, byte order mark.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# A run that can hold many combining marks: normalising one takes time in the square of its length.
_LONG_RUN = re.compile(r"[^\w\s\x00-\x7f]{64,}")


def clean(text: str) -> str:
    """The text with LF line ends, control characters and lone surrogates replaced one for one by a space, in NFC.
    Soft hyphens and other signs that only say where a line may break are taken out, for they hide words.

    Line feed and tab stay. Where NFC changes the text at all, combining marks become spaces too in runs of 64 signs and
    more, which no language has.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Asked first for speed: most texts need neither step, and the patterns are slow.
    if not text.replace("\n", "").replace("\t", "").isprintable():
        text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _LONG_RUN.sub(_without_marks, text))


def line(text: str | None) -> str | None:
    """A title, a name or an address: clean and in one line; None where nothing is left."""
    return " ".join(clean(text or "").split()) or None


def _without_marks(run: re.Match[str]) -> str:
    return "".join(" " if unicodedata.combining(sign) else sign for sign in run[0])
