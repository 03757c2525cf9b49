import logging
import os
import signal
import sys
import time

import pytest
from faust.cli.base import LOGLEVELS

from streams.cli import worker, worker_process
from streams.cli.errors import CommandError
from streams.cli.worker_process import WorkerProcess, free_port
from streams.settings import Settings


@pytest.fixture
def started(monkeypatch, tmp_path):
    """Starts a Python program in the place of the worker."""
    running = []

    def start(program):
        monkeypatch.setattr(worker_process, "command", lambda _settings: [sys.executable, "-u", "-c", program])
        process = WorkerProcess(Settings(web_port=free_port(0)), os.environ, tmp_path / "worker.log")
        running.append(process)
        return process

    yield start
    for process in running:
        process.stop()


def wait_for(log, text):
    deadline = time.monotonic() + 10
    while text not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_worker_that_ends_at_once_is_told_with_its_last_words(started):
    process = started("print('first'); print('topic x is missing'); raise SystemExit(2)")
    with pytest.raises(CommandError, match=r"ended with 2: first / topic x is missing"):
        process.wait_until_ready()


def test_a_worker_that_never_gets_ready_is_told(started, monkeypatch):
    monkeypatch.setattr(worker_process, "READY_WITHIN", 0.3)
    process = started("import time; print('waiting for a broker'); time.sleep(60)")
    wait_for(process.log, "waiting")
    with pytest.raises(CommandError, match="not ready"):
        process.wait_until_ready()


def test_it_is_asked_to_end(started):
    process = started(
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('bye'), sys.exit(0)))\n"
        "print('up'); time.sleep(60)"
    )
    wait_for(process.log, "up")
    process.stop()
    assert "bye" in process.log.read_text()
    with pytest.raises(CommandError, match="ended with 0"):
        process.check()


def test_it_is_ended_if_it_does_not(started, monkeypatch):
    monkeypatch.setattr(worker_process, "STOPPED_WITHIN", 0.2)
    process = started("import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('up'); time.sleep(60)")
    wait_for(process.log, "up")
    process.stop()
    with pytest.raises(CommandError, match=f"ended with -{signal.SIGKILL.value}"):
        process.check()


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error"])
def test_the_worker_is_fausts_with_the_log_level_of_the_settings(level):
    line = worker.command(Settings(log_level=level))
    assert line[1:-1] == ["-m", "faust", "-A", "streams.app", "worker", "-l"]
    assert line[-1].upper() in LOGLEVELS
    assert getattr(logging, line[-1].upper()) == getattr(logging, level.upper())


def test_a_port_that_is_taken_is_not_given():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) not in (port, 0)
    assert free_port(port) == port
