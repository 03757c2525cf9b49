"""Gold to weights: learns `streams/languages/<code>/weights.json` anew. The same gold, lexicons and silence give the
same file to the byte. Needs the `train` dependencies (`make setup` has them).

Silence is ordinary news that tells of no transfer, as JSON lines with `id` and `text`, plain or gzipped, one file a
language named by its code (en.jsonl.gz). Half of it, chosen by id, is learned from; the other half is for measuring."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from streams.cli.errors import CommandError
from streams.extraction.lexicon import LANGUAGES, languages

GOLD = Path(__file__).parents[2] / "tests" / "gold" / "train"
EXAMPLES = """\
examples:
  armswire train --output /tmp/weights         from tests/gold/train alone
  armswire train --silence FOLDER              with ordinary news as silence, as the committed weights are
  armswire train --silence FOLDER --check
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "--gold", type=Path, default=GOLD, metavar="FOLDER", help="gold files (default: tests/gold/train)"
    )
    parser.add_argument("--silence", type=Path, metavar="FOLDER", help="ordinary news, a file a language")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the weights would differ")
    parser.add_argument(
        "--output", type=Path, default=LANGUAGES, metavar="FOLDER", help="where <code>/weights.json goes"
    )


def run(args: argparse.Namespace) -> int:
    """Trains every language; with --check ends with 1 if a file would change."""
    try:
        from streams.training.learn import learn
    except ModuleNotFoundError as error:
        raise CommandError(f"{error.name} is missing: pip install 'armswire[train]'") from error
    paths = sorted(args.gold.glob("*.jsonl"))
    if not paths:
        raise CommandError(f"no gold in {args.gold}: name a folder with --gold")
    changed = []
    for language in languages():
        content = learn(language, paths, args.silence)
        target = args.output / language / "weights.json"
        same = target.exists() and target.read_bytes() == content
        if not same:
            changed.append(str(target))
        if not args.check:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        sys.stdout.write(f"{language}: {len(content)} bytes, {'unchanged' if same else 'changed'}\n")
    if args.check and changed:
        raise CommandError(f"not what this gold gives: {', '.join(changed)}; run armswire train")
    return 0
