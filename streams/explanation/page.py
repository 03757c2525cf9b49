"""Explanations as one page of HTML that needs nothing else: no script, no address is fetched, every word is escaped.

A claim is linked to the words that tell it and back: the target of the address is what is highlighted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path

from streams.contracts import reasons
from streams.explanation.headline import parties
from streams.explanation.marks import KINDS
from streams.explanation.view import View
from streams.explanation.visible import line, visible

_STYLE = Path(__file__).with_name("page.css")
# Even if a word of an article escaped its quotes, nothing would run and nothing would be fetched.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(views: Sequence[View]) -> str:
    """The page of some articles."""
    title = _safe(views[0]["title"] or views[0]["id"]) if len(views) == 1 else f"{len(views)} articles"
    targets = "".join(_highlights(number, view) for number, view in enumerate(views, 1))
    return "".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{title}: explained</title>\n<style>\n{_STYLE.read_text(encoding='utf-8')}{targets}</style>\n",
            "</head>\n<body>\n<main>\n",
            _contents(views) if len(views) > 1 else "",
            *(_article(number, view) for number, view in enumerate(views, 1)),
            "</main>\n</body>\n</html>\n",
        )
    )


def _safe(text: object) -> str:
    return escape(line(str(text)))


def _highlights(number: int, view: View) -> str:
    """The rules that highlight the evidence of a claim while its link is the target."""
    return "".join(
        f"#a{number}:has(#a{number}-t{claim}:target) .a{number}-e{claim} {{ background: var(--evidence); }}\n"
        for claim in range(1, len(view["claims"]) + 1)
    )


def _contents(views: Sequence[View]) -> str:
    rows = (
        f'<li><a href="#a{number}">{_safe(view["title"] or view["id"])}</a> '
        f'<span class="faint">{len(view["claims"])} claims</span></li>\n'
        for number, view in enumerate(views, 1)
    )
    return f'<nav aria-label="Articles">\n<ol>\n{"".join(rows)}</ol>\n</nav>\n'


def _article(number: int, view: View) -> str:
    claims = "".join(_claim(number, index, claim) for index, claim in enumerate(view["claims"], 1))
    silent = "".join(map(_silent, view["silent"]))
    title = _safe(view["title"] or view["id"])
    return (
        f'<article class="article" id="a{number}">\n<header>\n<h1 dir="auto">{title}</h1>\n'
        f'<p class="faint">{_origin(view)}</p>\n</header>\n{_legend(view)}'
        f'<div class="columns">\n<section class="text" tabindex="0" aria-label="Text" dir="auto"'
        f' lang="{escape(view["language"])}">{_text(number, view)}</section>\n'
        f'<section aria-label="Explanation">\n<h2>Claims: {len(view["claims"])}</h2>\n{claims}'
        f"<h2>Looked at and silent: {len(view['silent'])}</h2>\n{silent}{_stopped(view['stopped'])}</section>\n</div>\n"
        f"</article>\n"
    )


def _origin(view: View) -> str:
    parts = [_safe(part) for part in (view["publisher"], f"[{view['language']}]", view["published_at"]) if part]
    url = view["url"]
    if url and url.lower().startswith(("http://", "https://")):
        parts.append(f'<a href="{escape(url)}" rel="noreferrer noopener">{_safe(url)}</a>')
    elif url:
        parts.append(_safe(url))
    return " · ".join(parts)


def _legend(view: View) -> str:
    present = {mark["kind"] for mark in view["marks"]}
    rows = (
        f'<li><span class="mark {kind}">{kind}</span> {escape(meaning)}</li>\n'
        for kind, meaning in KINDS.items()
        if kind in present
    )
    return f'<ul class="legend faint" aria-label="Marks">\n{"".join(rows)}</ul>\n'


def _text(number: int, view: View) -> str:
    """The text in stretches of the same marks and the same evidence."""
    told = [
        (span["start"], span["end"], claim)
        for claim, each in enumerate(view["claims"], 1)
        for span in each["claim"]["evidence"]
    ]
    bounds = {0, len(view["text"])}
    for start, end in [(m["start"], m["end"]) for m in view["marks"]] + [(s, e) for s, e, _ in told]:
        bounds |= {start, end}
    kinds = {at: mark["kind"] for mark in view["marks"] for at in bounds if mark["start"] <= at < mark["end"]}
    edges = sorted(bounds)
    begun: set[int] = set()
    pieces = []
    for start, end in pairwise(edges):
        words = escape(visible(view["text"][start:end]))
        kind = kinds.get(start)
        if kind:
            words = f'<span class="mark {kind}" title="{kind}">{words}</span>'
        here = sorted({claim for s, e, claim in told if s <= start < e})
        if here:
            anchors = "".join(f'<span id="a{number}-t{claim}"></span>' for claim in here if claim not in begun)
            begun.update(here)
            classes = " ".join(f"a{number}-e{claim}" for claim in here)
            words = f'{anchors}<span class="told {classes}">{words}</span>'
        back = sorted({claim for s, e, claim in told if e == end})
        words += "".join(
            f'<a class="number" href="#a{number}-c{claim}" title="to claim {claim}">{claim}</a>' for claim in back
        )
        pieces.append(words)
    return "".join(pieces)


def _claim(number: int, index: int, told: View) -> str:
    claim, pair = told["claim"], told["pair"]
    verdict = _no_alert(told["no_alert"])
    rows = [(role["role"], _role(role)) for role in told["roles"]]
    trigger = claim["trigger"]
    rows.append(
        ("trigger", f"“{_safe(trigger['quote'])}” <code>{_safe(trigger['class'])}</code>" if trigger else "none")
    )
    rows += [(modifier["kind"], _modifier(modifier)) for modifier in told["modifiers"]]
    rows.append(("said by", _attribution(claim["attribution"]) + "".join(map(_speaker, told["speakers"]))))
    score = ""
    if pair is not None:
        rows.append(("score", f"{_score(pair)}, {told['alert_needed']:.2f} for an alert"))
        score = _features(pair)
    quotes = "".join(f'<blockquote dir="auto">{_safe(span["quote"])}</blockquote>\n' for span in claim["evidence"])
    return (
        f'<section class="card" id="a{number}-c{index}">\n<h3>{index}. {_safe(told["headline"])}</h3>\n'
        f'<p class="faint">{verdict} · <a href="#a{number}-t{index}">show in the text</a></p>\n'
        f"{quotes}{_table(rows)}{score}{_merged(told['told'])}{_others(told['others'])}</section>\n"
    )


def _no_alert(reason: str | None) -> str:
    if reason is None:
        return '<span class="alert">alert</span>'
    return f"no alert, <code>{escape(reason)}</code> {escape(reasons()['no_alert'][reason])}"


def _silent(silent: View) -> str:
    pair, reason = silent["pair"], silent["reason"]
    rows = [
        ("reason", f"<code>{escape(reason)}</code> {escape(reasons()['silences'].get(reason, ''))}"),
        ("likeliest", f"{_who(pair)}: {_score(pair)}"),
    ]
    return (
        f'<section class="card">\n<blockquote dir="auto">{_safe(silent["quote"])}</blockquote>\n'
        f"{_table(rows)}{_features(pair)}{_others(silent['others'])}</section>\n"
    )


def _stopped(stopped: Sequence[View]) -> str:
    counts = Counter(stretch["reason"] for stretch in stopped)
    head = f"<h2>Stopped by the gate: {len(stopped)}</h2>\n"
    for reason, count in counts.most_common():
        quotes = "".join(
            f'<blockquote dir="auto">{escape(line(s["quote"], 500))}</blockquote>\n'
            for s in stopped
            if s["reason"] == reason
        )
        head += (
            f"<details>\n<summary>{count} {escape(reason)}: {escape(reasons()['silences'].get(reason, ''))}</summary>\n"
            f"{quotes}</details>\n"
        )
    return head


def _table(rows: Iterable[tuple[str, str]]) -> str:
    """Rows of a name and ready HTML."""
    inside = "".join(f'<tr><th scope="row">{escape(name)}</th><td>{words}</td></tr>\n' for name, words in rows)
    return f"<table>\n{inside}</table>\n"


def _score(pair: View) -> str:
    return f"{pair['score']:.3f}, {pair['needed']:.2f} needed for a claim"


def _who(pair: View) -> str:
    return _safe(f"{parties(pair['supplier'])} → {parties(pair['recipient'])}")


def _features(pair: View) -> str:
    sums = pair["sums"]
    if not any(sums.values()):
        return '<p class="faint">Decided by a frame alone.</p>\n'
    rows = "".join(
        f'<tr><td class="weight">{each["weight"]:+.2f}</td>'
        f"<td>{_safe(each['words'])} <code>{_safe(each['feature'])}</code></td></tr>\n"
        for side in ("for", "against")
        for each in pair[side]
    )
    told = f"bias {pair['bias']:+.2f}, for {sums['for']:+.2f}, against {sums['against']:+.2f}"
    return f"<details>\n<summary>What decided, in log-odds: {told}</summary>\n<table>\n{rows}</table>\n</details>\n"


def _merged(tellings: Sequence[View]) -> str:
    if len(tellings) < 2:
        return ""
    quotes = "".join(
        f'<blockquote dir="auto">{_safe(telling["quote"])} '
        f'<span class="faint">{telling["score"]:.2f}{", the best" if telling["best"] else ""}</span></blockquote>\n'
        for telling in tellings
    )
    return f"<details>\n<summary>Merged from {len(tellings)} tellings</summary>\n{quotes}</details>\n"


def _others(others: Sequence[View]) -> str:
    if not others:
        return ""
    meanings = reasons()["pairs"]
    rows = "".join(
        f"<tr><td>{_who(p)}</td><td>{p['score']:.3f} of {p['needed']:.2f}</td>"
        f"<td><code>{escape(p['verdict'])}</code> {escape(meanings[p['verdict']])}</td></tr>\n"
        for p in others
    )
    return f"<details>\n<summary>Other pairs of the sentence</summary>\n<table>\n{rows}</table>\n</details>\n"


def _rules(rules: Iterable[View]) -> Iterator[str]:
    for rule in rules:
        yield f"<code>{_safe(rule['rule'])}</code> (“{_safe(rule['trigger']['quote'])}”)"


def _role(role: View) -> str:
    mention = f" “{_safe(role['mention']['quote'])}”" if role["mention"] else ""
    rules = ", ".join(_rules(role["rules"]))
    against = ", ".join(_rules(role["against"]))
    told = f"; rules {rules}" if rules else "; no rule, scored" if role["codes"] else ""
    told += f"; against {against}" if against else ""
    return f"<strong>{_safe(parties(role['codes']))}</strong>{mention}, {_safe(role['resolved_by'])}{told}"


def _modifier(modifier: View) -> str:
    cue = f", cue “{_safe(modifier['cue']['quote'])}”" if modifier["cue"] else ""
    value = f"<strong>{_safe(modifier['value'].replace('_', ' '))}</strong>{cue}"
    if not modifier["rival"] or not modifier["for"]:
        return value
    telling = "; ".join(
        f"{_safe(e['words'])} <code>{_safe(e['feature'])}</code> {e['weight']:+.2f}" for e in modifier["for"]
    )
    return f'{value} <span class="faint">before {_safe(modifier["rival"].replace("_", " "))}: {telling}</span>'


def _speaker(speaker: View) -> str:
    side = "for" if speaker["score"] >= speaker["needed"] else "against"
    telling = ", ".join(f"<code>{_safe(each['feature'])}</code> {each['weight']:+.2f}" for each in speaker[side])
    score = f"{speaker['score']:.3f} of {speaker['needed']:.2f}" + (f", {side}: {telling}" if telling else "")
    return f'<br><span class="faint">“{_safe(speaker["quote"])}” {score}</span>'


def _attribution(said: View) -> str:
    who = f"“{_safe(said['claimant']['quote'])}”" if said["claimant"] else "the narrator"
    verb = f" (“{_safe(said['verb']['quote'])}”)" if said["verb"] else ""
    answers = "".join(f"; {_safe(r['party'])} {_safe(r['stance'].replace('_', ' '))}" for r in said["responses"])
    return f"{who}{verb}, {_safe(said['stance'])}{answers}"
