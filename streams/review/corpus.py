"""Which forms ever match anything in texts: gold, or articles as JSON lines."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from streams.articles.language import detect
from streams.extraction import lexicon as lx
from streams.extraction.matching import Mention, find_content, find_function
from streams.review.data import Data, forms_of, source
from streams.review.finding import Unseen

#: The kinds of files of a language that are looked for.
SOUGHT = ("triggers", "items", "cues", "decoys")


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """(language, text) of every line of a file that has a text; the file may be gzipped."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in content.splitlines():
        row = orjson.loads(line) if line.strip() else {}
        text = row.get("text") if isinstance(row, dict) else None
        if isinstance(text, str):
            yield detect(text, row.get("lang") or row.get("language")), text


def unseen(data: Data, paths: Iterable[Path]) -> Iterator[Unseen]:
    """The forms of triggers, items, cues and decoys that match nothing in the files."""
    matched: set[tuple[str, str, str, str]] = set()
    lexicons = {code: lx.compiled(code, data.knowledge, data.folders[code]) for code in data.languages}
    for path in paths:
        for code, text in texts(path):
            if code in lexicons:
                lowered = lx.lower(text)
                found: list[Mention] = find_content(text, lowered, lexicons[code])
                found += find_function(text, lowered, 0, len(text), lexicons[code])
                matched.update((*source(m.entry, code), m.entry.id, lowered[m.start : m.end]) for m in found)
    for code in data.languages:
        for kind in SOUGHT:
            for row in data.rows(code, kind):
                listed = dict.fromkeys(form.text for form in forms_of(row))
                missing = tuple(text for text in listed if (code, kind, row.id, lx.lower(text)) not in matched)
                if missing:
                    yield Unseen(row.file, row.line, row.id, missing)
