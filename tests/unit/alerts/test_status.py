import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.alerts.status import AGAINST, CERTAINTY, PROGRESS, Standing, Verdict, told, verdict

TELLINGS = st.tuples(
    st.sampled_from([*PROGRESS, *AGAINST]),
    st.sampled_from(["asserted", "denied"]),
    st.sampled_from(CERTAINTY),
    st.sampled_from([f"2026-11-{day:02}T00:00:00Z" for day in range(1, 6)]),
)


def standing(*tellings: tuple[str, str, str, str]) -> Standing:
    result: Standing = {}
    for status, polarity, certainty, at in tellings:
        result = told(result, Verdict(status, polarity, certainty), at)
    return result


def days(*tellings: tuple[str, int] | tuple[str, int, str] | tuple[str, int, str, str]) -> Verdict:
    """The verdict of (status, day, certainty="fact", polarity="asserted")."""
    full = [(*telling, *("fact", "asserted")[len(telling) - 2 :]) for telling in tellings]
    return verdict(standing(*((s, polarity, c, f"2026-11-{day:02}T00:00:00Z") for s, day, c, polarity in full)))


@pytest.mark.parametrize(
    ("tellings", "expected"),
    [
        pytest.param([("sought", 1), ("ordered", 3), ("offered", 2)], "ordered", id="the furthest progress"),
        pytest.param([("delivered", 1), ("ordered", 3)], "delivered", id="a later lesser step takes nothing back"),
        pytest.param([("ordered", 1), ("suspended", 2)], "suspended", id="a later stop stands"),
        pytest.param([("suspended", 1), ("in_transit", 2)], "in_transit", id="later progress lifts a stop"),
        pytest.param([("suspended", 1), ("blocked", 2)], "blocked", id="the latest of two stops"),
        pytest.param([("ordered", 1), ("blocked", 1)], "blocked", id="of the same time the stop stands"),
        pytest.param([("ordered", 1), ("delivered", 2, "conditional")], "ordered", id="what may happen waits"),
        pytest.param([("delivered", 2, "conditional")], "delivered", id="unless nothing else is told"),
        pytest.param([("delivered", 1, "fact", "denied"), ("sought", 1)], "sought", id="a denial is not progress"),
    ],
)
def test_the_standing_status(tellings, expected):
    assert days(*tellings).status == expected


def test_the_certainty_is_that_of_the_standing_status():
    assert days(("ordered", 1, "fact"), ("delivered", 2, "alleged")).certainty == "alleged"
    assert days(("delivered", 1, "fact"), ("delivered", 2, "alleged")).certainty == "fact"


def test_it_is_denied_only_while_every_claim_denies():
    assert days(("delivered", 1, "fact", "denied")).polarity == "denied"
    assert days(("delivered", 2, "fact", "denied"), ("delivered", 1, "alleged")).polarity == "asserted"


@given(st.lists(TELLINGS, min_size=1, max_size=12), st.randoms())
def test_neither_order_nor_repetition_of_claims_matters(tellings, random):
    shuffled = [*tellings, *random.sample(tellings, k=len(tellings) // 2)]
    random.shuffle(shuffled)
    assert standing(*shuffled) == standing(*tellings)
    assert verdict(standing(*shuffled)) == verdict(standing(*tellings))


@given(st.lists(TELLINGS, min_size=1, max_size=12))
def test_what_stands_was_claimed(tellings):
    assert verdict(standing(*tellings)) in [Verdict(*telling[:3]) for telling in tellings]
