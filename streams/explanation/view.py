"""An explanation as plain data, ready for JSON: what the terminal and the page show is cut and worded here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from streams.articles.article import Article
from streams.explanation.headline import headline
from streams.explanation.marks import marks
from streams.explanation.words import in_words
from streams.extraction.candidates import Candidate
from streams.extraction.entities import span
from streams.extraction.explanation import Claimed, Considered, Decided, Explained, Explanation, Weights
from streams.extraction.frames import Vote

#: The most telling features shown for and against a score, those of a modifier, and the other pairs of a sentence.
MOST_FEATURES, MOST_FOR_MODIFIERS, MOST_PAIRS = 4, 2, 3

View = dict[str, Any]
_REPEATED = re.compile(r"#\d+$")


def view(article: Article, explanation: Explanation) -> View:
    """The article with its marks, its claims, the sentences that stayed silent and the stretches that were stopped."""
    text = article.text
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "language": article.language,
        "published_at": article.published_at,
        "text": text,
        "marks": [{"start": m.start, "end": m.end, "kind": m.kind} for m in marks(explanation)],
        "claims": [_claim(text, explanation, claimed) for claimed in explanation.claims],
        "silent": [_silent(text, each) for each in explanation.sentences if each.reason is not None],
        "stopped": [{**span(text, q.start, q.end), "reason": q.reason} for q in explanation.quiet],
    }


def _claim(text: str, explanation: Explanation, claimed: Claimed) -> View:
    record, best = claimed.record, claimed.told.best
    considered, decided = explanation.of(best)
    here = next(e for e in explanation.sentences if e.sentence is best.sentence)
    others = [c for c in _likeliest(here.considered) if c.verdict != "claim"]
    return {
        "headline": headline(record, record["supplier"], record["recipient"]),
        "claim": record,
        "pair": _pair(considered) if considered else None,
        "alert_needed": claimed.alert_needed,
        "no_alert": claimed.no_alert or None,
        "roles": [_role(text, best.supplier, "supplier"), _role(text, best.recipient, "recipient")],
        "modifiers": [_modifier(record, each) for each in decided],
        "speakers": [
            {
                **span(text, each.speaker.start, each.speaker.end),
                "score": round(each.score, 3),
                "needed": each.needed,
                **features(each.weights, MOST_FOR_MODIFIERS),
            }
            for each in claimed.speakers[:MOST_PAIRS]
        ],
        "told": [
            {**span(text, d.sentence.start, d.sentence.end), "score": round(d.score, 3), "best": d is best}
            for d in claimed.told.drafts
        ],
        "others": [_brief(c) for c in others[:MOST_PAIRS]],
    }


def _silent(text: str, explained: Explained) -> View:
    first, *rest = _likeliest(explained.considered)[: 1 + MOST_PAIRS]
    return {
        **span(text, explained.sentence.start, explained.sentence.end),
        "reason": explained.reason,
        "pair": _pair(first),
        "others": [_brief(c) for c in rest],
    }


def _likeliest(considered: Iterable[Considered]) -> list[Considered]:
    """By score; of pairs of the same parties, named in other places, the best."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], Considered] = {}
    for each in sorted(considered, key=lambda c: -c.score):
        found.setdefault((each.pair.supplier.codes, each.pair.recipient.codes), each)
    return list(found.values())


def _brief(considered: Considered) -> View:
    pair = considered.pair
    return {
        "supplier": list(pair.supplier.codes),
        "recipient": list(pair.recipient.codes),
        "score": round(considered.score, 3),
        "needed": considered.needed,
        "verdict": considered.verdict,
    }


def _pair(considered: Considered) -> View:
    return {**_brief(considered), "bias": considered.bias, **features(considered.weights, MOST_FEATURES)}


def features(weights: Weights, most: int) -> View:
    """The most telling features for and against, and the sums of all on either side, in log-odds. A feature that is
    repeated under numbers ("denied=no#1") is one."""
    added: dict[str, float] = defaultdict(float)
    for name, weight in weights:
        added[_REPEATED.sub("", name)] += weight
    weights = sorted(added.items(), key=lambda w: (-abs(w[1]), w[0]))
    sides = {"for": [w for w in weights if w[1] > 0], "against": [w for w in weights if w[1] < 0]}
    shown = {
        side: [{"feature": name, "words": in_words(name), "weight": round(weight, 3)} for name, weight in found[:most]]
        for side, found in sides.items()
    }
    return {**shown, "sums": {side: round(sum(w for _, w in found), 3) for side, found in sides.items()}}


def _role(text: str, candidate: Candidate, role: str) -> View:
    votes = [v for v in candidate.votes if v.role in (role, "both")]
    return {
        "role": role,
        "codes": list(candidate.codes),
        "mention": span(text, candidate.node.start, candidate.node.end) if candidate.node is not None else None,
        "resolved_by": candidate.resolved_by,
        "rules": [_rule(text, vote) for vote in votes[:3]],
        "against": [_rule(text, vote) for vote in candidate.votes[:3] if vote not in votes],
    }


def _rule(text: str, vote: Vote) -> View:
    return {"rule": vote.rule, "role": vote.role, "trigger": span(text, vote.trigger.start, vote.trigger.end)}


def _modifier(record: dict[str, Any], decided: Decided) -> View:
    cue = next((m["cue"] for m in record["modifiers"] if m["kind"] == decided.kind), None)
    return {
        "kind": decided.kind,
        "value": decided.value,
        "cue": cue,
        "rival": decided.rival,
        **features(decided.weights, MOST_FOR_MODIFIERS),
    }
