"""Starting, stopping, being killed, sharing the work: nothing is lost, and a worker says why it will not work."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
from installation import Broker, Installation, free_port
from kafka.admin import KafkaAdminClient, NewTopic

from streams import broker as embedded_broker
from streams.contracts import ALERTS, DEAD_LETTER, ENRICHED
from streams.messages import Message
from streams.topics import wanted

pytestmark = pytest.mark.integration


def keys(count: int, start: int = 0) -> set[bytes]:
    return {f"n{number}".encode() for number in range(start, start + count)}


def send_numbered(to: Installation, count: int, text: str, start: int = 0) -> set[bytes]:
    """Articles n0, n1, ... over all partitions; every tenth is poison. Returns the keys of the others' outputs."""
    for number in range(start, start + count):
        name = f"n{number}"
        body = {"id": name, "text": f"{text} BUG" if number % 10 == 9 else text, "language": "en", "publisher": name}
        to.send(body, key=name.encode(), partition=number % 4)
    to.flush()
    return keys(count, start)


def await_all(news: Installation, sent: set[bytes]) -> None:
    """Every article is enriched or, every tenth, a dead letter."""
    poison = {key for key in sent if key.endswith(b"9")}
    news.await_keys(ENRICHED, sent - poison)
    news.await_keys(DEAD_LETTER, poison)


def test_sigterm_finishes_what_was_begun_and_the_rest_comes_after_restart(installation: Installation) -> None:
    sent = send_numbered(installation, 600, "SLEEP 4")
    with installation.worker() as worker:
        installation.await_messages(ENRICHED, lambda found: len(found) > 60)
        started = time.monotonic()
        assert worker.terminate() == 0
        assert time.monotonic() - started < 10
    before = Counter(message.key for message in installation.await_messages(ENRICHED, len))
    assert len(before) < 540, "too fast to be stopped in the middle"
    with installation.worker():
        await_all(installation, sent)
    found = Counter(message.key for message in installation.await_messages(ENRICHED, len))
    assert set(found.values()) == {1}, "an orderly stop repeats nothing"


def test_kill_9_loses_neither_articles_nor_the_story_so_far(installation: Installation) -> None:
    sent = send_numbered(installation, 100, "SLEEP 15 PRK gives missiles to RUS")
    with installation.worker() as worker:
        installation.await_messages(ALERTS, lambda found: len(found) > 20)
        worker.kill()
    with installation.worker():
        await_all(installation, sent)
        alerts = installation.await_messages(ALERTS, lambda found: told(found) == 90)
    numbers = [orjson.loads(alert.value or b"")["revision"] for alert in alerts]
    assert len({alert.key for alert in alerts}) == 1
    assert numbers[0] == 1
    # A crash repeats revisions from the last saved story on; it never skips one.
    assert all(later - earlier <= 1 for earlier, later in pairwise(numbers))


def told(alerts: list[Message]) -> int:
    """Claims that the latest alert counts."""
    return max((orjson.loads(alert.value or b"")["claim_count"] for alert in alerts), default=0)


def test_two_workers_share_the_work_and_killing_both_loses_nothing(installation: Installation) -> None:
    workers = [installation.start_worker(), installation.start_worker()]
    try:
        for worker in workers:
            worker.await_that(lambda worker=worker: worker.metric("armswire_assigned_partitions") == 4)
        sent = send_numbered(installation, 400, "SLEEP 4")
        installation.await_messages(ENRICHED, lambda found: len(found) > 60)
    finally:
        for worker in workers:
            worker.kill()
    with installation.worker():
        await_all(installation, sent)


def test_what_is_fetched_during_a_rebalance_is_not_lost(installation: Installation) -> None:
    # Faust alone fetches then, clears its queues at the end, takes what it threw away for a gap, and commits it.
    installation.send(b"[]", key=b"A|B", topic="armswire-stories-changelog")  # so that there is state to recover
    sent = send_numbered(installation, 300, "SLEEP 10")
    with installation.worker(REBALANCE="slow"):
        await_all(installation, sent)


def test_a_bug_outside_the_core_ends_the_worker_before_the_acknowledgement(installation: Installation) -> None:
    send_numbered(installation, 20, "calm")
    worker = installation.start_worker(DELIVERY="broken")
    assert worker.wait() == 1
    assert "a bug outside the core" in worker.log
    assert installation.committed() == {}


