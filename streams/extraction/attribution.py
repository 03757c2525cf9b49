"""Who says it: the speaker of a claim, the verb of saying, and the other side's answer elsewhere in the text."""

from __future__ import annotations

from dataclasses import dataclass

from streams.extraction import lexicon as lx
from streams.extraction.claims import Draft
from streams.extraction.linear import Scorers, probability
from streams.extraction.sentences import Sentence, sentences_before
from streams.extraction.speakers import Speaker, speaker_features, speakers


@dataclass(frozen=True, slots=True)
class Attribution:
    """The claimant's span, the verb's span (None without a verb), the party the claimant counts as (None when unknown)
    and the stance."""

    start: int
    end: int
    verb: tuple[int, int] | None
    party: str | None
    stance: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A possible speaker with the features that the scorer saw and the probability that it gave."""

    speaker: Speaker
    features: list[str]
    score: float


def possible_speakers(sentence: Sentence) -> list[Speaker]:
    """Those of the sentence itself, then those of the sentences just before it."""
    found = speakers(sentence)
    for number, before in enumerate(sentences_before(sentence)):
        found += speakers(before, number + 1)
    return found


def _party(speaker: Speaker) -> str | None:
    for node in speaker.sentence.nodes:
        if node.kind == lx.ACTOR and node.start < speaker.end and node.end > speaker.start:
            if node.codes:
                return node.codes[0]
            if node.cls in ("generic_government", "generic_ministry", "generic_military"):
                return speaker.sentence.home
    return None


def heard(draft: Draft, models: Scorers) -> list[Heard]:
    """The possible speakers of a draft, each scored."""
    found = possible_speakers(draft.sentence)
    scorer, out = models.claimant, []
    for speaker in found:
        features = speaker_features(speaker, draft.trigger, draft.supplier, draft.recipient, len(found))
        out.append(Heard(speaker, features, probability(scorer.bias + scorer.score(features))))
    return out


def decided_by(drafts: list[Draft], models: Scorers) -> tuple[list[Heard], Heard | None]:
    """The possible speakers of the first draft that has a likely enough one, and that one; those of the first draft
    and None where there is none."""
    first: list[Heard] = []
    for number, draft in enumerate(drafts):
        found = heard(draft, models)
        best = max(found, key=lambda h: h.score, default=None)
        if best is not None and best.score >= models.thresholds["claimant"]:
            return found, best
        first = found if number == 0 else first
    return first, None


def attribution(drafts: list[Draft], models: Scorers) -> Attribution | None:
    """Who says what the drafts of one claim tell, the best draft first; None when the narrator does."""
    _, best = decided_by(drafts, models)
    if best is None:
        return None
    speaker, verb = best.speaker, best.speaker.verb
    stance = verb.cls if verb is not None and verb.kind == lx.SPEECH else "asserts"
    place = (verb.start, verb.end) if verb is not None else None
    return Attribution(speaker.start, speaker.end, place, _party(speaker), stance)


def responses(sentence: Sentence) -> list[tuple[str, str, int, int]]:
    """(party, stance, start, end) of answers in a sentence: who denies, who does not comment."""
    found: list[tuple[str, str, int, int]] = []
    for node in sentence.nodes:
        if node.kind == lx.SPEECH and node.cls in ("denies", "no_comment"):
            before = [n for n in sentence.nodes if n.kind == lx.ACTOR and n.codes and n.end <= node.start]
            after = [n for n in sentence.nodes if n.kind == lx.ACTOR and n.codes and n.start >= node.end]
            who = before[-1] if before else (after[0] if after else None)
            if who is not None:
                found.extend((code, node.cls, sentence.start, sentence.end) for code in who.codes)
    return found
