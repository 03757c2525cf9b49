"""Linear scorers over named features: weights are a data file, a score is their sum."""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from streams.extraction.lexicon import LANGUAGES, lexicon


@dataclass(frozen=True, slots=True)
class Binary:
    """A yes-or-no scorer: `score` is in log-odds."""

    bias: float
    weights: dict[str, float]

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights of the features, without the bias."""
        get = self.weights.get
        return sum([get(f, 0.0) for f in features])

    def contributions(self, features: Iterable[str]) -> dict[str, float]:
        """What each feature that has a weight adds to the score; one that is there twice adds twice."""
        return {f: n * self.weights[f] for f, n in Counter(features).items() if f in self.weights}


@dataclass(frozen=True, slots=True)
class PairScorer:
    """The scorer of ordered pairs: a sum over the sentence, the supplier, the recipient and the two together, so that
    each part is computed once. In the file their features start with nothing, `S:`, `R:` and `P:`."""

    bias: float
    sentence: Binary
    supplier: Binary
    recipient: Binary
    together: Binary

    @classmethod
    def of(cls, bias: float, weights: dict[str, float]) -> PairScorer:
        """Splits the weights of a file by prefix."""
        parts: dict[str, dict[str, float]] = {"": {}, "S:": {}, "R:": {}, "P:": {}}
        for name, weight in weights.items():
            prefix = name[:2] if name[:2] in parts else ""
            parts[prefix][name[len(prefix) :]] = weight
        return cls(bias, *(Binary(0.0, parts[p]) for p in ("", "S:", "R:", "P:")))


@dataclass(frozen=True, slots=True)
class Choice:
    """A scorer that chooses one of `classes`; each feature has a weight for each class."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]

    def sums(self, features: Iterable[str]) -> list[float]:
        """The score of each class, in the order of `classes`."""
        get = self.weights.get
        rows = [row for feature in features if (row := get(feature)) is not None]
        return [sum(column) for column in zip(self.bias, *rows, strict=True)]

    def choose(self, features: Iterable[str]) -> str:
        """The best class."""
        sums = self.sums(features)
        return self.classes[sums.index(max(sums))]

    def contributions(self, features: Iterable[str], chosen: str) -> dict[str, float]:
        """What each feature that has a weight adds to the lead of a class over the best of the others."""
        features = list(features)
        sums, here = self.sums(features), self.classes.index(chosen)
        rival = max((i for i in range(len(sums)) if i != here), key=lambda i: sums[i])
        rows = {f: (n, self.weights[f]) for f, n in Counter(features).items() if f in self.weights}
        return {f: n * (row[here] - row[rival]) for f, (n, row) in rows.items()}


@dataclass(frozen=True, slots=True)
class Scorers:
    """The trained scorers of one language, and the thresholds that its `language.json` sets for them."""

    gate: Binary
    pair: PairScorer
    item: Binary
    status: Choice
    polarity: Choice
    certainty: Choice
    time: Choice
    claimant: Binary
    thresholds: dict[str, float]


def probability(score: float) -> float:
    """Log-odds as a probability."""
    if score < -30:
        return 0.0
    return 1.0 / (1.0 + math.exp(-score))


def log_odds(share: float) -> float:
    """A probability between 0 and 1, neither of them, as log-odds."""
    return math.log(share / (1.0 - share))


def read(data: dict[str, Any], thresholds: dict[str, float]) -> Scorers:
    """The scorers of the content of a `weights.json`."""

    def binary(name: str) -> Binary:
        return Binary(data[name]["bias"], data[name]["weights"])

    def choice(name: str) -> Choice:
        part = data[name]
        return Choice(tuple(part["classes"]), tuple(part["bias"]), {k: tuple(v) for k, v in part["weights"].items()})

    return Scorers(
        binary("gate"),
        PairScorer.of(data["pair"]["bias"], data["pair"]["weights"]),
        binary("item"),
        choice("status"),
        choice("polarity"),
        choice("certainty"),
        choice("time"),
        binary("claimant"),
        thresholds,
    )


@functools.cache
def scorers(language: str) -> Scorers:
    """The scorers in `weights.json` of a language's folder."""
    data = orjson.loads((LANGUAGES / language / "weights.json").read_bytes())
    return read(data, lexicon(language).config["thresholds"])