def test_a_refused_dead_letter_halts_the_worker_before_the_acknowledgement(installation: Installation) -> None:
    installation.send(b"{", key=b"poison", partition=0)
    installation.flush()
    worker = installation.start_worker(DEAD_LETTERS="refused")
    assert worker.wait() == 1
    assert "cannot be published nor be made a dead letter" in worker.log
    assert installation.committed() == {}


def test_wrong_settings_are_told_one_line_each(installation: Installation) -> None:
    worker = installation.start_worker(ARMSWIRE_BATCH_SIZE="many", ARMSWIRE_LOG_LEVEL="loud")
    assert worker.wait() == 2
    assert [line.split()[0] for line in worker.log.splitlines()] == ["ARMSWIRE_LOG_LEVEL", "ARMSWIRE_BATCH_SIZE"]


def test_a_missing_topic_is_told_with_the_command_that_mends_it(broker: Broker, tmp_path: Path) -> None:
    worker = Installation(broker, tmp_path).start_worker()
    assert worker.wait() == 2
    assert "articles.raw.v1 is missing; run: armswire topics create" in worker.log
    assert "Traceback" not in worker.log


def test_a_wrong_number_of_partitions_is_told_with_what_mends_it(broker: Broker, tmp_path: Path) -> None:
    news = Installation(broker, tmp_path)
    topics = [NewTopic(t.name, t.partitions + ("claims" in t.name), 1) for t in wanted(news.settings)]
    admin = KafkaAdminClient(**news.settings.client_arguments())
    admin.create_topics(topics)
    admin.close()
    worker = news.start_worker()
    assert worker.wait() == 2
    assert "transfers.claims.v1 has 5 partitions instead of 4" in worker.log


def test_a_taken_web_port_is_told(installation: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        worker = installation.start_worker(ARMSWIRE_WEB_PORT=port)
        assert worker.wait() == 2
    assert f"cannot be served on 127.0.0.1:{port}" in worker.log
    assert "Traceback" not in worker.log


@contextmanager
def own_broker(port: int) -> Iterator[int]:
    """An embedded broker that only this test uses; yields its process id."""
    process = embedded_broker._start(embedded_broker._binary(), f"127.0.0.1:{port}")
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGCONT)
        embedded_broker._stop(process)


def test_a_worker_waits_for_a_broker_that_is_not_there_yet(tmp_path: Path) -> None:
    port = free_port()
    news = Installation(Broker(f"kafka://127.0.0.1:{port}", embedded=True), tmp_path)
    worker = news.start_worker()
    try:
        worker.await_that(lambda: "no answer from Kafka at" in worker.log)
        assert worker.get("/health/live")[0] == 200
        assert orjson.loads(worker.get("/health/ready")[1])["state"] == "no broker"
        with own_broker(port):
            news.create_topics()
            worker.await_ready()
            worker.terminate()
    finally:
        worker.kill()


def test_a_worker_that_waits_for_a_broker_ends_at_once_when_told(tmp_path: Path) -> None:
    worker = Installation(Broker(f"kafka://127.0.0.1:{free_port()}", embedded=True), tmp_path).start_worker()
    worker.await_that(lambda: "no answer from Kafka at" in worker.log)
    assert worker.terminate() == 0


def test_a_frozen_broker_loses_nothing(tmp_path: Path) -> None:
    port = free_port()
    settings = {"producer_timeout": "1"}
    with own_broker(port) as pid:
        news = Installation(Broker(f"kafka://127.0.0.1:{port}", embedded=True), tmp_path, **settings)
        with news.create_topics().worker() as worker:
            sent = send_numbered(news, 400, "SLEEP 2")
            news.await_messages(ENRICHED, lambda found: len(found) > 40)
            os.kill(pid, signal.SIGSTOP)
            threading.Timer(4, os.kill, (pid, signal.SIGCONT)).start()
            worker.await_that(lambda: worker.metric("armswire_redeliveries_total") > 0)
            await_all(news, sent)
        news.close()


def test_sigterm_ends_a_worker_that_cannot_deliver(tmp_path: Path) -> None:
    port = free_port()
    with own_broker(port) as pid:
        settings = {"producer_timeout": "1", "drain_timeout": "0"}
        news = Installation(Broker(f"kafka://127.0.0.1:{port}", embedded=True), tmp_path, **settings)
        with news.create_topics().worker() as worker:
            send_numbered(news, 400, "SLEEP 2")
            news.await_messages(ENRICHED, lambda found: len(found) > 40)
            os.kill(pid, signal.SIGSTOP)
            worker.await_that(lambda: worker.metric("armswire_redeliveries_total") > 0)
            assert worker.terminate() == 1
