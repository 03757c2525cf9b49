"""The measures of extraction, counted text by text.

- detect: a text with claims is found. alert: a text with an alerting claim is alerted. Precision and recall over texts;
  false alerts are counted per 1,000 texts that tell of no transfer.
- pairs: (supplier, recipient) pairs, lists expanded, an unknown party is "?"; both sides must be right.
- parties: gold pairs found, over those of texts that were detected.
- status, items, claimant, amount: of the pairs found, the share with the right status class (a denial is a class of its
  own), an item that overlaps and has the right category, an overlapping claimant, an overlapping quantity or value.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from streams.statuses import status_class

Claim = dict[str, Any]
Pair = tuple[str, str]


def claim_class(claim: Claim) -> str:
    """The class of a claim's status."""
    return "denied" if claim["polarity"] == "denied" else status_class(claim["status"])


def pairs(claims: Iterable[Claim]) -> dict[Pair, list[Claim]]:
    """The claims by pair of parties."""
    found: dict[Pair, list[Claim]] = defaultdict(list)
    for claim in claims:
        for supplier in claim["supplier"] or ["?"]:
            for recipient in claim["recipient"] or ["?"]:
                if supplier != recipient or supplier == "?":
                    found[supplier, recipient].append(claim)
    return found


def overlap(left: str | None, right: str | None) -> bool:
    """Whether one of two texts holds the other, without regard to case."""
    a, b = (left or "").casefold().strip(), (right or "").casefold().strip()
    return bool(a and b) and (a in b or b in a)


@dataclass(frozen=True, slots=True)
class Wrong:
    """An error of a text: `what` is one of `ERRORS`, `pair` what it is about (None: the whole text), with the claims
    of gold and those found for it."""

    what: str
    pair: Pair | None
    wanted: list[Claim]
    found: list[Claim]


#: A pair of gold that was not found, one found that is not in gold, a slot of a pair that was found, or an alert.
ERRORS = ("missed", "false", "status", "items", "claimant", "amount", "alert")


def compare(wanted: list[Claim], got: list[Claim]) -> tuple[Counter[str], list[Wrong]]:
    """The counts of one text, and its errors."""
    n: Counter[str] = Counter(texts=1, silent=not wanted)
    n[f"detect_{_cell(bool(wanted), bool(got))}"] += 1
    due, alerted = any(c["alert"] for c in wanted), any(c["alert"] for c in got)
    n[f"alert_{_cell(due, alerted)}"] += 1
    n["false_alerts"] += alerted and not wanted
    gold, predicted = pairs(wanted), pairs(got)
    n["pair_predicted"] += len(predicted)
    wrong = [Wrong("false", key, [], claims) for key, claims in predicted.items() if key not in gold]
    for key, claims in gold.items():
        n["pair_gold"] += 1
        n["pair_gold_detected"] += bool(got)
        if key not in predicted:
            wrong.append(Wrong("missed", key, claims, []))
            continue
        n["pair_found"] += 1
        wrong += [Wrong(name, key, claims, predicted[key]) for name in _slots(n, claims, predicted[key])]
    if wanted and got and due != alerted:
        wrong.append(Wrong("alert", None, wanted, got))
    return n, wrong


def _slots(n: Counter[str], claims: list[Claim], found: list[Claim]) -> list[str]:
    """Counts the slots of a pair that was found; returns the names of those that are wrong."""
    wrong = []
    checks = {
        "status": any(claim_class(c) == claim_class(f) for c in claims for f in found),
        "items": any(
            i["category"] in (None, j["category"]) and overlap(i["text"], j["text"])
            for c in claims
            for i in c["items"]
            for f in found
            for j in f["items"]
        ),
    }
    for name, fields in (("claimant", ("claimant",)), ("amount", ("quantity", "value"))):
        wanted = [c[field] for c in claims for field in fields if c[field]]
        if wanted:
            n[f"{name}_gold"] += 1
            checks[name] = any(overlap(w, f[field]) for w in wanted for f in found for field in fields)
    for name, right in checks.items():
        n[name] += right
        if not right:
            wrong.append(name)
    return wrong


def _cell(wanted: bool, got: bool) -> str:
    return ("tp" if got else "fn") if wanted else ("fp" if got else "tn")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


COLUMNS = (
    *("texts", "silent", "detect P/R", "alert P/R", "false/1000", "pairs P/R", "parties"),
    *("status", "items", "claimant", "amount"),
)


def row(n: Counter[str]) -> tuple[str, ...]:
    """Counts as the cells of a table, in the order of `COLUMNS`."""

    def both(name: str) -> str:
        tp, fp, fn = n[f"{name}_tp"], n[f"{name}_fp"], n[f"{name}_fn"]
        return f"{_share(tp, tp + fp)} / {_share(tp, tp + fn)}"

    per_thousand = f"{1000 * n['false_alerts'] / n['silent']:.0f}" if n["silent"] else "-"
    return (
        str(n["texts"]),
        str(n["silent"]),
        both("detect"),
        both("alert"),
        per_thousand,
        f"{_share(n['pair_found'], n['pair_predicted'])} / {_share(n['pair_found'], n['pair_gold'])}",
        _share(n["pair_found"], n["pair_gold_detected"]),
        _share(n["status"], n["pair_found"]),
        _share(n["items"], n["pair_found"]),
        _share(n["claimant"], n["claimant_gold"]),
        _share(n["amount"], n["amount_gold"]),
    )
