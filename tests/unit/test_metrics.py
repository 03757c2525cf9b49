"""What the catalogue counts."""

from __future__ import annotations

import pytest

from streams.contracts import reasons
from streams.messages import Processed, Rejected, Skipped
from streams.metrics import LABEL_VALUES, Metrics


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value("armswire_" + name, labels)


def test_a_processed_article_counts_its_claims_and_silences() -> None:
    metrics = Metrics()
    counts = {"claims": {"delivered": 2, "ordered": 1}, "silences": {"exercise": 3}}
    metrics.acknowledged("enrich", Processed((), counts), timestamp_ms=1_000, now=3.5)
    assert value(metrics, "outcomes_total", agent="enrich", outcome="processed", reason="") == 1
    assert value(metrics, "claims_total", status="delivered") == 2
    assert value(metrics, "claims_total", status="ordered") == 1
    assert value(metrics, "silences_total", reason="exercise") == 3
    assert value(metrics, "end_to_end_seconds_sum", agent="enrich") == 2.5


def test_alerts_count_by_severity() -> None:
    metrics = Metrics()
    metrics.acknowledged("alert", Processed((), {"alerts": {"high": 1}}), timestamp_ms=0, now=0)
    assert value(metrics, "alerts_total", severity="high") == 1


def test_a_rejected_message_counts_as_a_dead_letter() -> None:
    metrics = Metrics()
    metrics.acknowledged("enrich", Rejected("decode", "not_json", "…"), timestamp_ms=0, now=0)
    assert value(metrics, "outcomes_total", agent="enrich", outcome="rejected", reason="not_json") == 1
    assert value(metrics, "dead_letters_total", stage="decode", code="not_json") == 1


def test_a_skipped_message_counts_by_its_reason() -> None:
    metrics = Metrics()
    metrics.acknowledged("enrich", Skipped("tombstone"), timestamp_ms=0, now=0)
    assert value(metrics, "outcomes_total", agent="enrich", outcome="skipped", reason="tombstone") == 1


def test_a_clock_ahead_of_ours_does_not_count_negative_time() -> None:
    metrics = Metrics()
    metrics.acknowledged("enrich", Skipped("tombstone"), timestamp_ms=9_000, now=1)
    assert value(metrics, "end_to_end_seconds_sum", agent="enrich") == 0


@pytest.mark.parametrize("timestamp_ms", [0, -1])
def test_a_message_without_a_time_has_no_latency(timestamp_ms: int) -> None:
    metrics = Metrics()
    metrics.acknowledged("enrich", Skipped("tombstone"), timestamp_ms=timestamp_ms, now=1.8e9)
    assert not value(metrics, "end_to_end_seconds_count", agent="enrich")
    assert value(metrics, "outcomes_total", agent="enrich", outcome="skipped", reason="tombstone") == 1


def test_what_is_known_to_be_countable_begins_at_zero() -> None:
    metrics = Metrics()
    assert value(metrics, "claims_total", status="intercepted") == 0
    assert value(metrics, "alerts_total", severity="high") == 0
    assert value(metrics, "dead_letters_total", stage="extraction", code="internal_error") == 0
    assert value(metrics, "outcomes_total", agent="enrich", outcome="processed", reason="") == 0
    assert value(metrics, "outcomes_total", agent="alert", outcome="rejected", reason="refused") == 0
    assert value(metrics, "outcomes_total", agent="alert", outcome="skipped", reason="repeated_claim") == 0


def test_a_lag_that_cannot_be_measured_is_no_figure() -> None:
    metrics = Metrics()
    metrics.lag("t", 0, 7)
    assert value(metrics, "consumer_lag_messages", topic="t", partition="0") == 7
    metrics.lag_unknown()
    assert value(metrics, "consumer_lag_messages", topic="t", partition="0") is None


def test_labels_stay_bounded_whatever_the_core_says() -> None:
    metrics = Metrics()
    for number in range(LABEL_VALUES + 5):
        metrics.acknowledged("enrich", Processed((), {"silences": {f"r{number}": 1}}), timestamp_ms=0, now=0)
    assert value(metrics, "silences_total", reason="r0") == 1
    # "other" is a reason of the catalogue too; it has its place from the beginning.
    assert value(metrics, "silences_total", reason="other") == 5 + len(reasons()["silences"])


def test_every_reason_for_silence_is_shown_from_the_beginning() -> None:
    metrics = Metrics()
    assert all(value(metrics, "silences_total", reason=reason) == 0 for reason in reasons()["silences"])


def test_the_catalogue_is_this() -> None:
    names = {family.name for family in Metrics().registry.collect() if family.name.startswith("armswire_")}
    assert names == {
        "armswire_messages_consumed",
        "armswire_outcomes",
        "armswire_dead_letters",
        "armswire_claims",
        "armswire_silences",
        "armswire_alerts",
        "armswire_redeliveries",
        "armswire_processing_seconds",
        "armswire_end_to_end_seconds",
        "armswire_consumer_lag_messages",
        "armswire_assigned_partitions",
        "armswire_last_progress_timestamp_seconds",
        "armswire_build_info",
    }
