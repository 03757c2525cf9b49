"""The dashboard and the rules speak of metrics that a worker has, in words that a person understands."""

import itertools
import re
import shutil
import subprocess

import pytest
import yaml
from monitoring import (
    PROMETHEUS,
    READERS,
    Expression,
    dashboard,
    dashboard_expressions,
    exercised,
    panels,
    recorded,
    rule_expressions,
    rules,
)

from streams.contracts import topics

EXPRESSIONS = dashboard_expressions() + rule_expressions()
#: What Prometheus itself adds.
SCRAPE_LABELS = {"job", "instance"}
OF_PROMETHEUS = {"up": SCRAPE_LABELS, "ALERTS": {"alertname", "alertstate"}}
#: Identifiers of Grafana for units.
UNITS = {"short", "none", "s", "bytes", "percentunit", "mps", "cpm"}
#: Said by others, or of no use to a person.
NOT_SHOWN = {"process_virtual_memory_bytes"}

promtool = pytest.mark.skipif(
    shutil.which("promtool") is None, reason="promtool is not installed (Debian's package prometheus has it)"
)


@pytest.fixture(scope="module")
def catalogue():
    """Label names of each sample that a worker can show, by its name."""
    found = {}
    for family in exercised(now=1_700_000_000.0).registry.collect():
        assert family.samples, f"{family.name} has no value: exercise it in tests/monitoring.py"
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


def _labels_of(metric, catalogue):
    if metric in recorded():
        # The convention for names of recorded metrics: labels, metric, operations.
        return set(metric.split(":")[0].split("_"))
    return OF_PROMETHEUS.get(metric) or catalogue[metric]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda expression: expression.place)
def test_an_expression_uses_metrics_and_labels_that_exist(expression, catalogue):
    assert expression.metrics
    unknown = expression.metrics - catalogue.keys() - recorded() - OF_PROMETHEUS.keys()
    assert not unknown
    labels = SCRAPE_LABELS.union(*(_labels_of(metric, catalogue) for metric in expression.metrics))
    assert expression.labels <= labels


def test_matched_agents_outcomes_and_buckets_exist():
    values = {"agent": set(), "outcome": set(), "le": set()}
    for family in exercised(now=1_700_000_000.0).registry.collect():
        for sample in family.samples:
            for label, known in values.items():
                known.add(sample.labels.get(label))
    matched = [m for e in EXPRESSIONS for m in e.matchers if m[0] in values]
    assert {label for label, _, _ in matched} == values.keys()
    for label, operator, value in matched:
        assert operator == "="
        assert value in values[label]


def test_matched_jobs_are_scraped():
    scraped = {job["job_name"] for job in yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())["scrape_configs"]}
    matched = {value for e in EXPRESSIONS for label, _, value in e.matchers if label == "job"}
    assert matched
    assert matched <= scraped


def test_metrics_of_the_process_are_those_of_workers_and_not_of_prometheus():
    for expression in EXPRESSIONS:
        own = {name for name in expression.metrics if name.startswith("process_")}
        jobs = [m for m in expression.matchers if m == ("job", "=", "armswire")]
        assert len(jobs) >= len(own), expression.place


def test_every_metric_of_a_worker_is_on_the_dashboard_or_in_a_rule_of_it(catalogue):
    by_name = {expression.place: expression.metrics for expression in rule_expressions()}
    used = set().union(*(expression.metrics for expression in dashboard_expressions()))
    used |= set().union(*(by_name[f"rule {name}"] for name in used & recorded()))
    families = {re.sub(r"_(total|created|bucket|count|sum)$", "", name) for name in catalogue}
    shown = {re.sub(r"_(total|created|bucket|count|sum)$", "", name) for name in used}
    assert families - NOT_SHOWN <= shown


def test_every_recorded_metric_is_used():
    used = set().union(*(expression.metrics for expression in EXPRESSIONS))
    assert recorded() <= used


@pytest.mark.parametrize("prefix", ["", "eu."])
@pytest.mark.parametrize("name", topics())
def test_lag_is_counted_for_the_agent_that_reads_the_topic(name, prefix):
    agents = [
        rule["labels"]["agent"]
        for rule in rules()
        if rule.get("record") == "agent:armswire_consumer_lag_messages:sum"
        for label, operator, value in Expression("", rule["expr"]).matchers
        if (label, operator) == ("topic", "=~") and re.fullmatch(value, prefix + name)
    ]
    assert agents == ([READERS[name]] if name in READERS else [])


@pytest.mark.parametrize("panel", panels(), ids=lambda panel: panel["title"])
def test_a_panel_explains_itself(panel):
    assert panel["title"]
    assert panel["description"].endswith(".")
    assert panel["fieldConfig"]["defaults"]["unit"] in UNITS
    assert panel["targets"]


def test_panels_are_in_the_rows_that_an_operator_looks_for():
    rows = [panel["title"] for panel in dashboard()["panels"] if panel["type"] == "row"]
    assert rows == ["Flow", "Latency", "Claims and alerts", "Dead letters and silences", "Lag", "Process"]


def test_panels_have_places_and_numbers_of_their_own():
    everything = dashboard()["panels"]
    assert len({panel["id"] for panel in everything}) == len(everything)
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in everything)
        for x, y in itertools.product(
            range(place["x"], place["x"] + place["w"]), range(place["y"], place["y"] + place["h"])
        )
    ]
    assert max(x for x, _ in cells) < 24
    assert len(set(cells)) == len(cells)


def test_every_alerting_rule_says_what_it_means_and_what_to_do():
    alerts = [rule for rule in rules() if "alert" in rule]
    assert len(alerts) >= 5
    for rule in alerts:
        assert rule["for"]
        assert rule["labels"]["severity"] in {"warning", "critical"}
        assert rule["annotations"].keys() == {"summary", "description"}


def test_every_alerting_rule_has_a_test_in_which_it_fires():
    document = yaml.safe_load((PROMETHEUS / "rules_test.yml").read_text())
    fired = {
        case["alertname"]
        for test in document["tests"]
        for case in test.get("alert_rule_test", ())
        if case["exp_alerts"]
    }
    assert fired == {rule["alert"] for rule in rules() if "alert" in rule}


@promtool
@pytest.mark.parametrize(
    "arguments",
    [("check", "config", "prometheus.yml"), ("check", "rules", "rules.yml"), ("test", "rules", "rules_test.yml")],
    ids=" ".join,
)
def test_promtool_accepts(arguments):
    done = subprocess.run(["promtool", *arguments], cwd=PROMETHEUS, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
