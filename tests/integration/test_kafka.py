"""What the embedded broker does not have: limits of size, and partitions added later. Skipped there."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import orjson
import pytest
from installation import Broker, Installation
from kafka.admin import KafkaAdminClient, NewTopic

from streams.contracts import ENRICHED, RAW
from streams.topics import check, create, wanted

pytestmark = pytest.mark.integration


@pytest.fixture
def news(broker: Broker, tmp_path: Path) -> Installation:
    if broker.embedded:
        pytest.skip("the embedded broker has no limits of size and adds no partitions")
    return Installation(broker, tmp_path)


def test_an_output_above_its_topics_limit_becomes_a_dead_letter_and_the_rest_is_delivered(news: Installation) -> None:
    limited = news.settings.topic(ENRICHED)
    with closing(KafkaAdminClient(**news.settings.client_arguments())) as admin:
        admin.create_topics([NewTopic(limited, 4, 1, topic_configs={"max.message.bytes": "3000"})])
    news.create_topics()
    with news.worker():
        for number in range(40):
            text = "long " * 1_000 if number == 20 else "short"
            news.send({"id": f"a{number}", "text": text, "language": "en"}, key=f"a{number}".encode(), partition=0)
        letter = news.await_dead_letter(b"a20")
        news.await_keys(ENRICHED, {f"a{number}".encode() for number in range(40) if number != 20})
    assert letter.header("armswire-dlq-stage") == b"delivery"
    assert letter.header("armswire-dlq-code") == b"too_large"
    assert orjson.loads(letter.value or b"")["id"] == "a20"


def test_missing_partitions_are_added(news: Installation) -> None:
    with closing(KafkaAdminClient(**news.settings.client_arguments())) as admin:
        admin.create_topics([NewTopic(topic.name, 2, 1) for topic in wanted(news.settings)])
    report = create(news.settings)
    assert f"{news.settings.topic(RAW)}: grown from 2 to 4 partitions" in report
    assert check(news.settings) == []
