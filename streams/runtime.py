"""The Faust application as this project runs it: its settings, what it checks before it starts, how it ends."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NoReturn

import faust
from faust.app.base import BootStrategy
from kafka.errors import KafkaError
from mode.supervisors import CrashingSupervisor

from streams import broker
from streams.consumer import LedgerTransport
from streams.contracts import CLAIMS, RAW, topics
from streams.delivery import Delivery, Record, Refused
from streams.health import Health, Site
from streams.lag import LagMeter, Lags
from streams.messages import Message
from streams.metrics import Metrics
from streams.settings import Settings
from streams.topics import BrokerUnreachableError, check

logger = logging.getLogger(__name__)

#: Exit codes of a worker that refuses to start, and of one that could not end in time.
REFUSED, OVERDUE = 2, 1
_TICK = 1.0
_FIRST_RETRY, _LONGEST_RETRY = 1.0, 15.0
#: Seconds beyond the drain that Faust needs to leave the group and close its loops.
_LEAVE = 4.0


class _Boot(BootStrategy):
    # Faust's own site shows tables and answers 200 with nothing assigned; ours replaces it.
    enable_web = False


class Application(faust.App):
    """A Faust app made of our settings, with health, metrics, lag, and a check of the topics before it starts."""

    BootStrategy = _Boot

    def __init__(self, settings: Settings, metrics: Metrics, warm_up: Callable[[], None] | None = None) -> None:
        self._warm_up = warm_up
        self.armswire = settings
        self.metrics = metrics
        self.health = Health(settings.liveness_timeout)
        self.deliver = Delivery(
            lambda: self.producer,
            stopping=lambda: self.should_stop,
            drain_timeout=settings.drain_timeout,
            redelivered=metrics.redelivered,
        )
        self._site: Site | None = None
        self._end: threading.Timer | None = None
        super().__init__(settings.topic(settings.application_id), **faust_settings(settings))

    async def on_start(self) -> None:
        """Serve health and metrics, then wait for the broker and refuse to work on topics that are not right."""
        if self.conf.web_enabled:
            self._site = self._open_site()
        self.add_future(self._tick())
        if self._warm_up:
            # In a thread, so that the site answers meanwhile.
            await asyncio.to_thread(self._warm_up)
        await self._await_topics()
        await super().on_start()
        if not self.should_stop:
            self.add_future(self._watch_lag())

    async def on_stop(self) -> None:
        """Finish what was begun. A process that cannot is ended: whatever was not acknowledged will come again."""
        self.health.unready("stopping")
        self._end = threading.Timer(self.armswire.drain_timeout + _LEAVE, _last_resort)
        self._end.daemon = True
        self._end.start()
        await super().on_stop()

    async def on_shutdown(self) -> None:
        """Close the site last, so that a probe sees the worker until it is gone."""
        await super().on_shutdown()
        if self._site:
            self._site.stop()
        if self._end:
            self._end.cancel()

    def on_rebalance_start(self) -> None:
        """Partitions are being taken away, or given."""
        self.health.unready("rebalancing")
        super().on_rebalance_start()

    def on_rebalance_end(self) -> None:
        """Partitions are assigned and tables recovered."""
        super().on_rebalance_end()
        partitions = Counter(tp.topic for tp in self._own_partitions())
        self.metrics.assigned({topic: partitions[topic] for topic in self._inputs()})
        self.health.ready(partitions)

    def _new_transport(self) -> LedgerTransport:
        return LedgerTransport(self.conf.broker_consumer, self)

    def _inputs(self) -> dict[str, int]:
        registry = topics()
        return {self.armswire.topic(name): registry[name].partitions for name in (RAW, CLAIMS)}

    def _own_partitions(self) -> list[Any]:
        inputs = self._inputs()
        return [tp for tp in self.consumer.assignment() if tp.topic in inputs]

    def _open_site(self) -> Site:
        # Faust's options --web-port and --web-bind count, where they are given.
        free = self.armswire.web_port == 0 and self.conf.web_port == faust_settings(self.armswire)["web_port"]
        try:
            site = Site(self.conf.web_bind, 0 if free else self.conf.web_port, self.health, self.metrics.registry)
        except OSError as error:
            _refuse(
                f"metrics and health cannot be served on {self.conf.web_bind}:{self.conf.web_port} ({error.strerror}); "
                "set ARMSWIRE_WEB_HOST and ARMSWIRE_WEB_PORT (0 takes a free port)"
            )
        site.start()
        logger.info("metrics and health on http://%s:%d", self.conf.web_bind, site.port)
        return site

    async def _await_topics(self) -> None:
        delay = _FIRST_RETRY
        while not self.should_stop:
            try:
                problems = await asyncio.to_thread(check, self.armswire)
            except BrokerUnreachableError as error:
                self.health.unready("no broker")
                logger.warning("%s; trying again in %.0f s", error, delay)
                await self.sleep(delay)
                delay = min(delay * 2, _LONGEST_RETRY)
            except KafkaError as error:
                _refuse(f"Kafka at {self.armswire.broker} refuses this worker: {error}")
            else:
                if problems:
                    _refuse(*problems)
                return

    async def _tick(self) -> None:
        while not self.should_stop:
            self.health.tick()
            await self.sleep(_TICK)

    async def _watch_lag(self) -> None:
        while not self.should_stop:
            meter = None
            try:
                meter = LagMeter(self.armswire, self.conf.id, self._inputs())
                await meter.start()
                while not self.should_stop:
                    self._report_lag(await asyncio.wait_for(meter.measure(), self.armswire.producer_timeout))
                    self.health.kafka(answers=True)
                    await self.sleep(self.armswire.lag_interval)
            except Exception as error:
                # No judgement without a figure: a worker is not dead because the broker is.
                self.health.waiting({})
                self.health.kafka(answers=False)
                self.metrics.lag_unknown()
                logger.warning("consumer lag is not known: %s: %s", type(error).__name__, error)
            finally:
                if meter:
                    # A connection that is broken may not even close; the worker goes on without it.
                    with suppress(Exception):
                        await meter.stop()
            await self.sleep(self.armswire.lag_interval)

    def _report_lag(self, lags: Lags) -> None:
        waiting: Counter[str] = Counter()
        own = set(self._own_partitions())
        for tp, lag in lags.items():
            self.metrics.lag(tp.topic, tp.partition, lag)
            waiting[tp.topic] += lag * (tp in own)
        self.health.waiting(waiting)


def faust_settings(settings: Settings) -> dict[str, Any]:
    """Faust's settings, where they are not its defaults."""
    port = settings.web_port or 6066
    security: dict[str, Any] = {}
    if settings.security_protocol.startswith("sasl"):
        security["broker_credentials"] = faust.SASLCredentials(
            username=settings.sasl_username,
            password=settings.sasl_password,
            mechanism=settings.sasl_mechanism.upper(),
            ssl_context=settings.ssl_context(),
        )
    elif settings.security_protocol == "ssl":
        security["broker_credentials"] = faust.SSLCredentials(settings.ssl_context())
    return {
        "broker": [f"kafka://{server}" for server in settings.servers],
        "autodiscover": False,
        "datadir": settings.data_dir,
        # Any exception that leaves an agent ends the worker: a restarted agent would go on past the failed message.
        "agent_supervisor": CrashingSupervisor,
        "broker_commit_interval": settings.commit_interval,
        "broker_session_timeout": settings.session_timeout,
        "broker_heartbeat_interval": settings.session_timeout / 5,
        "broker_max_poll_records": 500,
        "consumer_auto_offset_reset": "earliest",
        "producer_acks": -1,
        "producer_compression_type": None if settings.compression == "none" else settings.compression,
        "producer_linger": settings.producer_linger,
        "producer_max_batch_size": 262_144,
        "producer_max_request_size": max(topic.max_message_bytes for topic in topics().values()),
        "producer_request_timeout": settings.producer_timeout,
        "store": "memory://",
        "stream_buffer_maxsize": 1024,
        "stream_wait_empty": True,
        "table_standby_replicas": 0,
        "topic_disable_leader": True,
        "topic_replication_factor": settings.replication_factor,
        "web_bind": settings.web_host,
        "web_port": port,
        "canonical_url": f"http://{settings.web_host}:{port}",
        "web_tables_enabled": False,
        **security,
        **(broker.FAUST_SETTINGS if settings.embedded else {}),
    }


