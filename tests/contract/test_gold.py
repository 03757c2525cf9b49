"""Gold keeps its shape and its vocabulary; labels of ordinary news hold places and no words."""

import datetime
import re
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest

from streams.contracts import schema_text
from streams.extraction.lexicon import languages

GOLD = Path(__file__).parents[1] / "gold"
FILES = sorted(path for folder in ("train", "dev", "fresh") for path in (GOLD / folder).glob("*.jsonl"))
LABELS = sorted((GOLD / "ordinary").glob("*.jsonl"))
WORDS = schema_text("common/v1/words.json")["$defs"]
PARTY = re.compile(WORDS["party"]["pattern"])
STYLES = {"wire", "local", "ministry", "parliament", "think_tank", "tabloid", "business", "blog"}
#: Why a text is silent: the reasons that gold knows.
SILENT = (
    *("use", "test", "exercise", "domestic", "crime", "sport", "civil", "humanitarian", "troops", "metaphor", "name"),
    *("exhibition", "talk", "museum", "other"),
)
CLAIM = {
    *("supplier", "recipient", "items", "quantity", "value", "status", "polarity", "certainty", "time", "claimant"),
    *("evidence", "alert"),
}


def lines(path: Path) -> list[Any]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def wrong_words(claim: dict[str, Any]) -> list[str]:
    """What of a claim is not in the vocabulary."""
    found = [name for name in ("status", "polarity", "certainty", "time") if claim[name] not in WORDS[name]["enum"]]
    found += [f"{name} {claim[name]}" for name in ("supplier", "recipient") if not _parties(claim[name])]
    found += [f"category {i['category']}" for i in claim["items"] if i["category"] not in WORDS["category"]["enum"]]
    found += ["item" for i in claim["items"] if set(i) != {"text", "category"}]
    return found + ([] if isinstance(claim["alert"], bool) else ["alert"])


def _parties(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(p, str) and PARTY.fullmatch(p) for p in value)


def quotes(claim: dict[str, Any]) -> list[str]:
    told = [claim["quantity"], claim["value"], claim["claimant"]]
    return [i["text"] for i in claim["items"]] + [q for q in told if q is not None] + claim["evidence"]


def faults(row: dict[str, Any]) -> list[str]:
    found = []
    if row.get("kind") not in ("sentence", "article"):
        found.append("kind")
    if row.get("style") not in STYLES:
        found.append(f"style {row.get('style')}")
    if row.get("lang") not in languages():
        found.append(f"language {row.get('lang')}")
    if not row.get("text"):
        found.append("no text")
    if row.get("kind") == "article" and not (row.get("title") and row.get("published_at")):
        found.append("article without title or day")
    if row.get("published_at"):
        datetime.date.fromisoformat(row["published_at"])
    claims = row.get("claims") or []
    if bool(claims) == bool(row.get("silent")):
        found.append("not exactly one of claims and silent")
    if row.get("silent") and row["silent"] not in SILENT:
        found.append(f"silent {row['silent']}")
    for number, claim in enumerate(claims):
        told = (
            [f"fields {sorted(set(claim) ^ CLAIM)}"]
            if set(claim) != CLAIM
            else [
                *wrong_words(claim),
                *(f"not in the text: {q!r}" for q in quotes(claim) if not q or q not in row["text"]),
                *(() if claim["evidence"] else ("no evidence",)),
            ]
        )
        found += [f"claim {number}: {fault}" for fault in told]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_row_is_valid_gold(path):
    wrong = {row.get("id"): faults(row) for row in lines(path)}
    assert {name: told for name, told in wrong.items() if told} == {}


def test_there_is_gold_of_every_language_in_every_folder():
    found = {(path.parent.name, row["lang"]) for path in FILES for row in lines(path)}
    assert found == {(folder, code) for folder in ("train", "dev", "fresh") for code in languages()}


def test_ids_are_unique_over_all_files():
    counts = Counter(row["id"] for path in FILES for row in lines(path))
    assert [name for name, count in counts.items() if count > 1] == []


def test_what_is_measured_on_is_not_learned_from():
    learned = {row["text"] for path in FILES if path.parent.name == "train" for row in lines(path)}
    measured = [row for path in FILES if path.parent.name != "train" for row in lines(path)]
    assert [row["id"] for row in measured if row["text"] in learned] == []


def span(value: Any) -> bool:
    """Whether a value is a place: where it starts and where it ends."""
    if not (isinstance(value, list) and len(value) == 2 and all(type(v) is int for v in value)):
        return False
    return bool(0 <= value[0] < value[1])


def wordy(label: dict[str, Any]) -> list[str]:
    """What of a label is not a place, a code or a word of the vocabulary."""
    found = []
    if not isinstance(label.get("article"), str) or not span([label.get("start"), label.get("end")]):
        found.append("article, start or end")
    if (label.get("unsure") is True) == bool(label.get("claims")):
        found.append("not exactly one of claims and unsure")
    if set(label) - {"article", "start", "end", "claims", "unsure"}:
        found.append(f"fields {sorted(label)}")
    for claim in label.get("claims", ()):
        if set(claim) != CLAIM:
            found.append(f"fields {sorted(set(claim) ^ CLAIM)}")
            continue
        found += wrong_words(claim)
        places = [i["text"] for i in claim["items"]] + claim["evidence"]
        places += [claim[name] for name in ("quantity", "value", "claimant") if claim[name] is not None]
        found += [f"no place: {place!r}" for place in places if not span(place)]
        if not claim["evidence"]:
            found.append("no evidence")
    return found


@pytest.mark.parametrize("path", LABELS, ids=lambda p: p.stem)
def test_labels_of_ordinary_news_hold_no_words(path):
    wrong = {(label.get("article"), label.get("start")): wordy(label) for label in lines(path)}
    assert {key: told for key, told in wrong.items() if told} == {}


def test_the_labels_are_those_of_the_languages():
    assert {path.stem for path in LABELS} <= set(languages())
    assert LABELS


PLACED = {
    "supplier": ["NOR"],
    "recipient": [],
    "items": [{"text": [3, 9], "category": "arms"}],
    **dict.fromkeys(("quantity", "value", "claimant")),
    "status": "delivered",
    "polarity": "asserted",
    "certainty": "fact",
    "time": "news",
    "evidence": [[0, 9]],
    "alert": True,
}


@pytest.mark.parametrize(
    "broken",
    [
        {"text": "Norway"},
        {"claims": [{"evidence": ["Norway sent radars"]}]},
        {"unsure": False, "claims": [{**PLACED, "evidence": ["Norway sent radars"]}]},
        {"unsure": False, "claims": [{**PLACED, "claimant": "Norway"}]},
        {"unsure": False, "claims": [{**PLACED, "items": [{"text": "radars", "category": "arms"}]}]},
        {"unsure": False, "claims": [{**PLACED, "status": "Norway"}]},
        {"unsure": "Norway"},
        {"note": "Norway"},
    ],
)
def test_a_label_with_words_would_be_found(broken):
    good = {"article": "a", "start": 0, "end": 9, "unsure": True}
    assert wordy(good) == []
    assert wordy({**good, "unsure": False, "claims": [PLACED]}) == []
    assert wordy({**good, **broken}) != []
