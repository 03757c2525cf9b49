"""Every output that a test sees can be held to its contract: `assert_valid(output)`."""

from __future__ import annotations

import orjson

from streams.contracts import header_violations, topics, violations
from streams.messages import Output


def faults(output: Output) -> list[str]:
    """What is wrong with an output by the registry: its topic, its key, its headers, its value. One line each."""
    topic = topics().get(output.topic)
    if topic is None:
        return [f"no topic is called {output.topic}"]
    found = [f"header {fault.pointer}: {fault.expected}" for fault in header_violations(output.topic, output.headers)]
    if topic.schema is None:
        return found
    if output.key is None:
        found.append("no key")
    try:
        body = orjson.loads(output.value or b"")
    except orjson.JSONDecodeError as error:
        return [*found, f"value: {error}"]
    found += [f"value {fault.pointer}: {fault.expected}" for fault in violations(output.topic, body)]
    if dict(output.headers).get("ce_type") != output.topic.encode():
        found.append("header ce_type: not the topic")
    return found


def assert_valid(*outputs: Output) -> None:
    """Fails with every fault of every output."""
    assert [(output.topic, fault) for output in outputs for fault in faults(output)] == []
