"""The AsyncAPI 3.0 document of the registry and its schemas.

`python -m streams.asyncapi` writes `schemas/asyncapi.json`; with `--check` it says whether that file is up to date.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from streams import __version__
from streams.contracts import SCHEMAS, Topic, schema_text, topics

DOCUMENT = SCHEMAS / "asyncapi.json"
_SCHEMA_FORMAT = "application/schema+json;version=draft-2020-12"
#: Those who read and write without being agents of the product, and what they do to it.
_OUTSIDERS = ("producers", "subscribers", "operators")


def document(registry: Iterable[Topic], version: str) -> dict[str, Any]:
    """The document as plain JSON, a pure function of the topics and the product's version.

    One channel a topic; one operation an agent and channel (`send` what it writes, `receive` what it reads). Schemas
    are referred to by their path beside the document.
    """
    listed = list(registry)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "armswire",
            "version": version,
            "description": "Articles in; enriched articles, claims of arms transfers and alerts out, through Kafka.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {_name(topic): _channel(topic) for topic in listed},
        "operations": dict(operation for topic in listed for operation in _operations(topic)),
        "components": {"messages": {_name(topic): _message(topic) for topic in listed}},
    }


def text(found: Mapping[str, Any]) -> str:
    """The document as it stands in the file."""
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or check it: 1 when it is not what the registry and the schemas say."""
    parser = argparse.ArgumentParser(prog="python -m streams.asyncapi", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; end with 1 if the file is out of date")
    check = parser.parse_args(arguments).check
    wanted = text(document(topics().values(), __version__))
    if not check:
        DOCUMENT.write_text(wanted, encoding="utf-8")
        return 0
    if DOCUMENT.exists() and DOCUMENT.read_text(encoding="utf-8") == wanted:
        return 0
    print(f"{DOCUMENT.name} is out of date; run: python -m streams.asyncapi", file=sys.stderr)
    return 1


def _name(topic: Topic) -> str:
    """A topic's name as a component's: letters, digits and underscores."""
    return topic.name.replace(".", "_").replace("-", "_")


def _channel(topic: Topic) -> dict[str, Any]:
    return {
        "address": topic.name,
        "title": topic.name,
        "description": topic.purpose,
        "messages": {_name(topic): {"$ref": f"#/components/messages/{_name(topic)}"}},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": [topic.cleanup],
                    "retention.ms": topic.retention_ms,
                    "max.message.bytes": topic.max_message_bytes,
                },
                "bindingVersion": "0.5.0",
            }
        },
    }


def _operations(topic: Topic) -> Iterable[tuple[str, dict[str, Any]]]:
    for action, agents, said in (("receive", topic.read_by, "reads"), ("send", topic.written_by, "writes")):
        for agent in agents:
            if agent not in _OUTSIDERS:
                channel = f"#/channels/{_name(topic)}"
                operation = {
                    "action": action,
                    "summary": f"The agent {agent} {said} {topic.name}.",
                    "channel": {"$ref": channel},
                    "messages": [{"$ref": f"{channel}/messages/{_name(topic)}"}],
                }
                yield f"{agent}_{action}_{_name(topic)}", operation


def _message(topic: Topic) -> dict[str, Any]:
    message = {
        "name": topic.name,
        "title": topic.name,
        "summary": topic.purpose,
        "headers": _reference(topic.headers),
        "bindings": {"kafka": {"key": {"type": "string", "description": topic.key}, "bindingVersion": "0.5.0"}},
    }
    if topic.schema is None:
        return {**message, "contentType": "application/octet-stream"}
    described = schema_text(topic.schema)["description"]
    return {
        **message,
        "description": described,
        "contentType": "application/json",
        "payload": _reference(topic.schema),
    }


def _reference(path: str) -> dict[str, Any]:
    return {"schemaFormat": _SCHEMA_FORMAT, "schema": {"$ref": path}}


if __name__ == "__main__":
    sys.exit(main())
