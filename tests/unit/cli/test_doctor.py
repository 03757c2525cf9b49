from types import SimpleNamespace

import pytest

from streams.cli import doctor
from streams.cli import main as cli
from streams.cli.probe import Answer
from streams.topics import BrokerUnreachableError

RAW, CLAIMS = "articles.raw.v1", "transfers.claims.v1"


@pytest.fixture
def world(monkeypatch):
    """A world in which all is well; a test breaks one thing."""

    class Site:
        ready_answer = Answer(True, {"state": "ready"})
        live_answer = Answer(True, {})
        error = None

        def __init__(self, host, port):
            self.address = f"http://{host}:{port}"

        def url(self, path):
            return self.address + path

        def ready(self):
            if self.error:
                raise self.error
            return self.ready_answer

        def live(self):
            return self.live_answer

    found = SimpleNamespace(problems=[], broker_error=None, lags={RAW: 0, CLAIMS: 0}, site=Site)

    def check(_settings):
        if found.broker_error:
            raise found.broker_error
        return found.problems

    async def measured(_settings):
        return found.lags

    monkeypatch.setattr(doctor, "check", check)
    monkeypatch.setattr(doctor, "_measured", measured)
    monkeypatch.setattr(doctor, "Probe", Site)
    monkeypatch.setattr(doctor, "_data", lambda: iter(()))
    return found


def examined(capsys):
    code = cli.main(["doctor"])
    return code, capsys.readouterr().out


def test_all_is_well(world, capsys):
    code, said = examined(capsys)
    assert code == 0
    assert "WRONG" not in said
    assert all(subject in said for subject in ("settings", "broker", "topics", "worker", "lag"))


def test_wrong_settings(world, capsys, monkeypatch):
    monkeypatch.setenv("ARMSWIRE_BATCH_SIZE", "0")
    code, said = examined(capsys)
    assert code == 1
    assert "ARMSWIRE_BATCH_SIZE is '0'" in said


def test_an_absent_broker_says_what_to_do_and_leaves_the_lag_out(world, capsys):
    world.broker_error = BrokerUnreachableError("no answer from Kafka at kafka://h:1")
    code, said = examined(capsys)
    assert code == 1
    assert "no answer from Kafka at kafka://h:1" in said
    assert "ARMSWIRE_BROKER" in said
    assert "lag " not in said


def test_a_wrong_topic_names_the_command(world, capsys):
    world.problems = ["topic articles.raw.v1 has 1 partitions instead of 8; run: armswire topics create"]
    code, said = examined(capsys)
    assert code == 1
    assert "WRONG  topics    topic articles.raw.v1 has 1 partitions instead of 8" in said
    assert "lag " not in said, "asking for the lag could create topics"
    assert "run: armswire topics create" in said


def test_no_worker(world, capsys):
    world.site.error = ConnectionRefusedError("refused")
    code, said = examined(capsys)
    assert code == 1
    assert "run: armswire worker" in said


@pytest.mark.parametrize(
    ("ready", "live", "says"),
    [
        (Answer(False, {"state": "rebalancing"}), Answer(True, {}), "not ready: rebalancing"),
        (Answer(True, {}), Answer(False, {"seconds_since_progress": 99.0}), "stuck for 99.0 s"),
    ],
)
def test_a_worker_that_does_not_work(world, capsys, ready, live, says):
    world.site.ready_answer, world.site.live_answer = ready, live
    code, said = examined(capsys)
    assert code == 1
    assert says in said


def test_messages_that_wait_are_wrong_only_if_nobody_takes_them(world, capsys):
    world.lags = {RAW: 1200, CLAIMS: 0}
    code, said = examined(capsys)
    assert code == 0
    assert "1,200 on articles.raw.v1" in said
    world.site.error = ConnectionRefusedError("refused")
    assert "no worker takes them" in examined(capsys)[1]


def test_a_broken_data_file_is_told():
    def broken():
        raise ValueError("severity rules, at /rules/0: wrong")

    finding = doctor._loaded("rules", broken)
    assert not finding.good
    assert "at /rules/0" in finding.text


def test_the_rules_of_the_project_are_good():
    rules = next(doctor._data())
    assert rules.good, rules.text
