"""Asks a worker over HTTP how it is: its health, and sums over its metrics."""

from __future__ import annotations

import http.client
import json
from typing import Any, NamedTuple

from prometheus_client.parser import text_string_to_metric_families

_TIMEOUT = 3.0
#: Where a worker that listens on every address of its machine is reached from the same machine.
_LOOPBACK = {"0.0.0.0": "127.0.0.1"}  # noqa: S104 - compared, not bound


class Answer(NamedTuple):
    """Whether the worker says yes, and the details that it gives."""

    good: bool
    details: dict[str, Any]


class Probe:
    """The site of the worker at an address. Every question raises OSError when nobody answers there."""

    def __init__(self, host: str, port: int) -> None:
        self._host = _LOOPBACK.get(host, host)
        self._port = port

    def url(self, path: str) -> str:
        """The address of a page of the site, for a person to open."""
        return f"http://{self._host}:{self._port}{path}"

    def ready(self) -> Answer:
        """Whether it has its partitions and its state."""
        return self._health("/health/ready")

    def live(self) -> Answer:
        """Whether it makes progress."""
        return self._health("/health/live")

    def total(self, metric: str, **labels: str) -> int:
        """The sum of a counter's samples that have these labels."""
        _, body = self._get("/metrics")
        return round(
            sum(
                sample.value
                for family in text_string_to_metric_families(body.decode())
                for sample in family.samples
                if sample.name == metric and labels.items() <= sample.labels.items()
            )
        )

    def _health(self, path: str) -> Answer:
        status, body = self._get(path)
        try:
            details = json.loads(body)
        except ValueError:
            details = None
        if not isinstance(details, dict) or "ok" not in details:
            raise ConnectionError(f"something else answers at {self.url(path)}")
        return Answer(status == http.client.OK, details)

    def _get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=_TIMEOUT)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error) or type(error).__name__) from error
        finally:
            connection.close()
