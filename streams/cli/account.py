"""The account of a demo: which articles went in, and everything that came out because of them.

An article is known by the trace id that it was sent with: `traceparent` passes through every output, dead letters too.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from contextlib import suppress
from typing import Any

import orjson

from streams.cli.probe import Probe
from streams.contracts import ALERTS, CLAIMS, DEAD_LETTER, ENRICHED, RAW
from streams.enrichment import pairs
from streams.envelope import DLQ_PREFIX
from streams.messages import Message


class Account:
    """Counts what came out. `alerts` holds the latest revision of each alert by its id."""

    def __init__(self, topic_prefix: str = "") -> None:
        self._prefix = topic_prefix
        self._traces: set[bytes] = set()
        self._out: set[bytes] = set()
        self._started = self._last = time.monotonic()
        self._expected_claims = 0
        self._alert_messages = 0
        self.enriched = 0
        self.silent = 0
        self.claims = 0
        self.alerts: dict[str, dict[str, Any]] = {}
        #: Articles that were rejected, and claims that were (which only a bug of ours can cause).
        self.dead_letters: list[Message] = []
        self.rejected_claims: list[Message] = []

    def expect(self) -> bytes:
        """One more article goes in: the `traceparent` to send it with."""
        trace = f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01".encode()
        self._traces.add(trace)
        return trace

    @property
    def expected(self) -> int:
        """Articles that went in."""
        return len(self._traces)

    @property
    def outcomes(self) -> int:
        """Articles that came out, enriched or as a dead letter."""
        return len(self._out)

    @property
    def seconds(self) -> float:
        """From the beginning to the last thing that came out."""
        return self._last - self._started

    def count(self, severity: str) -> int:
        """Alerts of a severity."""
        return Counter(body["severity"] for body in self.alerts.values())[severity]

    def add(self, message: Message) -> None:
        """Something came out of one of the four output topics; a repeated message counts once where it matters."""
        trace = message.header("traceparent")
        if trace not in self._traces or message.value is None:
            return
        self._last = time.monotonic()
        topic = message.topic.removeprefix(self._prefix)
        if topic == CLAIMS:
            self.claims += 1
        elif topic == ALERTS:
            self._alert_messages += 1
            body = orjson.loads(message.value)
            if self.alerts.get(body["id"], body)["revision"] <= body["revision"]:
                self.alerts[body["id"]] = body
        elif topic == DEAD_LETTER and not self._is_article(message):
            self.rejected_claims.append(message)
        elif trace not in self._out:
            self._out.add(trace)
            if topic == DEAD_LETTER:
                self.dead_letters.append(message)
            elif topic == ENRICHED:
                self._add_enriched(orjson.loads(message.value))

    def _is_article(self, letter: Message) -> bool:
        return letter.header(DLQ_PREFIX + "topic") == (self._prefix + RAW).encode()

    def complete(self, worker: Probe) -> bool:
        """Whether all has come out: every article, every claim, and as many alerts as the worker says it made."""
        if self._out != self._traces or self.claims < self._expected_claims:
            return False
        with suppress(OSError):
            handled = worker.total("armswire_outcomes_total", agent="alert")
            made = worker.total("armswire_alerts_total")
            return handled >= self.claims and self._alert_messages >= made
        return False

    def _add_enriched(self, body: dict[str, Any]) -> None:
        self.enriched += 1
        self.silent += not body["claims"]
        self._expected_claims += sum(1 for claim in body["claims"] for _ in pairs(claim))
