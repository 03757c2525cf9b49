"""Fitting the scorers: regularised logistic regression, with a fixed seed and weights rounded, so that the same gold
and the same lexicons give the same file to the byte."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import orjson
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from streams.training.samples import Samples

SEED = 20
DIGITS = 3
BINARY = ("gate", "pair", "item", "claimant")
CHOICE = ("status", "polarity", "certainty", "time")
STRENGTH = {
    "gate": 0.5,
    "pair": 0.1,
    "item": 0.3,
    "status": 0.3,
    "polarity": 0.3,
    "certainty": 0.5,
    "time": 0.5,
    "claimant": 1.0,
}
FEWEST = {"gate": 3, "pair": 3, "item": 3, "status": 3, "polarity": 3, "certainty": 3, "time": 3, "claimant": 3}


def _matrix(features: list[list[str]], fewest: int) -> tuple[Any, list[str]]:
    counts = Counter(f for row in features for f in set(row))
    names = sorted(f for f, n in counts.items() if n >= fewest)
    column = {f: i for i, f in enumerate(names)}
    indices: list[int] = []
    starts = [0]
    for row in features:
        indices.extend(sorted({column[f] for f in row if f in column}))
        starts.append(len(indices))
    shape = (len(features), len(names))
    ones = np.ones(len(indices))
    return csr_matrix((ones, np.array(indices, dtype=np.int32), np.array(starts, dtype=np.int32)), shape=shape), names


def _fit(
    features: list[list[str]], labels: list[Any], strength: float, fewest: int
) -> tuple[LogisticRegression, list[str]]:
    matrix, names = _matrix(features, fewest)
    solver = "liblinear" if len(set(labels)) == 2 else "lbfgs"
    model = LogisticRegression(C=strength, solver=solver, max_iter=2000, tol=1e-4, random_state=SEED)
    return model.fit(matrix, np.array(labels)), names


def fit(samples: Samples) -> dict[str, Any]:
    """The content of a `weights.json` learned from the samples."""
    out: dict[str, Any] = {}
    for name in BINARY:
        model, names = _fit(samples.features[name], samples.labels[name], STRENGTH[name], FEWEST[name])
        weights = {f: round(float(w), DIGITS) for f, w in zip(names, model.coef_[0], strict=True)}
        out[name] = {
            "bias": round(float(model.intercept_[0]), DIGITS),
            "weights": {f: w for f, w in weights.items() if abs(w) >= 0.02},
        }
    for name in CHOICE:
        model, names = _fit(samples.features[name], samples.labels[name], STRENGTH[name], FEWEST[name])
        classes = [str(c) for c in model.classes_]
        coefficients, biases = model.coef_, model.intercept_
        if len(classes) == 2:
            coefficients, biases = (
                np.vstack([-coefficients[0] / 2, coefficients[0] / 2]),
                np.array([-biases[0] / 2, biases[0] / 2]),
            )
        table = {}
        for index, feature in enumerate(names):
            row = [round(float(c), DIGITS) for c in coefficients[:, index]]
            if max(abs(w) for w in row) >= 0.03:
                table[feature] = row
        out[name] = {"classes": classes, "bias": [round(float(b), DIGITS) for b in biases], "weights": table}
    return out


def dump(weights: dict[str, Any]) -> bytes:
    """Weights as the bytes of the file: one feature a line, in order, so that changes can be read."""
    return orjson.dumps(weights, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
