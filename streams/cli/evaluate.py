"""Extraction against gold: reads files of labelled texts and prints the measures, by file, language and kind.

Reads gold (tests/gold), labelled sentences with a `gold` record, and ordinary news without labels, which counts as
silent. With --errors every text that is wrong is listed: what gold wants, what was found, and for each error what
decided; in the end how many errors there are of each class."""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

import orjson

from streams.cli.errors import CommandError
from streams.evaluation.errors import diagnose, report
from streams.evaluation.gold import article, predict, read
from streams.evaluation.measures import compare
from streams.evaluation.table import Groups, measures, table
from streams.extraction.explanation import explain

EXAMPLES = """\
examples:
  armswire evaluate tests/gold/dev tests/gold/fresh
  armswire evaluate tests/gold/dev/en-b.jsonl --errors
  armswire evaluate tests/gold/dev --predictions predictions.jsonl
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder of .jsonl or .jsonl.gz")
    parser.add_argument("--errors", action="store_true", help="list every text that is wrong, and why")
    parser.add_argument("--most", type=int, metavar="N", help="only the first N texts of each file")
    parser.add_argument("--predictions", type=Path, metavar="FILE", help="write the claims found, a JSON line a text")


def run(args: argparse.Namespace) -> int:
    """Measures; always ends with 0, for a measure is no verdict."""
    groups: Groups = defaultdict(Counter)
    classes: dict[str, Counter[str]] = defaultdict(Counter)
    predictions = []
    for path in _files(args.paths):
        for number, text in enumerate(read(path)):
            if args.most is not None and number >= args.most:
                break
            found = predict(text)
            counts, wrong = compare(text["claims"], found)
            groups[_name(path), text["lang"], text["kind"]].update(counts)
            predictions.append({"id": text["id"], "claims": found})
            if args.errors and wrong:
                errors = diagnose(text, wrong, explain(article(text)))
                for line in report(text, found, errors):
                    sys.stdout.write(line + "\n")
                for error in errors:
                    classes[error.cls][text["lang"]] += 1
    if args.predictions:
        args.predictions.write_bytes(b"".join(orjson.dumps(p) + b"\n" for p in predictions))
    sys.stdout.write(measures(groups))
    if args.errors:
        languages = sorted({language for _, language, _ in groups})
        counted = sorted(classes.items(), key=lambda c: (c[0].split(",")[0], -c[1].total(), c[0]))
        head = ("errors", "all", *languages)
        rows = [(cls, str(n.total()), *(str(n[language]) for language in languages)) for cls, n in counted]
        sys.stdout.write("\n" + table(head, rows))
    return 0


def _files(paths: list[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.name.endswith((".jsonl", ".jsonl.gz")))
        elif path.exists():
            found.append(path)
        else:
            raise CommandError(f"{path}: no such file or folder")
    return found


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name.split('.')[0]}"
