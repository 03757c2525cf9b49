import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.articles.ids import article_id, digest, normalised

PAGE = "https://news.example/a/b?id=7&page=2"


def test_a_digest_is_the_beginning_of_the_sha_256_of_the_joined_parts():
    assert digest("a", "é") == hashlib.sha256("a\x1fé".encode()).hexdigest()[:24]
    assert digest("a", length=8) == digest("a")[:8]


def test_parts_do_not_run_into_each_other():
    assert digest("ab", "c") != digest("a", "bc")


def test_the_given_id_goes_first():
    assert article_id("mine", PAGE, "text") == "mine"


def test_then_the_url():
    assert article_id(None, PAGE, "text") == article_id("", PAGE, "another text") == "url-" + digest(PAGE)


@pytest.mark.parametrize(
    "url",
    [None, "", "/a/b", "a.html", "mailto:a@b.example", "https://", "https://[::1", "//x.example/a", "https:// /a"],
)
def test_then_the_text(url):
    assert article_id(None, url, "text") == "txt-" + digest("text")
    assert article_id(None, url, "text") != article_id(None, url, "another text")


@pytest.mark.parametrize(
    "same",
    [
        "HTTPS://News.Example/a/b?id=7&page=2",
        "http://news.example/a/b?id=7&page=2",
        "https://news.example:443/a/b?id=7&page=2",
        "http://news.example:80/a/b?id=7&page=2",
        "https://news.example./a/b?id=7&page=2",
        "https://news.example/a/b/?id=7&page=2",
        "https://news.example/a/b?page=2&id=7",
        "https://news.example/a/b?id=7&page=2#comments",
        "https://news.example/a/b?id=7&page=2&utm_source=x&UTM_Medium=y&fbclid=z&gclid=1",
        " https://news.example/a/b?id=7&page=2\n",
    ],
)
def test_the_same_page_has_the_same_url(same):
    assert normalised(same) == PAGE


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/a/B?id=7&page=2",
        "https://news.example/a?id=7&page=2",
        "https://news.example/a/b?id=8&page=2",
        "https://news.example/a/b",
        "https://news.example:8443/a/b?id=7&page=2",
        "https://other.example/a/b?id=7&page=2",
        "https://news.example/a/b?id=7&page=2&dclidx=1",
    ],
)
def test_another_page_has_another_url(other):
    assert normalised(other) not in (PAGE, None)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_asked_for_its_url(text):
    for url in (text, "https://" + text, PAGE + text):
        found = normalised(url)
        assert found is None or found.startswith("https://")
