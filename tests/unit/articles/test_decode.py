import json
import unicodedata

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import TEXT, TITLE, page

from streams.articles.article import Article
from streams.articles.decode import decode
from streams.articles.ids import digest
from streams.messages import Message, Rejected, Skipped

NOW = 1_795_000_000_000
LIMITS = {"max_bytes": 100_000, "max_characters": 20_000}
ENGLISH = "Poland has taken delivery of ten tanks from South Korea, the ministry said."


def message(value, content_type=None, **headers):
    named = tuple((name.replace("_", "-"), text.encode()) for name, text in headers.items())
    kind = () if content_type is None else (("Content-Type", content_type.encode()),)
    return Message("articles.raw.v1", 0, 0, None, value, named + kind, NOW)


def decoded(value, content_type=None, limits=LIMITS, **headers):
    if isinstance(value, dict):
        value = json.dumps(value).encode()
    return decode(message(value, content_type, **headers), **limits)


def test_a_json_article_with_every_field():
    sent = {
        "id": "a-1",
        "url": "https://news.example/a",
        "title": "Poland gets\n tanks",
        "text": ENGLISH,
        "language": "en",
        "publisher": "Meridian",
        "published_at": "2026-11-20T08:30:00+01:00",
        "unknown": {"deep": [1, 2, {"a": None}]},
    }
    assert decoded(sent) == Article(
        id="a-1",
        url="https://news.example/a",
        title="Poland gets tanks",
        text=ENGLISH,
        language="en",
        publisher="Meridian",
        published_at="2026-11-20T07:30:00Z",
    )


def test_text_alone_is_enough():
    assert decoded({"text": ENGLISH}) == Article(id="txt-" + digest(ENGLISH), text=ENGLISH, language="en")


def test_a_missing_id_comes_from_the_url():
    assert decoded({"text": ENGLISH, "url": "HTTP://News.Example/a/?utm_source=x"}).id == "url-" + digest(
        "https://news.example/a"
    )


def test_null_fields_are_as_absent_ones():
    fields = ("id", "url", "title", "html", "language", "publisher", "published_at")
    assert decoded({"text": ENGLISH, **dict.fromkeys(fields)}) == decoded({"text": ENGLISH})


def test_offsets_of_the_text_are_those_of_the_producer():
    sent = "  Rudal\tdikirim.\n\n Dua\x00 kapal. "
    assert decoded({"text": sent}).text == "  Rudal\tdikirim.\n\n Dua  kapal. "


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "application/x+json"])
def test_json_may_be_named(content_type):
    assert decoded({"text": ENGLISH}, content_type).text == ENGLISH


def test_a_cloud_event_in_binary_mode_is_read():
    event = {"ce_specversion": "1.0", "ce_id": "1", "ce_source": "/x", "ce_type": "article"}
    assert decoded({"text": ENGLISH}, "application/json", **event).text == ENGLISH


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b'\xef\xbb\xbf{"text": "rudal"}', "rudal"),
        ('{"text": "rudal"}'.encode("utf-16"), "rudal"),
        (b'{"text": "a", "text": "b"}', "b"),
        (b'{"text": "cut \\ud83d in two"}', "cut   in two"),
        (b'{"text": "\\ud83d\\ude80 and \\ude80"}', "🚀 and  "),
        (b'{"text": "back\\\\ud83d"}', "back\\ud83d"),
        (b'{"text": "a\\u0000b\\r\\nc"}', "a b\nc"),
        (b' \n{"text": "a"}\n ', "a"),
        (b'{"text": "a", "more": ' + b"[" * 500 + b"]" * 500 + b"}", "a"),
    ],
)
def test_odd_json_is_read(value, text):
    assert decoded(value).text == text


def test_json_in_a_named_charset_is_read():
    assert decoded('{"text": "Ракеты"}'.encode("cp1251"), "application/json; charset=windows-1251").text == "Ракеты"


