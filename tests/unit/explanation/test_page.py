"""Explanations as a page: nothing of an article becomes markup, links lead somewhere, a browser shows it."""

import shutil
import subprocess
from html.parser import HTMLParser

import pytest
from views import TEXT, claim, silent, view

from streams.explanation.page import page

VOID = {"meta", "br", "hr", "img", "link", "input"}
EVIL = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">&amp;'\"\u202e\x07"
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


class Strict(HTMLParser):
    """Fails on a tag that is not closed where it should be; collects ids, links, tags and words."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        assert len(given) == len(attrs)
        self.tags.append((tag, given))
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "title"):
            self.words += data


def evil_view():
    told = claim(headline=EVIL)
    told["modifiers"][0]["for"][0].update(feature=EVIL, words=EVIL)
    told["claim"]["attribution"]["claimant"]["quote"] = EVIL
    return view(
        id=EVIL,
        title=EVIL,
        publisher=EVIL,
        url='javascript:"x"',
        text=TEXT + EVIL,
        claims=[told],
        silent=[silent(quote=EVIL)],
        stopped=[{"start": 0, "end": 1, "quote": EVIL, "reason": "sport"}],
    )


def test_the_whole_text_is_there_with_its_marks():
    found = Strict(page([view()]))
    assert TEXT in found.words.replace("Poland1,", "Poland,")
    classes = [attributes.get("class") for tag, attributes in found.tags if tag == "span"]
    assert {"mark supplier", "mark recipient", "mark item", "mark amount"} <= set(classes)


def test_a_claim_and_its_evidence_are_linked_both_ways():
    found = Strict(page([view()]))
    assert len(found.ids) == len(set(found.ids))
    inside = [link for link in found.links if link.startswith("#")]
    assert {"#a1-t1", "#a1-c1"} <= set(inside)
    assert {link[1:] for link in inside} <= set(found.ids)
    assert "#a1:has(#a1-t1:target) .a1-e1 {" in page([view()])


def test_overlapping_evidence_belongs_to_both_claims():
    first, second = claim(), claim()
    second["claim"]["evidence"] = [{"start": 7, "end": 45, "quote": TEXT[7:45]}]
    found = Strict(page([view(claims=[first, second])]))
    classes = {attributes.get("class") for _, attributes in found.tags}
    assert {"told a1-e1", "told a1-e1 a1-e2", "told a1-e2"} <= classes


def test_claims_near_misses_and_what_was_stopped_say_why():
    words = " ".join(Strict(page([view(claims=[claim(no_alert="below_alert")])])).words.split())
    for told in (
        "no alert, below_alert Its score is enough for a claim and not for an alert.",
        "Turkey “Turkey”, mention; rules give.active.subject (“delivered”)",
        "in transit, cue “delivered” before ordered: the trigger deliver trigger=deliver +0.58",
        "“it” 0.750 of 0.40, for: form=said.before +0.90",
        "0.825, 0.20 needed for a claim, 0.30 for an alert",
        "below_threshold No two parties are likely enough",
        "Iran → Syria: 0.125, 0.20 needed for a claim",
        "2 sport: Sport.",
    ):
        assert told in words


def test_several_articles_have_a_list_and_addresses_of_their_own():
    found = Strict(page([view(), view(title="Another")]))
    assert len(found.ids) == len(set(found.ids))
    assert {"#a1", "#a2", "#a2-c1", "#a2-t1"} <= set(found.links)


def test_nothing_is_fetched_and_nothing_runs():
    found = Strict(page([evil_view()]))
    assert not {tag for tag, _ in found.tags} & {"script", "img", "link", "iframe", "object", "base", "form"}
    assert all(link.startswith("#") for link in found.links)
    assert not [name for _, attributes in found.tags for name in attributes if name.startswith("on") or name == "src"]
    assert "default-src 'none'" in next(a["content"] for t, a in found.tags if a.get("http-equiv"))


def test_words_of_an_article_are_shown_as_words():
    written = page([evil_view()])
    assert "<script" not in written
    assert "\u202e" not in written
    assert "\x07" not in written
    assert "<script>document.title='owned'</script>" in Strict(written).words
    assert "⟨U+202E⟩⟨U+0007⟩" in Strict(written).words


def test_an_address_is_a_link_only_where_it_leads_to_the_web():
    assert "https://news.example/1" in Strict(page([view()])).links
    assert not [link for link in Strict(page([view(url="javascript:alert(1)")])).links if ":" in link]


def test_a_page_of_no_articles_and_of_an_empty_one():
    assert Strict(page([])).words.strip() == ""
    Strict(page([view(claims=[], silent=[], stopped=[], marks=[], text="", title=None, publisher=None, url=None)]))


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_a_browser_shows_it_as_it_was_written(tmp_path):
    (tmp_path / "page.html").write_text(page([evil_view()]), encoding="utf-8")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    address = f"file://{tmp_path / 'page.html'}#a1-t1"
    done = subprocess.run([*command, "--dump-dom", address], capture_output=True, text=True, timeout=60, check=True)
    shown = Strict(done.stdout)
    assert [tag for tag, _ in shown.tags].count("script") == 0
    assert "<title>owned</title>" not in done.stdout
    assert shown.ids == Strict(page([evil_view()])).ids
