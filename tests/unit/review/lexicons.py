"""A small world of data files, sound as it is, to break in one place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import orjson

from streams.extraction.lexicon import KNOWLEDGE

Row = dict[str, Any]

_WORDS = {
    "nouns": {"id": "government", "class": "government", "forms": ["government"]},
    "pronouns": {"id": "it", "class": "it", "forms": ["it"]},
    "speech": {"id": "said", "class": "asserts", "side": "either", "forms": ["said"]},
    "cues": {"id": "may", "class": "conditional", "forms": ["may"]},
    "markers": {"id": "to", "class": "to", "forms": ["to"]},
    "breaks": {"id": "that", "class": "that", "forms": ["that"]},
    "auxiliaries": {"id": "will", "class": "future", "forms": ["will"]},
}
_NUMBERS = {
    "words": {"two": 2},
    "vague": {"dozens of": [24, None]},
    "scales": {"million": 1000000},
    "currencies": {"euros": "EUR"},
    **{key: [] for key in ("at_least", "at_most", "about", "units", "distances", "military")},
}
_DATES = {
    "months": {"March": 3},
    "month_first": True,
    "weekdays": {"Monday": 0},
    "relative_days": {"today": 0},
    "relative_months": {"last month": -1},
    "relative_years": {"last year": -1},
    "ordinals": [],
}
_THRESHOLDS = (
    "gate",
    "pair",
    "second",
    "turned",
    "item",
    "alert",
    "alert_framed",
    "pair_framed",
    "pair_ambiguous",
    "alert_ambiguous",
    "returned",
    "gate_share",
    "headroom",
    "claimant",
)
_LANGUAGE = {
    "boundary": "word",
    "suffixes": [],
    "decimal": ".",
    "adjective_first": True,
    "thresholds": dict.fromkeys(_THRESHOLDS, 0.5),
    **{key: [] for key in ("speaker_ends", "speaker_begins", "saying", "articles")},
}
_WEAPON = {"category": "missile", "unroca": "VII", "ml": "ML4"}
_SOUND: dict[str, list[Row]] = {
    "knowledge/countries": [
        {"id": "FRA", "name": "France", "forms": {"en": {"name": ["France"], "adjective": ["French"]}}},
        {"id": "TUR", "name": "Turkey", "wikidata": "Q43", "forms": {"any": {"name": ["Turkey"]}}},
    ],
    "knowledge/groups": [
        {
            "id": "houthis",
            "kind": "armed_group",
            "name": "Houthis",
            "party": "houthis",
            "country": "TUR",
            "forms": {"any": ["Houthis"]},
        }
    ],
    "knowledge/makers": [
        {"id": "roketsan", "kind": "company", "name": "Roketsan", "party": "TUR", "forms": {"any": ["Roketsan"]}}
    ],
    "knowledge/weapons": [
        {"id": "exocet", "name": "Exocet", **_WEAPON, "origin": ["FRA"], "forms": {"any": ["Exocet"]}},
    ],
    "knowledge/designations": [
        {
            "id": "mm",
            "pattern": "MM-\\d{2}",
            **_WEAPON,
            "origin": ["FRA"],
            "examples": ["MM-38"],
            "counterexamples": ["MM-400"],
        }
    ],
    "knowledge/categories": [
        {
            "id": "missile",
            "name": {"en": "missiles"},
            "unroca": "VII",
            "ml": "ML4",
            "definition": "What flies by itself, and is guided.",
        }
    ],
    **{f"knowledge/{kind}": [] for kind in ("people", "forces", "bodies", "places", "embargoes", "homonyms")},
    "en/items": [{"id": "missile", **_WEAPON, "forms": ["missile", "missiles"]}],
    "en/triggers": [{"id": "send", "class": "give", "forms": {"base": ["send"], "past": ["sent"]}}],
    "en/decoys": [{"id": "missile-test", "reason": "test", "forms": ["missile test"]}],
    **{f"en/{kind}": [row] for kind, row in _WORDS.items()},
}


class Lexicons:
    """Data files in a folder, as `streams/` has them, with one language."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "knowledge").mkdir()
        (root / "languages" / "en").mkdir(parents=True)
        shutil.copy(KNOWLEDGE / "frames.json", root / "knowledge")
        for name, rows in _SOUND.items():
            self.write(name, *rows)
        for name, document in (("numbers", _NUMBERS), ("dates", _DATES), ("language", _LANGUAGE)):
            self.document(name, **document)

    def path(self, name: str) -> Path:
        """The file of a name like "knowledge/makers" or "en/items"."""
        folder, _, kind = name.partition("/")
        return self.root / ("knowledge" if folder == "knowledge" else f"languages/{folder}") / f"{kind}.jsonl"

    def write(self, file: str, *rows: Row) -> None:
        """Replaces a file by these rows."""
        self.path(file).write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))

    def add(self, file: str, /, **row: Any) -> None:
        """Puts a row at the end of a file."""
        with self.path(file).open("ab") as lines:
            lines.write(orjson.dumps(row) + b"\n")

    def document(self, name: str, /, **value: Any) -> None:
        """Changes keys of a JSON document of the language."""
        path = self.root / "languages" / "en" / f"{name}.json"
        known = orjson.loads(path.read_bytes()) if path.exists() else {}
        path.write_bytes(orjson.dumps(known | value))

    def place(self, **row: Any) -> None:
        """Adds a place, which needs the least."""
        self.add("knowledge/places", **{"name": row["id"], "country": "FRA", **row})
