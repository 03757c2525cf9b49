import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from streams.articles.text import clean, line

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def test_line_ends_become_line_feeds():
    assert clean("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_controls_and_lone_surrogates_become_a_space_each():
    assert clean("a\x00b\x1bc\x7fd\x85e\ud83df") == "a b c d e f"


def test_tab_and_line_feed_stay():
    assert clean("a\tb\n\nc") == "a\tb\n\nc"


def test_text_is_composed():
    assert clean("Cafe\u0301") == "Café"


def test_an_emoji_and_other_scripts_stay():
    assert clean("国防部 🚀 Москва العربية") == "国防部 🚀 Москва العربية"


def test_a_row_of_dashes_stays():
    assert clean("—" * 100) == "—" * 100


def test_an_endless_pile_of_marks_is_taken_away():
    cleaned = clean("a" + "\u0301\u0327" * 100_000 + "b")
    assert cleaned.strip("ab ") == ""


@given(ANY_TEXT)
def test_cleaned_text_is_clean(text):
    cleaned = clean(text)
    assert all(sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs") for sign in cleaned)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean(cleaned) == cleaned


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_offsets_of_ascii_without_carriage_returns_stay(text):
    text = text.replace("\r", "")
    assert len(clean(text)) == len(text)


def test_a_line_has_no_line_ends_and_no_double_spaces():
    assert line("  Rudal\r\n dikirim\t ke  Rusia\x00 ") == "Rudal dikirim ke Rusia"


def test_a_line_of_nothing_is_none():
    assert [line(text) for text in (None, "", " \n\x00")] == [None, None, None]


def test_signs_that_only_break_lines_do_not_hide_words():
    assert clean("Ger\u00admany deliv\u00adered\u200b tanks\ufeff") == "Germany delivered tanks"
