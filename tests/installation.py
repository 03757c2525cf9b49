"""An installation of armswire for one test: topics of its own on the shared broker, and workers as processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient
from prometheus_client.parser import text_string_to_metric_families

from streams.broker import die_with_parent
from streams.contracts import DEAD_LETTER, RAW
from streams.messages import Message
from streams.settings import Settings
from streams.topics import create

ROOT = Path(__file__).parent.parent
PATIENCE = 30.0
APPS = ROOT / "tests" / "integration"


@dataclass
class Broker:
    """Where the tests' Kafka is, and whether it is the embedded one."""

    address: str
    embedded: bool


class Installation:
    """Topics with a prefix of their own; `environment` is what a process of this installation is started with."""

    def __init__(self, broker: Broker, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ARMSWIRE_")},
            "ARMSWIRE_BROKER": broker.address,
            "ARMSWIRE_EMBEDDED": str(broker.embedded),
            "ARMSWIRE_TOPIC_PREFIX": f"t{uuid.uuid4().hex[:8]}.",
            "ARMSWIRE_DATA_DIR": str(folder / "data"),
            "ARMSWIRE_COMMIT_INTERVAL": "0.2",
            "ARMSWIRE_LAG_INTERVAL": "0.5",
            **({} if broker.embedded else {"ARMSWIRE_SESSION_TIMEOUT": "6"}),
            **{f"ARMSWIRE_{name.upper()}": value for name, value in settings.items()},
        }
        self.settings = Settings.from_environment(self.environment)
        self._producer: KafkaProducer | None = None
        self._read: dict[str, _Topic] = {}

    def create_topics(self) -> Installation:
        """What `armswire topics create` does."""
        create(self.settings)
        return self

    def send(
        self,
        value: bytes | Mapping[str, object] | None,
        *,
        key: bytes | None = None,
        headers: tuple[tuple[str, bytes], ...] = (),
        partition: int | None = None,
        timestamp_ms: int | None = None,
        topic: str = RAW,
    ) -> None:
        """Put a message on a topic, without waiting for it."""
        if self._producer is None:
            self._producer = KafkaProducer(
                **self.settings.client_arguments(),
                enable_idempotence=not self.settings.embedded,
                max_request_size=20_000_000,
                linger_ms=5,
            )
        body = orjson.dumps(value) if isinstance(value, Mapping) else value
        self._producer.send(self.settings.topic(topic), body, key, list(headers), partition, timestamp_ms)

    def flush(self) -> None:
        """Wait until everything sent has arrived."""
        assert self._producer is not None
        self._producer.flush()

    def await_messages(
        self, topic: str, enough: Callable[[list[Message]], object], patience: float = PATIENCE
    ) -> list[Message]:
        """All messages of a topic from its beginning, as soon as they are enough."""
        reader = self._read.get(topic) or self._read.setdefault(topic, _Topic(self.settings, topic))
        deadline = time.monotonic() + patience
        while not enough(reader.messages):
            if time.monotonic() > deadline:
                keys = [message.key for message in reader.messages]
                raise AssertionError(
                    f"not enough on {topic} after {patience:g} s: {len(keys)} messages, keys {keys[-20:]}"
                )
            reader.poll()
        return list(reader.messages)

    def await_keys(self, topic: str, keys: set[bytes], patience: float = PATIENCE) -> list[Message]:
        """All messages of a topic, as soon as each of the keys is there."""
        found: list[Message] = []

        def complete(messages: list[Message]) -> bool:
            found[:] = messages
            return keys <= {message.key for message in messages}

        try:
            return self.await_messages(topic, complete, patience)
        except AssertionError as error:
            missing = sorted(keys - {message.key for message in found})
            raise AssertionError(f"{len(missing)} of {len(keys)} keys are not on {topic}: {missing[:20]}") from error

    def await_dead_letter(self, key: bytes) -> Message:
        """The dead letter with a key."""
        return next(letter for letter in self.await_keys(DEAD_LETTER, {key}) if letter.key == key)

    def committed(self, topic: str = RAW) -> dict[int, int]:
        """Offsets that the workers' group has committed, by partition."""
        with closing(KafkaAdminClient(**self.settings.client_arguments())) as admin:
            group = self.settings.topic(self.settings.application_id)
            offsets = admin.list_group_offsets(group)[group]
        name = self.settings.topic(topic)
        return {tp.partition: found.offset for tp, found in offsets.items() if tp.topic == name and found.offset > 0}

    def start_worker(self, app: str = "scripted", **environment: str) -> Worker:
        """A worker process, not ready yet."""
        return Worker(self, app, environment)

    @contextmanager
    def worker(self, app: str = "scripted", **environment: str) -> Iterator[Worker]:
        """A worker that is ready; it is killed at the end if it still runs."""
        worker = self.start_worker(app, **environment)
        try:
            worker.await_ready()
            yield worker
        finally:
            worker.kill()

    def close(self) -> None:
        """Disconnect."""
        if self._producer:
            self._producer.close()
        for reader in self._read.values():
            reader.consumer.close()


