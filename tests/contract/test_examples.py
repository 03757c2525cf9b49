"""Every example under `schemas/` is held to the contract that it is an example of."""

import orjson
import pytest

from streams.articles.article import Article
from streams.articles.decode import decode
from streams.contracts import CLAIMS, ENRICHED, RAW, SCHEMAS, Violation, header_violations, topics, violations
from streams.messages import Message, Rejected


def found(kind):
    """(topic, path) of all examples that are good or bad."""
    for topic in topics().values():
        name, version = topic.name.rsplit(".", 1)
        for path in sorted((SCHEMAS / name / version / "examples" / kind).glob("*.json")):
            yield pytest.param(topic, path, id=f"{name}/{path.stem}")


def faults(topic, path) -> list[Violation]:
    body = orjson.loads(path.read_bytes())
    if topic.schema is None:
        return header_violations(topic.name, [(name, value.encode()) for name, value in body.items()])
    return violations(topic.name, body)


def spans(body):
    """Every object with an offset and its words, at any depth."""
    if isinstance(body, dict):
        if body.get("start") is not None:
            yield body["start"], body["end"], body["quote"] if "quote" in body else body["text"]
        for inner in body.values():
            yield from spans(inner)
    elif isinstance(body, list):
        for inner in body:
            yield from spans(inner)


@pytest.mark.parametrize(("topic", "path"), found("good"))
def test_a_good_example_is_valid(topic, path):
    assert faults(topic, path) == []


@pytest.mark.parametrize(("topic", "path"), found("bad"))
def test_a_bad_example_is_not(topic, path):
    assert faults(topic, path)


@pytest.mark.parametrize("topic", topics().values(), ids=topics().keys())
@pytest.mark.parametrize(("kind", "least"), [("good", 3), ("bad", 5)])
def test_there_are_enough_examples(topic, kind, least):
    assert sum(param.values[0] is topic for param in found(kind)) >= least


@pytest.mark.parametrize(
    "path", [param.values[1] for param in found("good") if param.values[0].name == ENRICHED], ids=lambda path: path.stem
)
def test_offsets_of_an_enriched_example_fit_its_text(path):
    body = orjson.loads(path.read_bytes())
    if not body["truncated"]:
        assert all(body["text"][start:end] == quote for start, end, quote in spans(body))


def test_claims_of_enriched_examples_are_among_the_examples_of_claims():
    enriched = {claim["id"] for body in bodies(ENRICHED) for claim in body["claims"]}
    assert enriched <= {body["id"] for body in bodies(CLAIMS)}


def bodies(topic):
    return [orjson.loads(param.values[1].read_bytes()) for param in found("good") if param.values[0].name == topic]


def decoded(path):
    message = Message(RAW, 0, 0, None, path.read_bytes(), timestamp_ms=1_795_000_000_000)
    return decode(message, max_bytes=1_000_000, max_characters=100_000)


@pytest.mark.parametrize(
    "path", [param.values[1] for param in found("good") if param.values[0].name == RAW], ids=lambda path: path.stem
)
def test_a_good_raw_article_is_decoded(path):
    assert isinstance(decoded(path), Article)


@pytest.mark.parametrize(
    "path", [param.values[1] for param in found("bad") if param.values[0].name == RAW], ids=lambda path: path.stem
)
def test_a_bad_raw_article_is_rejected_for_its_shape(path):
    rejected = decoded(path)
    assert isinstance(rejected, Rejected)
    assert rejected.code == "wrong_shape"
