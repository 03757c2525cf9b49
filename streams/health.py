"""Whether this worker lives and is ready, and the site that says so, with the metrics.

The site has a thread of its own: it answers while the event loop is busy with articles, and can tell when the loop
stands still. It serves `/metrics`, `/health/live` and `/health/ready`; anything else is 404.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

Report = tuple[bool, dict[str, Any]]


class Health:
    """The state of a worker. Written by the event loop, read by the site; `clock` gives seconds that never go back."""

    def __init__(self, timeout: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._timeout = timeout
        self._clock = clock
        self._ticked = self._progressed = clock()
        self._waiting: Mapping[str, int] = {}
        self._partitions: Mapping[str, int] = {}
        self._state = "starting"
        self._kafka_answers = True

    def tick(self) -> None:
        """The event loop runs."""
        self._ticked = self._clock()

    def progress(self) -> None:
        """A batch was acknowledged."""
        self._progressed = self._clock()

    def waiting(self, lag: Mapping[str, int]) -> None:
        """Messages that wait in this worker's own partitions, by topic."""
        if not any(lag.values()):
            self._progressed = self._clock()
        self._waiting = dict(lag)

    def kafka(self, answers: bool) -> None:
        """Whether Kafka answered when it was last asked for the ends of partitions."""
        self._kafka_answers = answers

    def unready(self, state: str) -> None:
        """Nothing is consumed now, for this reason."""
        self._state = state

    def ready(self, partitions: Mapping[str, int]) -> None:
        """Tables are recovered and these numbers of partitions are consumed, by topic; none where others have all."""
        self._partitions = dict(partitions)
        self._progressed = self._clock()
        self._state = "ready"

    def live_report(self) -> Report:
        """False when the event loop stands still, or messages wait and none was dealt with for too long.

        A worker that is not ready yet is judged by its event loop alone: recovery and waiting for a broker take time.
        """
        now = self._clock()
        idle = now - self._progressed
        stuck = self._state == "ready" and any(self._waiting.values()) and idle > self._timeout
        still = now - self._ticked > self._timeout
        return not (stuck or still), {
            "seconds_since_tick": round(now - self._ticked, 1),
            "seconds_since_progress": round(idle, 1),
            "waiting": self._waiting,
        }

    def ready_report(self) -> Report:
        """True when partitions are assigned, tables recovered, and Kafka answers."""
        state = self._state if self._kafka_answers else "no answer from Kafka"
        return state == "ready", {"state": state, "partitions": self._partitions}


class Site:
    """Serves health and metrics on an address until stopped. Port 0 takes a free one; `port` tells which."""

    def __init__(self, host: str, port: int, health: Health, registry: CollectorRegistry) -> None:
        reports = {"/health/live": health.live_report, "/health/ready": health.ready_report}

        class Handler(BaseHTTPRequestHandler):
            # A client that sends nothing must not keep a thread for ever.
            timeout = 5

            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                if path == "/metrics":
                    encode, content_type = choose_encoder(self.headers.get("Accept", ""))
                    self._answer(200, content_type, encode(registry))
                elif path in reports:
                    good, details = reports[path]()
                    body = json.dumps({"ok": good, **details}).encode()
                    self._answer(200 if good else 503, "application/json", body)
                else:
                    self._answer(404, "text/plain", b"/metrics, /health/live, /health/ready\n")

            def _answer(self, status: int, content_type: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Probes come every few seconds: no log line for each."""

        self._server = _Server((host, port), Handler)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="site", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no news."""
