"""Text that shows what it holds: characters that would control a terminal or turn a line round stand by their names."""

from __future__ import annotations

import re
import unicodedata

# Joiners shape letters of many languages and do nothing else; line ends and tabs are layout.
_HARMLESS = "\n\t\u200c\u200d"
_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_ASCII = re.compile(r"[\x20-\x7e\n\t]*")


def visible(text: str) -> str:
    """The text with every control and every mark of direction as in "⟨U+202E⟩"."""
    if _ASCII.fullmatch(text):
        return text
    return "".join(
        f"⟨U+{ord(c):04X}⟩" if c not in _HARMLESS and unicodedata.category(c) in _CATEGORIES else c for c in text
    )


def line(text: str, longest: int | None = None) -> str:
    """The text on one line, its white space made single; cut with a dot-dot-dot where it is too long."""
    flat = visible(" ".join(text.split()))
    return flat if longest is None or len(flat) <= longest else flat[: longest - 1].rstrip() + "…"
