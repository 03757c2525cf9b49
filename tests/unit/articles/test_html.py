import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import BOILERPLATE, TEXT, TITLE, page

from streams.articles.html import MOST_ELEMENTS, TooComplexError, declared_charset, read

NOW = 1_795_000_000_000
LINKED_DATA = '{"@type": "NewsArticle", "datePublished": "2024-01-05T01:02:03Z"}'
META = '<meta property="article:published_time" content="{}">'


def text(html):
    return read(html, fetched_ms=NOW).text


def test_the_main_text_is_found_and_the_rest_of_the_page_left():
    found = read(page(), fetched_ms=NOW)
    assert found.title == TITLE
    for paragraph in TEXT:
        assert paragraph in found.text
    for other in BOILERPLATE:
        assert other not in found.text


def test_paragraphs_stay_apart():
    assert "\n".join(TEXT) in text(page())


def test_a_page_says_where_it_stands_and_who_publishes_it():
    head = '<link rel="canonical" href="https://news.example/a"><meta property="og:site_name" content="Cakrawala">'
    found = read(page(head=head), fetched_ms=NOW)
    assert (found.url, found.publisher) == ("https://news.example/a", "Cakrawala")


@pytest.mark.parametrize(
    ("head", "published_at"),
    [
        (META.format("2024-01-05T10:00:00+07:00"), "2024-01-05T03:00:00Z"),
        (META.format("2024-01-05"), "2024-01-05T00:00:00Z"),
        ('<meta itemprop="datePublished" content="2024-01-05T10:00:00Z">', "2024-01-05T10:00:00Z"),
        (f'<script type="application/ld+json">{LINKED_DATA}</script>', "2024-01-05T01:02:03Z"),
        ('<meta name="date" content="5 January 2024">', "2024-01-05T00:00:00Z"),
        (META.format("soon") + '<meta itemprop="datePublished" content="2024-01-05">', "2024-01-05T00:00:00Z"),
        ('<link rel="canonical" href="https://news.example/2024/01/05/a">', "2024-01-05T00:00:00Z"),
        ("", None),
    ],
)
def test_the_time_of_publication_is_found_where_pages_name_it(head, published_at):
    assert read(page(head=head), fetched_ms=NOW).published_at == published_at


def test_no_page_is_from_long_after_it_was_fetched():
    head = '<meta name="date" content="5 January 2028">'
    assert read(page(head=head), fetched_ms=NOW).published_at is None
    assert read(page(head=head), fetched_ms=0).published_at == "2028-01-05T00:00:00Z"


@pytest.mark.parametrize(
    "fragment",
    [
        "<p>Polandia membeli 12 tank.</p>",
        "Polandia membeli 12 tank.",
        "<div>Polandia <b>membeli</b> 12 tank.</div>",
        "<p class=x>Polandia membeli&nbsp;12 tank.",
        "<?xml version='1.0' encoding='iso-8859-1'?><p>Polandia membeli 12 tank.</p>",
        "<!-- teras --><p>Polandia membeli 12 tank.</p>",
    ],
)
def test_a_fragment_as_of_a_feed_is_all_text(fragment):
    assert " ".join(text(fragment).split()) == "Polandia membeli 12 tank."


@pytest.mark.parametrize(
    "empty",
    [
        "",
        " ",
        "<!-- only a comment -->",
        "<html><head><title>Judul</title></head><body></body></html>",
        "<html><body><nav><a href='/'>Beranda</a></nav><footer>Hak cipta</footer></body></html>",
        "<html><body><div id='root'></div><script>render('Polandia membeli 12 tank')</script></body></html>",
        "<script>var a = 'Polandia membeli 12 tank'</script>",
    ],
)
def test_a_page_without_main_text_has_none(empty):
    assert text(empty).strip() == ""


def test_a_short_article_is_enough():
    assert "Polandia membeli 12 tank." in text(page("Polandia membeli 12 tank."))


def test_too_many_elements_are_refused():
    with pytest.raises(TooComplexError, match="elements"):
        text("<p>" + "a<br>" * MOST_ELEMENTS)


def test_too_many_attributes_are_refused():
    tag = "<p " + " ".join(f"a{number}=1" for number in range(90)) + ">x</p>"
    with pytest.raises(TooComplexError, match="attributes"):
        text(tag * 600)


@pytest.mark.parametrize("quote", ["", "'", '"', "'>"])
def test_an_element_of_endless_attributes_loses_them(quote):
    close = quote[:1]
    attributes = " ".join(f"a{number}={quote}1{close}" for number in range(50_000))
    assert "Polandia membeli 12 tank." in text(
        f"<html><body><p {attributes}>Polandia membeli 12 tank.</p></body></html>"
    )


@pytest.mark.parametrize(
    "nasty",
    [
        "<div>" * 50_000,
        "<a" * 100_000,
        "<a " * 100_000,
        "<a b='" * 50_000,
        "<a b=\"<a c='" * 20_000,
        "<" * 200_000,
        "<table><tr><td>" * 3_000,
        "&" * 200_000,
        "<![CDATA[" * 20_000,
        "<p>" + "e\u0301\u0327" * 100_000,
        "<b><i>" * 4_000,
    ],
)
def test_nasty_pages_end_in_some_text_or_none(nasty):
    assert isinstance(text(nasty), str)


@settings(deadline=None)
@given(st.text(st.sampled_from("<>/='\"&;! abp-\x00\ud800\u0301é\n") | st.characters(exclude_categories=())))
def test_any_text_can_be_read_as_a_page(html):
    assert isinstance(text(html), str)


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta charset="windows-1251">', "windows-1251"),
        (b"<META CHARSET=koi8-r>", "koi8-r"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">', "iso-8859-2"),
        (b"<meta name='a'>", None),
        (b"", None),
    ],
)
def test_a_page_names_its_charset(head, charset):
    assert declared_charset(b"<html><head>" + head) == charset


def test_nothing_for_html_is_imported_until_html_comes():
    code = (
        "import sys; from streams.articles.decode import decode; from streams.messages import Message;"
        "decode(Message('t', 0, 0, None, b'{\"text\": \"a\"}'), max_bytes=99, max_characters=99);"
        "print([name for name in ('trafilatura', 'lxml', 'htmldate', 'dateparser') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == "[]\n"
