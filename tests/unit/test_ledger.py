"""How far a partition may be committed, whatever happens on the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from streams.ledger import Ledger

P = ("articles.raw.v1", 0)
Q = ("articles.raw.v1", 1)


def test_nothing_fetched_nothing_to_commit() -> None:
    assert Ledger().committable(P) is None
    assert Ledger().partitions() == []


def test_a_partition_is_committed_up_to_the_first_unfinished_message() -> None:
    ledger = Ledger()
    ledger.fetched(P, [10, 11, 12])
    assert ledger.committable(P) == 10
    ledger.finished(P, 11)
    assert ledger.committable(P) == 10
    ledger.finished(P, 10)
    assert ledger.committable(P) == 12
    ledger.finished(P, 12)
    assert ledger.committable(P) == 13


def test_partitions_are_apart() -> None:
    ledger = Ledger()
    ledger.fetched(P, [1])
    ledger.fetched(Q, [5])
    ledger.finished(P, 1)
    assert (ledger.committable(P), ledger.committable(Q)) == (2, 5)
    assert ledger.partitions() == [P, Q]


def test_a_message_fetched_again_must_be_finished_again() -> None:
    ledger = Ledger()
    ledger.fetched(P, [1, 2])
    ledger.finished(P, 1)
    ledger.fetched(P, [1, 2])
    assert ledger.committable(P) == 1


def test_offsets_that_kafka_never_delivers_are_no_gap() -> None:
    ledger = Ledger()
    ledger.fetched(P, [1, 5])
    ledger.finished(P, 1)
    ledger.finished(P, 5)
    assert ledger.committable(P) == 6


def test_a_forgotten_partition_starts_anew() -> None:
    ledger = Ledger()
    ledger.fetched(P, [1, 2])
    ledger.forget([P, Q])
    assert ledger.committable(P) is None
    ledger.finished(P, 1)
    ledger.fetched(P, [7])
    assert ledger.committable(P) == 7


steps = st.lists(
    st.one_of(
        st.tuples(st.just("fetch"), st.integers(0, 30), st.integers(1, 10)),
        st.tuples(st.just("finish"), st.integers(0, 40), st.just(0)),
    ),
    max_size=60,
)


@given(steps)
def test_no_commit_ever_passes_a_message_that_was_fetched_and_not_finished(script: list[tuple[str, int, int]]) -> None:
    ledger = Ledger()
    unfinished: set[int] = set()
    for action, offset, count in script:
        if action == "fetch":
            ledger.fetched(P, range(offset, offset + count))
            unfinished |= set(range(offset, offset + count))
        else:
            ledger.finished(P, offset)
            unfinished.discard(offset)
        point = ledger.committable(P)
        assert point is None or not [each for each in unfinished if each < point]


@given(st.lists(st.integers(0, 50), unique=True, min_size=1), st.randoms())
def test_all_finished_in_any_order_commits_all(offsets: list[int], random: object) -> None:
    ledger = Ledger()
    ledger.fetched(P, sorted(offsets))
    random.shuffle(offsets)  # type: ignore[attr-defined]
    for offset in offsets:
        ledger.finished(P, offset)
    assert ledger.committable(P) == max(offsets) + 1
