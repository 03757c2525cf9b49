"""The command line against a broker: the demo whole, and the commands that a person uses beside it."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import orjson
import pytest
from installation import ROOT, Installation

pytestmark = pytest.mark.integration

SEEDS = ROOT / "seeds"
ARMSWIRE = [sys.executable, "-c", "import sys; from streams.cli.main import main; sys.exit(main(sys.argv[1:]))"]
WITHIN = 100


def bare_environment(**settings):
    """An environment without any settings but these."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ARMSWIRE_")}
    return {**own, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **settings}


def armswire(environment, *arguments, stdin=b""):
    return subprocess.run(
        [*ARMSWIRE, *map(str, arguments)],
        env=environment,
        input=stdin,
        capture_output=True,
        timeout=WITHIN,
        check=False,
    )


@pytest.fixture
def commands(installation: Installation):
    """Runs commands for fresh topics on the tests' broker."""
    environment = bare_environment(**{k: v for k, v in installation.environment.items() if k.startswith("ARMSWIRE_")})

    def run(*arguments, stdin=b""):
        return armswire(environment, *arguments, stdin=stdin)

    return run


@pytest.fixture(scope="module")
def demo():
    """What `armswire demo` says of the seeds, on a broker that it starts itself."""
    return armswire(bare_environment(), "demo", "--seeds", SEEDS)


def test_the_demo_accounts_for_every_seed_and_ends_well(demo):
    assert demo.returncode == 0, demo.stderr.decode()
    assert demo.stderr == b""
    said = demo.stdout.decode()
    articles = len(list(SEEDS.iterdir()))
    assert f"{articles} articles in = {articles} outcomes out: {articles} enriched, 0 dead letters" in said
    assert re.search(r"\d+ claims; \d+ alerts", said)
    assert re.search(r"metrics were served on http://127\.0\.0\.1:\d+/metrics", said)


def test_the_demo_shows_alerts_as_a_person_wants_to_read_them(demo):
    said = demo.stdout.decode()
    found = [line for line in said.splitlines() if "North Korea → Russia" in line]
    assert found
    assert all(line.lstrip().startswith("HIGH") for line in found)
    assert "UN ban on exports by North Korea" in said
    assert "told " in said
    assert "“" in said


def test_the_demo_shows_silence_too(demo):
    silent = re.search(r"(\d+) articles told of no transfer", demo.stdout.decode())
    assert silent is not None
    assert int(silent[1]) >= 6


