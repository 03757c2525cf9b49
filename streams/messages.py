"""What goes into and comes out of the pure core: a Kafka message as plain data, and the outcome of processing it.

Nothing here knows Faust or Kafka. Every consumed message ends in exactly one outcome: `Processed` (with the outputs
it caused, possibly none), `Rejected` (a dead letter) or `Skipped` (a reasoned silence).
"""

from __future__ import annotations

from dataclasses import dataclass, field

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A record as consumed: bytes and coordinates, `timestamp_ms` in milliseconds since 1970 UTC."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    timestamp_ms: int = 0

    def header(self, name: str) -> bytes | None:
        """The last value of a header, its name compared without regard to case; None where it is absent."""
        wanted = name.lower()
        found = None
        for key, value in self.headers:
            if key.lower() == wanted:
                found = value
        return found


@dataclass(frozen=True, slots=True)
class Output:
    """A record to publish. `topic` is a name of the topic registry."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    timestamp_ms: int = 0


@dataclass(frozen=True, slots=True)
class Processed:
    """The message was understood; `counts` holds what metrics count of it, by bounded label.

    For an article: `claims` by status, `silences` by named reason, `alerts` by severity.
    """

    outputs: tuple[Output, ...]
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejected:
    """The message is bad and goes to the dead letters.

    `stage` and `code` are bounded words (see `schemas/dead-letter-codes.json`); `message` says in one line what is
    wrong; `pointer` is the JSON pointer of the fault where there is one.
    """

    stage: str
    code: str
    message: str
    pointer: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """The message asks for nothing, for a bounded reason such as `tombstone`."""

    reason: str


Outcome = Processed | Rejected | Skipped
