"""The article in a page of HTML: its main text, and what the page says of itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from streams.articles import times
from streams.articles.text import clean, line

#: Most elements, and most attributes of all of them, of a page that is read: the time that it takes grows with them.
MOST_ELEMENTS = 10_000
MOST_ATTRIBUTES = 50_000
#: An element with more attributes loses them all before parsing, for the parser's time grows with their square.
MOST_ATTRIBUTES_OF_ONE = 100
LONGEST_TITLE, LONGEST_URL, LONGEST_PUBLISHER = 2000, 4096, 500

# A start tag as the HTML standard reads it; every repeat is possessive, so that the time is linear.
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+((?:{_ATTRIBUTE})*+)")
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_META_CHARSET = re.compile(rb"""<meta[^>]{1,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.IGNORECASE)
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{8,64})"')
_DOCUMENT = re.compile(r"<(?:html|head|body)[\s>]", re.IGNORECASE)

_ASIDE = ("nav", "footer", "aside", "style", "noscript", "template", "button", "select", "svg", "dialog", "iframe")
_PUBLISHED_META = (
    "//meta[@property='article:published_time' or @property='og:article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//time[@itemprop='datePublished']/@datetime",
)


class TooComplexError(ValueError):
    """The page has more elements or attributes than are read."""


class Page(NamedTuple):
    """What was found; `text` is empty where the page has no main text, the others are None where it does not say."""

    text: str
    title: str | None
    url: str | None
    publisher: str | None
    published_at: str | None


def declared_charset(body: bytes) -> str | None:
    """The charset that a page names in its head."""
    match = _META_CHARSET.search(body[:4096])
    return match[1].decode("ascii", "replace") if match else None


def read(html: str, *, fetched_ms: int) -> Page:
    """The article of a page or fragment. `fetched_ms` bounds its date: no page is from the day after tomorrow.

    Raises TooComplexError. Bounded in time, about a second at most: by the size of the page, and by the limits above.
    """
    # Imported when first needed: it takes a tenth of a second and more, and most streams carry JSON.
    import trafilatura

    html = _TAG.sub(_slimmed, clean(html))
    tree = _parsed(html)
    if tree is None:
        return Page("", None, None, None, None)
    published_at = _published(tree)
    found: Any = trafilatura.bare_extraction(
        tree,
        fast=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,
            "deferred_url_extractor": True,
            "max_date": _latest(fetched_ms),
        },
    )
    text = clean(found.text or "") if found else ""
    if not text.strip() and not _DOCUMENT.search(html):
        # What has no frame of a page is all content, as in a feed.
        text = clean(trafilatura.html2txt(tree))
    if not found:
        return Page(text, None, None, None, published_at)
    return Page(
        text,
        _short(found.title, LONGEST_TITLE),
        _short(found.url, LONGEST_URL),
        _short(found.sitename, LONGEST_PUBLISHER),
        published_at or times.utc(found.date or ""),
    )


def _slimmed(tag: re.Match[str]) -> str:
    if len(tag[1]) < 2 * MOST_ATTRIBUTES_OF_ONE or len(_ATTRIBUTES.findall(tag[1])) <= MOST_ATTRIBUTES_OF_ONE:
        return tag[0]
    return tag[0][: -len(tag[1])]


def _parsed(html: str) -> Any:
    """The tree without what is never main text; None where there is no element at all."""
    from lxml import etree  # type: ignore[import-untyped]
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = lxml_html.document_fromstring(html.encode(), parser=parser)
    except etree.ParserError:
        return None
    attributes = [len(element.attrib) for element in tree.iter()]
    if len(attributes) > MOST_ELEMENTS:
        raise TooComplexError(f"{len(attributes)} elements of HTML, more than {MOST_ELEMENTS}")
    if sum(attributes) > MOST_ATTRIBUTES:
        raise TooComplexError(f"{sum(attributes)} attributes of HTML, more than {MOST_ATTRIBUTES}")
    for element in list(tree.iter(*_ASIDE)):
        if element.getparent() is not None:
            element.drop_tree()
    return tree


def _published(tree: Any) -> str | None:
    """Date and time of publication, as pages name it for machines."""
    named = [value for path in _PUBLISHED_META for value in tree.xpath(path)]
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            named += _PUBLISHED.findall(script.text or "")
    return next((moment for value in named if (moment := times.utc(value)) is not None), None)


def _latest(fetched_ms: int) -> str:
    try:
        day = datetime.fromtimestamp(fetched_ms / 1000, UTC) + timedelta(days=1)
    except (ValueError, OverflowError, OSError):
        day = datetime(1970, 1, 1, tzinfo=UTC)
    # A producer without a clock bounds nothing.
    return day.strftime("%Y-%m-%d") if day.year >= 2000 else "2100-01-01"


def _short(value: str | None, longest: int) -> str | None:
    value = line(value)
    return value if value is None or len(value) <= longest else None
