"""Gold rows as training samples: what each scorer would see of a text, and what a careful reader says of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from streams.evaluation.measures import overlap
from streams.extraction import features as ft
from streams.extraction import lexicon as lx
from streams.extraction.attribution import possible_speakers
from streams.extraction.candidates import Candidate, candidates, trigger_of
from streams.extraction.claims import MODIFIERS, Draft, item_features, possible
from streams.extraction.matching import find_content, find_values
from streams.extraction.modifiers import modifier_features
from streams.extraction.numbers import amounts
from streams.extraction.sentences import Sentence, blocked, gate_features, gated
from streams.extraction.speakers import speaker_features

Row = dict[str, Any]


@dataclass(slots=True)
class Samples:
    """Feature lists with labels, by scorer: `pair` and `item` with 0 or 1, the modifiers with a class name."""

    features: dict[str, list[list[str]]] = field(default_factory=dict)
    labels: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, scorer: str, features: list[str], label: Any) -> None:
        """Adds one sample."""
        self.features.setdefault(scorer, []).append(features)
        self.labels.setdefault(scorer, []).append(label)


def read_gold(paths: Iterable[Path]) -> list[Row]:
    """The rows of gold files in the order given."""
    return [orjson.loads(line) for path in paths for line in path.read_bytes().splitlines() if line.strip()]


def sentences_of(text: str, language: str) -> Iterator[Sentence]:
    """The sentences of a text that have an item and a party, as extraction sees them."""
    lowered = lx.lower(text)
    lexicon = lx.lexicon(language)
    content = find_content(text, lowered, lexicon)
    numbers, _ = find_values(text, lowered, lexicon)
    values = amounts(text, numbers, blocked(content), language, lexicon.config["decimal"])
    yield from (s for s in gated(text, lowered, content, values, lexicon) if isinstance(s, Sentence))


def year_of(row: Row) -> int | None:
    """The year of publication, where the row gives it."""
    published = row.get("published_at")
    return datetime.date.fromisoformat(published[:10]).year if published else None


def _told_here(row: Row, claim: Row, sentence: Sentence) -> bool:
    """Whether a sentence tells a claim; without evidence any does."""
    if not claim["evidence"]:
        return True
    for quote in claim["evidence"]:
        at = row["text"].find(quote)
        if at < sentence.end and at + len(quote) > sentence.start:
            return True
    return False


def _fits(candidate: Candidate, wanted: list[str]) -> bool:
    return set(candidate.codes) <= set(wanted) if candidate.codes else not wanted


def claim_of(row: Row, sentence: Sentence, supplier: Candidate, recipient: Candidate) -> Row | None:
    """The gold claim that a pair of candidates tells in a sentence, None when it tells none."""
    claims: list[Row] = row["claims"]
    for claim in claims:
        if (
            _fits(supplier, claim["supplier"])
            and _fits(recipient, claim["recipient"])
            and _told_here(row, claim, sentence)
        ):
            return claim
    return None


def collect(rows: Iterable[Row]) -> Samples:
    """The samples of all rows."""
    samples = Samples()
    for row in rows:
        year = year_of(row)
        unsure = row.get("unsure", ())
        for sentence in sentences_of(row["text"], row["lang"]):
            if any(start < sentence.end and end > sentence.start for start, end in unsure):
                continue
            tells = any(_told_here(row, claim, sentence) for claim in row["claims"])
            samples.add(
                "gate",
                sorted(gate_features(sentence.lowered, sentence.start, sentence.end, sentence.content)),
                int(tells),
            )
            found = candidates(sentence)
            shared = ft.sentence_features(sentence)
            features = [ft.party_features(sentence, c) for c in found]
            seen: set[int] = set()
            for i, j in possible(found):
                supplier, recipient = found[i], found[j]
                if supplier.cls == "member":
                    continue
                own = [
                    *ft.prefixed("S:", features[i]),
                    *ft.prefixed("R:", features[j]),
                    *ft.prefixed("P:", ft.pair_features(sentence, supplier, recipient)),
                ]
                claim = claim_of(row, sentence, supplier, recipient)
                samples.add("pair", shared + own, int(claim is not None))
                if claim is None:
                    continue
                key = row["claims"].index(claim)
                if key in seen:
                    continue
                seen.add(key)
                trigger = trigger_of(sentence, supplier, recipient)
                draft = Draft(sentence, supplier, recipient, 1.0, trigger, True)
                _add_items(samples, sentence, draft, claim)
                if "certainty" not in claim:
                    # labelled in coarser words: nothing to learn of how it is told
                    continue
                told = modifier_features(sentence, trigger, supplier, recipient, year)
                for name in MODIFIERS:
                    samples.add(name, told, claim[name])
                said = possible_speakers(sentence)
                for speaker in said:
                    words = sentence.text[speaker.start : speaker.end]
                    names = speaker_features(speaker, trigger, supplier, recipient, len(said))
                    samples.add("claimant", names, int(overlap(claim["claimant"], words)))
    return samples


def _add_items(samples: Samples, sentence: Sentence, draft: Draft, claim: Row) -> None:
    for index, node in enumerate(sentence.nodes):
        if node.kind == lx.ITEM:
            text = sentence.lowered[node.start : node.end]
            named = any(i["text"].lower() in text or text in i["text"].lower() for i in claim["items"])
            samples.add("item", item_features(sentence, index, draft), int(named))
