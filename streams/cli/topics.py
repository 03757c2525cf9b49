"""Create the topics of the registry (schemas/topics.toml) on Kafka, or check them.

`create` makes what is missing and adds partitions; it changes nothing else and can be run again. `check` says what is
missing or has the wrong number of partitions, and ends with 1 if anything is."""

from __future__ import annotations

import argparse
import sys

from streams.cli.environment import checked_settings
from streams.topics import check, create, wanted

EXAMPLES = """\
examples:
  armswire topics create
  ARMSWIRE_REPLICATION_FACTOR=3 ARMSWIRE_BROKER=kafka://kafka:9092 armswire topics create
  armswire topics check
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("action", choices=("create", "check"))


def run(args: argparse.Namespace) -> int:
    """Creates or checks."""
    settings = checked_settings()
    if args.action == "create":
        for line in create(settings):
            print(line)
        return 0
    problems = check(settings)
    for problem in problems:
        sys.stderr.write(f"armswire topics: {problem}\n")
    if problems:
        return 1
    print(f"{len(wanted(settings))} topics are there, with the right partitions")
    return 0
