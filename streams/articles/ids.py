"""Ids that are a pure function of what they name."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_PORTS = {"http": "80", "https": "443"}
# Query parameters that say how a reader came, not what the page is.
_TRACKING = re.compile(r"utm_\w+|(?:fb|g|d|y|ms|tw|gb|wb)clid|igshid|mc_[ce]id|_ga|ref_src|cmpid", re.IGNORECASE)


def digest(*parts: str, length: int = 24) -> str:
    """The first `length` hex digits of the SHA-256 of the parts, joined by U+001F as UTF-8."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


def article_id(given: str | None, url: str | None, text: str) -> str:
    """The id that was given; else one of the URL, if it is absolute; else one of the text."""
    if given:
        return given
    address = normalised(url) if url else None
    return "txt-" + digest(text) if address is None else "url-" + digest(address)


def normalised(url: str) -> str | None:
    """An absolute http(s) URL without what does not tell pages apart; None for anything else.

    Scheme and host in lower case, http as https, no default port, fragment, tracking parameters, or slash at the end;
    the other parameters sorted.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
        port = str(parts.port or "")
        query = sorted(
            pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])
        )
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host.strip():
        return None
    if port and port != _PORTS[parts.scheme]:
        host += ":" + port
    asked = "?" + urlencode(query, errors="replace") if query else ""
    return f"https://{host}{parts.path.rstrip('/')}{asked}"
