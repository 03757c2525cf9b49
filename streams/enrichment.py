"""One raw article in, its enriched form and its claims out: the pure core of the `enrich` agent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import orjson

from streams import __version__
from streams.alerts.alerting import pair_key
from streams.articles.article import Article
from streams.articles.decode import decode
from streams.contracts import CLAIMS, ENRICHED
from streams.envelope import TRACE_HEADERS, event_headers, timestamp
from streams.extraction import Extraction, extract
from streams.extraction.lexicon import languages, lexicon
from streams.extraction.linear import scorers
from streams.messages import Headers, Message, Outcome, Output, Processed, Rejected

SCHEMA_VERSION = "1"
SOURCE = "/armswire/enrich"


class Enricher:
    """Turns a message of `articles.raw.v1` into its outcome. Never raises: a bug of ours becomes a dead letter too.

    `max_bytes` and `max_characters` bound what is taken in; an enriched article above `max_output_bytes` is published
    without its text (`truncated` is true), rather than fail at the broker. One that is too large even so is rejected
    with all its claims: either both are published or none.
    """

    def __init__(
        self,
        *,
        max_bytes: int,
        max_characters: int,
        max_output_bytes: int,
        extract: Callable[[Article], Extraction] = extract,
    ) -> None:
        self._max_bytes = max_bytes
        self._max_characters = max_characters
        self._max_output_bytes = max_output_bytes
        self._extract = extract

    def __call__(self, message: Message) -> Outcome:
        """Decode, extract, build the outputs: first the enriched article, then a message for each claim and pair."""
        try:
            article = decode(message, max_bytes=self._max_bytes, max_characters=self._max_characters)
            if not isinstance(article, Article):
                return article
            return self._enrich(message, article, self._extract(article))
        except Exception as error:
            return Rejected("extraction", "internal_error", f"{type(error).__name__}: {error}")

    def _enrich(self, message: Message, article: Article, extraction: Extraction) -> Outcome:
        envelope = {
            "id": article.id,
            "url": article.url,
            "title": article.title,
            "publisher": article.publisher,
            "language": article.language,
            "published_at": article.published_at,
            "ingested_at": timestamp(message.timestamp_ms),
        }
        versions = {"application": __version__, "lexicon": extraction.lexicon_version, "schema": SCHEMA_VERSION}
        enriched = {
            "schema_version": SCHEMA_VERSION,
            **envelope,
            "text": article.text,
            "entities": extraction.entities,
            "events": extraction.events,
            "claims": extraction.claims,
            "silences": dict(extraction.silences),
            "versions": versions,
            "truncated": False,
        }
        value = self._fit(enriched)
        if len(value) > self._max_output_bytes:
            reason = f"{len(value)} bytes without text and entities, more than {self._max_output_bytes}"
            return Rejected("extraction", "too_large_output", reason)
        outputs = [self._output(message, ENRICHED, article.id, article.id, value)]
        for claim in extraction.claims:
            for pair in pairs(claim):
                told = {
                    "schema_version": SCHEMA_VERSION,
                    **claim,
                    "article": envelope,
                    "pair": pair,
                    "versions": versions,
                }
                event_id = f"{claim['id']}.{pair['supplier'] or '?'}.{pair['recipient'] or '?'}"
                outputs.append(self._output(message, CLAIMS, pair_key(told), event_id, orjson.dumps(told)))
        counts = {
            "claims": dict(Counter(claim["status"] for claim in extraction.claims)),
            "silences": dict(extraction.silences),
        }
        return Processed(tuple(outputs), counts)

    def _fit(self, enriched: dict[str, Any]) -> bytes:
        """The JSON, less what makes it too large: the text first, then entities and events (claims always stay)."""
        value = orjson.dumps(enriched)
        heavies: tuple[dict[str, Any], ...] = ({"text": ""}, {"entities": [], "events": []})
        for heavy in heavies:
            if len(value) <= self._max_output_bytes:
                break
            enriched = {**enriched, **heavy, "truncated": True}
            value = orjson.dumps(enriched)
        return value

    def _output(self, message: Message, topic: str, key: str, event_id: str, value: bytes) -> Output:
        traceparent, tracestate = (message.header(name) for name in TRACE_HEADERS)
        headers: Headers = event_headers(
            type=topic,
            id=event_id,
            source=SOURCE,
            time_ms=message.timestamp_ms,
            traceparent=traceparent,
            tracestate=tracestate,
        )
        return Output(topic, key.encode(), value, headers, message.timestamp_ms)


def warm_up() -> None:
    """Load what extraction reads from files, so that the first article takes no longer than the others."""
    for language in languages():
        lexicon(language)
        scorers(language)


def pairs(claim: dict[str, Any]) -> Iterator[dict[str, str | None]]:
    """Every supplier with every recipient of a claim; an unknown side is None.

    A claim whose direction is unknown names the same parties on both sides: each two of them are one pair, sorted.
    """
    suppliers, recipients = list(claim["supplier"]), list(claim["recipient"])
    if len(suppliers) > 1 and sorted(suppliers) == sorted(recipients):
        for first, second in combinations(sorted(suppliers), 2):
            yield {"supplier": first, "recipient": second, "direction": "unknown"}
        return
    for supplier in suppliers or [None]:
        for recipient in recipients or [None]:
            yield {"supplier": supplier, "recipient": recipient, "direction": "known"}
