"""Measures as tables."""

from collections import Counter

from streams.evaluation.measures import COLUMNS
from streams.evaluation.table import measures, table


def test_columns_are_as_wide_as_their_widest_cell():
    assert table(("a", "long"), [("wider", "1"), ("b", "22")]) == (
        "| a     | long |\n|-------|------|\n| wider | 1    |\n| b     | 22   |\n"
    )


def test_a_table_without_rows_is_its_head():
    assert table(("a", "b"), []).splitlines() == ["| a | b |", "|---|---|"]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_each_group_is_a_line_in_the_order_of_file_language_and_kind():
    groups = {
        ("x", "id", "sentence"): Counter(texts=1, silent=1),
        ("x", "en", "sentence"): Counter(texts=4, detect_tp=1, detect_fp=1, detect_fn=2, pair_gold=4, pair_found=3),
        ("a", "en", "article"): Counter(texts=2, silent=2, false_alerts=1),
    }
    head, _, *rows = (cells(line) for line in measures(groups).splitlines())
    assert head == ["file", "lang", "kind", *COLUMNS]
    assert [row[:4] for row in rows] == [
        ["a", "en", "article", "2"],
        ["x", "en", "sentence", "4"],
        ["x", "id", "sentence", "1"],
    ]
    column = {name: [row[head.index(name)] for row in rows] for name in COLUMNS}
    assert column["detect P/R"] == ["- / -", "0.50 / 0.33", "- / -"]
    assert column["false/1000"] == ["500", "-", "0"]
    assert column["pairs P/R"][1] == "- / 0.75"
