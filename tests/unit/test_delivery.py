"""Delivery against a producer that fails as told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from aiokafka.errors import (
    InvalidTimestampError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    NotLeaderForPartitionError,
)

from streams.delivery import Delivery, Record, Undelivered

Verdict = BaseException | None


class Producer:
    """Takes records; `verdict` says for each attempt what its acknowledgement is."""

    def __init__(self, verdict: Callable[[bytes, int], Verdict] = lambda key, attempt: None) -> None:
        self.verdict = verdict
        self.sent: list[bytes] = []
        self.acknowledged: list[bytes] = []
        self.timestamps: list[float | None] = []

    async def send(
        self, topic: str, key: Any, value: Any, partition: int | None, timestamp: float | None, headers: Any
    ) -> Awaitable[Any]:
        self.sent.append(key)
        self.timestamps.append(timestamp)
        acknowledgement = asyncio.get_running_loop().create_future()
        error = self.verdict(key, self.sent.count(key))
        if isinstance(error, Never):
            return acknowledgement
        if error is None:
            self.acknowledged.append(key)
            acknowledgement.set_result(None)
        else:
            acknowledgement.set_exception(error)
        return acknowledgement


class Never(Exception):  # noqa: N818 - a verdict
    """The acknowledgement never comes."""


def records(*keys: bytes) -> list[Record]:
    return [Record("t", key, b"", (), 1_000) for key in keys]


def deliver(producer: Producer, wanted: list[Record], **options: Any) -> Any:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    async def run() -> Any:
        delivery = Delivery(
            lambda: producer,
            stopping=options.pop("stopping", lambda: False),
            drain_timeout=options.pop("drain_timeout", 5.0),
            pause=pause,
        )
        return await delivery(wanted, **options)

    return asyncio.run(run()), pauses


def test_returns_when_all_are_acknowledged() -> None:
    producer = Producer()
    assert deliver(producer, records(b"a", b"b")) == ({}, [])
    assert producer.acknowledged == [b"a", b"b"]


def test_nothing_to_deliver_is_delivered_at_once() -> None:
    producer = Producer()
    assert deliver(producer, []) == ({}, [])
    assert producer.sent == []


def test_sends_again_in_order_from_the_first_failure() -> None:
    producer = Producer(lambda key, attempt: KafkaTimeoutError() if key == b"b" and attempt < 3 else None)
    refused, pauses = deliver(producer, records(b"a", b"b", b"c"))
    assert refused == {}
    assert producer.sent == [b"a", b"b", b"c", b"b", b"c", b"b", b"c"]
    assert pauses == [0.1, 0.2]


def test_pauses_grow_to_a_cap() -> None:
    _, pauses = deliver(
        Producer(lambda _, attempt: NotLeaderForPartitionError() if attempt < 10 else None), records(b"a")
    )
    assert pauses[-1] == pauses[-2] == 5.0


def test_an_error_of_sending_itself_counts_as_a_failed_delivery() -> None:
    class Broken(Producer):
        async def send(self, *args: Any, **more: Any) -> Awaitable[Any]:
            if not self.sent:
                self.sent.append(b"")
                raise RuntimeError("wrapped") from KafkaTimeoutError()
            return await super().send(*args, **more)

    producer = Broken()
    deliver(producer, records(b"a"))
    assert producer.acknowledged == [b"a"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MessageSizeTooLargeError(), "too_large"),
        (InvalidTimestampError(), "refused"),
        (TypeError("not bytes"), "refused"),
        (AssertionError("key or value"), "refused"),
    ],
)
def test_a_record_that_kafka_never_takes_is_told_and_the_rest_delivered(error: Exception, code: str) -> None:
    producer = Producer(lambda key, _: error if key == b"b" else None)
    refused, pauses = deliver(producer, records(b"a", b"b", b"c"))
    assert {index: refusal.code for index, refusal in refused.items()} == {1: code}
    assert set(producer.acknowledged) == {b"a", b"c"}
    assert pauses == []


def test_a_batch_that_is_too_large_is_no_fault_of_its_records() -> None:
    producer = Producer(lambda key, attempt: MessageSizeTooLargeError() if attempt == 1 else None)
    assert deliver(producer, records(b"a", b"b")) == ({}, [])
    assert producer.acknowledged == [b"a", b"b"]


def test_singly_waits_for_each_record_of_a_partition() -> None:
    waiting: list[int] = []

    class Counting(Producer):
        async def send(self, *args: Any, **more: Any) -> Awaitable[Any]:
            waiting.append(len(self.sent) - len(self.acknowledged))
            return await super().send(*args, **more)

    producer = Counting()
    wanted = [Record("t", key, b"", (), 0, partition=0) for key in (b"a", b"b", b"c")]
    deliver(producer, wanted, singly=True)
    assert producer.sent == [b"a", b"b", b"c"]
    assert waiting == [0, 0, 0]


def stopping_after(calls: int) -> Callable[[], bool]:
    answers: Iterator[bool] = iter([False] * calls)
    return lambda: next(answers, True)


def test_gives_up_when_stopping_for_too_long() -> None:
    with pytest.raises(Undelivered):
        deliver(Producer(lambda *_: Never()), records(b"a"), stopping=lambda: True, drain_timeout=0.0)


def test_gives_up_when_stopping_though_every_attempt_fails_at_once() -> None:
    producer = Producer(lambda *_: KafkaTimeoutError())
    with pytest.raises(Undelivered):
        deliver(producer, records(b"a"), stopping=stopping_after(3), drain_timeout=0.0)


def test_goes_on_for_a_while_when_stopping() -> None:
    producer = Producer(lambda _, attempt: KafkaTimeoutError() if attempt < 4 else None)
    deliver(producer, records(b"a"), stopping=lambda: True)
    assert producer.acknowledged == [b"a"]


@pytest.mark.parametrize(
    ("timestamp_ms", "milliseconds"), [(1_790_000_000_123, 1_790_000_000_123), (0, 0), (1001, 1001)]
)
def test_timestamps_survive_the_drivers_seconds(timestamp_ms: int, milliseconds: int) -> None:
    producer = Producer()
    deliver(producer, [Record("t", b"a", b"", (), timestamp_ms)])
    assert int((producer.timestamps[0] or 0) * 1000.0) == milliseconds


def test_a_message_without_a_time_gets_the_brokers() -> None:
    producer = Producer()
    deliver(producer, [Record("t", b"a", b"", (), -1)])
    assert producer.timestamps == [None]
