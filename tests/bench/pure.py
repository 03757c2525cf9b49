"""Decoding, extraction and JSON without Kafka: the real Enricher on one core."""

from __future__ import annotations

import time
from collections.abc import Sequence

from mix import Corpus

from streams.enrichment import Enricher
from streams.messages import Processed
from streams.settings import Settings


def enricher(settings: Settings) -> Enricher:
    """The pure core as the worker makes it."""
    return Enricher(
        max_bytes=settings.max_bytes,
        max_characters=settings.max_characters,
        max_output_bytes=settings.max_output_bytes,
    )


def measure(corpora: Sequence[Corpus], seconds: float, rounds: int) -> list[list[float]]:
    """Articles per second of processor time: for each corpus its rounds, `seconds` together.

    Rounds of the corpora take turns, so that a machine that slows down slows all alike. A round is whole passes.
    """
    enrich = enricher(Settings())
    passes = [max(1, round(seconds / rounds / _pass(enrich, corpus))) for corpus in corpora]
    rates: list[list[float]] = [[] for _ in corpora]
    for _ in range(rounds):
        for corpus, times, found in zip(corpora, passes, rates, strict=True):
            spent = sum(_pass(enrich, corpus) for _ in range(times))
            found.append(times * len(corpus.messages) / spent)
    return rates


def _pass(enrich: Enricher, corpus: Corpus) -> float:
    started = time.process_time()
    outcomes = [enrich(message) for message in corpus.messages]
    spent = time.process_time() - started
    if not all(isinstance(outcome, Processed) for outcome in outcomes):
        raise SystemExit(f"bench: not every article of the {corpus.name} was processed")
    return spent
