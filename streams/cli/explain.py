"""Why an article gives the claims it gives, and why the rest of it stays silent.

Shows the text with what was recognised; every claim with its evidence, rules, cues and scores; every sentence that was
looked at and made no claim, with the named reason, the likeliest pair of parties and what spoke for and against it.
Reads what `armswire extract` reads."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
from rich.console import Console

from streams.articles.article import Article
from streams.articles.decode import decode
from streams.cli import files, show
from streams.cli.environment import checked_settings
from streams.contracts import RAW
from streams.explanation.page import page
from streams.explanation.terminal import lines
from streams.explanation.view import View, view
from streams.extraction.explanation import explain
from streams.messages import Message, Rejected

EXAMPLES = """\
examples:
  armswire explain article.txt
  armswire explain seeds/ --html explained.html
  echo 'Turkey delivered 12 drones to Poland.' | armswire explain --content-type text/plain
  armswire explain article.txt --json | jq '.silent[] | {reason, quote}'
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    files.arguments(parser)
    parser.add_argument("--all", action="store_true", help="list also what the gate stopped")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--html", metavar="FILE", help="write one page that needs nothing else; - is standard output")
    shape.add_argument("--json", action="store_true", help="one JSON line an article, for programs")


def run(args: argparse.Namespace) -> int:
    """Explains; ends with 1 if any article could not be read."""
    articles = Articles(args)
    views = (view(article, explain(article)) for article in articles)
    if args.html:
        written = page(list(views)).encode()
        if args.html == "-":
            sys.stdout.buffer.write(written)
        else:
            Path(args.html).write_bytes(written)
    elif args.json:
        for each in views:
            sys.stdout.buffer.write(orjson.dumps(each) + b"\n")
    else:
        _print(views, everything=args.all)
    sys.stdout.buffer.flush()
    return 1 if articles.bad else 0


class Articles:
    """The articles that the arguments name; `bad` counts those that could not be read, told on standard error."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._settings = checked_settings()
        self.bad = 0

    def __iter__(self) -> Iterator[Article]:
        limits = {"max_bytes": self._settings.max_bytes, "max_characters": self._settings.max_characters}
        for raw in files.inputs(self._args.paths, self._args.content_type):
            article = decode(Message(RAW, 0, 0, raw.key, raw.value, raw.headers), **limits)
            if isinstance(article, Article):
                yield article
            elif isinstance(article, Rejected):
                self.bad += 1
                sys.stderr.write(f"{raw.where}: {article.code}: {show.plain(article.message)}\n")


def _print(views: Iterator[View], *, everything: bool) -> None:
    console = Console(soft_wrap=True, highlight=False)
    colours = console.color_system is not None and not console.no_color
    for number, each in enumerate(views):
        if number:
            console.print()
        for line in lines(each, colours=colours, everything=everything):
            console.print(line)
