from datetime import UTC, datetime, timedelta

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told import claim

from streams.alerts.fold import CHANGES, LONGEST_STORY, fold
from streams.alerts.status import verdict
from streams.alerts.story import (
    KEPT_CLAIMS,
    KEPT_CLAIMS_OF_A_PAIR,
    KEPT_IDS,
    KEPT_STORIES,
    LARGEST_STATE,
    LONGEST_QUOTE,
    bounded,
)
from streams.contracts import CLAIMS as CLAIMS_TOPIC
from streams.contracts import topics
from streams.statuses import AGAINST, PROGRESS


def fold_all(*claims, window=timedelta(days=14)):
    """The stories after all claims, and the changes that each made (None for a repeat)."""
    stories, changes = [], []
    for each in claims:
        folded = fold(stories, each, window=window)
        changes.append(None if folded is None else folded.changes)
        stories = stories if folded is None else folded.stories
    return stories, changes


def daily(number: int, **rest):
    """A claim of the given day, counted from the first of September."""
    at = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(days=number)
    return claim(article=f"d{number}", at=f"{at:%Y-%m-%d}T00:00:00Z", **rest)


@pytest.mark.parametrize(
    ("other", "together"),
    [
        pytest.param(claim("PRK", "RUS", "missile", article="b"), True, id="same category"),
        pytest.param(claim("PRK", "RUS", "ammunition", article="b"), False, id="another category"),
        pytest.param(claim("PRK", "RUS", "ammunition", "missile", article="b"), True, id="categories overlap"),
        pytest.param(claim("RUS", "PRK", "missile", article="b"), False, id="the other direction"),
        pytest.param(claim("PRK", "RUS", "missile", article="b", direction="unknown"), False, id="no direction"),
        pytest.param(claim("PRK", None, "missile", article="b"), False, id="an unknown party"),
        pytest.param(claim("PRK", "RUS", article="b", status="suspended"), True, id="another status"),
        pytest.param(claim("PRK", "RUS", article="b", at="2026-11-24T08:00:00Z"), True, id="at the window's end"),
        pytest.param(claim("PRK", "RUS", article="b", at="2026-11-24T08:00:01Z"), False, id="after the window"),
        pytest.param(claim("PRK", "RUS", article="b", at="2026-10-27T08:00:00Z"), True, id="at the window's beginning"),
        pytest.param(claim("PRK", "RUS", article="b", at="2026-10-27T07:59:59Z"), False, id="before the window"),
    ],
)
def test_which_claims_fold_into_one_story(other, together):
    stories, _ = fold_all(claim("PRK", "RUS", "missile", at="2026-11-10T08:00:00Z"), other, window=timedelta(days=14))
    assert len(stories) == (1 if together else 2)


def test_a_claim_without_items_is_about_unspecified_arms():
    bare = claim(article="a", number=1) | {"items": []}
    stories, _ = fold_all(bare, claim("PRK", "RUS", "arms", article="b"))
    assert [story["category"] for story in stories] == ["arms"]


def test_a_story_lives_while_it_is_told_and_ends_all_the_same():
    count = LONGEST_STORY.days // 10 + 2
    stories, _ = fold_all(*(daily(10 * index) for index in range(count)))
    assert [story["claim_count"] for story in stories] == [count - 1, 1]


