"""Our settings as Faust's."""

from __future__ import annotations

import pytest
from faust.types.auth import AuthProtocol, SASLMechanism

from streams.contracts import topics
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
