"""Show what comes on a topic: raw, enriched, claims, alerts or dead-letter (or a full name).

It reads without a consumer group, so it takes nothing away from anybody."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

from rich.console import Console

from streams.cli import filters, show
from streams.cli.clients import reader
from streams.cli.environment import checked_settings
from streams.cli.errors import UsageError
from streams.contracts import ALERTS, CLAIMS, DEAD_LETTER, ENRICHED, RAW, topics

EXAMPLES = """\
examples:
  armswire tail alerts                                    new alerts, as they come
  armswire tail alerts --from beginning --country RUS,PRK --severity high
  armswire tail claims --status delivered --category missile,drone
  armswire tail dead-letter --from beginning --timeout 2
  armswire tail alerts --json | jq -r .value.headline
"""
ALIASES = {"raw": RAW, "enriched": ENRICHED, "claims": CLAIMS, "alerts": ALERTS, "dead-letter": DEAD_LETTER}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("topic", metavar="TOPIC", help=", ".join(ALIASES))
    parser.add_argument("--json", action="store_true", help="one JSON line a message: place, key, headers and value")
    parser.add_argument("--from", dest="start", choices=("beginning", "end"), default="end", help="default: end")
    parser.add_argument("--max", type=_positive(int), metavar="N", help="stop after N messages shown")
    parser.add_argument(
        "--timeout", type=_positive(float), metavar="SECONDS", help="stop after so long without a message"
    )
    filters.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Shows messages until told to stop."""
    settings = checked_settings()
    topic = ALIASES.get(args.topic, args.topic).removeprefix(settings.topic_prefix)
    if topic not in topics():
        raise UsageError(f"there is no topic {args.topic}: say one of {', '.join(ALIASES)}")
    fits = filters.wanted(args, topic)
    console = Console(soft_wrap=True, highlight=False)
    with reader(settings, settings.topic(topic)) as source:
        if args.start == "beginning":
            source.to_beginning()
        else:
            source.to_end()
            if sys.stderr.isatty():
                sys.stderr.write("waiting for new messages (--from beginning shows the earlier ones; Ctrl-C ends)\n")
        shown, heard = 0, time.monotonic()
        while True:
            for message in source.poll():
                heard = time.monotonic()
                if not fits(show.payload(message)):
                    continue
                if args.json:
                    sys.stdout.buffer.write(show.as_json(message) + b"\n")
                    sys.stdout.buffer.flush()
                else:
                    console.print(show.pretty(topic, message))
                shown += 1
                if shown == args.max:
                    return 0
            if args.timeout is not None and time.monotonic() - heard >= args.timeout:
                return 0


def _positive(kind: type[int] | type[float]) -> Callable[[str], int | float]:
    def number(text: str) -> int | float:
        value = kind(text)
        if not value > 0:
            raise argparse.ArgumentTypeError(f"{text} is not above zero")
        return value

    return number
