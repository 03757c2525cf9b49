import orjson
import pytest

from streams.contracts import CLAIMS, DEAD_LETTER, ENRICHED, RAW, SCHEMAS, Violation, header_violations, violations


@pytest.mark.parametrize(
    ("article", "pointer", "expected"),
    [
        ({"text": 7}, "/text", "string or null"),
        ({"text": None}, "/text", "string"),
        ({}, "", 'a field "text" or a field "html"'),
        ([], "", "object"),
        ({"text": "a", "title": "x" * 2001}, "/title", "at most 2000 characters"),
        ({"text": "a", "published_at": "x"}, "/published_at", "text like 2024-01-05 or 2024-01-05T10:00:00+07:00"),
    ],
)
def test_a_fault_is_told_by_its_place_and_what_should_be_there(article, pointer, expected):
    assert violations(RAW, article)[0] == Violation(pointer, expected)


def test_a_valid_article_has_no_fault():
    assert violations(RAW, {"text": "a", "more": 1}) == []


def test_only_the_first_faults_are_told():
    assert len(violations(CLAIMS, {})) == 5


def test_a_fault_never_repeats_a_long_message():
    article = {"text": "a", "title": ["x" * 100_000], "id": {"y" * 100_000: 1}}
    assert all(len(str(fault)) < 300 for fault in violations(RAW, article))
    claim = {"z" * 100_000: 1}
    assert all(len(str(fault)) < 300 for fault in violations(CLAIMS, claim))


def test_the_steps_of_a_pointer_are_escaped():
    example = SCHEMAS / "articles.enriched/v1/examples/good/silent.json"
    article = {**orjson.loads(example.read_bytes()), "silences": {"a/b~c": 0}}
    assert {fault.pointer for fault in violations(ENRICHED, article)} >= {"/silences/a~1b~0c"}


def test_what_is_nested_too_deeply_is_a_fault():
    deep: list[object] = []
    for _ in range(900):
        deep = [deep]
    (fault,) = violations(RAW, {"text": deep})
    assert fault.expected.startswith("plain JSON, not nested deeply")


def test_a_topic_that_has_no_schema_or_is_none_cannot_be_asked_for():
    for topic in (DEAD_LETTER, "articles.other.v1"):
        with pytest.raises(KeyError):
            violations(topic, {})


def test_headers_are_checked_by_name_and_the_last_one_counts():
    good = [
        (f"armswire-dlq-{name}", value)
        for name, value in {
            "topic": b"articles.raw.v1",
            "partition": b"0",
            "offset": b"1",
            "stage": b"decode",
            "code": b"not_json",
            "message": b"no JSON",
            "attempt": b"1",
            "time": b"2026-11-20T09:00:41.007Z",
            "version": b"0.1.0",
        }.items()
    ]
    assert header_violations(DEAD_LETTER, [("anything", b"\xff"), *good]) == []
    assert header_violations(DEAD_LETTER, [("armswire-dlq-offset", b"x"), *good]) == []
    assert header_violations(DEAD_LETTER, [*good, ("armswire-dlq-offset", b"x")])[0].pointer == "/armswire-dlq-offset"
    assert header_violations(DEAD_LETTER, good[1:]) == [Violation("", 'a field "armswire-dlq-topic"')]