class Table:
    """A Faust table whose changes are acknowledged by the broker before they count."""

    def __init__(self, app: Application, name: str, partitions: int) -> None:
        self._app = app
        self._table = app.Table(name, key_type=bytes, value_type=bytes, partitions=partitions)

    def read(self, key: bytes) -> bytes | None:
        """The value of a key, or None."""
        value: bytes | None = self._table.data.get(key)
        return value

    async def save(self, changes: Mapping[bytes, tuple[bytes, Message]]) -> Mapping[bytes, Refused]:
        """Write new values: first to the changelog, into the partition of the message that changed them, then here.

        Returns the keys whose value Kafka will never take; they keep their old one.
        """
        topic = self._table.changelog_topic.get_topic_name()
        records = [
            Record(topic, key, value, (), round(time.time() * 1000), cause.partition)
            for key, (value, cause) in changes.items()
        ]
        # On the embedded broker recovery finds the end of a changelog only if each record is a batch of its own.
        refused = await self._app.deliver(records, singly=self._app.armswire.embedded)
        keys = list(changes)
        lost = {keys[position]: refusal for position, refusal in refused.items()}
        for key, (value, _) in changes.items():
            if key not in lost:
                self._table.data[key] = value
        return lost


def _refuse(*problems: str) -> NoReturn:
    for problem in problems:
        logger.critical(problem)
    raise SystemExit(REFUSED)


def _last_resort() -> None:
    sys.stderr.write("the worker did not end in time and is killed; what was not acknowledged will be repeated\n")
    sys.stderr.flush()
    os._exit(OVERDUE)