def test_bad_articles_are_outcomes_of_the_demo(tmp_path):
    (tmp_path / "good.txt").write_text("The ministry of transport opened a bridge on Monday, officials said.")
    (tmp_path / "bad.json").write_text('{"title": 7}')
    (tmp_path / "page.html").write_text("<html><body></body></html>")
    done = armswire(bare_environment(), "demo", "--seeds", tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    said = done.stdout.decode()
    assert "3 articles in = 3 outcomes out: 1 enriched, 2 dead letters" in said
    assert "decode/wrong_shape" in said
    assert "decode/empty_text" in said


def processes_of(group):
    """Ids of the processes whose environment carries this mark (Linux)."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                if f"ARMSWIRE_TEST_MARK={group}".encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_it_keeps_running_until_told_to_stop_and_leaves_nothing_behind(tmp_path, sent, code):
    seeds, temporary = tmp_path / "seeds", tmp_path / "temporary"
    seeds.mkdir()
    temporary.mkdir()
    (seeds / "a.txt").write_text("The ministry of transport opened a bridge on Monday, officials said.")
    mark = f"{os.getpid()}-{sent}"
    environment = bare_environment(ARMSWIRE_TEST_MARK=mark, TMPDIR=str(temporary))
    with subprocess.Popen(
        [*ARMSWIRE, "demo", "--seeds", str(seeds), "--keep-running"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        said = ""
        for line in process.stdout:
            said += line
            if "armswire doctor" in line:
                break
        if sent == signal.SIGINT:
            # What it tells to export is all that the other commands need.
            exports = dict(pair.split("=", 1) for pair in re.search(r"export (.*)", said)[1].split())
            doctor = armswire(bare_environment(**exports), "doctor")
            assert doctor.returncode == 0, doctor.stdout.decode()
        assert len(processes_of(mark)) >= 3
        process.send_signal(sent)
        assert process.wait(30) == code
        assert process.stderr.read() == ""
    deadline = time.monotonic() + 5
    while processes_of(mark) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes_of(mark) == []
    if sent != signal.SIGKILL:
        assert list(temporary.iterdir()) == []


def test_the_demo_without_a_broker_is_one_line(tmp_path):
    done = armswire(bare_environment(ARMSWIRE_BROKER="kafka://127.0.0.1:1"), "demo", "--seeds", SEEDS)
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert "no answer from Kafka at kafka://127.0.0.1:1" in line


def test_topics_are_checked_and_created(broker, tmp_path):
    installation = Installation(broker, tmp_path)
    environment = bare_environment(**{k: v for k, v in installation.environment.items() if k.startswith("ARMSWIRE_")})
    missing = armswire(environment, "topics", "check")
    assert missing.returncode == 1
    assert b"articles.raw.v1 is missing; run: armswire topics create" in missing.stderr
    tail = armswire(environment, "tail", "raw", "--timeout", "1")
    assert tail.returncode == 1
    assert b"run: armswire topics create" in tail.stderr
    produce = armswire(environment, "produce", stdin=b"{}")
    assert produce.returncode == 1
    assert b"run: armswire topics create" in produce.stderr
    assert armswire(environment, "topics", "create").returncode == 0
    assert armswire(environment, "topics", "check").returncode == 0


def test_what_is_produced_can_be_tailed(commands):
    lines = b"".join(orjson.dumps({"id": f"a{number}", "text": "x"}) + b"\n" for number in range(30))
    produced = commands("produce", stdin=lines)
    assert produced.returncode == 0, produced.stderr
    assert b"30 articles sent" in produced.stdout
    tailed = commands("tail", "raw", "--from", "beginning", "--json", "--max", "30", "--timeout", "20")
    found = [orjson.loads(line) for line in tailed.stdout.splitlines()]
    assert {line["value"]["id"] for line in found} == {f"a{number}" for number in range(30)}
    assert all(line["headers"]["content-type"] == "application/json" for line in found)
    assert all(line["key"] == line["value"]["id"] for line in found)


def test_tail_from_the_end_shows_only_what_comes_after(installation, commands):
    installation.send({"id": "before", "text": "x"}, key=b"before")
    installation.flush()
    environment = bare_environment(**{k: v for k, v in installation.environment.items() if k.startswith("ARMSWIRE_")})
    with subprocess.Popen(
        [*ARMSWIRE, "tail", "raw", "--json", "--max", "1"], env=environment, stdout=subprocess.PIPE
    ) as tail:
        line = b""
        number = 0
        # It tells nobody when it has found the end, so something new comes until it shows one.
        while tail.poll() is None and number < 300:
            installation.send({"id": f"after-{number}", "text": "x"}, key=b"after")
            installation.flush()
            number += 1
            time.sleep(0.1)
        line = tail.stdout.read()
        tail.kill()
    assert orjson.loads(line)["value"]["id"].startswith("after-")


def test_an_article_becomes_an_alert_that_tail_finds(installation, commands):
    with installation.worker("streams.app"):
        assert commands("produce", SEEDS / "02-north-korea-russia.json").returncode == 0
        tailed = commands(
            "tail",
            "alerts",
            "--from",
            "beginning",
            "--country",
            "PRK",
            "--severity",
            "high",
            "--max",
            "1",
            "--timeout",
            "30",
        )
    assert tailed.returncode == 0
    assert "North Korea → Russia".encode() in tailed.stdout
