"""Say what is wrong with settings, rules, broker, topics, worker and lag, and the command that mends it.

Ends with 1 if anything is wrong."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from streams.cli.environment import checked_settings
from streams.cli.probe import Probe
from streams.contracts import CLAIMS, RAW, topics
from streams.settings import Settings, SettingsError
from streams.topics import BrokerUnreachableError, check, wanted

EXAMPLES = """\
examples:
  armswire doctor
  ARMSWIRE_BROKER=kafka://kafka:9092 ARMSWIRE_WEB_PORT=6067 armswire doctor
"""
_LAG_TIMEOUT = 15.0


class Finding(NamedTuple):
    """What was looked at, whether it is good, what was found, and what mends it."""

    subject: str
    good: bool
    text: str
    mend: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command: none."""


def run(args: argparse.Namespace) -> int:
    """Prints a line for each finding."""
    console = Console(highlight=False, soft_wrap=True)
    wrong = 0
    for finding in findings():
        wrong += not finding.good
        mark = ("ok   ", "green") if finding.good else ("WRONG", "bold red")
        console.print(Text.assemble(mark, f"  {finding.subject:<9} {finding.text}"))
        if finding.mend:
            console.print(Text(f"{'':<18}{finding.mend}", style="bold"))
    return 1 if wrong else 0


def findings() -> Iterator[Finding]:
    """All findings, the later ones only where the earlier allow to look."""
    try:
        settings = checked_settings()
    except SettingsError as error:
        for problem in error.problems:
            yield Finding("settings", False, problem, "mend this variable of the environment")
        return
    yield Finding("settings", True, f"valid; broker {settings.broker}")
    yield from _data()
    kafka = list(_broker(settings))
    yield from kafka
    worker = _worker(settings)
    yield worker
    # To ask for the lag of a topic that is missing may create it, wrongly.
    if all(finding.good for finding in kafka):
        yield _lag(settings, worker.good)


def _data() -> Iterator[Finding]:
    """The reviewed data files: a broken one shows here and not in the middle of the night."""

    def rules() -> str:
        from streams.alerts.embargoes import embargoes
        from streams.alerts.severity import rules

        rules()
        return f"severity rules and {len(embargoes())} embargoes"

    def extraction() -> str:
        from streams.articles.article import Article
        from streams.extraction import extract

        article = Article(id="a", text="", title=None, url=None, publisher=None, language="en", published_at=None)
        return f"lexicon {extract(article).lexicon_version}"

    for subject, load in (("rules", rules), ("lexicon", extraction)):
        yield _loaded(subject, load)


def _loaded(subject: str, load: Callable[[], str]) -> Finding:
    try:
        return Finding(subject, True, load())
    except Exception as error:
        return Finding(subject, False, f"{type(error).__name__}: {error}", "install armswire again, or undo the edit")


def _broker(settings: Settings) -> Iterator[Finding]:
    try:
        problems = check(settings)
    except BrokerUnreachableError as error:
        mend = "start it (armswire broker, or your Kafka), or set ARMSWIRE_BROKER to where it is"
        yield Finding("broker", False, str(error), mend)
        return
    yield Finding("broker", True, "answers")
    for problem in problems:
        text, _, mend = problem.partition("; ")
        yield Finding("topics", False, text, mend)
    if not problems:
        yield Finding("topics", True, f"all {len(wanted(settings))}, with the right partitions")


def _worker(settings: Settings) -> Finding:
    if settings.web_port == 0:
        return Finding("worker", False, "its port is not known: ARMSWIRE_WEB_PORT is 0", "set it to the worker's port")
    probe = Probe(settings.web_host, settings.web_port)
    try:
        ready, live = probe.ready(), probe.live()
    except OSError as error:
        text = f"none answers at {probe.url('/health/ready')} ({error})"
        return Finding("worker", False, text, "run: armswire worker (or set ARMSWIRE_WEB_PORT to its port)")
    if not live.good:
        stuck = f"stuck for {live.details.get('seconds_since_progress')} s, while messages wait"
        return Finding("worker", False, stuck, "read its log, and start it again")
    if not ready.good:
        return Finding("worker", False, f"not ready: {ready.details.get('state')}", "wait a little; else read its log")
    return Finding("worker", True, f"ready, on {probe.url('/health/ready')}")


def _lag(settings: Settings, ready: bool) -> Finding:
    try:
        lags = asyncio.run(_measured(settings))
    except Exception as error:
        return Finding("lag", False, f"not known: {type(error).__name__}: {error}", "run: armswire topics check")
    waiting = sum(lags.values())
    text = ", ".join(f"{number:,} on {topic}" for topic, number in lags.items())
    if waiting and not ready:
        return Finding("lag", False, f"messages wait and no worker takes them: {text}", "run: armswire worker")
    return Finding("lag", True, f"waiting: {text}")


async def _measured(settings: Settings) -> dict[str, int]:
    from streams.lag import LagMeter

    names = {settings.topic(name): topics()[name].partitions for name in (RAW, CLAIMS)}
    meter = LagMeter(settings, settings.topic(settings.application_id), names)
    await asyncio.wait_for(meter.start(), _LAG_TIMEOUT)
    try:
        lags = await asyncio.wait_for(meter.measure(), _LAG_TIMEOUT)
    finally:
        await meter.stop()
    return {name: sum(lag for partition, lag in lags.items() if partition.topic == name) for name in names}
