import pytest
from told import claim

from streams.alerts.alert import alert
from streams.alerts.fold import DEFAULT_WINDOW, fold
from streams.alerts.severity import rules

BALLISTIC = {"category": "missile", "text": "rudal balistik"}


def headline(*claims):
    stories = []
    for each in claims:
        folded = fold(stories, each)
        stories = folded.stories
    return alert(folded.story, folded.changes, window=DEFAULT_WINDOW, rules=rules())["headline"]


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (claim("PRK", "RUS", BALLISTIC), "North Korea → Russia: missiles “rudal balistik”, delivered"),
        (
            claim("PRK", "RUS", BALLISTIC, certainty="alleged", claimant="Gedung Putih", claimant_id="USA"),
            "North Korea → Russia: missiles “rudal balistik”, delivered; alleged by Gedung Putih (United States)",
        ),
        (
            claim("PRK", "RUS", {"category": "missile", "text": "ballistic missiles"}, language="en", claimant="Kirby"),
            "North Korea → Russia: ballistic missiles, delivered; according to Kirby",
        ),
        (
            claim(
                "FIN",
                "SVN",
                {"category": "armoured_vehicle", "text": "AMV XP"},
                language="en",
                status="ordered",
                quantity="106",
                value="€700 million",
            ),
            "Finland → Slovenia: AMV XP (106, €700 million), ordered",
        ),
        (
            claim("PRK", "RUS", direction="unknown", status="negotiating") | {"items": []},
            "North Korea ↔ Russia: arms, under negotiation",
        ),
        (claim(None, "houthis") | {"items": []}, "unknown supplier → Houthis: arms, delivered"),
        (
            claim("USA", None, "tank", certainty="conditional"),
            "United States → unknown recipient: tanks “tank”, delivered; not certain",
        ),
        (
            claim("ARE", "rapid-support-forces", "drone", polarity="denied", claimant="an official"),
            "United Arab Emirates → Rapid Support Forces: drones and loitering munitions “drone”, "
            "said to be delivered; denied by an official",
        ),
        (
            claim("PRK", "RUS", certainty="alleged", responses=(("RUS", "denies"),)),
            "North Korea → Russia: missiles “missile”, delivered; alleged; denied by Russia",
        ),
        (claim("PRK", "a-new-group", "tank"), "North Korea → A New Group: tanks “tank”, delivered"),
        (claim("XXA", "RUS", "tank"), "XXA → Russia: tanks “tank”, delivered"),
    ],
)
def test_headlines(told, line):
    assert headline(told) == line


def test_who_said_what_stands_is_named_and_not_who_came_last():
    line = headline(
        claim(article="a", status="delivered", certainty="alleged", claimant="Seoul"),
        claim(article="b", status="ordered", claimant="a trader", at="2026-11-12T00:00:00Z"),
    )
    assert line.endswith("delivered; alleged by Seoul")


def test_an_english_wording_of_the_item_replaces_the_category():
    line = headline(
        claim("PRK", "RUS", BALLISTIC, article="a"),
        claim("PRK", "RUS", {"category": "missile", "text": "KN-23 missiles"}, article="b", language="en"),
    )
    assert "KN-23 missiles" in line


def test_money_that_is_the_item_is_told_once():
    money = {"category": "money", "text": "$50 miliar"}
    line = headline(claim("USA", "UKR", money, status="pledged", value="$50 miliar", quantity="lagi"))
    assert line == "United States → Ukraine: military funding “$50 miliar” (lagi), pledged"


def test_it_is_one_line():
    line = headline(claim("PRK", "RUS", {"category": "missile", "text": "long\nname"}, language="en", quantity="1\n2"))
    assert "\n" not in line
