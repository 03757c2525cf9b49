import payloads
import pytest
from payloads import ALERTS, CLAIMS, DEAD_LETTER, ENRICHED, RAW

from streams.cli.account import Account


class FakeProbe:
    def __init__(self, **totals):
        self.totals = totals

    def total(self, metric, **labels):
        if not self.totals:
            raise ConnectionRefusedError
        return self.totals[metric]


def probe(handled, made):
    return FakeProbe(armswire_outcomes_total=handled, armswire_alerts_total=made)


def out(trace, topic, body, **headers):
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return payloads.message(topic, body, (("traceparent", trace), *pairs))


@pytest.fixture
def account():
    return Account()


def test_an_article_comes_out_once_enriched_or_as_a_dead_letter(account):
    first, second, third = account.expect(), account.expect(), account.expect()
    for _ in range(2):
        account.add(out(first, ENRICHED, payloads.enriched()))
    account.add(out(second, DEAD_LETTER, b"{", armswire_dlq_topic=RAW.encode()))
    assert (account.expected, account.outcomes, account.enriched, len(account.dead_letters)) == (3, 2, 1, 1)
    assert not account.complete(probe(0, 0))
    account.add(out(third, ENRICHED, payloads.enriched()))
    assert account.complete(probe(0, 0))
    assert account.silent == 2


def test_it_waits_for_every_claim_and_alert(account):
    trace = account.expect()
    account.add(out(trace, ENRICHED, payloads.enriched(payloads.claim(), payloads.claim(supplier=["PRK", "IRN"]))))
    for _ in range(2):
        account.add(out(trace, CLAIMS, payloads.claim()))
    assert not account.complete(probe(2, 0))
    account.add(out(trace, CLAIMS, payloads.claim()))
    assert not account.complete(probe(2, 1))
    assert not account.complete(probe(3, 1))
    account.add(out(trace, ALERTS, payloads.alert()))
    assert account.complete(probe(3, 1))
    assert account.claims == 3


def test_the_latest_revision_of_an_alert_stays(account):
    trace = account.expect()
    for revision in (1, 3, 2):
        account.add(out(trace, ALERTS, payloads.alert(revision=revision)))
    assert [body["revision"] for body in account.alerts.values()] == [3]
    assert (account.count("high"), account.count("low")) == (1, 0)


def test_what_others_sent_does_not_count(account):
    account.expect()
    account.add(out(b"00-other", ENRICHED, payloads.enriched(payloads.claim())))
    account.add(payloads.message(ENRICHED, payloads.enriched()))
    assert account.outcomes == 0


def test_a_rejected_claim_is_no_outcome_of_an_article(account):
    trace = account.expect()
    account.add(out(trace, DEAD_LETTER, b"{}", armswire_dlq_topic=CLAIMS.encode()))
    assert account.outcomes == 0
    assert len(account.rejected_claims) == 1


def test_topics_may_have_a_prefix():
    account = Account("demo-")
    trace = account.expect()
    account.add(out(trace, "demo-" + DEAD_LETTER, b"{", armswire_dlq_topic=b"demo-" + RAW.encode()))
    assert account.outcomes == len(account.dead_letters) == 1


def test_it_is_not_complete_while_the_worker_does_not_answer(account):
    trace = account.expect()
    account.add(out(trace, ENRICHED, payloads.enriched()))
    assert not account.complete(FakeProbe())