@dataclass
class _Topic:
    settings: Settings
    topic: str
    messages: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.consumer = KafkaConsumer(
            **self.settings.client_arguments(), auto_offset_reset="earliest", fetch_max_wait_ms=50
        )
        name = self.settings.topic(self.topic)
        numbers = self.consumer.partitions_for_topic(name) or ()
        self.consumer.assign([TopicPartition(name, number) for number in sorted(numbers)])

    def poll(self) -> None:
        for records in self.consumer.poll(timeout_ms=100).values():
            for record in records:
                headers = tuple(record.headers or ())
                self.messages.append(
                    Message(
                        self.topic, record.partition, record.offset, record.key, record.value, headers, record.timestamp
                    )
                )


class Worker:
    """A worker process with a log file and a port of its own."""

    def __init__(self, installation: Installation, app: str, environment: Mapping[str, str]) -> None:
        self.port = free_port()
        self._log = installation.folder / f"worker-{self.port}.log"
        path = os.pathsep.join([str(ROOT), str(APPS), os.environ.get("PYTHONPATH", "")])
        with self._log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "faust", "-A", app, "worker", "-l", "info"],
                env={
                    **installation.environment,
                    "ARMSWIRE_WEB_PORT": str(self.port),
                    "PYTHONPATH": path,
                    **environment,
                },
                cwd=installation.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent(),
            )

    @property
    def log(self) -> str:
        """What it has said."""
        return self._log.read_text(errors="replace")

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of a page of its site."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def metric(self, name: str, **labels: str) -> float:
        """Sum of the samples with this name and these labels."""
        families = text_string_to_metric_families(self.get("/metrics")[1].decode())
        samples = [sample for family in families for sample in family.samples]
        return sum(
            sample.value for sample in samples if sample.name == name and labels.items() <= sample.labels.items()
        )

    def await_ready(self) -> None:
        """Returns when it consumes."""
        self.await_that(lambda: self.get("/health/ready")[0] == 200)

    def await_that(self, condition: Callable[[], object], patience: float = PATIENCE) -> None:
        """Returns when the condition holds; a connection refused counts as not holding."""
        deadline = time.monotonic() + patience
        while True:
            try:
                if condition():
                    return
            except OSError:
                pass
            assert self.process.poll() is None, f"the worker ended with {self.process.returncode}:\n{self.log[-3000:]}"
            assert time.monotonic() < deadline, f"not within {patience:g} s:\n{self.log[-3000:]}"
            time.sleep(0.05)

    def terminate(self, patience: float = 10.0) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait(patience)

    def wait(self, patience: float = PATIENCE) -> int:
        """Its exit code, once it has ended by itself."""
        return self.process.wait(patience)

    def kill(self) -> None:
        """As by a power cut."""
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
