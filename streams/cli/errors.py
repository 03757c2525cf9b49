"""What a command ends with when it cannot do its work: one line that says what to do, and an exit code."""

from __future__ import annotations


class CommandError(Exception):
    """The command failed; the text is one line for the person who ran it."""

    exit_code = 1


class UsageError(CommandError):
    """The command was asked for something that makes no sense: wrong arguments or settings."""

    exit_code = 2
