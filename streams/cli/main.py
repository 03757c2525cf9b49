"""`armswire COMMAND`: finds the command's module, and turns every failure into one line and an exit code.

0 done, 1 failed, 2 wrong settings or arguments, 130 interrupted.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from streams import __version__
from streams.cli.errors import CommandError

#: In the order in which a newcomer needs them. A command's module is `streams.cli.<command>`.
COMMANDS = {
    "demo": "start everything, send the seed articles, show the alerts, stop",
    "worker": "run a worker",
    "broker": "run the embedded broker",
    "topics": "create the topics, or check them",
    "produce": "send articles",
    "tail": "show what is on a topic",
    "extract": "articles to claims without Kafka",
    "explain": "why an article gives its claims and no others",
    "doctor": "say what is wrong and how to mend it",
    "lexicon": "check the words, names and rules that extraction knows",
    "evaluate": "measure extraction against gold",
    "train": "learn the weights of extraction from gold",
}
INTERRUPTED = 130

EXAMPLES = """\
examples:
  armswire demo                              the whole pipeline in a minute, nothing else needed
  armswire topics create                     on the Kafka that ARMSWIRE_BROKER names
  armswire worker
  armswire produce articles/                 files, folders, or standard input
  armswire tail alerts --severity high --country RUS
  armswire extract article.html | jq .claims
  armswire explain article.html              why these claims and no others

Settings come from the environment (ARMSWIRE_BROKER and others: see the README).
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = given[0] if given else ""
    try:
        args = _parser(command).parse_args(given)
        code: int = importlib.import_module(f"streams.cli.{args.command}").run(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough (`| head`); Python must not try to flush once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        lines, code = _explained(error)
        for line in lines:
            sys.stderr.write(f"armswire {command}: {line}\n")
    return code


def _parser(command: str) -> argparse.ArgumentParser:
    """The parser; only the module of the command that is asked for is loaded, so that `--help` is quick."""
    parser = argparse.ArgumentParser(
        prog="armswire",
        description="Watches news in Kafka and tells when weapons change hands.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"armswire {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        module = importlib.import_module(f"streams.cli.{name}") if name == command else None
        sub = commands.add_parser(
            name,
            help=summary,
            description=(module.__doc__ or "").strip() if module else None,
            epilog=getattr(module, "EXAMPLES", None),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if module:
            module.arguments(sub)
    return parser


def _explained(error: Exception) -> tuple[list[str], int]:
    """The lines to show for an exception, and the exit code."""
    if isinstance(error, CommandError):
        return [str(error)], error.exit_code
    # Only now, as these modules are slow to load and most commands never fail.
    from kafka.errors import KafkaError

    from streams.broker import BrokerError
    from streams.settings import SettingsError
    from streams.topics import BrokerUnreachableError

    match error:
        case SettingsError():
            return error.problems, 2
        case BrokerUnreachableError():
            return [f"{error}; is it running, and is ARMSWIRE_BROKER right? `armswire doctor` tells more"], 1
        case BrokerError():
            return [str(error)], 1
        case KafkaError():
            said = str(error) or "no reason given"
            return [f"Kafka says {type(error).__name__}: {said}; `armswire doctor` may tell more"], 1
        case OSError(filename=str() as name):
            return [f"{name}: {error.strerror}"], 1
    if os.environ.get("ARMSWIRE_LOG_LEVEL", "").lower() == "debug":
        raise error
    return [f"a fault of armswire itself, {type(error).__name__}: {error} (ARMSWIRE_LOG_LEVEL=debug shows where)"], 1
