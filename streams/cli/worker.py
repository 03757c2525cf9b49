"""Run a worker: reads articles, publishes enriched articles, claims, alerts and dead letters.

Checks the settings first, then becomes Faust's worker. Several may run at once, on one machine or many: they share the
partitions. On one machine each needs its own --web-port (0 takes a free one)."""

from __future__ import annotations

import argparse
import os
import sys

from streams.cli.environment import checked_settings
from streams.settings import Settings

#: Levels that Faust words in its own way.
_FAUST_LEVELS = {"warning": "warn"}

EXAMPLES = """\
examples:
  armswire worker
  ARMSWIRE_BROKER=kafka://kafka:9092 armswire worker --web-port 0

It stops on SIGTERM or Ctrl-C, after it has finished what it began. As a Faust user would run it:
  faust -A streams.app worker -l info
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--web-port", metavar="PORT", help="where metrics and health are served (ARMSWIRE_WEB_PORT)")


def run(args: argparse.Namespace) -> int:
    """Becomes the worker; does not return."""
    if args.web_port is not None:
        os.environ["ARMSWIRE_WEB_PORT"] = args.web_port
    line = command(checked_settings())
    os.execv(line[0], line)  # noqa: S606 - our own interpreter
    return 0


def command(settings: Settings) -> list[str]:
    """The command line of Faust's worker for these settings, which it reads from the environment again."""
    level = _FAUST_LEVELS.get(settings.log_level, settings.log_level)
    return [sys.executable, "-m", "faust", "-A", "streams.app", "worker", "-l", level]
