"""What the worker is held against: one process, one confluent-kafka loop, the same Enricher, outputs and commits.

Started by the bench with the environment of a worker; ends on SIGTERM. No metrics, no health, no alerts, no recovery.
Like the worker it takes batches, waits until their outputs are acknowledged, and commits now and then.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from types import FrameType

from confluent_kafka import Consumer, KafkaError, Producer
from confluent_kafka import Message as Record
from pure import enricher

from streams.contracts import RAW
from streams.messages import Message, Processed
from streams.settings import Settings

running = True


def stop(_number: int, _frame: FrameType | None) -> None:
    """End the loop after the batch in hand."""
    global running
    running = False


def delivered(error: KafkaError | None, _record: Record) -> None:
    """An output that the broker refused ends the process: nothing may be committed past it."""
    if error is not None:
        sys.exit(f"not delivered: {error}")


def to_message(record: Record) -> Message:
    """The record as plain data."""
    return Message(
        topic=record.topic(),
        partition=record.partition(),
        offset=record.offset(),
        key=record.key(),
        value=record.value(),
        headers=tuple(record.headers() or ()),
        timestamp_ms=record.timestamp()[1],
    )


def main() -> None:
    """Consume, enrich, produce, wait, commit."""
    settings = Settings.from_environment(os.environ)
    servers = ",".join(settings.servers)
    consumer = Consumer(
        {
            "bootstrap.servers": servers,
            "group.id": "bare",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            # The articles are there beforehand: fetching at the end more often would only cost.
            "fetch.wait.max.ms": 100,
            "session.timeout.ms": 6000,
        }
    )
    # Longer than a batch takes: one request a partition at its flush instead of one for each article.
    producer = Producer({"bootstrap.servers": servers, "acks": "all", "linger.ms": 100})
    enrich = enricher(settings)
    consumer.subscribe([settings.topic(RAW)])
    committed, finished = time.monotonic(), False
    while running:
        records = consumer.consume(settings.batch_size, settings.batch_within)
        for record in records:
            if record.error():
                sys.exit(f"not consumed: {record.error()}")
            outcome = enrich(to_message(record))
            if not isinstance(outcome, Processed):
                sys.exit(f"not processed: {outcome}")
            for output in outcome.outputs:
                producer.produce(
                    settings.topic(output.topic),
                    output.value,
                    output.key,
                    headers=list(output.headers),
                    timestamp=output.timestamp_ms,
                    on_delivery=delivered,
                )
            producer.poll(0)
        producer.flush()
        finished = finished or bool(records)
        if finished and time.monotonic() - committed > settings.commit_interval:
            consumer.commit(asynchronous=True)
            committed, finished = time.monotonic(), False
    if finished:
        consumer.commit(asynchronous=False)
    consumer.close()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    main()
