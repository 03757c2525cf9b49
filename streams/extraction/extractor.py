"""Article in, extraction out: entities, events, claims, and why the rest stayed silent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from streams.articles.article import Article
from streams.extraction import lexicon as lx
from streams.extraction.attribution import attribution, responses
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
from streams.extraction.sentences import Quiet, Sentence, blocked, gated
from streams.extraction.silence import LANGUAGE, unconvinced


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an article says; all offsets are code points of `Article.text`."""

    entities: list[dict[str, Any]]
    events: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    silences: dict[str, int]
    lexicon_version: str


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
    """The steps up to the drafts, with everything that an explanation needs: what the gate let through with its
    drafts, and every stretch that stayed silent with its reason."""

    content: list[Mention]
    sentences: list[tuple[Sentence, list[Draft]]]
    quantities: list[Amount]
    money: list[Amount]
    dates: list[Date]
    quiet: list[Quiet]
    models: Scorers


def analyse(text: str, language: str, published_at: str | None, models: Scorers | None = None) -> Analysis:
    """Mentions, amounts, dates and the drafts of each sentence that passes the gate; by other scorers than the
    language's own where `models` are given."""
    lexicon = lx.lexicon(language)
    models = models or scorers(language)
    lowered = lx.lower(text)
    content = find_content(text, lowered, lexicon)
    published = published_day(published_at)
    numbers, days = find_values(text, lowered, lexicon)
    found_dates = dates(text, days, language, published)
    taken = blocked(content) + [(d.start, d.end) for d in found_dates]
    quantities, money = amounts(text, numbers, taken, language, lexicon.config["decimal"])
    year = published.year if published else None
    analysed: list[tuple[Sentence, list[Draft]]] = []
    quiet: list[Quiet] = []
    for part in gated(text, lowered, content, (quantities, money), lexicon, models.gate, models.thresholds["gate"]):
        if isinstance(part, Quiet):
            quiet.append(part)
            continue
        found = drafts(part, models, year)
        if not found:
            quiet.append(Quiet(part.start, part.end, unconvinced(part.nodes)))
        analysed.append((part, found))
    return Analysis(content, analysed, quantities, money, found_dates, quiet, models)


def told_claims(article: Article, seen: Analysis) -> list[tuple[Told, dict[str, Any]]]:
    """The claims of the article, each with the tellings that were merged into it."""
    sentences = [s for s, _ in seen.sentences]
    told = merge([d for _, found in seen.sentences for d in found])
    answers = [r for s in sentences for r in responses(s)] if told else []
    thresholds = seen.models.thresholds
    said = [attribution([t.best, *t.drafts], seen.models) for t in told]
    claims = [
        record(article.text, article.id, t, who, answers, seen.dates, thresholds)
        for t, who in zip(told, said, strict=True)
    ]
    _link_returns(told, claims)
    return list(zip(told, claims, strict=True))


def extract(article: Article, models: Scorers | None = None) -> Extraction:
    """Everything the product knows of an article. A language that no folder covers gives an empty extraction. `models`
    are other scorers than the language's own, for measuring."""
    if article.language not in lx.languages():
        return Extraction([], [], [], {LANGUAGE: 1}, lx.version())
    text = article.text
    seen = analyse(text, article.language, article.published_at, models)
    claims = [claim for _, claim in told_claims(article, seen)]
    events = [_claim_event(c) for c in claims]
    for sentence, _ in seen.sentences:
        events += _plain_events(text, sentence.nodes)
    found = entities(text, seen.content, seen.quantities, seen.money, seen.dates)
    return Extraction(found, events, claims, dict(Counter(q.reason for q in seen.quiet)), lx.version())
