"""One language learned: gold and silence in, the bytes of `weights.json` out."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from typing import Any

import orjson

from streams.training.fit import dump, fit
from streams.training.samples import Row, collect, read_gold


def learned_from(article_id: str) -> bool:
    """Whether an article of silence is of the half that is learned from; the other half is for measuring."""
    return hashlib.sha256(article_id.encode()).digest()[-1] % 2 == 0


def read_silence(folder: Path, language: str, *, learned: bool) -> list[Row]:
    """One half of the ordinary articles of a language as gold rows without claims; [] where there is no such file."""
    for name in (f"{language}.jsonl.gz", f"{language}.jsonl"):
        path = folder / name
        if path.exists():
            content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            rows = [orjson.loads(line) for line in content.splitlines() if line.strip()]
            return [
                {"id": r["id"], "lang": language, "text": r["text"], "claims": []}
                for r in rows
                if learned_from(r["id"]) is learned
            ]
    return []


def learn(language: str, paths: list[Path], silence: Path | None) -> bytes:
    """The weights of a language, with what they were learned from beside them."""
    gold = [row for row in read_gold(paths) if row["lang"] == language]
    quiet = read_silence(silence, language, learned=True) if silence is not None else []
    weights: dict[str, Any] = fit(collect(gold + quiet))
    weights["learned_from"] = {"gold_rows": len(gold), "silent_articles": len(quiet)}
    return dump(weights)
