"""Gold to weights: learns `streams/languages/<code>/weights.json` anew. The same lessons and lexicons give the same
file to the byte. Needs the `train` dependencies (`make setup` has them).

Lessons are the gold of this repository and, where folders are named, gold of real outlets (en.jsonl, id.jsonl), whose
texts count three times, and ordinary news (JSON lines with `id` and `text`, plain or gzipped, en.jsonl.gz). Of ordinary
news one half, chosen by id, is learned from; it is silent but for what tests/gold/ordinary labels by its places.

With --folds the weights are not written: the gold of real outlets is measured, each part of it by weights that were
learned without that part."""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

from streams.cli.errors import CommandError
from streams.evaluation.table import Groups, measures
from streams.extraction.lexicon import LANGUAGES, languages

GOLD = Path(__file__).parents[2] / "tests" / "gold"
EXAMPLES = """\
examples:
  armswire train --output weights                           from tests/gold/train alone
  armswire train --real FOLDER... --ordinary FOLDER            as the committed weights are
  armswire train --real FOLDER... --ordinary FOLDER --check
  armswire train --real FOLDER... --ordinary FOLDER --folds 5  measures, writes nothing
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "--gold",
        type=Path,
        default=GOLD,
        metavar="FOLDER",
        help="folder with train/*.jsonl and ordinary/*.jsonl (default: tests/gold)",
    )
    parser.add_argument(
        "--real", type=Path, nargs="+", default=[], metavar="FOLDER", help="gold of real outlets, a file a language"
    )
    parser.add_argument("--ordinary", type=Path, metavar="FOLDER", help="ordinary news, a file a language")
    parser.add_argument("--folds", type=int, metavar="N", help="measure the gold of real outlets in N parts")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the weights would differ")
    parser.add_argument(
        "--output", type=Path, default=LANGUAGES, metavar="FOLDER", help="where <code>/weights.json goes"
    )


def run(args: argparse.Namespace) -> int:
    """Trains every language; with --check ends with 1 if a file would change."""
    try:
        from streams.training.folds import measure
        from streams.training.learn import learn, read_lessons
    except ModuleNotFoundError as error:
        raise CommandError(f"{error.name} is missing: pip install 'armswire[train]'") from error
    paths = sorted((args.gold / "train").glob("*.jsonl"))
    if not paths:
        raise CommandError(f"no gold in {args.gold / 'train'}: name a folder with --gold")
    for folder in (*args.real, args.ordinary):
        if folder is not None and not folder.is_dir():
            raise CommandError(f"{folder}: no such folder")
    if args.folds is not None and (not args.real or args.folds < 2):
        raise CommandError("--folds needs --real and a number of at least 2")
    changed = []
    counted: Groups = defaultdict(Counter)
    for language in languages():
        lessons = read_lessons(language, paths, args.real, args.ordinary, args.gold / "ordinary")
        if args.folds is not None:
            for (folder, kind), counts in measure(language, lessons, args.folds).items():
                counted[folder, language, kind] += counts
            continue
        content = learn(lessons)
        target = args.output / language / "weights.json"
        same = target.exists() and target.read_bytes() == content
        if not same:
            changed.append(str(target))
        if not args.check:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        sys.stdout.write(f"{language}: {len(content)} bytes, {'unchanged' if same else 'changed'}\n")
    if args.folds is not None:
        sys.stdout.write(measures(counted))
    if args.check and changed:
        raise CommandError(f"not what this gold gives: {', '.join(changed)}; run armswire train")
    return 0
