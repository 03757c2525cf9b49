"""Article in, extraction out: entities, events, claims, and why the rest stayed silent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from streams.articles.article import Article
from streams.extraction import lexicon as lx
from streams.extraction.attribution import Attribution, attribution, responses
from streams.extraction.claims import Draft, drafts
from streams.extraction.dates import Date, dates, published_day
from streams.extraction.document import Told, merge
from streams.extraction.entities import entities, span
from streams.extraction.events import PLAIN
from streams.extraction.linear import Scorers, scorers
from streams.extraction.matching import Mention, find_content, find_values
from streams.extraction.nodes import Node
from streams.extraction.numbers import Amount, amounts
from streams.extraction.record import record
from streams.extraction.sentences import Sentence, blocked, gated

# Reasons for silence, from the classes that speak for them; the first that a sentence holds is counted.
_BLOCKERS = {
    "use": "use",
    "test": "test",
    "exercise": "exercise",
    "produce": "domestic",
    "sanction": "talk",
    "have": "possession",
}
_CUE_REASONS = ("sport", "crime", "civil", "exhibition", "domestic", "talk")
# Sentences back in which the speaker of a quote or of a bare "he said" is looked for.
_SPEAKER_REACH = 2
_QUOTES = ("“", '"')


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an article says; all offsets are code points of `Article.text`."""

    entities: list[dict[str, Any]]
    events: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    silences: dict[str, int]
    lexicon_version: str


def silence(sentence: Sentence) -> str:
    """Why a sentence with an item and a party makes no claim, as a bounded word."""
    classes = {n.cls for n in sentence.nodes if n.kind == lx.TRIGGER}
    for node in sentence.nodes:
        if node.kind == lx.DECOY:
            return node.cls
    for blocker, reason in _BLOCKERS.items():
        if blocker in classes:
            return reason
    cues = {n.cls for n in sentence.nodes if n.kind == lx.CUE}
    for reason in _CUE_REASONS:
        if reason in cues:
            return reason
    if not classes:
        return "no_trigger"
    return "below_threshold"


def _said(sentences: list[Sentence], told: Told) -> Attribution | None:
    """The claimant of a claim: of its own sentence, of another that tells it, or of the sentences just before."""
    for draft in [told.best, *told.drafts]:
        at = draft.trigger.start if draft.trigger is not None else draft.sentence.start
        found = attribution(draft.sentence, at)
        if found is not None:
            return found
    here = told.best.sentence
    if not any(n.kind == lx.SPEECH or here.text[n.start - 1 : n.start] in _QUOTES for n in here.nodes):
        return None
    before = [s for s in sentences if here.number - _SPEAKER_REACH <= s.number < here.number]
    return next((found for s in reversed(before) if (found := attribution(s, s.end)) is not None), None)


def _plain_events(text: str, sentence_nodes: list[Node]) -> list[dict[str, Any]]:
    found = []
    for index, node in enumerate(sentence_nodes):
        if node.kind != lx.TRIGGER or node.cls not in PLAIN:
            continue
        before = [n for n in sentence_nodes[:index] if n.kind == lx.ACTOR and n.codes]
        after = [n for n in sentence_nodes[index:] if n.kind in (lx.ACTOR, lx.PLACE) and n.codes]
        if not before and not after:
            continue
        plover, mode, cameo = PLAIN[node.cls]
        actor = list(before[-1].codes) if before else []
        target = (
            [c for c in (after[0].codes if after else ()) if c not in actor] if node.cls in ("use", "sanction") else []
        )
        found.append(
            {
                "plover": plover,
                "mode": mode,
                "cameo": cameo,
                "actor": actor,
                "target": target,
                "evidence": span(text, node.start, node.end),
                "claim": None,
            }
        )
    return found


def _link_returns(told: list[Told], claims: list[dict[str, Any]]) -> None:
    """Links two claims of one sentence in opposite directions where it says "in return": the later to the earlier."""
    for index, later in enumerate(told):
        sentence = later.best.sentence
        if not any(n.kind == lx.BREAK and n.cls == "return" for n in sentence.nodes):
            continue
        for number, earlier in enumerate(told):
            opposite = (
                earlier.best.suppliers == later.best.recipients and earlier.best.recipients == later.best.suppliers
            )
            first = claims[number]["evidence"][0]["start"] < claims[index]["evidence"][0]["start"]
            if number != index and earlier.best.sentence is sentence and opposite and first:
                claims[index]["in_return_for"] = claims[number]["id"]


def _claim_event(claim: dict[str, Any]) -> dict[str, Any]:
    event = claim["event"]
    actor, target = claim["supplier"], claim["recipient"]
    if event["plover"] == "ACCUSE":
        actor, target = [claim["attribution"]["claimant_id"]], claim["supplier"]
    elif event["plover"] == "REQUEST":
        actor, target = claim["recipient"], claim["supplier"]
    return {**event, "actor": actor, "target": target, "evidence": claim["evidence"][0], "claim": claim["id"]}


@dataclass(slots=True)
class Analysis:
    """The steps up to the drafts, with everything that an explanation needs."""

    content: list[Mention]
    sentences: list[tuple[Sentence, list[Draft]]]
    quantities: list[Amount]
    money: list[Amount]
    dates: list[Date]
    silences: Counter[str]
    models: Scorers


def analyse(text: str, language: str, published_at: str | None) -> Analysis:
    """Mentions, amounts, dates and the drafts of each sentence that passes the gate."""
    lexicon = lx.lexicon(language)
    models = scorers(language)
    lowered = lx.lower(text)
    content = find_content(text, lowered, lexicon)
    silences: Counter[str] = Counter()
    published = published_day(published_at)
    numbers, days = find_values(text, lowered, lexicon)
    found_dates = dates(text, days, language, published)
    taken = blocked(content) + [(d.start, d.end) for d in found_dates]
    quantities, money = amounts(text, numbers, taken, language, lexicon.config["decimal"])
    year = published.year if published else None
    analysed = []
    passing = gated(
        text, lowered, content, (quantities, money), lexicon, silences, models.gate, models.thresholds["gate"]
    )
    for sentence in passing:
        found = drafts(sentence, models, year)
        if not found:
            silences[silence(sentence)] += 1
        analysed.append((sentence, found))
    return Analysis(content, analysed, quantities, money, found_dates, silences, models)


def extract(article: Article) -> Extraction:
    """Everything the product knows of an article. A language that no folder covers gives an empty extraction."""
    if article.language not in lx.languages():
        return Extraction([], [], [], {"language": 1}, lx.version())
    text = article.text
    seen = analyse(text, article.language, article.published_at)
    sentences = [s for s, _ in seen.sentences]
    thresholds = seen.models.thresholds
    told = merge([d for _, found in seen.sentences for d in found])
    answers = [r for s in sentences for r in responses(s)] if told else []
    claims = [record(text, article.id, t, _said(sentences, t), answers, seen.dates, thresholds) for t in told]
    _link_returns(told, claims)
    events = [_claim_event(c) for c in claims]
    for sentence in sentences:
        events += _plain_events(text, sentence.nodes)
    found = entities(text, seen.content, seen.quantities, seen.money, seen.dates)
    return Extraction(found, events, claims, dict(seen.silences), lx.version())
