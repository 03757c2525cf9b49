"""Extraction as a whole: every span carries its words, the same input gives the same output, any text is survived."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.articles.article import Article
from streams.extraction import extract

SEEDS = Path(__file__).parents[3] / "seeds"


def spans(value):
    if isinstance(value, dict):
        if value.get("start") is not None and "end" in value:
            yield value
        for part in value.values():
            yield from spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans(part)


def check_spans(text: str, language: str) -> None:
    found = extract(Article(id="a", text=text, language=language, published_at="2026-11-01T00:00:00Z"))
    for span in spans([found.entities, found.events, found.claims]):
        assert text[span["start"] : span["end"]] == span.get("quote", span.get("text"))
    for claim in found.claims:
        for field, detail in (("quantity", "quantity_detail"), ("value", "value_detail")):
            assert (claim[field] is None) == (claim[detail] is None)
        assert claim["claimant"] is None or claim["claimant"] in text


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.json")), ids=lambda p: p.stem)
def test_every_span_of_a_seed_article_carries_its_words(path):
    seed = json.loads(path.read_text(encoding="utf-8"))
    check_spans(seed["text"], seed["language"])


WORDS = st.sampled_from(
    [
        "Rusia",
        "Russia",
        "mengirim",
        "sent",
        "delivered",
        "rudal",
        "missiles",
        "ke",
        "to",
        "dari",
        "from",
        "Iran",
        ",",
        ".",
        "\n",
        "“",
        "”",
        "12",
        "$5 billion",
        "miliar",
        "kata",
        "said",
        "Gedung Putih",
        "White House",
        "tidak",
        "not",
        "F-16",
        "S-400",
        "Su-35",
        "akan",
        "will",
        "İ",
        "ß",
        "한국",
        "\u202e",
        "dan",
        "yang",
        "Prabowo Subianto",
        "Prabowo",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join), st.sampled_from(["en", "id"]))
def test_every_span_of_any_news_like_text_carries_its_words(text, language):
    check_spans(text, language)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "id"]))
def test_any_text_is_survived(text, language):
    check_spans(text, language)


def test_the_same_article_gives_the_same_extraction():
    seed = json.loads((SEEDS / "01-korea-utara-rusia.json").read_text(encoding="utf-8"))
    article = Article(id="x", text=seed["text"], language="id", published_at=seed["published_at"])
    assert extract(article) == extract(article)


def test_a_language_without_a_folder_is_silent_with_its_reason():
    found = extract(Article(id="x", text="Россия поставила ракеты Ирану.", language="ru"))
    assert (found.claims, found.silences) == ([], {"language": 1})
