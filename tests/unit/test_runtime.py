"""Our settings as Faust's."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from faust.types.auth import AuthProtocol, SASLMechanism

from streams import runtime
from streams.contracts import topics
from streams.health import Health
from streams.metrics import Metrics
from streams.runtime import Application, faust_settings
from streams.settings import Settings


def test_every_broker_is_told() -> None:
    assert faust_settings(Settings(broker="kafka://a:1,b"))["broker"] == ["kafka://a:1", "kafka://b:9092"]


def test_the_producer_takes_the_largest_record_of_the_registry() -> None:
    largest = max(topic.max_message_bytes for topic in topics().values())
    assert faust_settings(Settings())["producer_max_request_size"] == largest


def test_the_embedded_broker_changes_timeouts_and_recovery_only() -> None:
    kafka, embedded = faust_settings(Settings()), faust_settings(Settings(embedded=True))
    changed = {name for name in embedded if kafka.get(name) != embedded[name]}
    assert changed == {"broker_session_timeout", "broker_heartbeat_interval", "recovery_consistency_check"}


@pytest.mark.parametrize(
    ("protocol", "wanted"), [("sasl_plaintext", AuthProtocol.SASL_PLAINTEXT), ("sasl_ssl", AuthProtocol.SASL_SSL)]
)
def test_a_login_is_told(protocol: str, wanted: AuthProtocol) -> None:
    settings = Settings(security_protocol=protocol, sasl_username="u", sasl_password="p")  # noqa: S106
    credentials = faust_settings(settings)["broker_credentials"]
    assert (credentials.protocol, credentials.mechanism) == (wanted, SASLMechanism.SCRAM_SHA_512)
    assert (credentials.username, credentials.password) == ("u", "p")
    assert (credentials.ssl_context is not None) == (protocol == "sasl_ssl")


def test_tls_without_a_login_is_told() -> None:
    assert faust_settings(Settings(security_protocol="ssl"))["broker_credentials"].protocol == AuthProtocol.SSL


def test_plaintext_needs_no_credentials() -> None:
    assert "broker_credentials" not in faust_settings(Settings())


def test_the_app_takes_all_of_them() -> None:
    app = Application(Settings(topic_prefix="x.", security_protocol="ssl", compression="gzip"), Metrics())
    assert app.conf.id == "x.armswire"
    assert app.conf.table_standby_replicas == 0
    assert app.conf.web_tables_enabled is False
    assert app.boot_strategy._should_enable_web() is False


class Meter:
    """A lag meter that neither measures nor closes."""

    def __init__(self, *_: Any) -> None: ...

    async def start(self) -> None: ...

    async def measure(self) -> Any:
        raise ConnectionError("gone")

    async def stop(self) -> None:
        raise ConnectionError("gone as well")


def unmade(*_: Any) -> Any:
    raise ValueError("no such file")


@pytest.mark.parametrize("meter", [Meter, unmade])
def test_a_lag_meter_that_fails_costs_the_figure_and_not_the_worker(meter: Any, monkeypatch, caplog) -> None:
    monkeypatch.setattr(runtime, "LagMeter", meter)
    metrics, health = Metrics(), Health(60)
    metrics.lag("t", 0, 7)
    rounds = []

    async def sleep(_: float) -> None:
        rounds.append(1)
        app.should_stop = len(rounds) > 1

    app: Any = SimpleNamespace(
        armswire=Settings(),
        conf=SimpleNamespace(id="x"),
        health=health,
        metrics=metrics,
        should_stop=False,
        sleep=sleep,
    )
    app._inputs = dict
    with caplog.at_level(logging.WARNING):
        asyncio.run(Application._watch_lag(app))
    assert len(rounds) == 2
    assert metrics.registry.get_sample_value("armswire_consumer_lag_messages", {"topic": "t", "partition": "0"}) is None
    health.ready({})
    assert health.ready_report() == (False, {"state": "no answer from Kafka", "partitions": {}})


def test_everything_is_loaded_before_anything_is_consumed(monkeypatch) -> None:
    order = []
    app = Application(Settings(), Metrics(), lambda: order.append("warm"))
    app.conf.web_enabled = False

    async def topics_checked() -> None:
        order.append("topics")

    async def consuming(_: Any) -> None:
        order.append("consuming")

    monkeypatch.setattr(app, "_await_topics", topics_checked)
    monkeypatch.setattr(app, "add_future", lambda made: made.close())
    monkeypatch.setattr(runtime.faust.App, "on_start", consuming)
    asyncio.run(app.on_start())
    assert order == ["warm", "topics", "consuming"]
