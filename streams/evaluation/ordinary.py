"""Ordinary news: what silence looks like, but for the sentences that labels say tell of a transfer.

The articles are not part of the repository. The labels are: they point into an article by its id and code points, and
hold no words of it.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
from pathlib import Path
from typing import Any

import orjson

Row = dict[str, Any]
#: The folder with the labels, in a checkout.
LABELS = Path(__file__).parents[2] / "tests" / "gold" / "ordinary"


def learned_from(article_id: str) -> bool:
    """Whether an article is of the half that is learned from; the other half is for measuring."""
    return hashlib.sha256(article_id.encode()).digest()[-1] % 2 == 0


def read_ordinary(folder: Path, language: str, labels: Path, *, learned: bool) -> list[Row]:
    """One half of the ordinary articles of a language as gold rows; [] where there is no such file."""
    for name in (f"{language}.jsonl.gz", f"{language}.jsonl"):
        path = folder / name
        if path.exists():
            content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            articles = (orjson.loads(line) for line in content.splitlines() if line.strip())
            return [labelled(language, a, labels) for a in articles if learned_from(a["id"]) is learned]
    return []


@functools.cache
def _labels(path: Path) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for line in path.read_bytes().splitlines() if path.exists() else ():
        label = orjson.loads(line)
        found.setdefault(label["article"], []).append(label)
    return found


def labelled(language: str, article: Row, labels: Path) -> Row:
    """An article as a gold row, with its labels resolved to quotes. `unsure` are the stretches without a label on
    which readers would differ."""
    text = article["text"]
    mine = _labels(labels / f"{language}.jsonl").get(article["id"], [])

    def quote(span: list[int] | None) -> str | None:
        return text[span[0] : span[1]] if span else None

    claims = [
        {
            **claim,
            "items": [{**item, "text": quote(item["text"])} for item in claim["items"]],
            **{name: quote(claim[name]) for name in ("quantity", "value", "claimant")},
            "evidence": [quote(span) for span in claim["evidence"]],
        }
        for label in mine
        for claim in label.get("claims", ())
    ]
    unsure = [(label["start"], label["end"]) for label in mine if label.get("unsure")]
    return {"id": article["id"], "lang": language, "kind": "article", "text": text, "claims": claims, "unsure": unsure}
