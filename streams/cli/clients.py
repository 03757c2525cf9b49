"""Kafka for a person at a terminal: a producer, and a reader of whole topics. Blocking, by kafka-python."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError

from streams.cli.errors import CommandError
from streams.contracts import topics
from streams.messages import Message
from streams.settings import Settings
from streams.topics import MEND, BrokerUnreachableError

#: Seconds that a broker has to answer at all.
PATIENCE = 5.0
_POLL_MS = 100


@contextmanager
def producer(settings: Settings) -> Iterator[KafkaProducer]:
    """A producer that waits for all replicas and takes records of any size that a topic of ours takes."""
    with _reachable(settings):
        client = KafkaProducer(
            **settings.client_arguments(),
            client_id="armswire-produce",
            acks="all",
            enable_idempotence=not settings.embedded,
            linger_ms=5,
            max_request_size=max(topic.max_message_bytes for topic in topics().values()),
            max_block_ms=_ms(PATIENCE),
            bootstrap_timeout_ms=_ms(PATIENCE),
            allow_auto_create_topics=False,
        )
    with closing(client):
        yield client


class Reader:
    """Reads topics by their names on Kafka, without a consumer group, so that it disturbs nobody."""

    def __init__(self, settings: Settings, names: Sequence[str]) -> None:
        """Raises `BrokerUnreachableError`, and `CommandError` for a topic that is not there."""
        self._settings = settings
        with _reachable(settings):
            self._consumer = KafkaConsumer(
                **settings.client_arguments(),
                client_id="armswire-tail",
                group_id=None,
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                bootstrap_timeout_ms=_ms(PATIENCE),
                allow_auto_create_topics=False,
                fetch_max_wait_ms=_POLL_MS,
                max_partition_fetch_bytes=2 * max(topic.max_message_bytes for topic in topics().values()),
            )
        try:
            self._consumer.assign(self._partitions(names))
        except BaseException:
            self.close()
            raise

    def _partitions(self, names: Iterable[str]) -> list[TopicPartition]:
        found = []
        for name in names:
            numbers = self._consumer.partitions_for_topic(name)
            if not numbers:
                raise CommandError(f"there is no topic {name}; {MEND}")
            found += [TopicPartition(name, number) for number in sorted(numbers)]
        return found

    def close(self) -> None:
        """Disconnect."""
        self._consumer.close()

    def to_beginning(self) -> None:
        """Go on with the first message there is."""
        self._consumer.seek_to_beginning()

    def to_end(self) -> None:
        """Go on with the next message that comes.

        Of the embedded broker one learns where a partition ends only from a fetch of its last batch.
        """
        partitions = self._consumer.assignment()
        ends = dict(self._consumer.end_offsets(partitions))
        for partition, end in ends.items():
            self._consumer.seek(partition, end)
        if not self._settings.embedded:
            return
        unsure = {partition for partition, end in ends.items() if end > 0}
        for partition in unsure:
            self._consumer.seek(partition, ends[partition] - 1)
        deadline = time.monotonic() + PATIENCE
        while unsure and time.monotonic() < deadline:
            for partition in self._consumer.poll(timeout_ms=_POLL_MS, max_records=1):
                self._consumer.seek(partition, self._consumer.highwater(partition))
                unsure.discard(partition)

    def poll(self) -> list[Message]:
        """What has come since, after at most a tenth of a second; in the order of their timestamps."""
        polled = self._consumer.poll(timeout_ms=_POLL_MS)
        messages = [_message(record) for records in polled.values() for record in records]
        return sorted(messages, key=lambda message: message.timestamp_ms)


@contextmanager
def reader(settings: Settings, *names: str) -> Iterator[Reader]:
    """A `Reader` that is closed at the end."""
    with closing(Reader(settings, names)) as found:
        yield found


def _message(record: Any) -> Message:
    return Message(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key,
        value=record.value,
        headers=tuple((name, value or b"") for name, value in record.headers or ()),
        timestamp_ms=record.timestamp if record.timestamp is not None else -1,
    )


@contextmanager
def _reachable(settings: Settings) -> Iterator[None]:
    try:
        yield
    except (KafkaError, OSError) as error:
        raise BrokerUnreachableError(f"no answer from Kafka at {settings.broker} ({type(error).__name__})") from error


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