@pytest.mark.parametrize(
    ("value", "code", "pointer"),
    [
        (b"", "not_json", None),
        (b"   ", "not_json", None),
        (b"Poland has taken delivery", "not_json", None),
        (b"{ not json", "not_json", None),
        (b"{'text': 'a'}", "not_json", None),
        (b'{"text": "a"} trailing', "not_json", None),
        (b'{"text": NaN}', "not_json", None),
        (b"\x00\x01\x02\xff", "not_json", None),
        (b"%PDF-1.7 \xe2\xe3", "not_json", None),
        (b"[" * 50_000, "not_json", None),
        (b'{"text": "\\ud83d', "not_json", None),
        (b'{"text": "\\ud83d", "more": ' + b"[" * 9_000, "not_json", None),
        (b'{"text": "caf\xe9"}', "bad_encoding", None),
        (b'{"text": "\xed\xa0\xbd"}', "bad_encoding", None),
        (b"[]", "wrong_shape", ""),
        (b"null", "wrong_shape", ""),
        (b'"text"', "wrong_shape", ""),
        (b"[" * 900 + b"]" * 900, "wrong_shape", ""),
        (b"{}", "wrong_shape", ""),
        (b'{"title": "a"}', "wrong_shape", ""),
        (b'{"text": 7}', "wrong_shape", "/text"),
        (b'{"text": ["a"]}', "wrong_shape", "/text"),
        (b'{"text": null}', "wrong_shape", "/text"),
        (b'{"html": {}}', "wrong_shape", "/html"),
        (b'{"text": "a", "id": 7}', "wrong_shape", "/id"),
        (b'{"text": "a", "url": false}', "wrong_shape", "/url"),
        (b'{"text": "a", "title": ["b"]}', "wrong_shape", "/title"),
        (b'{"text": "a", "language": 1}', "wrong_shape", "/language"),
        (b'{"text": "a", "publisher": {"name": "b"}}', "wrong_shape", "/publisher"),
        (b'{"text": "a", "published_at": 1704448800}', "wrong_shape", "/published_at"),
        (b'{"text": "a", "published_at": "yesterday"}', "wrong_shape", "/published_at"),
        (b'{"text": "a", "published_at": "2023-02-29"}', "wrong_shape", "/published_at"),
        (b'{"text": "a", "published_at": ""}', "wrong_shape", "/published_at"),
        (json.dumps({"text": "a", "id": "x" * 600}).encode(), "wrong_shape", "/id"),
        (json.dumps({"text": "a", "title": "x" * 2001}).encode(), "wrong_shape", "/title"),
        (b'{"text": ""}', "empty_text", None),
        (b'{"text": " \\n\\t\\u00a0 "}', "empty_text", None),
        (b'{"text": "\\u0000\\u0007"}', "empty_text", None),
        (b'{"html": "<html><body><nav>Menu</nav></body></html>"}', "empty_text", None),
        (b'{"html": " "}', "empty_text", None),
        (b'{"text": "' + b"x" * 100_000 + b'"}', "too_large", None),
        (b'{"text": "' + b"x" * 20_001 + b'"}', "too_large", None),
        (json.dumps({"html": "<p>" + "x<br>" * 12_000}).encode(), "too_large", None),
    ],
)
def test_bad_json_is_rejected_with_its_reason(value, code, pointer):
    rejected = decoded(value)
    assert isinstance(rejected, Rejected)
    assert (rejected.stage, rejected.code, rejected.pointer) == ("decode", code, pointer)
    assert 0 < len(rejected.message) < 400
    assert "\n" not in rejected.message


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (b'{"text": 7}', "/text: expected string"),
        (b"{}", 'the article: expected a field "text" or a field "html"'),
        (
            b'{"text": "a", "published_at": "soon"}',
            "/published_at: expected text like 2024-01-05 or 2024-01-05T10:00:00+07:00",
        ),
        (b"[]", "the article: expected object"),
    ],
)
def test_a_wrong_shape_is_told_with_what_was_expected(value, told):
    assert told in decoded(value).message


def test_limits_are_inclusive():
    value = b'{"text": "abc"}'
    assert decoded(value, limits={"max_bytes": len(value), "max_characters": 3}).text == "abc"
    assert decoded(value, limits={"max_bytes": len(value) - 1, "max_characters": 3}).code == "too_large"
    assert decoded(value, limits={"max_bytes": len(value), "max_characters": 2}).code == "too_large"


@pytest.mark.parametrize("content_type", [None, "text/plain", "text/html", "application/pdf"])
def test_a_tombstone_is_skipped(content_type):
    assert decoded(None, content_type) == Skipped("tombstone")


@pytest.mark.parametrize("content_type", ["application/pdf", "text/csv", "application/cloudevents+json", "nonsense"])
def test_another_content_type_is_rejected_and_named(content_type):
    rejected = decoded({"text": ENGLISH}, content_type)
    assert (rejected.stage, rejected.code) == ("decode", "unsupported_content_type")
    assert content_type in rejected.message


def test_plain_text_is_an_article():
    assert decoded(ENGLISH.encode(), "text/plain") == Article(id="txt-" + digest(ENGLISH), text=ENGLISH, language="en")


def test_plain_text_says_the_rest_in_headers():
    article = decoded(
        ENGLISH.encode(),
        "text/plain; charset=utf-8",
        title="Tanks",
        url="https://news.example/a",
        publisher="Meridian",
        language="en",
        published_at="2026-11-20",
    )
    assert (article.title, article.publisher, article.language) == ("Tanks", "Meridian", "en")
    assert (article.id, article.published_at) == ("url-" + digest("https://news.example/a"), "2026-11-20T00:00:00Z")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Poland gets tanks\n\n" + ENGLISH, "Poland gets tanks"),
        ("\n Poland gets tanks \r\n\r\n" + ENGLISH, "Poland gets tanks"),
        ("Poland gets tanks\n" + ENGLISH, None),
        ("x" * 201 + "\n\n" + ENGLISH, None),
        (ENGLISH + "\n\n", None),
        (ENGLISH, None),
    ],
)
def test_a_short_first_line_before_an_empty_one_is_the_title_and_stays_in_the_text(text, title):
    article = decoded(text.encode(), "text/plain")
    assert article.title == title
    assert article.text == text.replace("\r\n", "\n")


