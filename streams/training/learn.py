"""One language learned: gold, text of real outlets and silence in, the bytes of `weights.json` out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from streams.evaluation.gold import read
from streams.evaluation.ordinary import read_ordinary
from streams.training.fit import dump, fit
from streams.training.samples import Row, collect, read_gold

#: How many times a text of a real outlet counts: invented gold is plentiful and its manner is not quite theirs.
REAL_WEIGHT = 3


@dataclass(slots=True)
class Lessons:
    """What a language is learned from, as gold rows: invented, of real outlets, and ordinary news."""

    gold: list[Row]
    real: list[Row] = field(default_factory=list)
    ordinary: list[Row] = field(default_factory=list)

    def rows(self) -> list[Row]:
        """All rows, those of real outlets that tell of transfers as often as they count."""
        telling = [row for row in self.ordinary if row["claims"]]
        return self.gold + self.ordinary + self.real * REAL_WEIGHT + telling * (REAL_WEIGHT - 1)


def read_lessons(language: str, gold: list[Path], real: list[Path], ordinary: Path | None, labels: Path) -> Lessons:
    """The lessons of a language. `real` and `ordinary` are folders with a file a language; `labels` is the folder with
    the labels of those ordinary sentences that do tell of a transfer."""
    own = [row for row in read_gold(gold) if row["lang"] == language]
    outlets = [
        {**row, "folder": folder.name}
        for folder in real
        if (folder / f"{language}.jsonl").exists()
        for row in read(folder / f"{language}.jsonl")
    ]
    quiet = read_ordinary(ordinary, language, labels, learned=True) if ordinary is not None else []
    return Lessons(own, outlets, quiet)


def learn(lessons: Lessons) -> bytes:
    """The weights of a language, with what they were learned from beside them."""
    weights: dict[str, Any] = fit(collect(lessons.rows()))
    weights["learned_from"] = {
        "gold_rows": len(lessons.gold),
        "real_rows": len(lessons.real),
        "ordinary_articles": len(lessons.ordinary),
    }
    return dump(weights)
