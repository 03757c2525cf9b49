"""Extraction against gold: reads files of labelled texts and prints the measures, by file, language and kind.

Reads gold (tests/gold), labelled sentences with a `gold` record, and ordinary news without labels, which counts as
silent. With --errors every text that is wrong is listed with what is wrong about it."""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

import orjson

from streams.cli.errors import CommandError
from streams.evaluation.gold import predict, read
from streams.evaluation.measures import COLUMNS, compare, row

EXAMPLES = """\
examples:
  armswire evaluate tests/gold/dev tests/gold/fresh
  armswire evaluate tests/gold/dev/en-b.jsonl --errors
  armswire evaluate tests/gold/dev --predictions predictions.jsonl
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder of .jsonl or .jsonl.gz")
    parser.add_argument("--errors", action="store_true", help="list every text that is wrong")
    parser.add_argument("--most", type=int, metavar="N", help="only the first N texts of each file")
    parser.add_argument("--predictions", type=Path, metavar="FILE", help="write the claims found, a JSON line a text")


def run(args: argparse.Namespace) -> int:
    """Measures; always ends with 0, for a measure is no verdict."""
    groups: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    predictions = []
    for path in _files(args.paths):
        for number, text in enumerate(read(path)):
            if args.most is not None and number >= args.most:
                break
            found = predict(text)
            counts, errors = compare(text["claims"], found)
            groups[_name(path), text["lang"], text["kind"]].update(counts)
            predictions.append({"id": text["id"], "claims": found})
            if args.errors and errors:
                sys.stdout.write(f"- {text['id']}: {'; '.join(errors)}\n    {text['text'][:400]!r}\n")
    if args.predictions:
        args.predictions.write_bytes(b"".join(orjson.dumps(p) + b"\n" for p in predictions))
    table = [("file", "lang", "kind", *COLUMNS), *((*key, *row(n)) for key, n in sorted(groups.items()))]
    widths = [max(len(line[i]) for line in table) for i in range(len(table[0]))]
    for index, line in enumerate(table):
        sys.stdout.write(
            "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |\n"
        )
        if index == 0:
            sys.stdout.write("|" + "|".join("-" * (width + 2) for width in widths) + "|\n")
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
