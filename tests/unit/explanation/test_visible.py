"""Nothing of a text acts on where it is shown, and nothing of it is hidden."""

import pytest

from streams.explanation.visible import line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"),
        ("\x1b[2J", "⟨U+001B⟩[2J"),
        ("a\u200bb", "a⟨U+200B⟩b"),
        ("\ufeff", "⟨U+FEFF⟩"),
        ("a\u2028b", "a⟨U+2028⟩b"),
    ],
)
def test_what_would_act_is_named(text, shown):
    assert visible(text) == shown


@pytest.mark.parametrize("text", ["plain\n\ttext", "Zürich – “so”", "سلام", "می\u200cخواهم", "한국", ""])
def test_other_text_stays_as_it_is(text):
    assert visible(text) == text


def test_a_line_has_no_breaks_and_ends_in_time():
    assert line(" a \n\n b\tc ") == "a b c"
    assert line("abcdef", 4) == "abc…"
    assert line("abcd", 4) == "abcd"
