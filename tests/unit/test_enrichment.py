"""From a raw message to its outputs, with an extraction that says what a test needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from streams.articles.article import Article
from streams.contracts import CLAIMS, ENRICHED
from streams.enrichment import Enricher, pairs, warm_up
from streams.extraction import Extraction
from streams.extraction.lexicon import languages, lexicon
from streams.extraction.linear import scorers
from streams.messages import Message, Output, Processed, Rejected, Skipped

TIME = 1_790_000_000_123


def claim(supplier: list[str], recipient: list[str], number: int = 1) -> dict[str, Any]:
    return {"id": f"clm-{number}", "supplier": supplier, "recipient": recipient, "status": "delivered"}


def extraction(*claims: dict[str, Any], entities: int = 0) -> Extraction:
    return Extraction(
        entities=[{"kind": "country"}] * entities,
        events=[],
        claims=list(claims),
        silences={"exercise": 2},
        lexicon_version="7",
    )


def enrich(value: bytes | None, extract: Callable[[Article], Extraction], limit: int = 100_000, **more: Any) -> Any:
    enricher = Enricher(max_bytes=10_000, max_characters=5_000, max_output_bytes=limit, extract=extract)
    return enricher(Message("articles.raw.v1", 0, 0, b"k", value, timestamp_ms=TIME, **more))


def body(**fields: Any) -> bytes:
    return orjson.dumps({"id": "a1", "text": "Some text of an article.", "language": "en"} | fields)


def outputs(outcome: Any) -> tuple[Output, ...]:
    assert isinstance(outcome, Processed), outcome
    return outcome.outputs


def load(output: Output) -> Any:
    return orjson.loads(output.value or b"")


def test_an_article_without_claims_gives_its_enriched_form_alone() -> None:
    outcome = enrich(body(), lambda _: extraction())
    (enriched,) = outputs(outcome)
    assert (enriched.topic, enriched.key, enriched.timestamp_ms) == (ENRICHED, b"a1", TIME)
    told = load(enriched)
    assert (told["id"], told["text"], told["truncated"]) == ("a1", "Some text of an article.", False)
    assert told["ingested_at"] == "2026-09-21T14:13:20.123Z"
    assert told["versions"] == {"application": "0.1.0", "lexicon": "7", "schema": "1"}
    assert outcome.counts == {"claims": {}, "silences": {"exercise": 2}}


def test_each_claim_and_pair_is_a_message_after_the_enriched_article() -> None:
    found = extraction(claim(["PRK", "IRN"], ["RUS"], 1), claim([], ["UKR"], 2))
    outcome = enrich(body(), lambda _: found)
    enriched, *told = outputs(outcome)
    assert load(enriched)["claims"] == found.claims
    assert [output.topic for output in told] == [CLAIMS] * 3
    assert [output.key for output in told] == [b"PRK|RUS", b"IRN|RUS", b"?|UKR"]
    ids = [dict(output.headers)["ce_id"] for output in told]
    assert ids == [b"clm-1.PRK.RUS", b"clm-1.IRN.RUS", b"clm-2.?.UKR"]
    first = load(told[0])
    assert first["article"]["id"] == "a1"
    assert first["pair"] == {"supplier": "PRK", "recipient": "RUS", "direction": "known"}
    assert outcome.counts["claims"] == {"delivered": 2}


@pytest.mark.parametrize(
    ("supplier", "recipient", "expected"),
    [
        (["A"], ["B"], [("A", "B", "known")]),
        (["A", "B"], ["C", "D"], [("A", "C", "known"), ("A", "D", "known"), ("B", "C", "known"), ("B", "D", "known")]),
        ([], ["B"], [(None, "B", "known")]),
        (["A"], [], [("A", None, "known")]),
        ([], [], [(None, None, "known")]),
        (["B", "A"], ["A", "B"], [("A", "B", "unknown")]),
        (["C", "B", "A"], ["A", "B", "C"], [("A", "B", "unknown"), ("A", "C", "unknown"), ("B", "C", "unknown")]),
        (["A"], ["A"], [("A", "A", "known")]),
    ],
)
def test_pairs_of_a_claim(supplier: list[str], recipient: list[str], expected: list[tuple[Any, Any, str]]) -> None:
    assert [tuple(pair.values()) for pair in pairs(claim(supplier, recipient))] == expected


def test_bad_input_and_tombstones_are_what_decoding_says() -> None:
    assert isinstance(enrich(b"{", lambda _: extraction()), Rejected)
    assert enrich(None, lambda _: extraction()) == Skipped("tombstone")


def test_a_bug_in_the_core_is_a_rejection_and_no_exception() -> None:
    def broken(_: Article) -> Extraction:
        raise KeyError("x")

    assert enrich(body(), broken) == Rejected("extraction", "internal_error", "KeyError: 'x'")


def test_a_claim_that_cannot_be_told_is_a_rejection_too() -> None:
    outcome = enrich(body(), lambda _: extraction({"id": "clm-1"}))
    assert isinstance(outcome, Rejected)
    assert (outcome.stage, outcome.code) == ("extraction", "internal_error")


def test_an_enriched_article_that_is_too_large_leaves_its_text_out() -> None:
    (enriched,) = outputs(enrich(body(text="word " * 500), lambda _: extraction(entities=3), limit=1_000))
    told = load(enriched)
    assert (told["text"], told["truncated"], len(told["entities"])) == ("", True, 3)


def test_and_its_entities_if_that_is_not_enough() -> None:
    (enriched,) = outputs(enrich(body(text="word " * 500), lambda _: extraction(entities=200), limit=1_000))
    told = load(enriched)
    assert (told["text"], told["truncated"], told["entities"]) == ("", True, [])


def test_claims_that_are_too_large_are_published_neither_alone_nor_with_the_article() -> None:
    found = extraction(*(claim(["PRK"], ["RUS"], number) for number in range(50)))
    outcome = enrich(body(), lambda _: found, limit=1_000)
    assert isinstance(outcome, Rejected)
    assert (outcome.stage, outcome.code) == ("extraction", "too_large_output")


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59-01:00"])
def test_a_time_that_no_article_is_of_counts_as_unknown(when: str) -> None:
    text = "Russia sent missiles to India on Monday, two days after last week's deal."
    enricher = Enricher(max_bytes=10_000, max_characters=5_000, max_output_bytes=100_000)
    value = body(text=text, published_at=when)
    enriched, *claims = outputs(enricher(Message("articles.raw.v1", 0, 0, b"k", value, timestamp_ms=TIME)))
    assert load(enriched)["published_at"] is None
    assert claims


def test_warming_up_loads_every_language() -> None:
    lexicon.cache_clear()
    scorers.cache_clear()
    warm_up()
    assert lexicon.cache_info().currsize == scorers.cache_info().currsize == len(languages())


def test_the_same_message_gives_the_same_outputs() -> None:
    found = extraction(claim(["PRK"], ["RUS"]))
    assert enrich(body(), lambda _: found) == enrich(body(), lambda _: found)


def test_trace_context_passes_to_every_output() -> None:
    headers = (("TraceParent", b"00-1-2-01"), ("tracestate", b"a=b"))
    for output in outputs(enrich(body(), lambda _: extraction(claim(["A"], ["B"])), headers=headers)):
        assert output.headers[-2:] == (("traceparent", b"00-1-2-01"), ("tracestate", b"a=b"))
