"""When a worker says that it lives and is ready, by an injected clock; and the site that says it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from streams.health import Health, Site
from streams.metrics import Metrics


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def health(clock: Clock) -> Health:
    return Health(60, clock)


def live(health: Health) -> bool:
    return health.live_report()[0]


def test_a_starting_worker_lives_and_is_not_ready(health: Health) -> None:
    assert live(health)
    assert health.ready_report() == (False, {"state": "starting", "partitions": {}})


def test_a_worker_is_ready_with_its_partitions(health: Health) -> None:
    health.ready({"raw": 4})
    assert health.ready_report() == (True, {"state": "ready", "partitions": {"raw": 4}})


def test_a_rebalancing_worker_is_not_ready(health: Health) -> None:
    health.ready({"raw": 4})
    health.unready("rebalancing")
    assert health.ready_report()[0] is False


def test_a_still_event_loop_is_death(health: Health, clock: Clock) -> None:
    clock.now = 61
    assert not live(health)
    health.tick()
    assert live(health)


def test_waiting_messages_without_progress_are_death(health: Health, clock: Clock) -> None:
    health.ready({"raw": 4})
    health.waiting({"raw": 1})
    clock.now = 61
    health.tick()
    assert not live(health)
    health.progress()
    assert live(health)


def test_an_idle_worker_lives_for_ever(health: Health, clock: Clock) -> None:
    health.ready({"raw": 4})
    health.waiting({"raw": 0})
    clock.now = 1e6
    health.tick()
    assert live(health)


def test_a_message_after_a_long_silence_has_its_time(health: Health, clock: Clock) -> None:
    health.ready({"raw": 4})
    clock.now = 1_000
    health.waiting({"raw": 0})
    clock.now = 1_005
    health.waiting({"raw": 1})
    health.tick()
    assert live(health)


def test_recovery_takes_the_time_it_takes(health: Health, clock: Clock) -> None:
    health.waiting({"raw": 9})
    clock.now = 1_000
    health.tick()
    assert live(health)


@pytest.fixture
def site(health: Health) -> Iterator[str]:
    made = Site("127.0.0.1", 0, health, Metrics().registry)
    made.start()
    yield f"http://127.0.0.1:{made.port}"
    made.stop()


def get(address: str) -> tuple[int, str, bytes]:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own site
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Content-Type"], error.read()


def test_a_worker_is_not_ready_while_kafka_does_not_answer() -> None:
    health = Health(60)
    health.ready({"articles.raw.v1": 4})
    health.kafka(answers=False)
    assert health.ready_report()[0] is False
    assert health.live_report()[0] is True
    health.kafka(answers=True)
    assert health.ready_report() == (True, {"state": "ready", "partitions": {"articles.raw.v1": 4}})


def test_the_site_answers_health_with_the_status(site: str, health: Health) -> None:
    assert get(site + "/health/live")[0] == 200
    status, kind, body = get(site + "/health/ready")
    assert (status, kind) == (503, "application/json")
    assert json.loads(body) == {"ok": False, "state": "starting", "partitions": {}}
    health.ready({})
    assert get(site + "/health/ready?verbose")[0] == 200


def test_the_site_shows_metrics(site: str) -> None:
    status, kind, body = get(site + "/metrics")
    assert status == 200
    assert kind.startswith("text/plain")
    assert b"armswire_build_info{" in body


@pytest.mark.parametrize("path", ["/", "/table", "/metrics/x", "/health"])
def test_the_site_has_nothing_else(site: str, path: str) -> None:
    assert get(site + path)[0] == 404


def test_a_taken_port_is_an_error_that_names_it(site: str, health: Health) -> None:
    with pytest.raises(OSError, match="in use"):
        Site("127.0.0.1", int(site.rpartition(":")[2]), health, Metrics().registry)
