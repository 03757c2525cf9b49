"""A language's data are compiled, or refused with a word on what is wrong."""

import shutil

import orjson
import pytest

from streams.extraction.lexicon import BOUNDARIES, KNOWLEDGE, LANGUAGES, compiled
from streams.training.samples import sentences_of


@pytest.mark.parametrize("boundary", ["character", None])
def test_a_boundary_mode_that_the_engine_does_not_know_is_refused(tmp_path, boundary):
    folder = tmp_path / "xx"
    shutil.copytree(LANGUAGES / "en", folder)
    config = orjson.loads((folder / "language.json").read_bytes())
    (folder / "language.json").write_bytes(orjson.dumps({**config, "boundary": boundary}))
    with pytest.raises(ValueError, match=f"xx/language.json: boundary {boundary!r} is unknown; known: word"):
        compiled("xx", KNOWLEDGE, folder)
    (folder / "language.json").write_bytes(orjson.dumps({**config, "boundary": BOUNDARIES[0]}))
    assert compiled("xx", KNOWLEDGE, folder).language == "xx"


def categories(text: str, language: str) -> list[str | None]:
    (sentence,) = sentences_of(text, language)
    return [node.category for node in sentence.nodes if node.kind == "item"]


@pytest.mark.parametrize(
    ("text", "language", "category"),
    [
        ("Norway gave military aid to Ukraine.", "en", "arms"),
        ("Norway gave $200 million in military aid to Ukraine.", "en", "money"),
        ("Norwegia memberi bantuan militer kepada Ukraina.", "id", "arms"),
        ("Norwegia memberi bantuan militer senilai 200 juta dolar AS kepada Ukraina.", "id", "money"),
    ],
)
def test_military_aid_is_arms_without_a_sum_and_money_with_one(text, language, category):
    assert categories(text, language) == [category]


def test_the_sum_of_another_sentence_does_not_price_military_aid():
    text = "Norway gave military aid to Ukraine. Oman paid $200 million for missiles."
    first, _ = sentences_of(text, "en")
    assert [node.category for node in first.nodes if node.kind == "item"] == ["arms"]


def test_a_sum_changes_nothing_about_what_has_a_category_of_its_own():
    assert categories("Norway gave missiles to Ukraine for $200 million.", "en") == ["missile"]
