"""An explanation on a terminal, with colours and without."""

import pytest
from views import claim, silent, view

from streams.explanation.marks import KINDS
from streams.explanation.terminal import STYLES, lines


def shown(body, *, colours=False, everything=False) -> str:
    return "\n".join(line.plain for line in lines(body, colours=colours, everything=everything))


def test_without_colours_marks_stand_in_brackets():
    assert "[supplier: Turkey] delivered [amount: 12] [item: drones] to [recipient: Poland], it said." in shown(view())


def test_with_colours_the_text_is_whole_and_a_legend_says_what_they_mean():
    told = list(lines(view(), colours=True))
    text = next(line for line in told if line.plain == view()["text"])
    assert {text.plain[s.start : s.end]: s.style for s in text.spans}["Turkey"] == STYLES["supplier"]
    assert "marks: supplier recipient item amount" in "\n".join(line.plain for line in told)


def test_every_kind_of_mark_has_a_style():
    assert set(STYLES) == set(KINDS)


def test_a_claim_says_everything_that_decided():
    told = shown(view())
    for words in (
        "claim 1  Turkey → Poland: drones, 12; delivered, fact  ALERT",
        "“Turkey delivered 12 drones to Poland”",
        "“delivered”, class give",
        "Turkey “Turkey”, mention; rules give.active.subject (“delivered”)",
        "Poland, context; no rule, scored",
        "in transit, cue “delivered”; before ordered by the trigger deliver (trigger=deliver) +0.58",
        "“it” (“said”), asserts; answers: POL no comment",
        "“it”  0.750 of 0.40, for form=said.before +0.90",
        "0.825, 0.20 needed for a claim, 0.30 for an alert",
        "log-odds: bias -1.25, for +4.50, against -2.00",
        "+0.50  both: a word between them: to  P:bw=SR.to",
        "-0.75  zz=1",
        "Poland → Turkey  0.125 of 0.50, place_taken",
    ):
        assert words in told


def test_a_claim_that_does_not_alert_says_why():
    told = shown(view(claims=[claim(no_alert="background")]))
    assert "delivered, fact  no alert" in told
    assert "background: It is history told as context." in told


def test_tellings_are_listed_where_there_are_several():
    telling = claim()["told"][0]
    assert "merged" not in shown(view())
    told = shown(view(claims=[claim(told=[telling, {**telling, "score": 0.5, "best": False}])]))
    assert "merged      0.82, the best telling  “Turkey delivered" in told
    assert "merged      0.50  “Turkey delivered" in told


def test_a_near_miss_says_its_reason_and_its_likeliest_pair():
    told = shown(view())
    for words in (
        "silent  “Iran may sell tanks to Syria.”",
        "below_threshold: No two parties are likely enough to be supplier and recipient.",
        "Iran → Syria  0.125, 0.20 needed for a claim",
        "+4.50, most by both: a word between them: to (P:bw=SR.to) +0.50",
        "Syria → Iran  0.062 of 0.50, hopeless",
    ):
        assert words in told


def test_what_the_gate_stopped_is_counted_and_listed_when_asked():
    assert "stopped by the gate  2 sport  (--all lists them)" in shown(view())
    assert "sport       “drones”" not in shown(view())
    assert "sport       “drones”" in shown(view(), everything=True)


def test_an_article_with_nothing_in_it_is_explained_too():
    told = shown(
        view(title=None, publisher=None, url=None, published_at=None, claims=[], silent=[], stopped=[], marks=[])
    )
    assert told.splitlines()[:2] == [
        "txt-1  [en]",
        "claims: 0, of which alert: 0; sentences looked at and silent: 0; stopped by the gate: 0",
    ]


@pytest.mark.parametrize("evil", ["\x1b[2J", "\u202e", "\r", "a\u2028b"])
def test_nothing_of_an_article_controls_the_terminal(evil):
    body = view(title=evil, text=evil + view()["text"], silent=[silent(quote=evil)], claims=[claim(headline=evil)])
    told = shown(body, colours=True, everything=True)
    assert not set(evil) & set("\x1b\u202e\r\u2028") & set(told)
