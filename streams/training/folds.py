"""Cross-validation: gold of real outlets measured by weights that were learned without it."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import replace

import orjson

from streams.evaluation.gold import predict
from streams.evaluation.measures import compare
from streams.extraction.lexicon import lexicon
from streams.extraction.linear import read
from streams.training.learn import Lessons, learn


def fold_of(row_id: str, folds: int) -> int:
    """The fold that a row belongs to, by its id."""
    return hashlib.sha256(row_id.encode()).digest()[0] % folds


def measure(language: str, lessons: Lessons, folds: int) -> dict[tuple[str, str], Counter[str]]:
    """The counts of `compare` over the real rows of a language, by folder and kind of text."""
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for fold in range(folds):
        held = [row for row in lessons.real if fold_of(row["id"], folds) == fold]
        taught = replace(lessons, real=[row for row in lessons.real if fold_of(row["id"], folds) != fold])
        models = read(orjson.loads(learn(taught)), lexicon(language).config["thresholds"])
        for row in held:
            counts, _ = compare(row["claims"], predict(row, models))
            counted[row["folder"], row["kind"]] += counts
    return counted
