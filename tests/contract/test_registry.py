import re

import pytest

from streams import contracts
from streams.contracts import ALERTS, CLAIMS, DEAD_LETTER, ENRICHED, RAW, SCHEMAS, topics
from streams.settings import Settings

AGENTS = {"enrich", "alert"}
OUTSIDERS = {"producers", "subscribers", "operators"}


@pytest.fixture(params=topics().values(), ids=topics().keys())
def topic(request):
    return request.param


def test_every_topic_has_a_constant_and_the_other_way_round():
    constants = {RAW, ENRICHED, CLAIMS, ALERTS, DEAD_LETTER}
    assert set(topics()) == constants


def test_a_topic_is_well_formed(topic):
    assert re.fullmatch(r"[a-z]+\.[a-z-]+\.v[1-9]", topic.name)
    assert topic.purpose.endswith(".")
    assert topic.key
    assert 1 <= topic.partitions <= 100
    assert topic.cleanup in ("delete", "compact")
    assert topic.max_message_bytes >= 1_000_000
    assert set(topic.written_by) | set(topic.read_by) <= AGENTS | OUTSIDERS
    assert topic.written_by
    assert topic.read_by


def test_a_topic_s_schemas_exist_in_the_folder_of_its_name_and_version(topic):
    name, version = topic.name.rsplit(".", 1)
    assert (SCHEMAS / topic.headers).is_file()
    if topic.schema is not None:
        assert topic.schema == f"{name}/{version}/schema.json"
        assert (SCHEMAS / topic.schema).is_file()


def test_every_folder_belongs_to_a_topic():
    folders = {path.parent.name for path in SCHEMAS.glob("*/v*")} - {"common"}
    assert folders == {name.rsplit(".", 1)[0] for name in topics()}


def test_only_the_dead_letters_have_no_schema_for_their_value():
    assert [name for name, topic in topics().items() if topic.schema is None] == [DEAD_LETTER]


def test_the_latest_alerts_stay_and_the_rest_is_kept_for_days(topic):
    if topic.name == ALERTS:
        assert (topic.cleanup, topic.retention_ms) == ("compact", -1)
    else:
        assert topic.cleanup == "delete"
        assert 7 <= topic.retention_ms / 86_400_000 <= 365


def test_claims_are_kept_as_long_as_an_alert_can_need_them():
    assert topics()[CLAIMS].retention_ms >= Settings().alert_window_days * 86_400_000


def test_what_is_too_large_for_the_worker_reaches_it_and_fits_the_dead_letters():
    assert topics()[RAW].max_message_bytes > Settings().max_bytes
    assert topics()[DEAD_LETTER].max_message_bytes > topics()[RAW].max_message_bytes
    assert topics()[ENRICHED].max_message_bytes > Settings().max_output_bytes


def test_the_registry_cannot_be_changed_by_who_reads_it():
    with pytest.raises(TypeError):
        contracts.topics()["x"] = topics()[RAW]
