"""Articles to what they tell, without Kafka: one JSON line for each article, as it would come on articles.enriched.v1.

Reads files and folders (.json, .txt, .html, .jsonl) or JSON lines from standard input. An article that cannot be read
is one line on standard error, and the exit code is 1 in the end."""

from __future__ import annotations

import argparse
import sys
import time

import orjson
from rich.console import Console

from streams.cli import files, show
from streams.cli.environment import checked_settings
from streams.contracts import ENRICHED, RAW
from streams.enrichment import Enricher
from streams.messages import Message, Processed, Rejected

EXAMPLES = """\
examples:
  armswire extract article.txt --pretty
  armswire extract seeds/ | jq -c '{id, claims: [.claims[] | {supplier, recipient, status, alert}]}'
  zcat news.jsonl.gz | armswire extract > enriched.jsonl
  pandoc -t html paper.md | armswire extract --content-type text/html
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    files.arguments(parser)
    parser.add_argument("--pretty", action="store_true", help="for a person to read, instead of JSON")


def run(args: argparse.Namespace) -> int:
    """Extracts; ends with 1 if any article could not be read."""
    settings = checked_settings()
    enricher = Enricher(
        max_bytes=settings.max_bytes, max_characters=settings.max_characters, max_output_bytes=sys.maxsize
    )
    console = Console(soft_wrap=True, highlight=False)
    bad = 0
    for offset, article in enumerate(files.inputs(args.paths, args.content_type)):
        message = Message(RAW, 0, offset, article.key, article.value, article.headers, round(time.time() * 1000))
        outcome = enricher(message)
        match outcome:
            case Processed(outputs=outputs):
                (value,) = (output.value or b"" for output in outputs if output.topic == ENRICHED)
                if args.pretty:
                    for line in show.enriched(orjson.loads(value)):
                        console.print(line)
                else:
                    sys.stdout.buffer.write(value + b"\n")
            case Rejected(code=code, message=text):
                bad += 1
                sys.stderr.write(f"{article.where}: {code}: {show.plain(text)}\n")
    sys.stdout.buffer.flush()
    return 1 if bad else 0
