import os

import pytest


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch):
    for variable in [name for name in os.environ if name.startswith("ARMSWIRE_")]:
        monkeypatch.delenv(variable)
