"""Facts 1 to 7 of the sample story, from the sample article (where it is at hand) and from two tellings (the seeds).

A fact is (supplier, recipient, category, status class). What is not found is declared: when it is, the list must go.
"""

import json
from pathlib import Path

import pytest

from streams.articles.article import Article
from streams.evaluation.measures import claim_class
from streams.extraction import extract

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT.parent / "shared" / "sample" / "korea-utara-rudal-rusia.id.txt"

MISSILES = ("PRK", "RUS", "missile", "delivered")
SHELLS = ("PRK", "RUS", "ammunition", "delivered")
AIRCRAFT_OR_TECHNOLOGY = ("RUS", "PRK", {"combat_aircraft", "technology"}, "sought")
MISSILE_HELP = ("RUS", "PRK", {"technology", "missile"}, {"sought", "planned"})
ARMS_TRADE = ("PRK+RUS", "PRK+RUS", "arms", "sought")
FUNDING = ("USA", "UKR", "money", {"sought", "planned"})
BLOCKED_AID = ("USA", "UKR", {"artillery", "air_defence"}, "stopped")
FACTS = {
    "1 missiles": MISSILES,
    "2 shells": SHELLS,
    "3 aircraft, technology": AIRCRAFT_OR_TECHNOLOGY,
    "4 missile help": MISSILE_HELP,
    "5 arms trade": ARMS_TRADE,
    "6 funding": FUNDING,
    "7 blocked aid": BLOCKED_AID,
}
NOT_FOUND: dict[str, set[str]] = {"sample": set(), "01": set(), "02": set()}
# Alerts on what is no fact of the table, declared likewise.
FALSE: dict[str, set[str]] = {"sample": set(), "01": set(), "02": set()}


def read(name: str) -> Article:
    if name == "sample":
        if not SAMPLE.exists():
            pytest.skip("the sample article is not at hand")
        return Article(id=name, text=SAMPLE.read_text("utf-8"), language="id", published_at="2024-01-04T12:00:00Z")
    (path,) = (ROOT / "seeds").glob(f"{name}-*.json")
    seed = json.loads(path.read_text("utf-8"))
    return Article(id=name, text=seed["text"], language=seed["language"], published_at=seed["published_at"])


def tells(claim: dict, fact: tuple) -> bool:
    supplier, recipient, category, status = fact
    categories = category if isinstance(category, set) else {category}
    statuses = status if isinstance(status, set) else {status}
    return (
        "+".join(claim["supplier"]) == supplier
        and "+".join(claim["recipient"]) == recipient
        and bool(categories & {item["category"] for item in claim["items"]})
        and claim_class(claim) in statuses
    )


@pytest.mark.parametrize("name", ["sample", "01", "02"])
def test_the_facts_of_the_story_are_found(name):
    claims = extract(read(name)).claims
    missing = {label for label, fact in FACTS.items() if not any(tells(claim, fact) for claim in claims)}
    assert missing == NOT_FOUND[name]


@pytest.mark.parametrize("name", ["sample", "01", "02"])
def test_nothing_else_alerts(name):
    alerting = [c for c in extract(read(name)).claims if c["alert"]]
    others = [c for c in alerting if not any(tells(c, fact) for fact in FACTS.values())]
    named = {
        f"{'+'.join(c['supplier'])}>{'+'.join(c['recipient'])} {c['items'][0]['category']} {c['status']}"
        for c in others
    }
    assert named == FALSE[name]


def test_the_accuser_is_the_claimant_of_the_accusation():
    claim = next(c for c in extract(read("sample")).claims if tells(c, MISSILES))
    assert (claim["claimant"], claim["certainty"], claim["attribution"]["stance"]) == (
        "Gedung Putih",
        "alleged",
        "alleges",
    )


def test_the_quantity_of_the_shells_is_read():
    claim = next(c for c in extract(read("sample")).claims if tells(c, SHELLS))
    assert claim["quantity"] == "ratusan kontainer"
    assert claim["evidence"][0]["quote"] == "Korea Utara telah mengirim ratusan kontainer peluru artileri ke Rusia"


@pytest.mark.parametrize("number", ["07", "08", "09", "10", "11", "12", "13", "14"])
def test_ordinary_articles_full_of_weapons_stay_silent(number):
    assert [c for c in extract(read(number)).claims if c["alert"]] == []


def test_what_is_given_in_return_is_linked():
    claims = extract(read("sample")).claims
    gift = next(c for c in claims if tells(c, MISSILES))
    wanted = next(c for c in claims if tells(c, AIRCRAFT_OR_TECHNOLOGY))
    assert wanted["in_return_for"] == gift["id"]
