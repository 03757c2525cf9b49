"""The whole pipeline at once: broker, topics, worker, every article of a folder; then the alerts, and the account.

Without ARMSWIRE_BROKER it starts the embedded broker. On a Kafka of yours it uses topics of its own, with a prefix of
their own, and deletes them in the end. It ends with 0 when every article came out, enriched or as a dead letter."""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from kafka import KafkaAdminClient
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

import streams
from streams.broker import embedded
from streams.cli import files, show
from streams.cli.account import Account
from streams.cli.clients import Reader, producer, reader
from streams.cli.environment import checked_settings
from streams.cli.errors import CommandError, UsageError
from streams.cli.produce import Sender
from streams.cli.signals import orderly_end
from streams.cli.worker_process import WorkerProcess, free_port
from streams.contracts import ALERTS, CLAIMS, DEAD_LETTER, ENRICHED, RAW
from streams.settings import Settings
from streams.topics import create

EXAMPLES = """\
examples:
  armswire demo
  armswire demo --seeds my-articles/         .json, .jsonl, .txt and .html files
  armswire demo --keep-running               and leaves it running until Ctrl-C
"""
SEEDS = Path(streams.__file__).parent.parent / "seeds"
#: Seconds without anything new after which something must be wrong.
STALLED = 30.0
#: What a first-time user expects, where it is free.
_BROKER_PORT, _WEB_PORT = 9092, 6066
_LEVELS = ("high", "medium", "low")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--seeds", type=Path, default=SEEDS, metavar="FOLDER", help="articles to send (default: seeds)")
    parser.add_argument("--keep-running", action="store_true", help="stay until Ctrl-C, and say where to look")


def run(args: argparse.Namespace) -> int:
    """Runs the demo; worker and broker are stopped however it ends."""
    if not args.seeds.is_dir():
        raise UsageError(f"{args.seeds}: no such folder; name one with --seeds")
    articles = [article for path in files.find([args.seeds]) for article in files.read(path)]
    console = Console(highlight=False, soft_wrap=True)
    with orderly_end(), ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="armswire-")))
        environment = stack.enter_context(_environment(folder))
        settings = checked_settings(environment)
        create(settings)
        if not settings.embedded:
            stack.callback(_delete_topics, settings)
        console.print(f"broker   {settings.broker}" + (" (embedded, in memory)" if settings.embedded else ""))
        worker = stack.enter_context(WorkerProcess(settings, environment, folder / "worker.log"))
        worker.wait_until_ready()
        console.print(f"worker   ready; metrics on {worker.probe.url('/metrics')}")
        account = _pass_through(settings, worker, articles, console)
        _report(console, account, worker)
        if args.keep_running:
            _stay(console, settings, worker)
    if account.rejected_claims:
        raise CommandError(f"{len(account.rejected_claims)} claims were rejected by the alert agent, see above")
    return 0


@contextmanager
def _environment(folder: Path) -> Iterator[Mapping[str, str]]:
    """The environment of the demo's processes, with the embedded broker running if no other is named."""
    ours = {**os.environ, "ARMSWIRE_DATA_DIR": str(folder / "worker"), "ARMSWIRE_WEB_PORT": str(free_port(_WEB_PORT))}
    if ours.get("ARMSWIRE_BROKER", "").strip():
        prefix = ours.get("ARMSWIRE_TOPIC_PREFIX", "").strip()
        yield {**ours, "ARMSWIRE_TOPIC_PREFIX": f"{prefix}demo-{secrets.token_hex(4)}-"}
        return
    with embedded(free_port(_BROKER_PORT)) as address:
        yield {**ours, "ARMSWIRE_BROKER": address, "ARMSWIRE_EMBEDDED": "true"}


