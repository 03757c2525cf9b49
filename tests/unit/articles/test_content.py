import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.articles.content import HTML, JSON, PLAIN, BadEncodingError, content_type, text_of


@pytest.mark.parametrize(
    ("header", "kind", "charset"),
    [
        (None, JSON, None),
        (b"", JSON, None),
        (b"application/json", JSON, None),
        (b"Application/JSON ; Charset=UTF-8", JSON, "utf-8"),
        (b"application/vnd.news+json", JSON, None),
        (b"text/plain", PLAIN, None),
        (b'text/plain; format=flowed; charset="iso-8859-2"', PLAIN, "iso-8859-2"),
        (b"text/html;charset='windows-1251'", HTML, "windows-1251"),
        (b"text/html; charset=", HTML, None),
    ],
)
def test_what_is_read(header, kind, charset):
    assert content_type(header) == (kind, charset)


@pytest.mark.parametrize(
    "header",
    [
        b"application/pdf",
        b"text/csv",
        b"text/json",
        b"image/png",
        b"application/cloudevents+json",
        b"application/cloudevents-batch+json; charset=utf-8",
        b"application/xml",
        b"json",
        b"\xff\xfe",
    ],
)
def test_what_is_not_read(header):
    assert content_type(header).kind is None


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("rudal é".encode(), None, "rudal é"),
        (codecs.BOM_UTF8 + b"rudal", None, "rudal"),
        ("rudal é".encode("utf-16"), None, "rudal é"),
        (codecs.BOM_UTF32_BE + "rudal é".encode("utf-32-be"), None, "rudal é"),
        (codecs.BOM_UTF8 + "é".encode(), "iso-8859-1", "é"),
        ("Ракеты".encode("cp1251"), "windows-1251", "Ракеты"),
        ("Ракеты".encode("koi8-r"), "KOI8-R", "Ракеты"),
        ("ミサイル".encode("shift_jis"), "Shift_JIS", "ミサイル"),
        ("“rudal” €".encode("cp1252"), "latin-1", "“rudal” €"),
        ("rudal é".encode(), "us-ascii", "rudal é"),
    ],
)
def test_text_is_decoded_by_mark_then_charset_then_utf_8(body, charset, text):
    assert text_of(body, charset) == text


@pytest.mark.parametrize(
    "charset",
    ["klingon", "punycode", "idna", "unicode_escape", "zlib", "hex", "utf-7", "undefined", "\x00", "x" * 5000],
)
def test_what_is_no_charset_is_refused(charset):
    with pytest.raises(BadEncodingError, match="no charset is called"):
        text_of(b"rudal", charset)


@pytest.mark.parametrize(("body", "charset"), [(b"caf\xe9", None), (b"a\x00\xd8", "utf-16-le"), (b"\x81", "cp1252")])
def test_bytes_that_are_not_in_the_charset_are_refused_with_their_place(body, charset):
    with pytest.raises(BadEncodingError, match=r"not .+ at byte \d"):
        text_of(body, charset)


def test_lenient_replaces_a_few_wrong_bytes():
    assert text_of(b"a" * 200 + b"\xe9", None, lenient=True) == "a" * 200 + "\ufffd"


def test_lenient_refuses_what_is_mostly_wrong():
    with pytest.raises(BadEncodingError):
        text_of(b"a\xe9" * 100, None, lenient=True)


@given(st.binary(), st.none() | st.sampled_from(["utf-8", "utf-16", "cp1252", "gb18030", "iso-2022-jp", "euc-kr"]))
def test_any_bytes_are_text_or_refused(body, charset):
    for lenient in (False, True):
        with suppress(BadEncodingError):
            assert isinstance(text_of(body, charset, lenient=lenient), str)
