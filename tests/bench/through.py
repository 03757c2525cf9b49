"""The same articles through the embedded broker: by a worker process, and by a bare loop in another process.

Each run has a broker, topics and processes of its own, all on loopback, and leaves nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from confluent_kafka import Consumer, Producer, TopicPartition
from mix import Corpus
from process import peak_mb, processor_seconds

from streams.broker import die_with_parent, embedded
from streams.cli.worker_process import WorkerProcess, free_port
from streams.contracts import ENRICHED, RAW, topics
from streams.settings import Settings
from streams.topics import create

STALLED = 30.0
#: Seconds after which a run on a slow machine is measured by what has come out.
LONGEST = 40.0
#: The observer's own fetches: rare, so that it takes little of the machine; the last output is seen that much late.
_OBSERVED_MS = 50


class Run(NamedTuple):
    """Articles per second, from the first to the last output, and per second of the process's own processor time (zero
    where that is not known); the most memory that it held."""

    rate: float
    per_processor_second: float
    megabytes: float


class _Worker(WorkerProcess):
    @property
    def pid(self) -> int:
        return self._process.pid


def run(kind: str, corpus: Corpus) -> Run:
    """One run of the "worker" or of the "bare" loop."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="armswire-bench-")))
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ARMSWIRE_")},
            "ARMSWIRE_BROKER": stack.enter_context(embedded()),
            "ARMSWIRE_EMBEDDED": "true",
            "ARMSWIRE_DATA_DIR": str(folder),
            "ARMSWIRE_WEB_PORT": str(free_port(0)),
        }
        settings = Settings.from_environment(environment)
        create(settings)
        _produce(settings, corpus)
        consumer = stack.enter_context(_outputs(settings))
        starter = _worker if kind == "worker" else _bare
        pid = stack.enter_context(starter(settings, environment, folder / "log"))
        try:
            rate, frugality = _watch(consumer, corpus, pid)
        except TimeoutError as error:
            raise SystemExit(f"bench: {kind}: {error}; its log ends with: {_end(folder / 'log')}") from None
        return Run(rate, frugality, peak_mb(pid))


def _produce(settings: Settings, corpus: Corpus) -> None:
    producer = Producer({"bootstrap.servers": settings.servers[0], "linger.ms": 5})
    partitions = topics()[RAW].partitions
    for number, message in enumerate(corpus.messages):
        producer.produce(settings.topic(RAW), message.value, message.key, number % partitions)
    if producer.flush(STALLED):
        raise SystemExit("bench: the broker did not take the articles")


@contextmanager
def _outputs(settings: Settings) -> Iterator[Consumer]:
    consumer = Consumer(
        {
            "bootstrap.servers": settings.servers[0],
            "group.id": "bench",
            "enable.auto.commit": False,
            "fetch.wait.max.ms": _OBSERVED_MS,
        }
    )
    name = settings.topic(ENRICHED)
    consumer.assign([TopicPartition(name, number, 0) for number in range(topics()[ENRICHED].partitions)])
    try:
        yield consumer
    finally:
        consumer.close()


@contextmanager
def _worker(settings: Settings, environment: Mapping[str, str], log: Path) -> Iterator[int]:
    with _Worker(settings, environment, log) as worker:
        yield worker.pid


@contextmanager
def _bare(_settings: Settings, environment: Mapping[str, str], log: Path) -> Iterator[int]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("bare.py"))],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent(),
        )
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(STALLED)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _watch(consumer: Consumer, corpus: Corpus, pid: int) -> tuple[float, float]:
    """Articles per second and per processor second. What the first fetch brings only starts the clocks."""
    missing = {message.key for message in corpus.messages}
    counted, begun, used = 0, 0.0, 0.0
    now = seen = time.monotonic()
    while missing and not (counted and now - begun > LONGEST):
        records = consumer.consume(500, 0.05)
        now = time.monotonic()
        if records:
            seen = now
        elif now - seen > STALLED:
            raise TimeoutError(f"{len(missing)} articles did not come out, and nothing came for {STALLED:.0f} s")
        missing -= {record.key() for record in records if not record.error()}
        if not counted and len(missing) < len(corpus.messages):
            counted, begun, used = len(missing), now, processor_seconds(pid)
    done = counted - len(missing)
    used = processor_seconds(pid) - used
    return done / (now - begun), done / used if used else 0.0


def _end(log: Path) -> str:
    return " / ".join(log.read_text(errors="replace").splitlines()[-3:]) or "nothing"
