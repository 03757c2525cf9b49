import http.server
import threading

import pytest
from prometheus_client import CollectorRegistry, Counter

from streams.cli.probe import Probe
from streams.health import Health, Site


@pytest.fixture
def site():
    registry = CollectorRegistry()
    counter = Counter("outcomes", "x", ("agent", "outcome"), namespace="armswire", registry=registry)
    counter.labels("alert", "processed").inc(2)
    counter.labels("alert", "skipped").inc()
    counter.labels("enrich", "processed").inc(5)
    health = Health(60)
    served = Site("127.0.0.1", 0, health, registry)
    served.start()
    yield Probe("127.0.0.1", served.port), health
    served.stop()


def test_readiness_and_liveness(site):
    probe, health = site
    assert probe.ready().good is False
    assert probe.ready().details["state"] == "starting"
    health.ready({})
    assert probe.ready().good is True
    assert probe.live().good is True


def test_totals_over_labels(site):
    probe, _ = site
    assert probe.total("armswire_outcomes_total", agent="alert") == 3
    assert probe.total("armswire_outcomes_total") == 8
    assert probe.total("armswire_nothing_total") == 0


def test_nobody_there_is_an_oserror():
    with pytest.raises(OSError, match="refused"):
        Probe("127.0.0.1", 1).ready()


def test_something_else_there_is_an_oserror():
    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>")

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(OSError, match="something else answers"):
            Probe("127.0.0.1", server.server_port).ready()
        server.shutdown()


def test_an_address_of_all_interfaces_is_asked_on_the_loopback():
    assert Probe("0.0.0.0", 6066).url("/metrics") == "http://127.0.0.1:6066/metrics"  # noqa: S104
