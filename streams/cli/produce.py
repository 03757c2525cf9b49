"""Send articles to articles.raw.v1: files, folders, or standard input.

By its ending a file holds one article (.json, .txt, .html) or one JSON article a line (.jsonl). Standard input holds
JSON lines, unless --content-type says that it is one article. What is in them is not judged here: a bad article becomes
a dead letter."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kafka.errors import KafkaError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from streams.cli import files
from streams.cli.clients import producer
from streams.cli.environment import checked_settings
from streams.cli.errors import CommandError
from streams.contracts import RAW
from streams.topics import check

EXAMPLES = """\
examples:
  armswire produce seeds/
  armswire produce article.html notes.txt news.jsonl
  zcat news.jsonl.gz | armswire produce
  pdftotext report.pdf - | armswire produce --content-type text/plain
"""
#: Records on their way at once; sending goes on when some were acknowledged.
_UNACKNOWLEDGED = 1000
_ACKNOWLEDGED_WITHIN = 30.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    files.arguments(parser)
    parser.add_argument("--quiet", action="store_true", help="no progress bar")


def run(args: argparse.Namespace) -> int:
    """Sends; ends with 1 if any article was not taken."""
    settings = checked_settings()
    topic = settings.topic(RAW)
    # A record for a topic that is missing may create it, wrongly.
    for problem in check(settings):
        if problem.startswith(f"topic {topic} is missing"):
            raise CommandError(problem)
    articles, size = _inputs(args.paths, args.content_type)
    console = Console(stderr=True)
    columns = (
        TextColumn("sending"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[sent]:,}"),
    )
    with (
        producer(settings) as client,
        Progress(*columns, console=console, disable=args.quiet or not console.is_terminal, transient=True) as bar,
    ):
        task = bar.add_task("sending", total=size, sent=0)
        sender = Sender(client, topic)
        for article in articles:
            sender.send(article)
            bar.update(task, advance=article.size, sent=sender.sent)
        sender.finish()
    for problem in sender.problems:
        sys.stderr.write(f"armswire produce: {problem}\n")
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(sender.kinds.items()))
    print(f"{sender.sent:,} articles sent to {topic}" + (f" ({kinds})" if kinds else ""))
    return 1 if sender.problems else 0


class Sender:
    """Sends articles and keeps account: how many were acknowledged, of which type, and what was not."""

    def __init__(self, client: Any, topic: str) -> None:
        self._client = client
        self._topic = topic
        self._waiting: list[tuple[files.RawArticle, Any]] = []
        self.sent = 0
        self.kinds: Counter[str] = Counter()
        self.problems: list[str] = []

    def send(self, article: files.RawArticle, *, headers: Iterable[tuple[str, bytes]] = ()) -> None:
        """Send one article, with more headers than its own if given."""
        try:
            future = self._client.send(
                self._topic, key=article.key, value=article.value, headers=[*article.headers, *headers]
            )
        except KafkaError as error:
            self._refused(article, error)
            return
        self._waiting.append((article, future))
        if len(self._waiting) >= _UNACKNOWLEDGED:
            self._settle(_UNACKNOWLEDGED // 2)

    def finish(self) -> None:
        """Wait until all is acknowledged or refused."""
        self._settle(len(self._waiting))

    def _settle(self, number: int) -> None:
        settled, self._waiting = self._waiting[:number], self._waiting[number:]
        for article, future in settled:
            try:
                future.get(timeout=_ACKNOWLEDGED_WITHIN)
            except KafkaError as error:
                self._refused(article, error)
            else:
                self.sent += 1
                self.kinds[article.content_type] += 1

    def _refused(self, article: files.RawArticle, error: KafkaError) -> None:
        self.problems.append(f"{article.where}: not sent, {type(error).__name__}: {error}")


def _inputs(paths: list[str], content_type: str | None) -> tuple[Iterator[files.RawArticle], int | None]:
    """The articles, and the number of bytes that they take together (None when that is not known)."""
    if paths in ([], ["-"]):
        return files.read_stream(sys.stdin.buffer, content_type), None
    wanted = [Path(path) for path in paths]
    found = wanted if content_type else files.find(wanted)
    size = sum(path.stat().st_size for path in found)
    return (article for path in found for article in files.read(path, content_type)), size