def test_plain_text_in_another_charset():
    assert decoded("Ракеты".encode("koi8-r"), "text/plain; charset=koi8-r").text == "Ракеты"
    assert decoded("rudal é".encode("utf-16"), "text/plain").text == "rudal é"


@pytest.mark.parametrize(
    ("value", "content_type", "headers", "code"),
    [
        (b"", "text/plain", {}, "empty_text"),
        (b" \n ", "text/plain", {}, "empty_text"),
        (b"caf\xe9", "text/plain", {}, "bad_encoding"),
        (b"abc", "text/plain; charset=klingon", {}, "bad_encoding"),
        (b"x" * 20_001, "text/plain", {}, "too_large"),
        (b"x" * 100_001, "text/plain", {}, "too_large"),
        (b"abc", "text/plain", {"published_at": "soon"}, "wrong_shape"),
        (b"abc", "text/plain", {"title": "x" * 2001}, "wrong_shape"),
        (b"", "text/html", {}, "empty_text"),
        (b"\xff" * 50, "text/html", {}, "bad_encoding"),
        (b"<p>abc", "text/html; charset=klingon", {}, "bad_encoding"),
        (b"<html><body><nav>Menu</nav></body></html>", "text/html", {}, "empty_text"),
        (b"<p>" + b"x " * 40_000, "text/html", {}, "too_large"),
        (b"<p>" + b"x<br>" * 12_000, "text/html", {}, "too_large"),
    ],
)
def test_bad_text_and_html_are_rejected(value, content_type, headers, code):
    rejected = decoded(value, content_type, **headers)
    assert isinstance(rejected, Rejected)
    assert (rejected.stage, rejected.code) == ("decode", code)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
@pytest.mark.parametrize("named", [True, False])
def test_html_is_an_article_in_the_charset_of_header_or_page(charset, named):
    body = page(*TEXT, "Café – “tutup”.", charset=charset).encode(charset)
    article = decoded(body, f"text/html; charset={charset}" if named else "text/html")
    assert (article.title, article.language) == (TITLE, "id")
    assert all(paragraph in article.text for paragraph in [*TEXT, "Café – “tutup”."])


def test_headers_go_before_what_the_page_says_of_itself():
    head = '<link rel="canonical" href="https://news.example/a">'
    article = decoded(
        page(head=head).encode(), "text/html", title="Other", publisher="P", language="ms", published_at="2026-01-02"
    )
    assert (article.title, article.publisher, article.language) == ("Other", "P", "ms")
    assert (article.url, article.published_at) == ("https://news.example/a", "2026-01-02T00:00:00Z")


def test_json_may_carry_html():
    article = decoded({"html": page(), "publisher": "Cakrawala", "published_at": "2026-11-20"})
    assert (article.title, article.publisher, article.published_at) == (TITLE, "Cakrawala", "2026-11-20T00:00:00Z")
    assert TEXT[0] in article.text


@pytest.mark.parametrize("text", [None, "", "  \n"])
def test_blank_text_gives_way_to_html(text):
    assert TEXT[0] in decoded({"text": text, "html": page()}).text


def test_text_goes_before_html():
    assert decoded({"text": ENGLISH, "html": page()}).text == ENGLISH


def test_the_same_message_gives_the_same_article():
    value = page().encode()
    assert decoded(value, "text/html") == decoded(value, "text/html")


def check(result):
    assert isinstance(result, Article | Rejected)
    if isinstance(result, Rejected):
        assert result.stage == "decode"
        return
    assert result.text.strip()
    assert len(result.text) <= LIMITS["max_characters"]
    for text in (result.text, result.id, result.title or "", result.url or "", result.publisher or ""):
        assert all(sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs") for sign in text)
    assert unicodedata.is_normalized("NFC", result.text)
    assert result.id
    orjson.dumps(result.text)


CONTENT_TYPES = st.sampled_from(
    [None, "application/json", "text/plain", "text/html", "text/plain; charset=utf-16", "text/html; charset=gb18030"]
)
ANY_TEXT = st.text(st.characters(exclude_categories=()))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner),
    max_leaves=5,
)
FIELDS = ("id", "url", "title", "text", "html", "language", "publisher", "published_at")


@settings(deadline=None)
@given(st.binary(), CONTENT_TYPES)
def test_any_bytes_are_an_article_or_rejected(value, content_type):
    check(decoded(value, content_type))


@settings(deadline=None)
@given(st.binary(), st.binary(), st.binary())
def test_any_headers_do_as_well(value, content_type, published_at):
    headers = (("content-type", content_type), ("published-at", published_at), ("title", published_at))
    check(decode(Message("articles.raw.v1", 0, 0, None, value, headers, NOW), **LIMITS))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), JSON) | JSON)
def test_any_json_is_an_article_or_rejected(value):
    check(decoded(json.dumps(value).encode()))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), ANY_TEXT), st.integers())
def test_any_texts_in_the_fields_and_any_time_are_an_article_or_rejected(fields, timestamp):
    value = json.dumps(fields).encode()
    check(decode(Message("articles.raw.v1", 0, 0, None, value, (), timestamp), **LIMITS))
