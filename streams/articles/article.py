"""An article as the extractor sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """A decoded article. `text` is clean; every offset of the product is a code point of it.

    `language` is an ISO 639-1 code or "und"; `published_at` is UTC, YYYY-MM-DDTHH:MM:SSZ.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    language: str = "und"
    published_at: str | None = None
