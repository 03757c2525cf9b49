"""Messages as a person reads them at a terminal. Nothing of an article can control the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from rich.text import Text

from streams.contracts import ALERTS, CLAIMS, DEAD_LETTER, ENRICHED
from streams.envelope import DLQ_PREFIX, timestamp
from streams.explanation.headline import headline
from streams.messages import Message

LEVEL_STYLE = {"high": "bold white on red", "medium": "black on yellow", "low": "black on bright_black"}
#: Pieces of evidence shown of one alert; the rest is counted.
SHOWN_CLAIMS = 3
_LONGEST = 300
_INDENT = " " * 8
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def plain(value: object) -> str:
    """Text on one line, without anything that a terminal would obey, and not too long."""
    line = " ".join(_CONTROLS.sub(" ", str(value)).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def payload(message: Message) -> Any:
    """The JSON of a message; the text of one that is not JSON; None without a value."""
    if message.value is None:
        return None
    try:
        return orjson.loads(message.value)
    except orjson.JSONDecodeError:
        return message.value.decode("utf-8", errors="replace")


def as_json(message: Message) -> bytes:
    """One line with the message's place, time, key, headers and value, all as text or JSON."""
    return orjson.dumps(
        {
            "topic": message.topic,
            "partition": message.partition,
            "offset": message.offset,
            "timestamp": timestamp(message.timestamp_ms) if message.timestamp_ms >= 0 else None,
            "key": _text(message.key),
            "headers": {name: _text(value) for name, value in message.headers},
            "value": payload(message),
        }
    )


def pretty(topic: str, message: Message) -> Text:
    """A few lines of a message of a topic of the registry (by the registry's name)."""
    content = payload(message)
    if content is None:
        return Text(f"{_place(message)}  key {plain(_text(message.key))}: tombstone", style="dim")
    if topic == DEAD_LETTER:
        return _lines(_dead_letter(message))
    shape = {ALERTS: alert, CLAIMS: _claim, ENRICHED: enriched}.get(topic, _raw)
    try:
        return _lines(shape(content))
    except (KeyError, TypeError, IndexError, AttributeError):
        # Someone else's message, which is not as the schema says, is shown as it is.
        return Text(f"{_place(message)}  {plain(content)}")


def alert(body: Mapping[str, Any]) -> Iterator[Text]:
    """Who gives what to whom, why it matters, who says so, and the words that say it."""
    level = body["severity"]
    head = Text(f" {level.upper():<6}", style=LEVEL_STYLE[level])
    revision = f"  (revision {body['revision']}: {_words(body['changes'])})" if body["revision"] > 1 else ""
    yield Text.assemble(head, " ", (plain(body["headline"]), "bold"), (revision, "dim"))
    for reason in body["severity_reasons"]:
        yield Text.assemble((f"{_INDENT}why   ", "dim"), plain(reason["text"]), (f"  [{reason['rule']}]", "dim"))
    for claim in reversed(body["claims"][-SHOWN_CLAIMS:]):
        yield Text.assemble((f"{_INDENT}told  ", "dim"), plain(_told(claim)))
        for span in claim["evidence"]:
            yield Text(f"{_INDENT}      “{plain(span['quote'])}”", style="italic")
    more = body["claim_count"] - min(len(body["claims"]), SHOWN_CLAIMS)
    if more > 0:
        yield Text(f"{_INDENT}      and {more} earlier", style="dim")


def enriched(body: Mapping[str, Any]) -> Iterator[Text]:
    """An article by its title, with its claims; how many entities and events."""
    title = plain(body["title"] or body["text"][:80] or body["id"])
    counts = f"{len(body['entities'])} entities, {len(body['events'])} events, {len(body['claims'])} claims"
    yield Text.assemble((title, "bold"), (f"  {plain(body['publisher'] or '')} [{body['language']}] {counts}", "dim"))
    for claim in body["claims"]:
        yield Text.assemble(_INDENT, _transfer(claim, claim["supplier"], claim["recipient"]))


def _claim(body: Mapping[str, Any]) -> Iterator[Text]:
    pair = body["pair"]
    sides = [pair["supplier"]], [pair["recipient"]]
    both = [[*sides[0], *sides[1]]] * 2
    yield _transfer(body, *(sides if pair["direction"] == "known" else both))
    article = body["article"]
    about = f"{article['publisher'] or ''} [{article['language']}] {article['title'] or article['id']}"
    yield Text(_INDENT + plain(about), style="dim")
    for span in body["evidence"]:
        yield Text(f"{_INDENT}“{plain(span['quote'])}”", style="italic")


def _transfer(claim: Mapping[str, Any], suppliers: list[Any], recipients: list[Any]) -> Text:
    silent = "" if claim["alert"] else "  no alert"
    return Text.assemble(plain(headline(claim, suppliers, recipients)), (silent, "dim"))


def _told(claim: Mapping[str, Any]) -> str:
    """Where a claim was told and how, as in "Antara [id] 2024-01-05: delivered, alleged by Gedung Putih  https://..."."""
    day = claim["published_at"][:10] if claim["published_at"] else ""
    where = f"{claim['publisher'] or 'unnamed publisher'} [{claim['language']}] {day}".strip()
    status = claim["status"].replace("_", " ")
    how = "denied" if claim["polarity"] == "denied" else claim["certainty"]
    source = claim["claimant"]
    said = {
        "fact": f", according to {source}" if source else "",
        "conditional": f", perhaps, according to {source}" if source else ", perhaps",
    }.get(how, f", {how} by {source}" if source else f", {how}")
    return f"{where}: {status}{said}  {claim['url'] or claim['article_id']}"


#: Bytes of a dead letter's value that are shown.
_BEGINNING = 80


def _dead_letter(message: Message) -> Iterator[Text]:
    headers = {name: _text(value) or "" for name, value in message.headers}
    stage, code = headers.get(DLQ_PREFIX + "stage", "?"), headers.get(DLQ_PREFIX + "code", "?")
    yield Text.assemble(
        (f" {plain(stage)}/{plain(code)} ", "black on yellow"), " ", plain(headers.get(DLQ_PREFIX + "message", ""))
    )
    origin = "/".join(headers.get(DLQ_PREFIX + part, "?") for part in ("topic", "partition", "offset"))
    size = "no value" if message.value is None else f"{len(message.value):,} bytes"
    key = "" if message.key is None else f", key {_text(message.key)}"
    yield Text(f"{_INDENT}{plain(f'from {origin}{key}, {size}')}", style="dim")
    if message.value:
        # Without a key or a file's name, how it begins is the only way to tell which it was.
        beginning = plain(message.value[:_BEGINNING].decode("utf-8", errors="replace"))
        yield Text(f"{_INDENT}begins {beginning}", style="dim")


def _raw(content: Any) -> Iterator[Text]:
    if not isinstance(content, dict):
        yield Text(plain(content))
        return
    text = content.get("text") or content.get("html") or ""
    yield Text(plain(content.get("title") or content.get("url") or content.get("id") or ""), style="bold")
    yield Text(_INDENT + plain(text), style="dim")


def _place(message: Message) -> str:
    return f"{message.topic}/{message.partition}/{message.offset}"


def _words(words: Any) -> str:
    return ", ".join(str(word).replace("_", " ") for word in words)


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("utf-8", errors="backslashreplace")


def _lines(texts: Iterator[Text]) -> Text:
    return Text("\n").join(texts)
