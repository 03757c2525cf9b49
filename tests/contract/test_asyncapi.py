import json

import pytest

from streams import asyncapi
from streams.contracts import SCHEMAS, topics

DOCUMENT = asyncapi.document(topics().values(), "1.2.3")


def references(part):
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def test_the_file_is_what_registry_and_schemas_say(capsys):
    assert asyncapi.main(["--check"]) == 0, capsys.readouterr().err


def test_a_file_that_is_out_of_date_is_found_and_left(tmp_path, monkeypatch, capsys):
    file = tmp_path / "asyncapi.json"
    monkeypatch.setattr(asyncapi, "DOCUMENT", file)
    assert asyncapi.main(["--check"]) == 1
    assert not file.exists()
    file.write_text("{}")
    assert asyncapi.main(["--check"]) == 1
    assert file.read_text() == "{}"
    assert "python -m streams.asyncapi" in capsys.readouterr().err
    assert asyncapi.main([]) == 0
    assert asyncapi.main(["--check"]) == 0


def test_it_is_an_asyncapi_3_document_with_a_version():
    assert DOCUMENT["asyncapi"] == "3.0.0"
    assert DOCUMENT["info"]["version"] == "1.2.3"
    assert set(DOCUMENT) == {"asyncapi", "info", "defaultContentType", "channels", "operations", "components"}


def test_every_topic_is_a_channel_with_its_settings():
    assert [channel["address"] for channel in DOCUMENT["channels"].values()] == list(topics())
    for channel in DOCUMENT["channels"].values():
        topic = topics()[channel["address"]]
        kafka = channel["bindings"]["kafka"]
        assert kafka["partitions"] == topic.partitions
        assert kafka["topicConfiguration"] == {
            "cleanup.policy": [topic.cleanup],
            "retention.ms": topic.retention_ms,
            "max.message.bytes": topic.max_message_bytes,
        }


def test_every_agent_has_an_operation_for_each_topic_that_it_reads_or_writes():
    said = {
        (operation["action"], operation["channel"]["$ref"].removeprefix("#/channels/"), name.split("_")[0])
        for name, operation in DOCUMENT["operations"].items()
    }
    assert said == {
        ("receive", "articles_raw_v1", "enrich"),
        ("send", "articles_enriched_v1", "enrich"),
        ("send", "transfers_claims_v1", "enrich"),
        ("receive", "transfers_claims_v1", "alert"),
        ("send", "alerts_arms_transfer_v1", "alert"),
        ("send", "articles_dead_letter_v1", "enrich"),
        ("send", "articles_dead_letter_v1", "alert"),
    }


@pytest.mark.parametrize("reference", sorted(set(references(DOCUMENT))))
def test_references_resolve(reference):
    path, _, pointer = reference.partition("#")
    found = json.loads((SCHEMAS / path).read_text(encoding="utf-8")) if path else DOCUMENT
    for step in pointer.strip("/").split("/") if pointer else ():
        found = found[step]
    assert isinstance(found, dict)


def test_an_operation_s_messages_are_its_channel_s_own():
    for operation in DOCUMENT["operations"].values():
        (message,) = operation["messages"]
        assert message["$ref"].startswith(operation["channel"]["$ref"] + "/messages/")


def test_messages_have_headers_and_all_but_the_dead_letters_a_payload():
    messages = DOCUMENT["components"]["messages"]
    without = [name for name, message in messages.items() if "payload" not in message]
    assert without == ["articles_dead_letter_v1"]
    assert all("headers" in message for message in messages.values())


def test_the_same_registry_gives_the_same_text():
    again = asyncapi.document(topics().values(), "1.2.3")
    assert asyncapi.text(again) == asyncapi.text(DOCUMENT)
