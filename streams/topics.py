"""Topics on Kafka as the registry wants them: create what is missing, say what is wrong.

Uses kafka-python and blocks; never call it inside an event loop, but from a thread.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import NewPartitions, NewTopic
from kafka.errors import KafkaError, TopicAlreadyExistsError

from streams.contracts import CLAIMS, topics
from streams.settings import Settings

#: The table of the alert agent; Faust names its changelog after it.
STORIES = "stories"
MEND = "run: armswire topics create"
_REQUEST_TIMEOUT_MS, _CONNECT_TIMEOUT_MS = 5_000, 3_000


class BrokerUnreachableError(ConnectionError):
    """No broker answered at the address; the text names it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A topic as it should be on Kafka; `name` includes the prefix."""

    name: str
    partitions: int
    config: dict[str, str]


def changelog(settings: Settings) -> str:
    """Name of the topic that holds the alert agent's state."""
    return f"{settings.topic(settings.application_id)}-{STORIES}-changelog"


def wanted(settings: Settings) -> list[Wanted]:
    """Every topic of the registry, and the changelog, partitioned like the claims that its state is about."""
    registry = topics()
    found = []
    for topic in registry.values():
        config = {"cleanup.policy": topic.cleanup, "max.message.bytes": str(topic.max_message_bytes)}
        if topic.cleanup == "delete":
            config["retention.ms"] = str(topic.retention_ms)
        found.append(Wanted(settings.topic(topic.name), topic.partitions, config))
    claims = registry[CLAIMS]
    # Compact only: state that retention deletes could not be recovered.
    state = {"cleanup.policy": "compact", "max.message.bytes": str(claims.max_message_bytes)}
    found.append(Wanted(changelog(settings), claims.partitions, state))
    return found


def create(settings: Settings) -> list[str]:
    """Create missing topics and add missing partitions; one line for each topic tells what was done.

    Raises `BrokerUnreachableError`, or `KafkaError` when the broker refuses.
    """
    report = []
    with _admin(settings) as admin:
        found = _partitions(admin, [topic.name for topic in wanted(settings)])
        for topic in wanted(settings):
            there = found.get(topic.name, 0)
            if not there:
                new = NewTopic(topic.name, topic.partitions, settings.replication_factor, topic_configs=topic.config)
                try:
                    admin.create_topics([new])
                except TopicAlreadyExistsError:
                    report.append(f"{topic.name}: exists")
                else:
                    report.append(f"{topic.name}: created, {topic.partitions} partitions")
            elif there < topic.partitions:
                admin.create_partitions({topic.name: NewPartitions(topic.partitions)})
                report.append(f"{topic.name}: grown from {there} to {topic.partitions} partitions")
            elif there > topic.partitions:
                report.append(_too_many(topic, there))
            else:
                report.append(f"{topic.name}: exists")
    return report


def check(settings: Settings) -> list[str]:
    """One line for each topic that is missing or has another number of partitions than the registry says."""
    with _admin(settings) as admin:
        found = _partitions(admin, [topic.name for topic in wanted(settings)])
    problems = []
    for topic in wanted(settings):
        there = found.get(topic.name, 0)
        if not there:
            problems.append(f"topic {topic.name} is missing; {MEND}")
        elif there < topic.partitions:
            problems.append(f"topic {topic.name} has {there} partitions instead of {topic.partitions}; {MEND}")
        elif there > topic.partitions:
            problems.append("topic " + _too_many(topic, there))
    return problems


def _too_many(topic: Wanted, there: int) -> str:
    return (
        f"{topic.name} has {there} partitions instead of {topic.partitions}, and Kafka cannot take any away; "
        f"say {there} in schemas/topics.toml, or delete the topic and {MEND}"
    )


def _partitions(admin: KafkaAdminClient, names: list[str]) -> dict[str, int]:
    described: list[dict[str, Any]] = admin.describe_topics(names)
    return {topic["name"]: len(topic["partitions"]) for topic in described if not topic["error_code"]}


@contextmanager
def _admin(settings: Settings) -> Iterator[KafkaAdminClient]:
    # The client's own log tells of every attempt; the error below says it once.
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    try:
        client = KafkaAdminClient(
            **settings.client_arguments(),
            client_id="armswire-topics",
            request_timeout_ms=_REQUEST_TIMEOUT_MS,
            bootstrap_timeout_ms=_CONNECT_TIMEOUT_MS,
        )
        with closing(client):
            yield client
    except (KafkaError, OSError) as error:
        if isinstance(error, KafkaError) and not error.retriable:
            raise
        raise BrokerUnreachableError(f"no answer from Kafka at {settings.broker} ({type(error).__name__})") from error
