"""The broker that tests use: an embedded one for the session, or the Kafka that ARMSWIRE_BROKER names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from installation import Broker, Installation

from streams.broker import embedded


@pytest.fixture(scope="session")
def broker() -> Iterator[Broker]:
    """A broker for all tests; keep topics apart by a prefix."""
    address = os.environ.get("ARMSWIRE_BROKER")
    if address:
        yield Broker(address, embedded=os.environ.get("ARMSWIRE_EMBEDDED", "").lower() in ("1", "true", "yes"))
        return
    with embedded() as address:
        yield Broker(address, embedded=True)


@pytest.fixture
def installation(broker: Broker, tmp_path: Path) -> Iterator[Installation]:
    """Fresh topics."""
    made = Installation(broker, tmp_path)
    yield made.create_topics()
    made.close()
