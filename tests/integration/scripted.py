"""The production topology with an extraction that does what the article's text says: a Faust app for tests.

    PRK gives missiles to RUS     a claim
    BUG                           an exception in the core
    SLEEP 50                      that many milliseconds of work
    UNSENDABLE                    an output that no client can encode

Environment: DEAD_LETTERS=refused makes Kafka refuse every dead letter, DELIVERY=broken is a bug outside the core,
REBALANCE=slow takes 1.5 seconds between going back to the committed offsets and the end of a rebalance.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from dataclasses import replace
from typing import Any

from aiokafka.errors import MessageSizeTooLargeError
from faust.transport.consumer import Consumer

from streams import app as production
from streams.articles.article import Article
from streams.articles.ids import digest
from streams.delivery import Delivery, Record
from streams.enrichment import Enricher
from streams.extraction import Extraction
from streams.messages import Message, Outcome, Processed

NAMES = {"PRK": "North Korea", "RUS": "Russia", "USA": "United States", "UKR": "Ukraine", "TUR": "Turkey"}


def extract(article: Article) -> Extraction:
    """Do what the text says."""
    if "BUG" in article.text:
        raise RuntimeError("a bug in the core")
    for milliseconds in re.findall(r"SLEEP (\d+)", article.text):
        time.sleep(int(milliseconds) / 1000)
    claims = [claim(article, match) for match in re.finditer(r"(\w{3}) gives (\w+) to (\w{3})", article.text)]
    return Extraction(
        entities=[], events=[], claims=claims, silences={} if claims else {"no_item": 1}, lexicon_version="scripted"
    )


def claim(article: Article, match: re.Match[str]) -> dict:
    """A complete claim of the sentence."""
    supplier, item, recipient = match.groups()
    evidence = {"start": match.start(), "end": match.end(), "quote": match[0]}
    parties = [
        {
            "start": match.start(group),
            "end": match.end(group),
            "quote": match[group],
            "role": role,
            "id": match[group],
            "name": NAMES.get(match[group], match[group]),
            "kind": "country",
            "wikidata": None,
            "resolved_by": "mention",
        }
        for group, role in ((1, "supplier"), (3, "recipient"))
    ]
    return {
        "id": "clm-" + digest(article.id, match[0]),
        "supplier": [supplier],
        "recipient": [recipient],
        "parties": parties,
        "items": [
            {
                "text": item,
                "category": "missile",
                "start": match.start(2),
                "end": match.end(2),
                "weapon": None,
                "unroca": "VII",
                "ml": "ML4",
            }
        ],
        "quantity": None,
        "quantity_detail": None,
        "value": None,
        "value_detail": None,
        "status": "delivered",
        "polarity": "asserted",
        "certainty": "fact",
        "time": "news",
        "claimant": None,
        "attribution": {"claimant": None, "claimant_id": None, "verb": None, "stance": "asserts", "responses": []},
        "modifiers": [],
        "trigger": {**evidence, "class": "give"},
        "evidence": [evidence],
        "rules": ["scripted"],
        "score": 1.0,
        "event": {"plover": "AID", "mode": "military", "cameo": "072"},
        "dates": [],
        "in_return_for": None,
        "alert": True,
    }


class ScriptedEnricher(Enricher):
    """Adds what the core never does."""

    def __call__(self, message: Message) -> Outcome:
        outcome = super().__call__(message)
        if isinstance(outcome, Processed) and b"UNSENDABLE" in (message.value or b""):
            bad = replace(outcome.outputs[0], headers=(("bad", 7),))
            return replace(outcome, outputs=(bad,))
        return outcome


class ScriptedDelivery(Delivery):
    """Fails as the environment says."""

    async def _buffer(self, record: Record) -> Any:
        if os.environ.get("DELIVERY") == "broken":
            raise RuntimeError("a bug outside the core")
        if os.environ.get("DEAD_LETTERS") == "refused" and "dead-letter" in record.topic:
            return MessageSizeTooLargeError()
        return await super()._buffer(record)


async def slow_seek(consumer: Consumer) -> None:
    """What `perform_seek` does, and a while more."""
    await seek(consumer)
    await asyncio.sleep(1.5)


seek = Consumer.perform_seek
if os.environ.get("REBALANCE") == "slow":
    Consumer.perform_seek = slow_seek

settings = production.settings
production.enricher = ScriptedEnricher(
    max_bytes=settings.max_bytes,
    max_characters=settings.max_characters,
    max_output_bytes=settings.max_output_bytes,
    extract=extract,
)
app = production.app
app.deliver.__class__ = ScriptedDelivery
