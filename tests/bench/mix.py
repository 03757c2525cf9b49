"""The articles that are measured: arms-dense ones, other war news, and ordinary news, as raw messages."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from streams.contracts import RAW
from streams.messages import Headers, Message

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT.parent / "shared" / "sample"
#: Shares of the mix, in percent; ordinary news is the rest.
DENSE, WAR = 5, 15
_SEED = 3
_TIMESTAMP_MS = 1_700_000_000_000
# The articles' languages are left out, so that finding them is measured too.
_FIELDS = ("id", "title", "text", "published_at")


class Corpus(NamedTuple):
    """Messages of `articles.raw.v1`, and how long the articles are."""

    name: str
    messages: list[Message]
    characters: int


def dense() -> Corpus:
    """One article full of transfers: the sample if there is one, otherwise the first seed."""
    for path in sorted(SAMPLE.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        message = _message(text.encode(), 0, (("content-type", b"text/plain"),))
        return Corpus("arms-dense article (sample)", [message] * 20, len(text))
    seed = next(_seeds("01"))
    return Corpus("arms-dense article (seed 01)", [_message(_body(seed), 0)] * 20, len(seed["text"]))


def mix(count: int) -> Corpus:
    """So many articles, each with an id of its own, in an order that is the same every time."""
    shares = (count * DENSE // 100, count * WAR // 100)
    chosen = [
        *islice(cycle([*_seeds(*(f"0{number}" for number in range(1, 7))), *_gold(claims=True)]), shares[0]),
        *islice(cycle([*_seeds("07", "08", "09", "10", "11", "12", "13"), *_gold(claims=False)]), shares[1]),
        *islice(cycle(_lines(Path(__file__).with_name("ordinary.jsonl"))), count - sum(shares)),
    ]
    random.Random(_SEED).shuffle(chosen)
    messages = [_message(_body({**article, "id": f"bench-{number}"}), number) for number, article in enumerate(chosen)]
    name = "mix"
    return Corpus(name, messages, round(sum(len(article["text"]) for article in chosen) / len(chosen)))


def _message(value: bytes, number: int, headers: Headers = ()) -> Message:
    return Message(RAW, number % 4, number, f"bench-{number}".encode(), value, headers, _TIMESTAMP_MS)


def _body(article: dict[str, Any]) -> bytes:
    return orjson.dumps({name: article[name] for name in _FIELDS if article.get(name)})


def _seeds(*prefixes: str) -> Iterator[dict[str, Any]]:
    for prefix in prefixes:
        for path in sorted((ROOT / "seeds").glob(f"{prefix}-*.json")):
            yield orjson.loads(path.read_bytes())


def _gold(*, claims: bool) -> Iterator[dict[str, Any]]:
    for path in sorted((ROOT / "tests" / "gold" / "train").glob("*.jsonl")):
        for row in _lines(path):
            if row["kind"] == "article" and bool(row["claims"]) is claims:
                yield row


def _lines(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]
