"""Outputs of the pure cores, made from the examples of what they read, are held to the contracts of what they write."""

import orjson
import pytest
from outgoing import assert_valid, faults

from streams.alerts.alerting import process
from streams.contracts import CLAIMS, DEAD_LETTER, RAW, SCHEMAS
from streams.enrichment import Enricher
from streams.envelope import dead_letter
from streams.messages import Message, Output, Processed, Rejected

NOW = 1_795_000_000_123
TRACE = (("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), ("tracestate", b"a=1"))


def examples(folder, kind="good"):
    return sorted((SCHEMAS / folder / "v1/examples" / kind).glob("*.json"))


def message(topic, path):
    return Message(topic, 1, 2, b"key", path.read_bytes(), TRACE, NOW)


@pytest.mark.parametrize("path", examples("articles.raw"), ids=lambda path: path.stem)
def test_what_comes_of_a_raw_article(path):
    outcome = Enricher(max_bytes=1_000_000, max_characters=100_000, max_output_bytes=900_000)(message(RAW, path))
    assert isinstance(outcome, Processed)
    assert_valid(*outcome.outputs)


@pytest.mark.parametrize("path", examples("transfers.claims"), ids=lambda path: path.stem)
def test_what_comes_of_a_claim(path):
    outcome, _ = process(message(CLAIMS, path), {})
    assert isinstance(outcome, Processed)
    assert len(outcome.outputs) == 1
    assert_valid(*outcome.outputs)


@pytest.mark.parametrize("path", examples("articles.raw", "bad"), ids=lambda path: path.stem)
def test_a_dead_letter_has_the_described_headers(path):
    bad = message(RAW, path)
    rejected = Enricher(max_bytes=1_000_000, max_characters=100_000, max_output_bytes=900_000)(bad)
    assert isinstance(rejected, Rejected)
    letter = dead_letter(bad, rejected, attempt=1, application_version="0.1.0", time_ms=NOW)
    assert letter.topic == DEAD_LETTER
    assert_valid(letter)


def test_an_output_that_breaks_its_contract_is_told():
    (path, *_) = examples("alerts.arms-transfer")
    body = {**orjson.loads(path.read_bytes()), "colour": "red"}
    headers = (("ce_type", CLAIMS.encode()), ("x", b"1"))
    told = faults(Output("alerts.arms-transfer.v1", None, orjson.dumps(body), headers))
    for part in ("header : a field", "no key", 'value : no such field: "colour"', "ce_type: not the topic"):
        assert any(part in line for line in told)
    assert faults(Output("nowhere", b"", b"")) == ["no topic is called nowhere"]
    assert any("value: " in line for line in faults(Output("alerts.arms-transfer.v1", b"k", b"{", headers)))