@pytest.mark.parametrize(
    ("second", "changes"),
    [
        ({}, ()),
        ({"publisher": None}, ()),
        ({"publisher": "BBC"}, ("new_publisher",)),
        ({"language": "en"}, ("new_language",)),
        ({"status": "delivered"}, ("status_advanced",)),
        ({"status": "sought"}, ()),
        ({"status": "cancelled"}, ("status_changed",)),
        ({"certainty": "fact"}, ("certainty_raised",)),
        ({"certainty": "conditional"}, ()),
        ({"quantity": "dua belas", "amount": (12, 12)}, ("new_quantity",)),
        ({"value": "$2 billion"}, ("new_value",)),
        ({"claimant": "Kirby"}, ("new_claimant",)),
        ({"polarity": "denied", "claimant": "Peskov"}, ("denied", "new_claimant")),
        ({"responses": (("RUS", "denies"),)}, ("denied",)),
        ({"responses": (("RUS", "no_comment"),)}, ()),
        (
            {"status": "delivered", "publisher": "BBC", "language": "en"},
            ("status_advanced", "new_publisher", "new_language"),
        ),
    ],
)
def test_what_makes_a_revision(second, changes):
    first = claim(article="a", status="ordered", certainty="alleged")
    stories, made = fold_all(first, claim(**{"article": "b", "status": "ordered", "certainty": "alleged", **second}))
    assert made == [("opened",), changes]
    assert stories[0]["revision"] == (2 if changes else 1)
    assert stories[0]["claim_count"] == 2
    assert len(stories[0]["claims"]) == 2


@pytest.mark.parametrize(
    ("item", "changes"),
    [
        ({"category": "missile", "text": "roket"}, ()),
        ({"category": "missile", "weapon": "kn-23"}, ("new_item",)),
    ],
)
def test_an_item_is_new_by_what_it_is_and_not_by_how_it_is_worded(item, changes):
    _, made = fold_all(claim(article="a"), claim("PRK", "RUS", item, article="b"))
    assert made[1] == changes


def test_another_category_of_a_joining_claim_is_a_new_item():
    stories, made = fold_all(claim(article="a"), claim("PRK", "RUS", "missile", "drone", article="b"))
    assert made[1] == ("new_item",)
    assert stories[0]["categories"] == ["missile", "drone"]
    assert stories[0]["category"] == "missile"


def test_the_same_number_in_two_languages_is_one_quantity():
    _, made = fold_all(
        claim(article="a", quantity="dua belas", amount=(12, 12)),
        claim(article="b", quantity="twelve", amount=(12, 12)),
        claim(article="c", quantity="puluhan"),
        claim(article="d", quantity="Puluhan"),
    )
    assert made == [("opened",), (), ("new_quantity",), ()]


def test_an_assertion_after_a_mere_denial_is_told():
    _, made = fold_all(claim(article="a", polarity="denied"), claim(article="b"))
    assert made[1] == ("asserted",)


def test_a_repeated_claim_changes_nothing():
    first, second = claim(article="a"), claim(article="b", publisher="BBC")
    stories, made = fold_all(first, second, first, second)
    assert made == [("opened",), ("new_publisher",), None, None]
    assert stories == fold_all(first, second)[0]


def test_every_word_of_changes_is_in_the_catalogue():
    _, made = fold_all(
        claim(article="a", polarity="denied"),
        claim(article="b", status="delivered", publisher="BBC", claimant="X", quantity="3", value="$1", language="en"),
        claim(article="c", status="blocked"),
    )
    assert {change for changes in made for change in changes} <= set(CHANGES)


def test_stories_given_are_left_as_they_are():
    stories, _ = fold_all(claim(article="a"))
    before = orjson.dumps(stories)
    fold(stories, claim(article="b", publisher="BBC", status="blocked", quantity="4"))
    assert orjson.dumps(stories) == before


def test_the_alert_id_is_that_of_the_opening_claim():
    (first,), _ = fold_all(claim(article="a"), claim(article="b"))
    (again,), _ = fold_all(claim(article="a"), claim(article="c"))
    (other,), _ = fold_all(claim(article="b"))
    assert first["id"] == again["id"] != other["id"]
    assert len(first["id"]) == len("alt-") + 24


def test_the_nearest_story_takes_a_claim_that_fits_two():
    missiles, drones = claim("PRK", "RUS", "missile", article="a"), claim("PRK", "RUS", "drone", article="b")
    both = claim("PRK", "RUS", "drone", "missile", article="c", publisher="BBC")
    stories, _ = fold_all(missiles, drones, both)
    assert sorted(story["claim_count"] for story in stories) == [1, 2]
    again, _ = fold_all(drones, missiles, both)
    assert stories == again


