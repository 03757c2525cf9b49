from contextlib import contextmanager

import orjson
import payloads
import pytest
from payloads import ALERTS, CLAIMS

from streams.cli import main as cli
from streams.cli import tail


class FakeReader:
    def __init__(self, batches):
        self.batches = list(batches)
        self.started = None

    def to_beginning(self):
        self.started = "beginning"

    def to_end(self):
        self.started = "end"

    def poll(self):
        return self.batches.pop(0) if self.batches else []


@pytest.fixture
def topic(monkeypatch):
    """Makes `armswire tail` read the given batches; gives the fake and the names that were asked for."""

    def prepare(*batches):
        fake = FakeReader(batches)

        @contextmanager
        def reader(_settings, *names):
            fake.names = names
            yield fake

        monkeypatch.setattr(tail, "reader", reader)
        return fake

    return prepare


def alert(**changed):
    return payloads.message(ALERTS, payloads.alert(**changed))


def test_it_shows_what_comes_and_stops_when_it_is_quiet(topic, capsys):
    fake = topic([alert(headline="first")], [], [alert(headline="second")])
    assert cli.main(["tail", "alerts", "--timeout", "0.01"]) == 0
    shown = capsys.readouterr().out
    assert shown.index("first") < shown.index("second")
    assert (fake.started, fake.names) == ("end", (ALERTS,))


def test_it_stops_after_as_many_as_were_asked_for(topic, capsys):
    topic([alert(headline="first"), alert(headline="second"), alert(headline="third")])
    assert cli.main(["tail", "alerts", "--from", "beginning", "--max", "2"]) == 0
    shown = capsys.readouterr().out
    assert "second" in shown
    assert "third" not in shown


def test_filters_choose_and_do_not_count(topic, capsys):
    topic([alert(severity="low", headline="minor"), alert(headline="major")])
    assert cli.main(["tail", "alerts", "--severity", "high", "--max", "1"]) == 0
    shown = capsys.readouterr().out
    assert "major" in shown
    assert "minor" not in shown


def test_json_lines(topic, capsysbinary):
    topic([alert(), alert(revision=2)])
    assert cli.main(["tail", "alerts", "--json", "--max", "2"]) == 0
    lines = capsysbinary.readouterr().out.splitlines()
    assert [orjson.loads(line)["value"]["revision"] for line in lines] == [1, 2]


@pytest.mark.parametrize("word", ["claims", CLAIMS, "test-" + CLAIMS])
def test_a_topic_by_alias_or_name_with_the_prefix(word, topic, monkeypatch):
    monkeypatch.setenv("ARMSWIRE_TOPIC_PREFIX", "test-")
    fake = topic([payloads.message(CLAIMS, payloads.claim())])
    assert cli.main(["tail", word, "--max", "1"]) == 0
    assert fake.names == ("test-" + CLAIMS,)


def test_an_unknown_topic_is_a_usage_error(capsys):
    assert cli.main(["tail", "weather"]) == 2
    assert "say one of raw, enriched, claims, alerts, dead-letter" in capsys.readouterr().err
