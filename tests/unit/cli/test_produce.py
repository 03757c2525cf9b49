from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from kafka.errors import MessageSizeTooLargeError

from streams.cli import main as cli
from streams.cli import produce


class FakeProducer:
    """Takes records; what `refuse` names is refused, at once or by its acknowledgement."""

    def __init__(self, refuse=None, late=None):
        self.records = []
        self._refuse, self._late = refuse, late

    def send(self, topic, *, key, value, headers):
        if self._refuse and b"bad" in value:
            raise self._refuse
        self.records.append((topic, key, value, headers))
        error = self._late if self._late and b"bad" in value else None

        def get(timeout):
            if error:
                raise error

        return SimpleNamespace(get=get)


@pytest.fixture
def broker(monkeypatch):
    def prepare(**options):
        fake = FakeProducer(**options)

        @contextmanager
        def producer(_settings):
            yield fake

        monkeypatch.setattr(produce, "producer", producer)
        monkeypatch.setattr(produce, "check", lambda _settings: [])
        return fake

    return prepare


@pytest.fixture
def articles(tmp_path):
    (tmp_path / "a.json").write_text('{"id": "x", "text": "t"}')
    (tmp_path / "b.txt").write_text("bad")
    (tmp_path / "c.html").write_text("<p>")
    (tmp_path / "d.jsonl").write_text('{"id": "y"}\n{"id": "z"}\n')
    return tmp_path


def test_every_article_of_a_folder_is_sent_as_it_is_and_counted(articles, broker, capsys):
    fake = broker()
    assert cli.main(["produce", str(articles)]) == 0
    assert [record[2] for record in fake.records] == [
        b'{"id": "x", "text": "t"}',
        b"bad",
        b"<p>",
        b'{"id": "y"}',
        b'{"id": "z"}',
    ]
    assert [record[1] for record in fake.records] == [b"x", None, None, b"y", b"z"]
    assert fake.records[2][3] == [("content-type", b"text/html")]
    assert {record[0] for record in fake.records} == {"articles.raw.v1"}
    said = capsys.readouterr().out
    assert "5 articles sent to articles.raw.v1 (3 application/json, 1 text/html, 1 text/plain)" in said


@pytest.mark.parametrize("when", ["refuse", "late"])
def test_an_article_that_is_not_taken_is_named_and_the_rest_is_sent(articles, broker, capsys, when):
    fake = broker(**{when: MessageSizeTooLargeError("too large")})
    assert cli.main(["produce", str(articles)]) == 1
    said = capsys.readouterr()
    assert "4 articles sent" in said.out
    assert f"{articles / 'b.txt'}: not sent, MessageSizeTooLargeError" in said.err
    assert len(fake.records) == (4 if when == "refuse" else 5)


def test_a_missing_topic_says_how_to_make_it_and_nothing_is_sent(articles, broker, capsys, monkeypatch):
    fake = broker()
    problem = "topic articles.raw.v1 is missing; run: armswire topics create"
    monkeypatch.setattr(produce, "check", lambda _settings: ["topic x is missing", problem])
    assert cli.main(["produce", str(articles)]) == 1
    assert capsys.readouterr().err == f"armswire produce: {problem}\n"
    assert fake.records == []


def test_standard_input(broker, monkeypatch, capsys):
    import io

    fake = broker()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b'{"id": "a"}\n{"id": "b"}\n')))
    assert cli.main(["produce", "-"]) == 0
    assert [record[1] for record in fake.records] == [b"a", b"b"]


def test_many_articles_do_not_pile_up(tmp_path, broker):
    (tmp_path / "a.jsonl").write_text("{}\n" * 2500)
    fake = broker()
    assert cli.main(["produce", str(tmp_path)]) == 0
    assert len(fake.records) == 2500


def test_a_path_that_is_not_there_is_a_usage_error(broker, capsys):
    broker()
    assert cli.main(["produce", "nowhere/"]) == 2
    assert "nowhere: no such file or folder" in capsys.readouterr().err
