"""A real Prometheus with the rules of deploy/, on the page that workers really serve: every panel has data."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from installation import free_port
from monitoring import LAG, PROMETHEUS, READERS, dashboard_expressions, exercise, recorded, rule_expressions

from streams.broker import die_with_parent
from streams.contracts import topics
from streams.health import Health, Site
from streams.metrics import Metrics

PATIENCE = 30.0
WORKERS = 2

pytestmark = pytest.mark.skipif(
    shutil.which("prometheus") is None, reason="Prometheus is not installed (Debian's package prometheus has it)"
)


class Prometheus:
    """A server's HTTP interface."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}"

    def query(self, expression: str) -> list[dict[str, Any]]:
        """Samples of an expression now; fails with Prometheus' own words when it does not take the expression."""
        found: list[dict[str, Any]] = self.get("/api/v1/query?" + urllib.parse.urlencode({"query": expression}))[
            "result"
        ]
        return found

    def get(self, path: str) -> Any:
        try:
            with urllib.request.urlopen(self._url + path, timeout=5) as answer:  # noqa: S310 - our own address
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            pytest.fail(f"{path}: {error.read().decode()}")

    def wait_for(self, expression: str) -> None:
        """Returns when the expression gives something."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if self.query(expression):
                    return
            except OSError:
                pass
            time.sleep(0.2)
        pytest.fail(f"{expression} gives nothing after {PATIENCE:.0f} s")


@contextmanager
def worker_page() -> Iterator[int]:
    """The port of a site like a worker's, on which everything keeps happening."""
    metrics, ended = Metrics(), threading.Event()

    def live() -> None:
        while not ended.wait(0.1):
            exercise(metrics, time.time())

    site = Site("127.0.0.1", 0, Health(60), metrics.registry)
    busy = threading.Thread(target=live)
    site.start()
    busy.start()
    try:
        yield site.port
    finally:
        ended.set()
        busy.join()
        site.stop()


@contextmanager
def running(folder: Path, targets: list[str]) -> Iterator[Prometheus]:
    """Prometheus as deploy/ sets it up, but quicker, and with these targets instead of those that DNS finds."""
    config = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())
    config["global"] |= {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
    config["rule_files"] = [str(PROMETHEUS / name) for name in config["rule_files"]]
    port = free_port()
    jobs = {job["job_name"]: job for job in config["scrape_configs"]}
    del jobs["armswire"]["dns_sd_configs"]
    jobs["armswire"]["static_configs"] = [{"targets": targets}]
    jobs["prometheus"]["static_configs"] = [{"targets": [f"127.0.0.1:{port}"]}]
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
    process = subprocess.Popen(
        [
            "prometheus",
            "--config.file=prometheus.yml",
            "--storage.tsdb.path=data",
            f"--web.listen-address=127.0.0.1:{port}",
            "--log.level=warn",
        ],
        cwd=folder,
        preexec_fn=die_with_parent(),
    )
    try:
        yield Prometheus(port)
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """A server that has seen two busy workers for some seconds."""
    with ExitStack() as stack:
        targets = [f"127.0.0.1:{stack.enter_context(worker_page())}" for _ in range(WORKERS)]
        server = stack.enter_context(running(tmp_path_factory.mktemp("prometheus"), targets))
        for name in recorded():
            server.wait_for(name)
        server.wait_for(f'sum(up{{job="armswire"}}) == {WORKERS}')
        server.wait_for('sum(rate(process_cpu_seconds_total{job="armswire"}[10s]))')
        yield server


@pytest.mark.parametrize("expression", dashboard_expressions(), ids=lambda expression: expression.place)
def test_a_panel_has_data(prometheus, expression):
    text = expression.text.replace("$__rate_interval", "10s").replace("$__range", "1m")
    samples = prometheus.query(text)
    assert samples or "ALERTS" in expression.metrics
    for sample in samples:
        assert math.isfinite(float(sample["value"][1]))
        assert expression.shown <= sample["metric"].keys()


@pytest.mark.parametrize("expression", rule_expressions(), ids=lambda expression: expression.place)
def test_a_rule_is_evaluated(prometheus, expression):
    prometheus.query(expression.text)


def test_rules_are_healthy_and_busy_workers_alert_nobody_but_for_their_dead_letters(prometheus):
    rules = [rule for group in prometheus.get("/api/v1/rules")["groups"] for rule in group["rules"]]
    assert {rule["health"] for rule in rules} == {"ok"}
    alerting = {rule["name"] for rule in rules if rule["type"] == "alerting" and rule["state"] != "inactive"}
    assert alerting <= {"ArmswireDeadLetterShareHigh"}


def test_lag_is_counted_once_however_many_workers_report_it(prometheus):
    found = {
        sample["metric"]["agent"]: float(sample["value"][1])
        for sample in prometheus.query("agent:armswire_consumer_lag_messages:sum")
    }
    assert found == {agent: LAG * topics()[topic].partitions for topic, agent in READERS.items()}


def test_latency_is_measured_from_the_timestamp(prometheus):
    for sample in prometheus.query("agent:armswire_end_to_end_seconds:p99_rate5m"):
        assert 0.025 <= float(sample["value"][1]) <= 0.05
