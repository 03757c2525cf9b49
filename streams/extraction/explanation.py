"""Why an article gives the claims it gives and why the rest stays silent, with the features that decided.

The steps are those of extraction itself, done once more with their scores kept. Named reasons are words of
`schemas/reasons.json`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from streams.articles.article import Article
from streams.extraction import features as ft
from streams.extraction import lexicon as lx
from streams.extraction.attribution import decided_by
from streams.extraction.candidates import candidates
from streams.extraction.claims import MODIFIERS, Draft, Pair, judge, possible, scored_pairs, told_features
from streams.extraction.dates import published_day
from streams.extraction.document import Told
from streams.extraction.extractor import analyse, told_claims
from streams.extraction.linear import PairScorer, Scorers, probability
from streams.extraction.matching import Mention
from streams.extraction.record import alert_needed, no_alert
from streams.extraction.sentences import Quiet, Sentence
from streams.extraction.silence import LANGUAGE
from streams.extraction.speakers import Speaker

HOPELESS = "hopeless"

Weights = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Considered:
    """A possible pair: `score` is a probability, `needed` the one that makes it a claim, `verdict` what became of it.

    `bias` and `weights`, the most telling first, are log-odds; their sum is that of the score. There are none for a
    pair that a frame alone decides.
    """

    pair: Pair
    score: float
    needed: float
    bias: float
    weights: Weights
    verdict: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A modifier of a draft, with what each feature adds to its lead over the value that comes next, `rival`; without
    features and rival where a rule decided."""

    kind: str
    value: str
    rival: str | None
    weights: Weights


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence: its pairs, the likeliest first, its drafts with their modifiers, and the reason for silence where
    it has no draft."""

    sentence: Sentence
    considered: list[Considered]
    drafts: list[tuple[Draft, list[Decided]]]
    reason: str | None


@dataclass(frozen=True, slots=True)
class Listened:
    """A possible speaker of a claim; `score` and `needed` are probabilities, `weights` log-odds."""

    speaker: Speaker
    score: float
    needed: float
    weights: Weights


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim of the document as it is published, what was merged into it, its possible speakers with the likeliest
    first, the score that it needs to alert, and the reason why it does not ("" when it does)."""

    told: Told
    speakers: list[Listened]
    record: dict[str, Any]
    alert_needed: float
    no_alert: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All of an article. `quiet` are the stretches that the gate stopped before any pair was looked at, `content` what
    the lexicons found in the text."""

    sentences: list[Explained]
    claims: list[Claimed]
    quiet: list[Quiet]
    content: list[Mention]

    def of(self, draft: Draft) -> tuple[Considered | None, list[Decided]]:
        """The pair and the modifiers of a draft."""
        for explained in self.sentences:
            for known, decided in explained.drafts:
                if known is draft:
                    return next((c for c in explained.considered if _is_pair_of(c.pair, draft)), None), decided
        raise KeyError("a draft of another article")


def _is_pair_of(pair: Pair, draft: Draft) -> bool:
    return all(
        (mine.codes, mine.index, mine.cls) == (its.codes, its.index, its.cls)
        for mine, its in ((pair.supplier, draft.supplier), (pair.recipient, draft.recipient))
    )


def _sorted(weights: dict[str, float]) -> Weights:
    return sorted(weights.items(), key=lambda w: (-abs(w[1]), w[0]))


def _weights(sentence: Sentence, pair: Pair, scorer: PairScorer) -> Weights:
    parts = (
        ("", scorer.sentence, ft.sentence_features(sentence)),
        ("S:", scorer.supplier, ft.party_features(sentence, pair.supplier)),
        ("R:", scorer.recipient, ft.party_features(sentence, pair.recipient)),
        ("P:", scorer.together, ft.pair_features(sentence, pair.supplier, pair.recipient)),
    )
    return _sorted({prefix + f: w for prefix, part, names in parts for f, w in part.contributions(names).items()})


def _considered(sentence: Sentence, models: Scorers) -> list[Considered]:
    """Every possible pair: those that extraction judges, and after them those that it does not look at closer."""
    judged = judge(sentence, scored_pairs(sentence, models), models.thresholds)
    found = []
    for verdict in judged:
        pair = verdict.pair
        alone = pair.supplier.cls == "member"
        weights = [] if alone else _weights(sentence, pair, models.pair)
        bias = 0.0 if alone else models.pair.bias
        found.append(Considered(pair, pair.score, verdict.needed, bias, weights, verdict.word))
    seen = {_place(v.pair) for v in judged}
    parties = candidates(sentence)
    rest = []
    for i, j in possible(parties):
        pair = Pair(parties[i], parties[j], 0.0)
        if _place(pair) not in seen:
            weights = _weights(sentence, pair, models.pair)
            pair.score = probability(models.pair.bias + sum(w for _, w in weights))
            rest.append(Considered(pair, pair.score, models.thresholds["pair"], models.pair.bias, weights, HOPELESS))
    return found + sorted(rest, key=lambda c: -c.score)


def _place(pair: Pair) -> tuple[object, ...]:
    a, b = pair.supplier, pair.recipient
    return a.codes, a.index, a.cls, b.codes, b.index, b.cls


def _decided(draft: Draft, models: Scorers, year: int | None) -> list[Decided]:
    names = told_features(draft, year)
    found = []
    for kind in MODIFIERS:
        value = getattr(draft, kind)
        scorer = getattr(models, kind)
        sums = dict(zip(scorer.classes, scorer.sums(names), strict=True))
        if sums and value == max(sums, key=lambda c: sums[c]) and len(sums) > 1:
            rival = max((c for c in sums if c != value), key=lambda c: sums[c])
            found.append(Decided(kind, value, rival, _sorted(scorer.contributions(names, value))))
        else:
            found.append(Decided(kind, value, None, []))
    return found


def _speakers(told: Told, models: Scorers) -> list[Listened]:
    found, _ = decided_by([told.best, *told.drafts], models)
    needed = models.thresholds["claimant"]
    return [
        Listened(h.speaker, h.score, needed, _sorted(models.claimant.contributions(h.features)))
        for h in sorted(found, key=lambda h: -h.score)
    ]


def explain(article: Article) -> Explanation:
    """The explanation of an article; nothing but its silence where no folder covers its language."""
    if article.language not in lx.languages():
        return Explanation([], [], [Quiet(0, len(article.text), LANGUAGE)], [])
    seen = analyse(article.text, article.language, article.published_at)
    published = published_day(article.published_at)
    year = published.year if published else None
    reasons = {(q.start, q.end): q.reason for q in seen.quiet}
    sentences = [
        Explained(
            sentence,
            _considered(sentence, seen.models),
            [(draft, _decided(draft, seen.models, year)) for draft in drafts],
            None if drafts else reasons[sentence.start, sentence.end],
        )
        for sentence, drafts in seen.sentences
    ]
    thresholds = seen.models.thresholds
    claims = [
        Claimed(
            told,
            _speakers(told, seen.models),
            claim,
            alert_needed(told.best, thresholds),
            no_alert(told.best, thresholds),
        )
        for told, claim in told_claims(article, seen)
    ]
    analysed = {(e.sentence.start, e.sentence.end) for e in sentences}
    return Explanation(sentences, claims, [q for q in seen.quiet if (q.start, q.end) not in analysed], seen.content)
