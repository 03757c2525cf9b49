"""An explanation as the view gives it, written out: what is shown of it must not depend on any weights."""

from typing import Any

TEXT = "Turkey delivered 12 drones to Poland, it said. Iran may sell tanks to Syria."


def span(quote: str) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote}


def pair(supplier: str, recipient: str, score: float, needed: float = 0.2, verdict: str = "claim") -> dict[str, Any]:
    return {
        "supplier": [supplier],
        "recipient": [recipient],
        "score": score,
        "needed": needed,
        "verdict": verdict,
        "bias": -1.25,
        "for": [{"feature": "P:bw=SR.to", "words": "both: a word between them: to", "weight": 0.5}],
        "against": [{"feature": "zz=1", "words": "", "weight": -0.75}],
        "sums": {"for": 4.5, "against": -2.0},
    }


def brief(supplier: str, recipient: str, score: float, verdict: str) -> dict[str, Any]:
    return {"supplier": [supplier], "recipient": [recipient], "score": score, "needed": 0.5, "verdict": verdict}


def claim(**changes: Any) -> dict[str, Any]:
    record = {
        "evidence": [span("Turkey delivered 12 drones to Poland")],
        "trigger": {**span("delivered"), "class": "give"},
        "attribution": {
            "claimant": span("it"),
            "verb": span("said"),
            "stance": "asserts",
            "responses": [{"party": "POL", "stance": "no_comment"}],
        },
    }
    rule = {"rule": "give.active.subject", "role": "supplier", "trigger": span("delivered")}
    return {
        "headline": "Turkey → Poland: drones, 12; delivered, fact",
        "claim": record,
        "pair": pair("TUR", "POL", 0.825),
        "alert_needed": 0.3,
        "no_alert": None,
        "roles": [
            {
                "role": "supplier",
                "codes": ["TUR"],
                "mention": span("Turkey"),
                "resolved_by": "mention",
                "rules": [rule],
                "against": [],
            },
            {
                "role": "recipient",
                "codes": ["POL"],
                "mention": None,
                "resolved_by": "context",
                "rules": [],
                "against": [],
            },
        ],
        "modifiers": [
            {
                "kind": "status",
                "value": "in_transit",
                "cue": span("delivered"),
                "rival": "ordered",
                "for": [{"feature": "trigger=deliver", "words": "the trigger deliver", "weight": 0.58}],
                "against": [],
                "sums": {"for": 0.58, "against": 0.0},
            }
        ],
        "speakers": [
            {
                **span("it"),
                "score": 0.75,
                "needed": 0.4,
                "for": [{"feature": "form=said.before", "words": "", "weight": 0.9}],
                "against": [],
                "sums": {"for": 0.9, "against": 0.0},
            }
        ],
        "told": [{**span("Turkey delivered 12 drones to Poland, it said."), "score": 0.825, "best": True}],
        "others": [brief("POL", "TUR", 0.125, "place_taken")],
        **changes,
    }


def silent(**changes: Any) -> dict[str, Any]:
    return {
        **span("Iran may sell tanks to Syria."),
        "reason": "below_threshold",
        "pair": pair("IRN", "SYR", 0.125, verdict="below_threshold"),
        "others": [brief("SYR", "IRN", 0.0625, "hopeless")],
        **changes,
    }


def view(**changes: Any) -> dict[str, Any]:
    marks = [("Turkey", "supplier"), ("12", "amount"), ("drones", "item"), ("Poland", "recipient"), ("tanks", "item")]
    return {
        "id": "txt-1",
        "title": "Drones delivered",
        "url": "https://news.example/1",
        "publisher": "The Courier",
        "language": "en",
        "published_at": "2026-11-20T09:30:00Z",
        "text": TEXT,
        "marks": [{**{k: v for k, v in span(quote).items() if k != "quote"}, "kind": kind} for quote, kind in marks],
        "claims": [claim()],
        "silent": [silent()],
        "stopped": [{**span("tanks"), "reason": "sport"}, {**span("drones"), "reason": "sport"}],
        **changes,
    }
