import copy

import orjson
import pytest
from told import claim

from streams.alerts.fold import fold
from streams.alerts.severity import RULES, STATUS_WORDS, Rules, RulesError, rules
from streams.alerts.status import AGAINST, PROGRESS, verdict


def severity(*claims):
    stories = []
    for each in claims:
        stories = fold(stories, each).stories
    (story,) = stories
    return rules().severity(story, verdict(story["standing"]))


def levelled(*arguments, **options):
    return severity(claim(*arguments, **{"at": "2024-01-05T03:00:00Z", **options}))


@pytest.mark.parametrize(
    ("arguments", "options", "level"),
    [
        (("PRK", "RUS", "missile"), {"certainty": "alleged"}, "high"),
        (("PRK", "RUS", "ammunition"), {}, "high"),
        (("RUS", "PRK", "combat_aircraft", "technology"), {"status": "sought"}, "medium"),
        (("RUS", "PRK", "technology"), {"status": "sought", "certainty": "conditional"}, "medium"),
        (("PRK", "RUS", "arms"), {"status": "negotiating", "direction": "unknown"}, "medium"),
        (("USA", "UKR", "money"), {"status": "pledged"}, "low"),
        (("USA", "UKR", "artillery", "air_defence"), {"status": "blocked"}, "low"),
    ],
)
def test_the_known_facts_of_north_korea_russia_and_ukraine(arguments, options, level):
    assert levelled(*arguments, **options).level == level


@pytest.mark.parametrize(
    ("arguments", "options", "level", "rule"),
    [
        (("FIN", "SVN", "armoured_vehicle"), {"status": "ordered"}, "medium", "major_arms_moving"),
        (("USA", "POL", "artillery"), {"status": "delivered"}, "medium", "major_arms_moving"),
        (("USA", "POL", "artillery"), {"status": "approved"}, "low", "ordinary"),
        (("BEL", "POL", "small_arms"), {"status": "ordered"}, "low", "ordinary"),
        (("USA", "POL", "money"), {"status": "delivered"}, "low", "ordinary"),
        (("USA", "PHL", "helicopter"), {"status": "suspended"}, "low", "ordinary"),
        (("FRA", "RUS", "equipment"), {"status": "in_transit"}, "high", "embargo_breached"),
        (("IRN", "RUS", "ammunition"), {"status": "delivered"}, "high", "embargoed_partners"),
        (("TUR", "RUS", "equipment"), {"status": "delivered"}, "medium", "embargoed_party"),
        (("TUR", "RUS", "equipment"), {"status": "offered"}, "low", "ordinary"),
        (("IRN", "hamas", "small_arms"), {"status": "delivered"}, "high", "armed_group"),
        (("IRN", "hamas", "small_arms"), {"status": "pledged"}, "medium", "armed_group_talks"),
        (("TUR", "CYP", "small_arms"), {"status": "intercepted"}, "medium", "shipment_intercepted"),
        (("IRN", "houthis", "small_arms"), {"status": "intercepted"}, "high", "embargo_breached"),
        (("PRK", "RUS", "missile"), {"status": "refused"}, "low", "ordinary"),
    ],
)
def test_levels_and_the_rules_that_give_them(arguments, options, level, rule):
    result = levelled(*arguments, **options)
    assert result.level == level
    assert rule in [reason["rule"] for reason in result.reasons]


def test_an_embargo_counts_only_while_in_force():
    assert levelled("FRA", "RUS", "ammunition", at="2013-06-01T00:00:00Z").level == "low"


def test_what_is_only_denied_is_a_level_lower_and_says_so():
    result = levelled("PRK", "RUS", "missile", polarity="denied", claimant="Peskov", claimant_id="RUS")
    assert result.level == "medium"
    assert [reason["rule"] for reason in result.reasons] == ["embargo_breached", "only_denied"]


def test_what_may_be_delivered_is_a_level_lower():
    assert levelled("PRK", "RUS", "missile", certainty="conditional").level == "medium"
    assert levelled("BEL", "POL", "small_arms", certainty="conditional").level == "low"


def test_a_denial_annotates_and_does_not_lower():
    result = levelled("PRK", "RUS", "missile", certainty="alleged", responses=(("RUS", "denies"),))
    assert result.level == "high"
    assert result.reasons[-1] == {"rule": "contested", "text": "denied by Russia"}


def test_reasons_name_the_embargo_with_its_source():
    (reason,) = levelled("PRK", "RUS", "missile").reasons
    assert reason["rule"] == "embargo_breached"
    assert reason["text"].startswith(
        "delivered although under embargo: UN ban on exports by North Korea since 2006-10-14 (Security Council "
    )
    assert "EU" not in reason["text"]


def test_every_status_has_words():
    assert set(STATUS_WORDS) == {*PROGRESS, *AGAINST}


def changed(**paths):
    document = orjson.loads(RULES.read_bytes())
    for path, value in paths.items():
        *parents, last = [int(part) if part.isdigit() else part for part in path.split("__")]
        target = document
        for parent in parents:
            target = target[parent]
        target[last] = value
    return document


@pytest.mark.parametrize(
    ("paths", "says"),
    [
        ({"rules__0__level": "grave"}, "/rules/0/level"),
        ({"rules__0__when__embargo": ["sometimes"]}, "/rules/0/when/embargo/0"),
        ({"rules__0__when__colour": ["red"]}, "/rules/0/when"),
        ({"rules__0__text": "{nothing}"}, "embargo_breached"),
        ({"rules__1__name": "embargo_breached"}, "twice"),
        ({"rules__8__when": {"stage": ["talks"]}}, "must hold always"),
        ({"stages__talks": ["sought"]}, "approved is missing"),
        ({"item_classes__major": ["tank", "tank"]}, "tank is there twice"),
        ({"item_classes__major": ["catapult"]}, "catapult is unknown"),
    ],
)
def test_a_mistake_in_the_rules_is_one_clear_line(paths, says):
    with pytest.raises(RulesError, match=says) as caught:
        Rules(changed(**paths))
    assert "\n" not in str(caught.value)


def test_the_rule_file_can_be_changed_without_touching_code():
    document = changed(rules__8__level="medium")
    story = fold([], claim("BEL", "POL", "small_arms", status="ordered")).story
    before = copy.deepcopy(story)
    assert Rules(document).severity(story, verdict(story["standing"])).level == "medium"
    assert story == before