def test_a_publication_in_the_future_counts_as_its_arrival():
    stories, _ = fold_all(claim(at="2099-01-01T00:00:00Z", ingested_at="2026-11-20T12:00:00.000Z"))
    assert stories[0]["updated_at"] == "2026-11-20T12:00:00Z"


@pytest.mark.parametrize("ingested", ["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.000Z"])
def test_the_ends_of_the_calendar_are_times_like_others(ingested):
    stories, _ = fold_all(claim(at=None, ingested_at=ingested), claim(article="b", at="2026-11-10T08:00:00Z"))
    assert ingested[:19] + "Z" in [story["opened_at"] for story in stories]
    told, _ = fold_all(claim(at="2026-11-10T08:00:00Z", ingested_at=ingested))
    assert told[0]["opened_at"] == "2026-11-10T08:00:00Z"


@pytest.mark.parametrize(
    ("published", "ingested", "expected"),
    [
        ("2024-01-05T03:00:00Z", "2026-11-20T12:00:00.000Z", "2024-01-05T03:00:00Z"),
        ("2026-11-10T08:00:00+07:00", "2026-11-20T12:00:00.000Z", "2026-11-10T01:00:00Z"),
        ("2026-11-10", "2026-11-20T12:00:00.000Z", "2026-11-10T00:00:00Z"),
        (None, "2026-11-20T12:00:00.000Z", "2026-11-20T12:00:00Z"),
        ("yesterday", "2026-11-20T12:00:00.000Z", "2026-11-20T12:00:00Z"),
        ("2024-01-05T03:00:00Z", "1970-01-01T00:00:00.000Z", "2024-01-05T03:00:00Z"),
    ],
)
def test_event_time(published, ingested, expected):
    stories, _ = fold_all(claim(at=published, ingested_at=ingested))
    assert stories[0]["opened_at"] == stories[0]["updated_at"] == expected


def test_state_is_bounded():
    many = [
        claim("PRK", "RUS", f"category_{number % 40}", article=f"a{number}", quote="x" * 5000) for number in range(1200)
    ]
    stories, _ = fold_all(*many)
    assert len(stories) == KEPT_STORIES
    assert sum(len(story["claims"]) for story in stories) <= KEPT_CLAIMS_OF_A_PAIR
    assert len(orjson.dumps(stories)) < 900_000
    assert all(len(kept["evidence"][0]["quote"]) == LONGEST_QUOTE for story in stories for kept in story["claims"])


def test_a_claim_that_is_older_than_every_kept_story_opens_none():
    newer = [claim("PRK", "RUS", f"category_{number}", article=f"a{number}") for number in range(KEPT_STORIES)]
    full, _ = fold_all(*newer)
    folded = fold(full, claim("PRK", "RUS", "missile", article="old", at="2026-11-01T00:00:00Z"))
    assert folded.changes == ()
    assert folded.stories == full


def test_a_replay_of_a_story_that_was_given_up_does_not_begin_it_again():
    old = [
        claim("PRK", "RUS", "missile", article="old", at="2026-11-01T00:00:00Z"),
        claim("PRK", "RUS", "missile", article="older", at="2026-11-02T00:00:00Z", publisher="BBC"),
    ]
    newer = [claim("PRK", "RUS", f"category_{number}", article=f"a{number}") for number in range(KEPT_STORIES)]
    stories, made = fold_all(*old, *newer, *old)
    assert made[:2] == [("opened",), ("new_publisher",)]
    assert made[-2:] == [(), ()]
    assert [story["categories"] for story in stories if "missile" in story["categories"]] == []


