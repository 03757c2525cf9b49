"""A claim of the document as the record that is published: JSON-ready, every span with its words."""

from __future__ import annotations

from typing import Any

from streams.articles.ids import digest
from streams.extraction import lexicon as lx
from streams.extraction.attribution import Attribution
from streams.extraction.candidates import Candidate
from streams.extraction.claims import MODIFIERS, Draft, evidence, framed
from streams.extraction.dates import Date
from streams.extraction.document import Told
from streams.extraction.entities import money_amount, quantity_amount, span
from streams.extraction.events import claim_event
from streams.extraction.linear import log_odds, probability
from streams.extraction.modifiers import cue
from streams.extraction.nodes import STATE

_MOST_EVIDENCE = 8


def _parties(text: str, candidate: Candidate, role: str) -> list[dict[str, Any]]:
    found = []
    node = candidate.node
    for code in candidate.codes:
        mention = next((m for m in node.mentions if m.entry.party == code), node.head) if node is not None else None
        name, wikidata = lx.names().get(code, (code, None))
        kind = "country"
        start = end = None
        if node is not None and mention is not None:
            start, end = (mention.start, mention.end) if "list" in node.flags else (node.start, node.end)
            if mention.kind == lx.ACTOR and mention.entry.cls not in STATE:
                kind = mention.entry.cls
        place = (
            span(text, start, end)
            if start is not None and end is not None
            else {"start": None, "end": None, "quote": None}
        )
        found.append(
            {
                **place,
                "role": role,
                "id": code,
                "name": name,
                "kind": kind,
                "wikidata": wikidata,
                "resolved_by": candidate.resolved_by,
            }
        )
    return found


def _items(text: str, draft: Draft) -> list[dict[str, Any]]:
    found = []
    for node in draft.items:
        entry = node.head.entry if node.head is not None else None
        found.append(
            {
                "text": text[node.start : node.end],
                "category": node.category,
                "start": node.start,
                "end": node.end,
                "weapon": entry.id if entry is not None and entry.cls == "weapon" else None,
                "unroca": entry.unroca if entry is not None else None,
                "ml": entry.ml if entry is not None else None,
            }
        )
    return found


def _modifiers(text: str, draft: Draft) -> list[dict[str, Any]]:
    found = []
    for kind in MODIFIERS:
        value = getattr(draft, kind)
        place = cue(draft.sentence, kind, value, draft.trigger)
        if place is not None:
            found.append({"kind": kind, "value": value, "cue": span(text, *place)})
    return found


def _rules(draft: Draft) -> list[str]:
    """The frame rules that name the parties in their roles; `scored` where only the scorer does."""
    rules = [
        v.rule
        for candidate, role in ((draft.supplier, "supplier"), (draft.recipient, "recipient"))
        for v in candidate.votes[:3]
        if v.role in (role, "both")
    ]
    if not draft.direction_known:
        rules.append("talk.mutual")
    return sorted(set(rules)) or ["scored"]


def alert_needed(draft: Draft, thresholds: dict[str, float]) -> float:
    """The score that a claim needs to alert: less where rule and scorer agree, more where what is given has a name that
    civil goods have too (ships, support, equipment); and less the likelier the gate, which sees the words alone, holds
    that the sentence tells of a transfer."""
    if all("ambiguous" in node.flags for node in draft.items):
        needed = thresholds["alert_ambiguous"]
    else:
        needed = thresholds["alert_framed" if framed(draft.supplier, draft.recipient) else "alert"]
    return probability(log_odds(needed) - thresholds["gate_share"] * draft.sentence.likely)


def no_alert(draft: Draft, thresholds: dict[str, float]) -> str:
    """Why a careful analyst would not want to be told, as a word of `schemas/reasons.json`; "" when they would: news,
    with both parties or one and an item, and likely enough."""
    if draft.time != "news":
        return "background"
    if draft.score < alert_needed(draft, thresholds):
        return "below_alert"
    both = bool(draft.suppliers) and bool(draft.recipients)
    one = bool(draft.suppliers or draft.recipients) and bool(draft.items)
    return "" if both or one else "incomplete"


def record(
    text: str,
    article_id: str,
    told: Told,
    said: Attribution | None,
    answers: list[tuple[str, str, int, int]],
    dates: list[Date],
    thresholds: dict[str, float],
) -> dict[str, Any]:
    """The claim as published; its id is a pure function of the article, the parties and where it is told."""
    draft = told.best
    start, end = evidence(draft)
    places = list(dict.fromkeys([(start, end), *(evidence(d) for d in told.drafts)]))[:_MOST_EVIDENCE]
    category = draft.items[0].category or "arms" if draft.items else "arms"
    parties = _parties(text, draft.supplier, "supplier") + _parties(text, draft.recipient, "recipient")
    codes = set(draft.suppliers) | set(draft.recipients)
    claimed_by = said.party if said is not None else None
    trigger = draft.trigger
    return {
        "id": "clm-"
        + digest(article_id, "+".join(draft.suppliers), "+".join(draft.recipients), draft.status, str(start), str(end)),
        "supplier": list(draft.suppliers),
        "recipient": list(draft.recipients),
        "parties": parties,
        "items": _items(text, draft),
        "quantity": text[draft.quantity.start : draft.quantity.end] if draft.quantity else None,
        "quantity_detail": {**span(text, draft.quantity.start, draft.quantity.end), **quantity_amount(draft.quantity)}
        if draft.quantity
        else None,
        "value": text[draft.value.start : draft.value.end] if draft.value else None,
        "value_detail": {**span(text, draft.value.start, draft.value.end), **money_amount(draft.value)}
        if draft.value
        else None,
        "status": draft.status,
        "polarity": draft.polarity,
        "certainty": draft.certainty,
        "time": draft.time,
        "claimant": text[said.start : said.end] if said is not None else None,
        "attribution": {
            "claimant": span(text, said.start, said.end) if said is not None else None,
            "claimant_id": claimed_by,
            "verb": span(text, *said.verb) if said is not None and said.verb is not None else None,
            "stance": said.stance if said is not None else "asserts",
            "responses": [
                {"party": p, "stance": s, "evidence": span(text, a, b)} for p, s, a, b in answers if p in codes
            ],
        },
        "modifiers": _modifiers(text, draft),
        "trigger": {**span(text, trigger.start, trigger.end), "class": trigger.cls} if trigger is not None else None,
        "evidence": [span(text, a, b) for a, b in places],
        "rules": _rules(draft),
        "score": round(draft.score, 3),
        "event": claim_event(
            draft.status,
            draft.polarity,
            draft.certainty,
            category,
            bool(claimed_by) and claimed_by not in draft.suppliers,
        ),
        "dates": [
            {**span(text, d.start, d.end), "date": d.date}
            for d in dates
            if draft.sentence.start <= d.start < draft.sentence.end
        ],
        "in_return_for": None,
        "alert": not no_alert(draft, thresholds),
    }
