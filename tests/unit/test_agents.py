"""What the agents do with a batch, against a delivery and a table that do as told."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from faust.types.tuples import ConsumerMessage

from streams.agents import Alerts, Enrichment, Halt, Handled, Settler, Stories, to_message
from streams.contracts import ALERTS, DEAD_LETTER, ENRICHED
from streams.delivery import Record, Refused
from streams.messages import Message, Output, Processed, Rejected, Skipped
from streams.metrics import Metrics
from streams.settings import Settings

SETTINGS = Settings(topic_prefix="p.")


def message(offset: int = 0, value: bytes | None = b"{}") -> Message:
    return Message("p.articles.raw.v1", 1, offset, b"k", value, (), 1_000)


def output(key: bytes, topic: str = ENRICHED) -> Output:
    return Output(topic, key, b"v", (), 1_000)


class Deliver:
    """Acknowledges all but the keys that are refused; `log` is what was delivered, in order."""

    def __init__(self, *refused: bytes, log: list[Any] | None = None) -> None:
        self.refused = refused
        self.log = [] if log is None else log

    async def __call__(self, records: Sequence[Record]) -> dict[int, Refused]:
        self.log += [(record.topic, record.key) for record in records]
        taken = enumerate(records)
        return {index: Refused("too_large", "…") for index, record in taken if record.key in self.refused}


def settler(deliver: Deliver, metrics: Metrics | None = None) -> Settler:
    return Settler("enrich", SETTINGS, deliver, metrics or Metrics())  # type: ignore[arg-type]


def settle(deliver: Deliver, *batch: Handled, metrics: Metrics | None = None) -> None:
    asyncio.run(settler(deliver, metrics)(batch))


def event(**more: Any) -> Any:
    fields = {"timestamp_type": 0, "headers": [("a", b"1"), ("a", None)], "key": b"k", "value": None, "checksum": None}
    fields |= {"timestamp": 1_790_000_000.123, **more}
    return SimpleNamespace(message=ConsumerMessage("t", 2, 7, **fields))


def test_an_event_becomes_plain_data() -> None:
    assert to_message(event()) == Message("t", 2, 7, b"k", None, (("a", b"1"), ("a", None)), 1_790_000_000_123)  # type: ignore[arg-type]
    assert to_message(event(timestamp=None, headers=None)).timestamp_ms == -1


def test_outputs_go_to_the_topics_of_the_installation_in_order() -> None:
    deliver = Deliver()
    settle(
        deliver, Handled(message(), Processed((output(b"a"), output(b"b")))), Handled(message(1), Skipped("tombstone"))
    )
    assert deliver.log == [("p.articles.enriched.v1", b"a"), ("p.articles.enriched.v1", b"b")]


def test_a_rejected_message_becomes_a_dead_letter() -> None:
    deliver = Deliver()
    settle(deliver, Handled(message(), Rejected("decode", "not_json", "x")))
    assert deliver.log == [("p.articles.dead-letter.v1", b"k")]


def test_a_message_whose_output_is_refused_becomes_a_dead_letter() -> None:
    deliver, metrics = Deliver(b"b"), Metrics()
    good, bad = (
        Handled(message(), Processed((output(b"a"),))),
        Handled(message(1), Processed((output(b"b"), output(b"c")))),
    )
    settle(deliver, good, bad, metrics=metrics)
    assert [topic for topic, _ in deliver.log].count("p." + DEAD_LETTER) == 1
    sample = metrics.registry.get_sample_value
    assert sample("armswire_dead_letters_total", {"stage": "delivery", "code": "too_large"}) == 1
    assert sample("armswire_outcomes_total", {"agent": "enrich", "outcome": "processed", "reason": ""}) == 1


@pytest.mark.parametrize("outcome", [Rejected("decode", "not_json", "x"), Processed((output(b"k"),))])
def test_a_refused_dead_letter_halts(outcome: Any) -> None:
    with pytest.raises(Halt, match=r"p\.articles\.raw\.v1/1/0"):
        settle(Deliver(b"k"), Handled(message(), outcome))


def test_enrichment_settles_every_message_of_a_batch_at_once() -> None:
    batches: list[list[Handled]] = []

    async def collect(batch: list[Handled]) -> None:
        batches.append(batch)

    def enricher(message: Message) -> Any:
        return Rejected("decode", "not_json", "x") if message.offset == 1 else Processed(())

    messages = [message(offset) for offset in range(3)]
    asyncio.run(Enrichment(enricher, collect, Metrics())(messages))  # type: ignore[arg-type]
    assert [[handled.message for handled in batch] for batch in batches] == [messages]
    assert isinstance(batches[0][1].outcome, Rejected)


class Table(dict[bytes, bytes]):
    """A table in memory; `refused` keys are never saved."""

    def __init__(self, *refused: bytes, log: list[Any] | None = None) -> None:
        super().__init__()
        self.refused = refused
        self.log = [] if log is None else log

    async def save(self, changes: Mapping[bytes, tuple[bytes, Message]]) -> Mapping[bytes, Refused]:
        self.log += [("saved", key) for key in changes]
        self.update({key: value for key, (value, _) in changes.items() if key not in self.refused})
        return {key: Refused("too_large", "…") for key in changes if key in self.refused}


def claim(supplier: str = "PRK") -> bytes:
    return orjson.dumps({"pair": {"supplier": supplier, "recipient": "RUS"}})


def counting(message: Message, stories: Mapping[str, Any]) -> tuple[Any, Any]:
    """An alerting that counts the claims of a pair."""
    number = stories.get("PRK|RUS", 0) + 1
    return Processed((output(str(number).encode(), ALERTS),), {}), number


def alerts(alerting: Any, table: Table, deliver: Deliver, metrics: Metrics | None = None) -> Alerts:
    return Alerts(alerting, table.get, table.save, settler(deliver, metrics), Metrics())


def test_alerts_are_published_before_their_stories_are_saved() -> None:
    log: list[Any] = []
    handle = alerts(counting, Table(log=log), Deliver(log=log))
    asyncio.run(handle([message(0, claim()), message(1, claim())]))
    topic = "p." + ALERTS
    assert log == [(topic, b"1"), (topic, b"2"), ("saved", b"PRK|RUS")]


def test_stories_go_on_from_the_table() -> None:
    table, deliver = Table(), Deliver()
    for offset in range(3):
        asyncio.run(alerts(counting, table, deliver)([message(offset, claim())]))
    assert table == {b"PRK|RUS": b"3"}


def test_a_story_that_kafka_refuses_makes_its_last_claim_a_dead_letter() -> None:
    table, deliver = Table(b"PRK|RUS"), Deliver()
    asyncio.run(alerts(counting, table, deliver)([message(0, claim()), message(1, claim())]))
    assert [topic for topic, _ in deliver.log] == ["p." + ALERTS, "p." + ALERTS, "p." + DEAD_LETTER]
    assert table == {}


@pytest.mark.parametrize("refused", [(), (b"2",)])
def test_every_claim_has_one_outcome_even_if_its_story_is_refused(refused: tuple[bytes, ...]) -> None:
    metrics, deliver = Metrics(), Deliver(*refused)
    handle = alerts(counting, Table(b"PRK|RUS"), deliver, metrics)
    asyncio.run(handle([message(0, claim()), message(1, claim())]))
    outcomes = {
        (sample.labels["outcome"], sample.labels["reason"]): sample.value
        for family in metrics.registry.collect()
        for sample in family.samples
        if sample.name == "armswire_outcomes_total" and sample.value
    }
    assert outcomes == {("processed", ""): 1, ("rejected", "too_large"): 1}
    assert [topic for topic, _ in deliver.log].count("p." + DEAD_LETTER) == 1


def test_a_bug_in_alerting_is_a_dead_letter() -> None:
    def broken(message: Message, stories: Mapping[str, Any]) -> tuple[Any, Any]:
        raise ZeroDivisionError

    deliver = Deliver()
    asyncio.run(alerts(broken, Table(), deliver)([message(0, claim())]))
    assert [topic for topic, _ in deliver.log] == ["p." + DEAD_LETTER]


def test_nothing_is_saved_when_nothing_changed() -> None:
    table = Table()
    asyncio.run(alerts(lambda message, stories: (Skipped("repeated_claim"), None), table, Deliver())([message()]))
    assert table.log == []


def test_stories_read_as_a_mapping_of_what_the_table_holds() -> None:
    stories = Stories({b"A|B": b'{"n": 1}'}.get)
    assert stories["A|B"] == {"n": 1}
    assert stories.get("A|C") is None
    stories.change("A|C", {"n": 2}, message())
    assert stories["A|C"] == {"n": 2}
    assert list(stories.changed) == [b"A|C"]
