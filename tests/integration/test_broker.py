"""The embedded broker: starts, says why it cannot, and never outlives its parent."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from streams import broker

pytestmark = pytest.mark.integration


def listens(address: str) -> bool:
    host, _, port = address.removeprefix("kafka://").rpartition(":")
    try:
        socket.create_connection((host, int(port)), 1).close()
    except OSError:
        return False
    return True


def gone(address: str, patience: float = 5) -> bool:
    deadline = time.monotonic() + patience
    while listens(address) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not listens(address)


def test_it_listens_while_the_block_lasts() -> None:
    with broker.embedded() as address:
        assert address.startswith("kafka://127.0.0.1:")
        assert listens(address)
    assert gone(address)


def test_two_of_them_do_not_meet() -> None:
    with broker.embedded() as first, broker.embedded() as second:
        assert first != second


def test_it_stops_when_the_block_fails() -> None:
    addresses = []

    def fail() -> None:
        with broker.embedded() as address:
            addresses.append(address)
            raise RuntimeError("inside")

    with pytest.raises(RuntimeError, match="inside"):
        fail()
    assert gone(addresses[0])


def test_a_taken_port_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(broker.BrokerError, match=str(port)), broker.embedded(port):
            pass


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux kills a child with its parent")
def test_it_dies_with_a_parent_that_is_killed() -> None:
    script = (
        "import time; from streams.broker import embedded\nwith embedded() as a: print(a, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        address = parent.stdout.readline().strip()
        assert listens(address)
        os.kill(parent.pid, signal.SIGKILL)
    assert gone(address)
