"""What deploy/ shows and watches, taken apart: expressions, the names in them, and metrics with a value for each."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from streams.contracts import CLAIMS, RAW, topics
from streams.messages import Processed, Rejected, Skipped
from streams.metrics import Metrics

DEPLOY = Path(__file__).parent.parent / "deploy"
PROMETHEUS = DEPLOY / "prometheus"
DASHBOARD = DEPLOY / "grafana" / "dashboards" / "armswire.json"

#: The agent that reads each topic; the registry says so.
READERS = {name: topics()[name].read_by[0] for name in (RAW, CLAIMS)}

#: Messages that wait in each partition, after `exercise`.
LAG = 3

_STRING = re.compile(r'"(?:\\.|[^"\\])*"')
_MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"((?:\\.|[^"\\])*)"')
_GROUPING = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")
_NAME = re.compile(r"[A-Za-z_:][\w:]*(?!\w|\s*\()")
_WORDS = {"and", "or", "unless", "bool", "offset", "inf", "nan"}


class Expression(NamedTuple):
    """A PromQL expression and the place where it stands."""

    place: str
    text: str
    #: Label names that are printed beside the values.
    shown: frozenset[str] = frozenset()

    @property
    def metrics(self) -> set[str]:
        """Names of metrics in it."""
        bare = re.sub(r"\[[^]]*\]", "", re.sub(r"\{[^}]*\}", "", _STRING.sub("", self.text)))
        return set(_NAME.findall(_GROUPING.sub("", bare))) - _WORDS

    @property
    def matchers(self) -> list[tuple[str, str, str]]:
        """Label, operator and value of each matcher."""
        return _MATCHER.findall(self.text)

    @property
    def labels(self) -> set[str]:
        """Names of labels in it, and of those shown."""
        grouped = {name.strip() for names in _GROUPING.findall(self.text) for name in names.split(",")}
        return {label for label, _, _ in self.matchers} | (grouped - {""}) | self.shown


def dashboard() -> dict[str, Any]:
    """The dashboard as Grafana reads it."""
    document: dict[str, Any] = json.loads(DASHBOARD.read_text())
    return document


def panels() -> list[dict[str, Any]]:
    """Its panels without the row titles."""
    return [panel for panel in dashboard()["panels"] if panel["type"] != "row"]


def rules() -> list[dict[str, Any]]:
    """Recording and alerting rules."""
    document = yaml.safe_load((PROMETHEUS / "rules.yml").read_text())
    return [rule for group in document["groups"] for rule in group["rules"]]


def dashboard_expressions() -> list[Expression]:
    """Those of the panels and of the annotations."""
    of_panels = [
        Expression(f"panel {panel['title']} {target['refId']}", target["expr"], _placeholders(target["legendFormat"]))
        for panel in panels()
        for target in panel["targets"]
    ]
    annotations = dashboard()["annotations"]["list"]
    return of_panels + [Expression(f"annotation {each['name']}", each["expr"]) for each in annotations]


def rule_expressions() -> list[Expression]:
    """Those of the rules."""
    found = []
    for rule in rules():
        shown = {name for text in rule.get("annotations", {}).values() for name in re.findall(r"\$labels\.(\w+)", text)}
        found.append(Expression(f"rule {rule.get('record') or rule['alert']}", rule["expr"], frozenset(shown)))
    return found


def recorded() -> set[str]:
    """Metrics that rules make."""
    return {rule["record"] for rule in rules() if "record" in rule}


def exercised(now: float) -> Metrics:
    """Metrics of a worker in which everything happened once, at `now` (seconds since 1970)."""
    metrics = Metrics()
    exercise(metrics, now)
    return metrics


def exercise(metrics: Metrics, now: float) -> None:
    """Let everything happen once more: every agent has every outcome, 40 ms after the messages' timestamps."""
    for topic, agent in READERS.items():
        outcomes = (
            Processed((), _counts(agent)),
            Skipped("tombstone"),
            Rejected("decode", "not_json", "expected JSON"),
        )
        metrics.consumed(agent, len(outcomes))
        for outcome in outcomes:
            metrics.processed(agent, 0.002)
            metrics.acknowledged(agent, outcome, timestamp_ms=round(now * 1000) - 40, now=now)
        metrics.progressed(agent, now)
        for partition in range(topics()[topic].partitions):
            metrics.lag(topic, partition, LAG)
    metrics.redelivered()
    metrics.assigned({topic: topics()[topic].partitions for topic in READERS})


def _counts(agent: str) -> Mapping[str, Mapping[str, int]]:
    if agent == READERS[RAW]:
        return {"claims": {"delivered": 1}, "silences": {"no_party": 2}}
    return {"alerts": {"high": 1}}


def _placeholders(legend: str) -> frozenset[str]:
    return frozenset(re.findall(r"\{\{\s*(\w+)\s*\}\}", legend))
