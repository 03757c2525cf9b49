"""Run the embedded Kafka-compatible broker until Ctrl-C: for a look around and for tests, not for real data.

It keeps everything in memory and forgets it when it stops. Apache Kafka takes its place wherever ARMSWIRE_BROKER names
one."""

from __future__ import annotations

import argparse

from streams.broker import embedded
from streams.cli.signals import wait_for_stop

EXAMPLES = """\
examples:
  armswire broker                            on port 9092
  armswire broker --port 0                   on a free port, which it tells

Then, in another terminal, the two settings that it prints, and:
  armswire topics create && armswire worker
"""
_LAST_PORT = 65_535


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--port", type=_port, default=9092, metavar="PORT", help="0 takes a free one (default: 9092)")


def run(args: argparse.Namespace) -> int:
    """Serves until it is told to stop."""
    with embedded(args.port) as address:
        print(f"export ARMSWIRE_BROKER={address} ARMSWIRE_EMBEDDED=true", flush=True)
        wait_for_stop()
    return 0


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: a number from 0 to {_LAST_PORT}")
    return int(text)
