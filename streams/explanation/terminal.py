"""An explanation on a terminal: the text with its marks, then claims, near misses, and what the gate stopped.

With colours the marks are coloured; without, they stand in brackets with their kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.text import Text

from streams.contracts import reasons
from streams.explanation.headline import parties
from streams.explanation.marks import KINDS
from streams.explanation.view import View
from streams.explanation.visible import line, visible

STYLES = {
    "both": "bold black on bright_magenta",
    "supplier": "bold black on bright_green",
    "recipient": "bold black on bright_cyan",
    "item": "bold underline red",
    "amount": "underline yellow",
    "trigger": "bold underline",
    "claimant": "underline magenta",
    "cue": "italic underline",
    "party": "green",
    "decoy": "strike",
}
_LONGEST = 240
_COLUMN = 12


def lines(view: View, *, colours: bool, everything: bool = False) -> Iterator[Text]:
    """The explanation of one article; `everything` lists also what the gate stopped."""
    yield Text.assemble((line(view["title"] or view["id"]), "bold reverse"), (f"  {_origin(view)}", "dim"))
    yield Text(_summary(view), style="dim")
    yield from _text(view, colours)
    for number, claim in enumerate(view["claims"], 1):
        yield Text()
        yield from _claim(number, claim)
    for silent in view["silent"]:
        yield Text()
        yield from _silent(silent)
    yield Text()
    yield from _stopped(view["stopped"], everything)


def _origin(view: View) -> str:
    parts = (view["publisher"], f"[{view['language']}]", (view["published_at"] or "")[:10], view["url"])
    return line(" ".join(part for part in parts if part))


def _summary(view: View) -> str:
    alerts = sum(claim["no_alert"] is None for claim in view["claims"])
    return (
        f"claims: {len(view['claims'])}, of which alert: {alerts}; "
        f"sentences looked at and silent: {len(view['silent'])}; stopped by the gate: {len(view['stopped'])}"
    )


def _text(view: View, colours: bool) -> Iterator[Text]:
    shown, at = Text(), 0
    for mark in view["marks"]:
        shown.append(visible(view["text"][at : mark["start"]]))
        words, kind = visible(view["text"][mark["start"] : mark["end"]]), mark["kind"]
        shown.append(words if colours else f"[{kind}: {words}]", STYLES[kind] if colours else "")
        at = mark["end"]
    shown.append(visible(view["text"][at:].rstrip()))
    yield shown
    if colours and view["marks"]:
        present = {mark["kind"] for mark in view["marks"]}
        legend = [piece for kind in KINDS if kind in present for piece in (Text(kind, STYLES[kind]), Text(" "))]
        yield Text.assemble(("marks: ", "dim"), *legend)


def _claim(number: int, told: View) -> Iterator[Text]:
    claim, pair = told["claim"], told["pair"]
    alert = ("ALERT", "bold red") if told["no_alert"] is None else ("no alert", "dim")
    yield Text.assemble((f"claim {number}  ", "bold"), (line(told["headline"]), "bold"), "  ", alert)
    for span in claim["evidence"]:
        yield _row("evidence", f"“{line(span['quote'], _LONGEST)}”")
    trigger = claim["trigger"]
    yield _row("trigger", f"“{line(trigger['quote'])}”, class {trigger['class']}" if trigger else "none")
    for role in told["roles"]:
        yield _row(role["role"], _role(role))
    for modifier in told["modifiers"]:
        yield _row(modifier["kind"], _modifier(modifier))
    yield _row("said by", _attribution(claim["attribution"]))
    for speaker in told["speakers"]:
        yield _row("", f"“{line(speaker['quote'])}”  {_spoken(speaker)}")
    if pair is not None:
        yield _row("score", f"{_score(pair)}, {told['alert_needed']:.2f} for an alert")
        yield from _features(pair)
    if told["no_alert"] is not None:
        yield _row("no alert", f"{told['no_alert']}: {reasons()['no_alert'][told['no_alert']]}")
    if len(told["told"]) > 1:
        for telling in told["told"]:
            best = ", the best telling" if telling["best"] else ""
            yield _row("merged", f"{telling['score']:.2f}{best}  “{line(telling['quote'], _LONGEST)}”")
    yield from _others(told["others"])


def _silent(silent: View) -> Iterator[Text]:
    reason, pair = silent["reason"], silent["pair"]
    yield Text.assemble(("silent  ", "bold"), f"“{line(silent['quote'], _LONGEST)}”")
    yield _row("reason", f"{reason}: {reasons()['silences'].get(reason, '')}")
    yield _row("likeliest", f"{_who(pair)}  {_score(pair)}")
    yield from _briefly(pair)
    yield from _others(silent["others"])


def _stopped(stopped: Sequence[View], everything: bool) -> Iterator[Text]:
    if not stopped:
        return
    counts = ", ".join(f"{n} {reason}" for reason, n in Counter(s["reason"] for s in stopped).most_common())
    hint = "" if everything else "  (--all lists them)"
    yield Text.assemble(("stopped by the gate  ", "bold"), counts, (hint, "dim"))
    for stretch in stopped if everything else ():
        yield _row(stretch["reason"], f"“{line(stretch['quote'], _LONGEST)}”")


def _row(name: str, words: str) -> Text:
    return Text.assemble((f"  {name:<{_COLUMN}}", "dim"), words)


def _who(pair: View) -> str:
    return f"{parties(pair['supplier'])} → {parties(pair['recipient'])}"


def _score(pair: View) -> str:
    return f"{pair['score']:.3f}, {pair['needed']:.2f} needed for a claim"


def _others(others: Sequence[View]) -> Iterator[Text]:
    for pair in others:
        yield _row("also", f"{_who(pair)}  {pair['score']:.3f} of {pair['needed']:.2f}, {pair['verdict']}")


def _features(pair: View) -> Iterator[Text]:
    """The most telling features on either side, after the sums of all of them in log-odds."""
    sums = pair["sums"]
    if not any(sums.values()):
        yield _row("", "decided by a frame alone")
        return
    yield _row("", f"log-odds: bias {pair['bias']:+.2f}, for {sums['for']:+.2f}, against {sums['against']:+.2f}")
    for side in ("for", "against"):
        for each in pair[side]:
            words = f"{line(each['words'])}  " if each["words"] else ""
            yield Text.assemble(_row(side, f"{each['weight']:+.2f}  {words}"), (line(each["feature"]), "dim"))


def _briefly(pair: View) -> Iterator[Text]:
    """The same on a line for each side."""
    for side in ("for", "against"):
        told = "; ".join(map(_named, pair[side]))
        yield _row(side, f"{pair['sums'][side]:+.2f}, most by {told}" if told else "nothing")


def _named(feature: View) -> str:
    name, weight = line(feature["feature"]), f"{feature['weight']:+.2f}"
    return f"{line(feature['words'])} ({name}) {weight}" if feature["words"] else f"{name} {weight}"


def _role(role: View) -> str:
    mention = f" “{line(role['mention']['quote'])}”" if role["mention"] else ""
    rules = ", ".join(f"{r['rule']} (“{line(r['trigger']['quote'])}”)" for r in role["rules"])
    against = ", ".join(f"{r['rule']} (“{line(r['trigger']['quote'])}”)" for r in role["against"])
    told = f"; rules {rules}" if rules else "; no rule, scored" if role["codes"] else ""
    return f"{parties(role['codes'])}{mention}, {role['resolved_by']}{told}" + (
        f"; against {against}" if against else ""
    )


def _modifier(modifier: View) -> str:
    cue = f", cue “{line(modifier['cue']['quote'])}”" if modifier["cue"] else ""
    telling = "; ".join(map(_named, modifier["for"]))
    before = f"; before {modifier['rival'].replace('_', ' ')} by {telling}" if modifier["rival"] and telling else ""
    return f"{modifier['value'].replace('_', ' ')}{cue}{before}"


def _spoken(speaker: View) -> str:
    side = "for" if speaker["score"] >= speaker["needed"] else "against"
    telling = "; ".join(f"{line(each['feature'])} {each['weight']:+.2f}" for each in speaker[side])
    return f"{speaker['score']:.3f} of {speaker['needed']:.2f}" + (f", {side} {telling}" if telling else "")


def _attribution(said: View) -> str:
    who = f"“{line(said['claimant']['quote'])}”" if said["claimant"] else "the narrator"
    verb = f" (“{line(said['verb']['quote'])}”)" if said["verb"] else ""
    answers = [f"{r['party']} {r['stance'].replace('_', ' ')}" for r in said["responses"]]
    return f"{who}{verb}, {said['stance']}" + (f"; answers: {', '.join(answers)}" if answers else "")
