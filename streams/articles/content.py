"""What a message says it holds, and its bytes as text."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

JSON, PLAIN, HTML = "application/json", "text/plain", "text/html"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Charsets as Python names them. A closed list: Python also has codecs that are no charsets, or slow on hostile bytes.
_CHARSET = re.compile(
    r"utf-(8|16|32)(-[bl]e)?|cp(125[0-8]|866|874|932|949)|iso8859-([2-9]|1[0-6])|koi8-[ru]|mac-(roman|cyrillic)|tis-620"
    r"|gb2312|gbk|gb18030|big5(hkscs)?|euc_(jp|kr)|shift_jis|iso2022_jp"
)
# On the web latin-1 means windows-1252 (WHATWG Encoding Standard); who says ASCII mostly sends UTF-8, which holds it.
_WIDENED = {"iso8859-1": "cp1252", "ascii": "utf-8"}


class ContentType(NamedTuple):
    """The kind of a body: JSON, PLAIN, HTML or None for what is not read; and the charset that the header names."""

    kind: str | None
    charset: str | None


class BadEncodingError(ValueError):
    """The bytes are no text in the charset; the message says what and where."""


def content_type(header: bytes | None) -> ContentType:
    """What a content-type header says (RFC 9110); JSON where there is none."""
    media, *parameters = (header or b"").decode("utf-8", "replace").lower().split(";")
    charset = None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and charset is None:
            charset = value.strip().strip("\"'") or None
    return ContentType(_kind(media.strip()), charset)


def text_of(body: bytes, charset: str | None, *, lenient: bool = False) -> str:
    """The body as text: by its byte order mark, else in the charset, else in UTF-8.

    Raises BadEncodingError. When lenient, wrong bytes become U+FFFD, unless they are more than one in a hundred.
    """
    name = _codec(charset)
    for mark, marked in _BOMS:
        if body.startswith(mark):
            name, body = marked, body[len(mark) :]
            break
    try:
        return body.decode(name)
    except UnicodeDecodeError as error:
        text = body.decode(name, "replace") if lenient else ""
        if text and text.count("\ufffd") <= len(text) / 100:
            return text
        raise BadEncodingError(f"not {name}: {error.reason} at byte {error.start}") from error
    except UnicodeError as error:
        raise BadEncodingError(f"not {name}: {error}") from error


def _codec(charset: str | None) -> str:
    try:
        name = codecs.lookup(charset or "utf-8").name
    except (LookupError, ValueError):
        name = ""
    name = _WIDENED.get(name, name)
    if not _CHARSET.fullmatch(name):
        raise BadEncodingError(f"no charset is called {(charset or '')[:40]!r}")
    return name


def _kind(media: str) -> str | None:
    # A structured CloudEvent is an envelope around the article; only the binary mode is read.
    if media.startswith("application/cloudevents"):
        return None
    if media in ("", JSON) or re.fullmatch(r"application/[^\s/]+\+json", media):
        return JSON
    return media if media in (PLAIN, HTML) else None
