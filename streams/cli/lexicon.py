"""Check the lexicons: schema, ids, codes, and whether every form is found as what it is listed as.

Prints how much there is, then what is wrong with file and line. With --corpus also which forms of triggers, items, cues
and decoys match nothing in gold or articles, which is not wrong. Ends with 1 if anything is wrong."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from streams.cli.errors import CommandError
from streams.review import ROOT, Report, review
from streams.review.finding import KINDS, Finding, Unseen

EXAMPLES = """\
examples:
  armswire lexicon
  armswire lexicon --corpus tests/gold
"""
_CORPUS = (".jsonl", ".jsonl.gz")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--corpus", nargs="+", type=Path, metavar="PATH", help="file or folder of .jsonl or .jsonl.gz")


def run(args: argparse.Namespace) -> int:
    """Prints the report."""
    report = review(ROOT, _files(args.corpus or []))
    for line in (*_counts(report), "", *_findings(report), *_unseen(report)):
        sys.stdout.write(line + "\n")
    return 1 if report.findings else 0


def _files(paths: list[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.name.endswith(_CORPUS))
        elif path.exists():
            found.append(path)
        else:
            raise CommandError(f"{path}: no such file or folder")
    return found


def _counts(report: Report) -> list[str]:
    """A table: entries of each kind of file, and their forms for all languages and for each."""
    columns = ("any", *report.languages)
    lines = [f"{'':<16}{'entries':>8}" + "".join(f"{'forms ' + code:>12}" for code in columns)]
    for count in report.counts:
        forms = "".join(f"{count.forms.get(code, 0) or '':>12}" for code in columns)
        lines.append(f"{count.kind:<16}{count.entries:>8}{forms}".rstrip())
    return lines


def _findings(report: Report) -> Iterator[str]:
    """Each finding, and how many there are of each kind."""
    for finding in report.findings:
        yield " ".join(filter(None, (_place(finding), finding.id, f"{finding.kind}:", finding.text)))
    kinds = Counter(finding.kind for finding in report.findings)
    for kind, number in sorted(kinds.items()):
        yield f"{number} {kind}: {KINDS[kind]}"
    if not kinds:
        yield "nothing is wrong"


def _unseen(report: Report) -> Iterator[str]:
    """What matches nothing, and how many forms that are in each file."""
    for entry in report.unseen:
        yield f"{_place(entry)} {entry.id} matches nothing with: " + ", ".join(entry.forms)
    files: Counter[str] = Counter()
    for entry in report.unseen:
        files[entry.file] += len(entry.forms)
    for file, number in sorted(files.items()):
        yield f"forms without a match in {file}: {number}"


def _place(found: Finding | Unseen) -> str:
    return f"{found.file}:{found.line}" if found.line else found.file
