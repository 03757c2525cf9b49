"""The check of the lexicons: is every entry well formed, does every form mean one thing, is it ever found? Pure.

Nothing here runs in a worker. The engine itself is asked what it makes of each form, so that the check cannot differ
from what happens in articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from streams.extraction.lexicon import KNOWLEDGE
from streams.review import corpus, entries
from streams.review.data import KNOWLEDGE_LINES, LANGUAGE_LINES, Data, forms_of
from streams.review.finding import Finding, Unseen
from streams.review.readings import Homonyms, misreadings

ROOT = KNOWLEDGE.parent


@dataclass(frozen=True, slots=True)
class Count:
    """How much a kind of file holds: entries, and forms by language ("any": those of all)."""

    kind: str
    entries: int
    forms: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """What there is and what is wrong with it, findings in the order of files and lines; `unseen` only of texts."""

    languages: tuple[str, ...]
    counts: list[Count]
    findings: list[Finding]
    unseen: list[Unseen]


def review(root: Path = ROOT, texts: Iterable[Path] = ()) -> Report:
    """The report on the data in `root` (`knowledge/` and `languages/`), with what never matches in files of texts.

    Data that cannot be read, or that its schema forbids, is told of alone: no engine can be asked about it.
    """
    data = Data(root)
    broken = {*data.faults, *entries.violations(data)}
    if broken:
        return Report(data.languages, [], sorted(broken), [])
    findings: set[Finding] = set()
    for check in (entries.ids, entries.codes, entries.wikidata, entries.sayings, entries.duplicates, entries.patterns):
        findings.update(check(data))
    homonyms = Homonyms(data)
    for code in data.languages:
        findings.update(misreadings(data, code, homonyms))
    findings.update(homonyms.unused())
    paths = list(texts)
    return Report(data.languages, _counts(data), sorted(findings), list(corpus.unseen(data, paths)) if paths else [])


def _counts(data: Data) -> list[Count]:
    found = []
    for kind in KNOWLEDGE_LINES + LANGUAGE_LINES:
        folders = ["knowledge"] if kind in KNOWLEDGE_LINES else list(data.languages)
        rows = [row for folder in folders for row in data.rows(folder, kind)]
        forms = Counter(form.listed for row in rows if "forms" in row.data for form in forms_of(row))
        found.append(Count(kind, len(rows), forms if kind != "homonyms" else {}))
    return found
