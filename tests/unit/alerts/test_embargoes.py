import pytest

from streams.alerts import embargoes
from streams.alerts.embargoes import Embargo, bans
from streams.extraction.lexicon import KNOWLEDGE, read_lines


def test_every_target_and_category_is_known_and_the_dates_are_in_order():
    countries = {record["id"] for record in read_lines(KNOWLEDGE / "countries.jsonl")} | {"YUG"}
    groups = {record["id"] for record in read_lines(KNOWLEDGE / "groups.jsonl")}
    categories = {record["id"] for record in read_lines(KNOWLEDGE / "categories.jsonl")}
    for embargo in embargoes.embargoes():
        assert embargo.target in countries | groups, embargo.id
        assert (embargo.categories or set()) <= categories, embargo.id
        assert embargo.ends is None or embargo.begins < embargo.ends, embargo.id
        assert embargo.authority in embargoes.AUTHORITIES, embargo.id


def touched(supplier, recipient, date, *categories, direction="known"):
    found = bans(supplier, recipient, direction=direction, categories=categories or ("missile",), date=date)
    return [(ban.embargo.id, ban.way, ban.binding) for ban in found]


@pytest.mark.parametrize(
    ("supplier", "recipient", "date", "expected"),
    [
        (
            "PRK",
            "RUS",
            "2024-01-05",
            {("un-north-korea", "export", True), ("eu-russia", "import", False), ("eu-north-korea", "export", False)},
        ),
        (
            "RUS",
            "PRK",
            "2024-01-05",
            {("un-north-korea", "import", True), ("eu-russia", "export", False), ("eu-north-korea", "import", False)},
        ),
        ("USA", "UKR", "2024-01-05", set()),
        ("IRN", "RUS", "2006-01-01", set()),
        ("FRA", "RUS", "2015-01-01", {("eu-russia", "import", True)}),
        ("FRA", "RUS", "2014-07-31", set()),
        ("RUS", "CHN", "2010-01-01", {("eu-china", "import", False)}),
        ("IRN", "houthis", "2024-01-01", {("un-houthis", "import", True), ("eu-iran", "export", False)}),
        (None, "LBY", "2020-01-01", {("un-libya", "import", True)}),
        ("TUR", "SOM", "2024-06-01", set()),
    ],
)
def test_bans_that_a_transfer_touches(supplier, recipient, date, expected):
    assert set(touched(supplier, recipient, date)) == expected


def test_an_unknown_direction_touches_both_ways():
    either = set(touched("PRK", "RUS", "2024-01-05", direction="unknown"))
    one, other = touched("PRK", "RUS", "2024-01-05"), touched("RUS", "PRK", "2024-01-05")
    assert either == set(one) | set(other)


def test_binding_bans_come_first():
    assert touched("PRK", "RUS", "2024-01-05")[0][2] is True


def test_an_embargo_may_be_limited_to_categories():
    assert ("un-iran-missiles", "export", True) in touched("IRN", "RUS", "2022-10-01", "drone")
    assert ("un-iran-missiles", "export", True) not in touched("IRN", "RUS", "2022-10-01", "ammunition")


@pytest.mark.parametrize(
    ("date", "expected"), [("2020-01-01", False), ("2020-01-02", True), ("2020-12-30", True), ("2020-12-31", False)]
)
def test_in_force_from_its_first_day_until_the_day_it_ends(date, expected):
    embargo = Embargo("un-x", "XXX", frozenset({"import"}), "UN", "s", "2020-01-02", "2020-12-31", "all", None)
    assert embargo.in_force(date) is expected
    assert bool(bans("FRA", "XXX", direction="known", categories=["arms"], date=date, known=[embargo])) is expected
