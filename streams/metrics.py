"""The catalogue of metrics: every name, unit and label that `/metrics` shows, and the only code that changes them.

Names are `armswire_<name>_<unit>`, with base units. Labels are bounded: never an id, a URL or a text of the input.
"""

from __future__ import annotations

import platform
from collections import defaultdict
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from streams import __version__
from streams.alerts.severity import SEVERITIES
from streams.contracts import dead_letter_codes, reasons
from streams.messages import Outcome, Processed, Rejected, Skipped
from streams.statuses import AGAINST, PROGRESS

NAMESPACE = "armswire"
#: Most values of one label; later ones count as "other", so that a bug upstream cannot blow up the time series.
LABEL_VALUES = 100

#: The stages of each agent's dead letters, and its reasons to skip.
_AGENTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "enrich": (("decode", "extraction", "delivery"), ("tombstone",)),
    "alert": (("alert", "delivery"), ("tombstone", "not_for_alert", "repeated_claim")),
}

_WORK = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_LATENCY = (0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10, 30, 60, 300, 3600, 86400)


class Metrics:
    """All metrics of one process, on a registry of its own unless one is given."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry = CollectorRegistry() if registry is None else registry
        self._seen: defaultdict[str, set[str]] = defaultdict(set)

        def counter(name: str, meaning: str, *labels: str) -> Counter:
            return Counter(name, meaning, labels, namespace=NAMESPACE, registry=registry)

        def gauge(name: str, meaning: str, *labels: str) -> Gauge:
            return Gauge(name, meaning, labels, namespace=NAMESPACE, registry=registry)

        def histogram(name: str, meaning: str, buckets: tuple[float, ...]) -> Histogram:
            return Histogram(name, meaning, ("agent",), namespace=NAMESPACE, registry=registry, buckets=buckets)

        self._consumed = counter("messages_consumed", "Messages taken from Kafka; of agent enrich: articles.", "agent")
        self._outcomes = counter(
            "outcomes",
            "Messages dealt with and acknowledged, by outcome (processed, rejected, skipped) and its reason.",
            "agent",
            "outcome",
            "reason",
        )
        self._dead_letters = counter("dead_letters", "Messages put on the dead-letter topic.", "stage", "code")
        self._claims = counter("claims", "Claims found in articles, by transfer status.", "status")
        self._silences = counter("silences", "Candidates that did not become a claim, by reason.", "reason")
        self._alerts = counter("alerts", "Alerts published, each revision counted, by severity.", "severity")
        self._redeliveries = counter("redeliveries", "Times that outputs were sent again after a failed delivery.")
        self._processing = histogram("processing_seconds", "Time in the pure core for one message.", _WORK)
        self._end_to_end = histogram(
            "end_to_end_seconds", "From the message's timestamp until its outputs were acknowledged.", _LATENCY
        )
        self._lag = gauge("consumer_lag_messages", "End offset less committed offset.", "topic", "partition")
        self._assigned = gauge("assigned_partitions", "Partitions that this worker consumes.", "topic")
        self._progress = gauge("last_progress_timestamp_seconds", "When a batch was last acknowledged.", "agent")
        build = gauge("build_info", "Always 1; the versions are in the labels.", "version", "faust", "python")
        build.labels(__version__, version("faust-streaming"), platform.python_version()).set(1)
        ProcessCollector(registry=registry)
        self._begin_at_zero()

    def consumed(self, agent: str, messages: int) -> None:
        """A batch was taken."""
        self._consumed.labels(agent).inc(messages)

    def processed(self, agent: str, seconds: float) -> None:
        """The core handled one message."""
        self._processing.labels(agent).observe(seconds)

    def acknowledged(self, agent: str, outcome: Outcome, *, timestamp_ms: int, now: float) -> None:
        """Everything that a message caused was acknowledged by the broker at `now` (seconds since 1970)."""
        match outcome:
            case Processed(counts=counts):
                word, reason = "processed", ""
                families = {"claims": self._claims, "silences": self._silences, "alerts": self._alerts}
                for name, family in families.items():
                    for label, number in counts.get(name, {}).items():
                        family.labels(self._bounded(name, label)).inc(number)
            case Rejected(stage=stage, code=code):
                word, reason = "rejected", self._bounded("code", code)
                self._dead_letters.labels(self._bounded("stage", stage), reason).inc()
            case Skipped(reason=why):
                word, reason = "skipped", self._bounded("skipped", why)
        self._outcomes.labels(agent, word, reason).inc()
        # Kafka clients without a clock send a timestamp of zero or less: nothing took fifty years.
        if timestamp_ms > 0:
            self._end_to_end.labels(agent).observe(max(0.0, now - timestamp_ms / 1000))

    def progressed(self, agent: str, now: float) -> None:
        """A batch of this agent was acknowledged at `now` (seconds since 1970)."""
        self._progress.labels(agent).set(now)

    def redelivered(self) -> None:
        """Outputs are being sent again."""
        self._redeliveries.inc()

    def assigned(self, partitions: dict[str, int]) -> None:
        """Number of partitions that this worker has, by topic."""
        for topic, number in partitions.items():
            self._assigned.labels(topic).set(number)

    def lag(self, topic: str, partition: int, messages: int) -> None:
        """How far the group is behind on a partition."""
        self._lag.labels(topic, str(partition)).set(messages)

    def lag_unknown(self) -> None:
        """The lag could not be measured: no figure rather than an old one."""
        self._lag.clear()

    def _begin_at_zero(self) -> None:
        """Show what is known to be countable: the rate of a series that begins with 1 misses that first event."""
        for status in (*PROGRESS, *AGAINST):
            self._claims.labels(self._bounded("claims", status))
        for severity in SEVERITIES:
            self._alerts.labels(self._bounded("alerts", severity))
        for reason in reasons()["silences"]:
            self._silences.labels(self._bounded("silences", reason))
        for agent, (stages, skips) in _AGENTS.items():
            self._outcomes.labels(agent, "processed", "")
            for reason in skips:
                self._outcomes.labels(agent, "skipped", self._bounded("skipped", reason))
            for code, arises in dead_letter_codes().items():
                for stage in arises:
                    self._dead_letters.labels(self._bounded("stage", stage), self._bounded("code", code))
                    if stage in stages:
                        self._outcomes.labels(agent, "rejected", code)

    def _bounded(self, family: str, value: str) -> str:
        seen = self._seen[family]
        if value not in seen:
            if len(seen) >= LABEL_VALUES:
                return "other"
            seen.add(value)
        return value
