"""Frames give parties their roles by voice, marker and position."""

import pytest

from streams.extraction import lexicon as lx
from streams.extraction.candidates import candidates
from streams.training.samples import sentences_of


def roles(text: str, language: str = "en") -> dict[str, str]:
    (sentence,) = sentences_of(text, language)
    return {
        "+".join(c.codes): c.votes[0].role
        for c in candidates(sentence)
        if c.votes and c.node and c.node.kind == lx.ACTOR
    }


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Russia delivered missiles to India.", "en"),
        ("India bought missiles from Russia.", "en"),
        ("The missiles were delivered to India by Russia.", "en"),
        ("India received missiles from Russia.", "en"),
        ("The sale of missiles by Russia to India was announced.", "en"),
        ("Rusia mengirim rudal ke India.", "id"),
        ("India membeli rudal dari Rusia.", "id"),
        ("Rudal itu dikirim ke India oleh Rusia.", "id"),
        ("Pengiriman rudal dari Rusia ke India dimulai.", "id"),
    ],
)
def test_supplier_and_recipient_keep_their_roles_in_every_voice(text, language):
    assert roles(text, language) == {"RUS": "supplier", "IND": "recipient"}


def test_who_only_speaks_has_no_role():
    assert "USA" not in roles("Russia delivered missiles to India, Washington said.")


def test_use_of_a_weapon_gives_no_role():
    assert roles("Russia fired missiles at Ukraine.") == {}
