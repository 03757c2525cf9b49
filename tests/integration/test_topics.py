"""Creating topics and checking them, and the lag of a group on them."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path

import pytest
from installation import Broker, Installation, free_port
from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.structs import OffsetAndMetadata

from streams.contracts import RAW, topics
from streams.lag import LagMeter
from streams.settings import Settings
from streams.topics import BrokerUnreachableError, changelog, check, create, wanted

pytestmark = pytest.mark.integration


def test_created_topics_are_right_and_creating_again_changes_nothing(broker: Broker, tmp_path: Path) -> None:
    settings = Installation(broker, tmp_path).settings
    assert len(check(settings)) == len(wanted(settings)) == len(topics()) + 1
    assert all(line.endswith("created, 4 partitions") for line in create(settings))
    assert check(settings) == []
    assert all(line.endswith(": exists") for line in create(settings))


def test_the_changelog_is_partitioned_like_the_claims_and_only_compacted() -> None:
    state = wanted(Settings(topic_prefix="x.", application_id="app"))[-1]
    assert state.name == changelog(Settings(topic_prefix="x.", application_id="app")) == "x.app-stories-changelog"
    assert state.partitions == topics()["transfers.claims.v1"].partitions
    assert state.config["cleanup.policy"] == "compact"
    assert "retention.ms" not in state.config


def test_wrong_numbers_of_partitions_are_told(broker: Broker, tmp_path: Path) -> None:
    settings = Installation(broker, tmp_path).settings
    few, many = settings.topic(RAW), changelog(settings)
    with closing(KafkaAdminClient(**settings.client_arguments())) as admin:
        admin.create_topics([NewTopic(few, 1, 1), NewTopic(many, 5, 1)])
    told = {line.split()[1]: line for line in check(settings)}
    assert told[few] == f"topic {few} has 1 partitions instead of 4; run: armswire topics create"
    assert told[many].startswith(f"topic {many} has 5 partitions instead of 4, and Kafka cannot take any away")


def test_a_broker_that_is_not_there_is_named(tmp_path: Path) -> None:
    address = f"kafka://127.0.0.1:{free_port()}"
    with pytest.raises(BrokerUnreachableError, match=address):
        check(Settings(broker=address))


def test_lag_is_what_was_sent_less_what_was_committed(installation: Installation) -> None:
    settings = installation.settings
    group, name = "some-group", settings.topic(RAW)
    for number in range(40):
        installation.send({"id": str(number)}, partition=number % 2)
    installation.flush()
    done = KafkaConsumer(**settings.client_arguments(), group_id=group, enable_auto_commit=False)
    done.commit({TopicPartition(name, 1): OffsetAndMetadata(13, "", -1)})
    done.close()

    async def measure() -> list[dict[TopicPartition, int]]:
        meter = LagMeter(settings, group, {name: 4})
        await meter.start()
        try:
            first = await meter.measure()
            installation.send({"id": "one more"}, partition=3)
            installation.flush()
            return [first, await meter.measure()]
        finally:
            await meter.stop()

    first, second = asyncio.run(measure())
    assert [first[tp] for tp in sorted(first)] == [20, 7, 0, 0]
    assert [second[tp] for tp in sorted(second)] == [20, 7, 0, 1]
