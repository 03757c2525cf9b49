import io
from pathlib import Path

import pytest

from streams.cli.errors import UsageError
from streams.cli.files import find, read, read_stream


def test_a_folder_gives_its_articles_in_order_and_leaves_the_rest(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("b.txt", "a.json", "notes.md", "deep/c.HTML", "d.jsonl"):
        (tmp_path / name).write_text("x")
    assert [path.name for path in find([tmp_path])] == ["a.json", "b.txt", "d.jsonl", "c.HTML"]


@pytest.mark.parametrize("name", ["missing.txt", "picture.png", "empty"])
def test_what_cannot_be_sent_is_a_usage_error_that_names_it(tmp_path, name):
    (tmp_path / "picture.png").write_bytes(b"x")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=name):
        find([tmp_path / name])


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("a.json", "application/json"), ("a.txt", "text/plain"), ("a.html", "text/html"), ("a.HTM", "text/html")],
)
def test_the_ending_tells_the_content_type(tmp_path, name, content_type):
    path = tmp_path / name
    path.write_bytes(b"\xffbytes as they are")
    (article,) = read(path)
    assert (article.content_type, article.value) == (content_type, b"\xffbytes as they are")
    assert article.headers == (("content-type", content_type.encode()),)


def test_a_lines_file_is_one_article_a_line(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "x"}\n\n  \n{"id": "y"}')
    articles = list(read(path))
    assert [article.value for article in articles] == [b'{"id": "x"}', b'{"id": "y"}']
    assert [article.where for article in articles] == [f"{path}:1", f"{path}:4"]


def test_a_content_type_that_is_said_replaces_the_ending(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("one\ntwo")
    (article,) = read(path, "text/plain; charset=utf-8")
    assert (article.content_type, article.value) == ("text/plain; charset=utf-8", b"one\ntwo")


def test_standard_input_is_lines_or_one_article():
    assert [article.value for article in read_stream(io.BytesIO(b"{}\n[]\n"), None)] == [b"{}", b"[]"]
    (article,) = read_stream(io.BytesIO(b"a\nb\n"), "text/html")
    assert article.value == b"a\nb\n"


@pytest.mark.parametrize(
    ("value", "key"),
    [(b'{"id": "x"}', b"x"), (b'{"id": 7}', None), (b'{"id": ""}', None), (b"{}", None), (b"[1]", None), (b"{", None)],
)
def test_the_key_is_the_id_if_there_is_one(tmp_path: Path, value, key):
    path = tmp_path / "a.json"
    path.write_bytes(value)
    (article,) = read(path)
    assert article.key == key