@pytest.mark.parametrize("character", ["\U0001f680", '"', "\x01", "x"])
def test_the_largest_state_fits_into_a_record_of_the_changelog(character):
    long = character * 3_000
    story = None
    for number in range(KEPT_IDS + 20):
        told = claim(
            "PRK",
            "RUS",
            {"category": "missile", "text": f"{number} {long}", "weapon": f"weapon-{number}"},
            article=f"{number} {character * 500}"[:500],
            at=f"2026-11-10T{number // 60:02}:{number % 60:02}:00Z",
            status=[*PROGRESS, *AGAINST][number % 13],
            certainty=("fact", "alleged", "conditional")[number % 3],
            polarity=("asserted", "denied")[number % 2],
            language=f"{chr(97 + number // 26)}{chr(97 + number % 26)}",
            **dict.fromkeys(("publisher", "claimant", "claimant_id", "quantity", "value"), f"{number} {long}"),
        )
        told["evidence"] = [{"start": 0, "end": 3_000, "quote": long}] * 6
        told["article"]["url"] = f"https://news.example/{long}"
        story = fold([story] if story else [], told).story
    many = [{**story, "id": f"alt-{number:024}", "category": str(number)} for number in range(KEPT_STORIES + 3)]
    stories = bounded(many)
    assert len(stories) == KEPT_STORIES
    assert all(kept["claims"] for kept in stories)
    assert len(orjson.dumps(stories)) <= LARGEST_STATE < topics()[CLAIMS_TOPIC].max_message_bytes - 65_536
    assert len(orjson.dumps(story)) < LARGEST_STATE


def test_a_story_keeps_its_newest_evidence_and_counts_all():
    newest_first = [claim(article=f"a{minute}", at=f"2026-11-10T00:{minute:02}:00Z") for minute in range(59, -1, -1)]
    (story,), _ = fold_all(*newest_first)
    assert story["claim_count"] == 60
    assert [kept["at"][14:16] for kept in story["claims"]] == [f"{number:02}" for number in range(60 - KEPT_CLAIMS, 60)]


CLAIMS = st.builds(
    claim,
    st.just("PRK"),
    st.just("RUS"),
    st.just("missile"),
    article=st.sampled_from([f"a{number}" for number in range(12)]),
    status=st.sampled_from(["sought", "ordered", "delivered", "blocked", "cancelled"]),
    polarity=st.sampled_from(["asserted", "asserted", "denied"]),
    certainty=st.sampled_from(["fact", "alleged", "conditional"]),
    at=st.sampled_from([f"2026-11-{day:02}T00:00:00Z" for day in range(1, 15)]),
    publisher=st.sampled_from([None, "Antara", "BBC", "Kompas"]),
    language=st.sampled_from(["id", "en"]),
    quantity=st.sampled_from([None, "12", "puluhan"]),
)
#: Distinct by claim id: one article tells one of these claims.
STORY = st.lists(CLAIMS, min_size=1, max_size=12, unique_by=lambda each: each["id"])


@settings(max_examples=60)
@given(STORY)
def test_replay_gives_the_same_bytes(claims):
    assert orjson.dumps(fold_all(*claims)) == orjson.dumps(fold_all(*claims))


@settings(max_examples=60)
@given(STORY, st.randoms())
def test_within_the_window_the_order_of_arrival_changes_neither_content_nor_count(claims, random):
    shuffled = random.sample(claims, k=len(claims))
    (one,), _ = fold_all(*claims)
    (other,), _ = fold_all(*shuffled)
    for field in ("opened_at", "updated_at", "standing", "claims", "claim_count"):
        assert one[field] == other[field]
    for field in ("publishers", "languages", "quantities", "claim_ids", "deniers"):
        assert sorted(one[field]) == sorted(other[field])
    assert verdict(one["standing"]) == verdict(other["standing"])


@settings(max_examples=60)
@given(STORY, st.data())
def test_repeats_anywhere_change_nothing(claims, data):
    expected, expected_changes = fold_all(*claims)
    position = data.draw(st.integers(1, len(claims)))
    repeated = data.draw(st.sampled_from(claims[:position]))
    stories, changes = fold_all(*claims[:position], repeated, *claims[position:])
    assert stories == expected
    assert changes == [*expected_changes[:position], None, *expected_changes[position:]]


@settings(max_examples=60)
@given(STORY)
def test_revisions_count_the_news(claims):
    stories, changes = fold_all(*claims)
    assert sum(story["revision"] for story in stories) == sum(bool(made) for made in changes)