def _pass_through(
    settings: Settings, worker: WorkerProcess, articles: list[files.RawArticle], console: Console
) -> Account:
    """Send the articles and follow them until all that they cause has come out."""
    columns = (
        TextColumn("{task.description:<8}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[found]}"),
    )
    names = [settings.topic(name) for name in (ENRICHED, DEAD_LETTER, CLAIMS, ALERTS)]
    account = Account(topic_prefix=settings.topic_prefix)
    with (
        reader(settings, *names) as source,
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars,
    ):
        source.to_beginning()
        sending = bars.add_task("sent", total=len(articles), found="")
        coming = bars.add_task("out", total=len(articles), found="")
        with producer(settings) as client:
            sender = Sender(client, settings.topic(RAW))
            for article in articles:
                sender.send(article, headers=[("traceparent", account.expect())])
                bars.update(sending, advance=1)
            sender.finish()
        if sender.problems:
            raise CommandError(sender.problems[0])
        for _ in _followed(source, worker, account):
            found = f"{account.claims} claims, {len(account.alerts)} alerts"
            bars.update(coming, completed=account.outcomes, found=found)
    return account


def _followed(source: Reader, worker: WorkerProcess, account: Account) -> Iterator[None]:
    """Yields now and then until the account is complete. Raises CommandError when nothing moves any more."""
    moved = time.monotonic()
    while not account.complete(worker.probe):
        messages = source.poll()
        for message in messages:
            account.add(message)
        now = time.monotonic()
        moved = now if messages else moved
        if now - moved > STALLED:
            raise CommandError(
                f"only {account.outcomes} of {account.expected} articles came out, and nothing moved for "
                f"{STALLED:.0f} s: {worker.last_words()}"
            )
        worker.check()
        yield


def _report(console: Console, account: Account, worker: WorkerProcess) -> None:
    console.print()
    alerts = sorted(account.alerts.values(), key=lambda body: (_LEVELS.index(body["severity"]), body["headline"]))
    for body in alerts:
        for line in show.alert(body):
            console.print(line)
        console.print()
    for letter in [*account.dead_letters, *account.rejected_claims]:
        console.print(show.pretty(DEAD_LETTER, letter))
    levels = ", ".join(f"{count} {level}" for level in _LEVELS if (count := account.count(level)))
    console.print(
        f"{account.expected} articles in = {account.outcomes} outcomes out: {account.enriched} enriched, "
        f"{len(account.dead_letters)} dead letters, in {account.seconds:.1f} s"
    )
    console.print(
        f"{account.claims} claims; {len(alerts)} alerts"
        + (f" ({levels})" if levels else "")
        + f"; {account.silent} articles told of no transfer"
    )
    console.print(f"metrics were served on {worker.probe.url('/metrics')}")


def _stay(console: Console, settings: Settings, worker: WorkerProcess) -> None:
    exports = {"ARMSWIRE_BROKER": settings.broker}
    if settings.embedded:
        exports["ARMSWIRE_EMBEDDED"] = "true"
    if settings.topic_prefix:
        exports["ARMSWIRE_TOPIC_PREFIX"] = settings.topic_prefix
    exports["ARMSWIRE_WEB_PORT"] = str(settings.web_port)
    # In an environment that is not active the command has to be named with its folder.
    command = "armswire" if shutil.which("armswire") else Path(sys.executable).with_name("armswire")
    console.print(
        f"""
it goes on running until Ctrl-C:
  Kafka     {settings.broker}
  metrics   {worker.probe.url("/metrics")}
  health    {worker.probe.url("/health/ready")} and {worker.probe.url("/health/live")}
  log       {worker.log}

in another terminal:
  export {" ".join(f"{name}={value}" for name, value in exports.items())}
  {command} tail alerts --from beginning
  {command} produce FILES
  {command} doctor
"""
    )
    # Ctrl-C is how this is meant to end.
    with suppress(KeyboardInterrupt):
        while True:
            worker.check()
            time.sleep(0.5)


def _delete_topics(settings: Settings) -> None:
    """Remove what the demo made on a Kafka of the user's: every topic with its prefix, which nobody else has."""
    with closing(KafkaAdminClient(**settings.client_arguments())) as admin:
        ours = [name for name in admin.list_topics() if name.startswith(settings.topic_prefix)]
        admin.delete_topics(ours)
