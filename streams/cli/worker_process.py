"""A worker as a child process: started, watched, and stopped whatever happens."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from streams.broker import die_with_parent
from streams.cli.errors import CommandError
from streams.cli.probe import Probe
from streams.cli.worker import command
from streams.settings import Settings

#: Seconds that a worker has to get its partitions, and to end; it needs less than ten for either.
READY_WITHIN = 60.0
STOPPED_WITHIN = 12.0
_POLL = 0.1
_SHOWN_LINES = 3


class WorkerProcess:
    """A worker that writes its log into a file. `settings` are what `environment` says."""

    def __init__(self, settings: Settings, environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        self.probe = Probe(settings.web_host, settings.web_port)
        with log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                command(settings),
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C goes to the command alone, which then stops the worker in order.
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )

    def __enter__(self) -> WorkerProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def check(self) -> None:
        """Raises CommandError when the process has ended."""
        code = self._process.poll()
        if code is not None:
            raise CommandError(f"the worker ended with {code}: {self.last_words()} (its log: {self.log})")

    def wait_until_ready(self) -> None:
        """Returns when it consumes. Raises CommandError when it ends or takes too long."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            self.check()
            with suppress(OSError):
                if self.probe.ready().good:
                    return
            time.sleep(_POLL)
        raise CommandError(f"the worker is not ready after {READY_WITHIN:.0f} s: {self.last_words()}")

    def stop(self) -> None:
        """Ask it to end, and end it if it does not."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def last_words(self) -> str:
        """The end of its log, on one line."""
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return " / ".join(line.strip() for line in lines[-_SHOWN_LINES:]) or "it said nothing"


def free_port(preferred: int) -> int:
    """A loopback port that nobody listens on: the preferred one if it can be had."""
    for port in (preferred, 0):
        with socket.socket() as trial, suppress(OSError):
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(("127.0.0.1", port))
            taken: int = trial.getsockname()[1]
            return taken
    raise CommandError("no free port on this machine")
