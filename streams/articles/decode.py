"""Bytes to Article: whatever comes in is an article, or a reason why it is none. Pure."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from streams.articles import html, ids, language, times
from streams.articles.article import Article
from streams.articles.content import HTML, JSON, BadEncodingError, content_type, text_of
from streams.articles.text import clean, line
from streams.contracts import RAW, violations
from streams.messages import Message, Rejected, Skipped

STAGE = "decode"

# The fields of the raw article's schema; any others are ignored.
_FIELDS = ("id", "url", "title", "text", "html", "language", "publisher", "published_at")
# What a body without fields says in headers, and the longest that its schema allows.
_HEADERS = {"title": 2000, "url": 4096, "publisher": 500, "language": 64, "published-at": 64}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_TITLE = 200


class _FaultError(Exception):
    """A reason to reject the message."""

    def __init__(self, code: str, message: str, pointer: str | None = None) -> None:
        super().__init__(message)
        self.rejected = Rejected(STAGE, code, message, pointer)


def decode(message: Message, *, max_bytes: int, max_characters: int) -> Article | Rejected | Skipped:
    """The article of a message of `articles.raw.v1`; never raises, whatever the bytes.

    Rejected, in stage "decode", with one of the codes not_json, wrong_shape, empty_text, too_large (more bytes or
    characters of text than allowed, or HTML of too many elements), unsupported_content_type and bad_encoding. Skipped
    for a tombstone.
    """
    if message.value is None:
        return Skipped("tombstone")
    try:
        return _article(_fields(message, message.value, max_bytes), message.timestamp_ms, max_characters)
    except _FaultError as fault:
        return fault.rejected
    except BadEncodingError as error:
        return Rejected(STAGE, "bad_encoding", str(error))
    except html.TooComplexError as error:
        return Rejected(STAGE, "too_large", str(error))


def _fields(message: Message, body: bytes, max_bytes: int) -> dict[str, Any]:
    """The body as fields of the raw article's schema, checked."""
    if len(body) > max_bytes:
        raise _FaultError("too_large", f"{len(body)} bytes, more than {max_bytes}")
    header = message.header("content-type")
    kind, charset = content_type(header)
    if kind is None:
        told = (header or b"")[:80].decode("utf-8", "replace")
        raise _FaultError("unsupported_content_type", f"{told!r}: send application/json, text/plain or text/html")
    if kind == JSON:
        return _json(body, charset)
    fields: dict[str, Any] = {name.replace("-", "_"): _header(message, name) for name in _HEADERS}
    if kind == HTML:
        return {**fields, "html": text_of(body, charset or html.declared_charset(body), lenient=True)}
    text = text_of(body, charset)
    return {**fields, "text": text, "title": fields["title"] or _first_line(text)}


def _json(body: bytes, charset: str | None) -> dict[str, Any]:
    parsed = _parsed(body, charset)
    known = {name: parsed[name] for name in _FIELDS if name in parsed} if isinstance(parsed, dict) else parsed
    for fault in violations(RAW, known):
        place = fault.pointer or "the article"
        raise _FaultError("wrong_shape", f"{place}: expected {fault.expected}", fault.pointer)
    when = known.get("published_at")
    if when is not None and not times.is_time(when):
        raise _FaultError("wrong_shape", "/published_at: expected a time that exists", "/published_at")
    return known


def _parsed(body: bytes, charset: str | None) -> Any:
    text = None
    try:
        if charset not in (None, "utf-8") or body[:1] in (b"\xef", b"\xff", b"\xfe", b"\x00"):
            text = text_of(body, charset)
        return orjson.loads(body if text is None else text)
    except BadEncodingError as error:
        raise _not_json(body, str(error)) from error
    except orjson.JSONDecodeError as error:
        try:
            text = text_of(body, charset) if text is None else text
        except BadEncodingError as wrong:
            raise _not_json(body, str(wrong)) from wrong
        if r"\ud" in text.lower():
            return _with_surrogates(text)
        raise _FaultError("not_json", str(error)) from error


def _not_json(body: bytes, reason: str) -> Exception:
    """Bytes that are no text: what begins like an object has the wrong charset, all else was never JSON."""
    return BadEncodingError(reason) if body.lstrip()[:1] == b"{" else _FaultError("not_json", reason)


def _with_surrogates(text: str) -> Any:
    r"""JSON in which half of a \ud83d\ude00 is missing, as where emoji are cut in two: a space stands for it."""
    try:
        whole = json.dumps(json.loads(text), ensure_ascii=False)
        return orjson.loads(_LONE_SURROGATE.sub(" ", whole))
    except (ValueError, RecursionError) as error:
        raise _FaultError("not_json", str(error)) from error


def _header(message: Message, name: str) -> str | None:
    value = line((message.header(name) or b"").decode("utf-8", "replace"))
    if value is not None and len(value) > _HEADERS[name]:
        raise _FaultError("wrong_shape", f"header {name}: expected at most {_HEADERS[name]} characters")
    if value is not None and name == "published-at" and not times.is_time(value):
        raise _FaultError("wrong_shape", "header published-at: expected a date, or a date and time by RFC 3339")
    return value


def _first_line(text: str) -> str | None:
    """The first line as a title, if it is short and an empty one follows. It stays in the text."""
    first, _, rest = text.lstrip("\ufeff \t\r\n").replace("\r\n", "\n").partition("\n")
    return first if len(first) <= _LONGEST_TITLE and rest[:1] == "\n" and rest.strip() else None


def _article(fields: dict[str, Any], timestamp_ms: int, max_characters: int) -> Article:
    text = _bounded(fields.get("text") or "", max_characters)
    page = None
    if not text.strip() and fields.get("html"):
        page = html.read(fields["html"], fetched_ms=timestamp_ms)
        text = _bounded(page.text, max_characters)
    if not text.strip():
        raise _FaultError("empty_text", "no text" if page is None else "the HTML has no main text")
    told = {name: line(fields.get(name)) or getattr(page, name, None) for name in ("url", "title", "publisher")}
    when = fields.get("published_at")
    return Article(
        id=ids.article_id(line(fields.get("id")), told["url"], text),
        text=text,
        language=language.detect(text, fields.get("language")),
        published_at=times.utc(when) if when else page and page.published_at,
        **told,
    )


def _bounded(text: str, max_characters: int) -> str:
    """The text clean, if it is not too long; asked first, so that cleaning is bounded too."""
    cleaned = clean(text) if len(text) <= max_characters else text
    if len(cleaned) > max_characters:
        raise _FaultError("too_large", f"{len(cleaned)} characters of text, more than {max_characters}")
    return cleaned
