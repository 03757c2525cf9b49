"""Reading what extraction is measured on: gold rows, labelled sentences of other shapes, and plain ordinary news."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from streams.articles.article import Article
from streams.evaluation.ordinary import LABELS, labelled, learned_from
from streams.extraction import extract
from streams.extraction.linear import Scorers

Row = dict[str, Any]
# The statuses of labelled sentences whose vocabulary is coarser than gold's, as the gold status of the same class.
_COARSE = {"planned": "pledged", "agreed": "ordered", "alleged": "delivered", "denied": "delivered"}


def read(path: Path) -> Iterator[Row]:
    """The rows of a JSON Lines file (gzipped or not) as gold rows. Left out are borderline rows, and of ordinary news
    the half that is learned from and what readers would differ on."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in content.splitlines():
        if not line.strip():
            continue
        row = orjson.loads(line)
        if row.get("borderline"):
            continue
        if "claims" in row:
            yield row
        elif "gold" not in row and "is_transfer" not in row and "source" in row:
            if not learned_from(row["id"]):
                told = labelled(path.name.split(".")[0], row, LABELS)
                if not told["unsure"]:
                    yield told
        else:
            yield _coarse(row, path)


def _coarse(row: Row, path: Path) -> Row:
    """A row of another shape: `gold` with one record, or nothing but a text that tells of no transfer."""
    language = row.get("lang") or path.name.split(".")[0].split("_")[0]
    told = row.get("gold")
    claims = []
    if told:
        status = told["status"]
        items = [{"text": part.strip(), "category": None} for part in (told["item"] or "").split(";") if part.strip()]
        claims.append(
            {
                "supplier": told["supplier"],
                "recipient": told["recipient"],
                "items": items,
                "quantity": told["quantity"] or None,
                "value": None,
                "status": _COARSE.get(status, status),
                "polarity": "denied" if status == "denied" else "asserted",
                "claimant": told["claimant"] or None,
                "evidence": [],
                "alert": True,
            }
        )
    return {"id": row["id"], "lang": language, "kind": "sentence", "text": row["text"], "claims": claims}


def article(row: Row) -> Article:
    """The article of a row."""
    return Article(id=row["id"], text=row["text"], language=row["lang"], published_at=row.get("published_at"))


def predict(row: Row, models: Scorers | None = None) -> list[dict[str, Any]]:
    """The claims that extraction finds in a row, in the fields of gold; by other scorers where `models` are given."""
    fields = (
        "supplier",
        "recipient",
        "quantity",
        "value",
        "status",
        "polarity",
        "certainty",
        "time",
        "claimant",
        "alert",
    )
    return [
        {
            **{field: claim[field] for field in fields},
            "items": [{"text": item["text"], "category": item["category"]} for item in claim["items"]],
            "evidence": [span["quote"] for span in claim["evidence"]],
        }
        for claim in extract(article(row), models).claims
    ]
