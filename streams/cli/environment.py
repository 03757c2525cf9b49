"""The settings of a command, from the environment."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping

from streams.settings import Settings


def checked_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process, or those of another environment. Raises `SettingsError`."""
    # Kafka's clients log each attempt; a command says it once, in one line.
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    return Settings.from_environment(os.environ if environment is None else environment)
