"""Why a text is wrong: each error with its class and one line that says what decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from streams.evaluation.gold import Row
from streams.evaluation.measures import Claim, Pair, Wrong, claim_class
from streams.explanation.headline import headline
from streams.explanation.view import features
from streams.explanation.visible import line
from streams.extraction.candidates import Candidate
from streams.extraction.explanation import HOPELESS, Claimed, Considered, Explained, Explanation, Weights
from streams.extraction.silence import BELOW_THRESHOLD, NO_ITEM

UNKNOWN = "?"
_LONGEST, _LONGEST_QUOTE = 400, 160
_MOST_FEATURES = 3


@dataclass(frozen=True, slots=True)
class Error:
    """An error: its class for counting ("missed: no item") and the line that explains it."""

    cls: str
    line: str


def report(row: Row, found: list[Claim], errors: list[Error]) -> Iterator[str]:
    """The lines of one text that is wrong: the text, the claims of gold and those found, and the errors."""
    kinds = " ".join(filter(None, (row["lang"], row["kind"], row.get("style"))))
    yield f"- {row['id']}  {kinds}"
    yield f"    text    {line(row['text'], _LONGEST)}"
    for name, claims in (("wanted", row["claims"]), ("found", found)):
        for claim in claims:
            yield f"    {name:<8}{_claim(claim)}{_told(claim) if row['kind'] == 'article' else ''}"
        if not claims:
            silent = f" ({row['silent']})" if name == "wanted" and row.get("silent") else ""
            yield f"    {name:<8}nothing{silent}"
    yield from (f"    {'error':<8}{error.cls}: {error.line}" for error in errors)


def diagnose(row: Row, wrong: Iterable[Wrong], explanation: Explanation) -> list[Error]:
    """Each error of a text with its class and explanation."""
    return [_error(row, each, explanation) for each in wrong]


def _claim(claim: Claim) -> str:
    said = f", said by “{line(claim['claimant'])}”" if claim["claimant"] else ""
    time = f", {claim['time']}" if claim.get("time", "news") != "news" else ""
    alert = "" if claim["alert"] else ", no alert"
    return f"{line(headline(claim, claim['supplier'], claim['recipient']))}{time}{said}{alert}"


def _told(claim: Claim) -> str:
    return "".join(f"  “{line(quote, _LONGEST_QUOTE)}”" for quote in (claim.get("evidence") or [])[:1])


def _error(row: Row, wrong: Wrong, explanation: Explanation) -> Error:
    pair = wrong.pair
    if pair is None:
        return _alert(wrong, explanation)
    if wrong.what == "missed":
        return _missed(row["text"], pair, wrong.wanted, explanation)
    name = ">".join(pair)
    told = next((each for each in explanation.claims if _tells(each, pair)), None)
    if wrong.what == "false":
        return Error(f"false, {_how_false(row, pair)}", f"{name}, {_pair(_considered(told, explanation))}")
    values = f"wanted {_slot(wrong.what, wrong.wanted)}, found {_slot(wrong.what, wrong.found)}"
    decided = {"status": _status, "claimant": _speaker}.get(wrong.what, _nothing)(told, explanation)
    return Error(f"{wrong.what} wrong", f"{name}, {values}{decided}")


def _slot(what: str, claims: list[Claim]) -> str:
    values: dict[str, None] = {}
    for claim in claims:
        match what:
            case "status":
                values[f"{claim['status']} ({claim_class(claim)})"] = None
            case "items":
                values.update(dict.fromkeys(f"{line(i['text'])} ({i['category'] or 'any'})" for i in claim["items"]))
            case "amount":
                values.update(dict.fromkeys(line(v) for v in (claim["quantity"], claim["value"]) if v))
            case _:
                values.update(dict.fromkeys(line(v) for v in (claim[what],) if v))
    return ", ".join(values) or "nothing"


def _alert(wrong: Wrong, explanation: Explanation) -> Error:
    if not any(claim["alert"] for claim in wrong.wanted):
        return Error("alert, none wanted", "every claim of gold is without alert")
    reasons = [
        f"{each.no_alert} ({each.told.best.score:.3f} of {each.alert_needed:.2f})" for each in explanation.claims
    ]
    first = explanation.claims[0].no_alert
    return Error(f"no alert, {first}", ", ".join(reasons))


def _how_false(row: Row, pair: Pair) -> str:
    """The kind of silence of a text without claims; else how the pair differs from those of gold."""
    if not row["claims"]:
        return str(row.get("silent") or "unlabelled")
    parties = [(set(c["supplier"]) or {UNKNOWN}, set(c["recipient"]) or {UNKNOWN}) for c in row["claims"]]
    if any(pair[0] in r and pair[1] in s for s, r in parties):
        return "turned round"
    if any(pair[1] in r for _, r in parties):
        return "wrong supplier"
    return "wrong recipient" if any(pair[0] in s for s, _ in parties) else "wrong parties"


def _missed(text: str, pair: Pair, wanted: list[Claim], explanation: Explanation) -> Error:
    name, spans = ">".join(pair), _places(text, wanted)

    def here(start: int, end: int) -> bool:
        return any(start < e and end > s for s, e in spans)

    sentences = [e for e in explanation.sentences if here(e.sentence.start, e.sentence.end)]
    if not sentences:
        stopped = [q.reason for q in explanation.quiet if here(q.start, q.end)]
        if stopped and NO_ITEM not in stopped:
            return Error("missed, gate", f"{name}, its sentence was stopped: {', '.join(stopped)}")
        items = ", ".join(line(item["text"]) for claim in wanted for item in claim["items"])
        return Error(
            "missed, no item", f"{name}, its sentence has no item that was recognised: {items or 'none in gold'}"
        )
    scored = [(c, e) for e in sentences for c in e.considered if _names(c, pair)]
    if not scored:
        return _no_candidate(pair, sentences, explanation)
    best, sentence = max(scored, key=lambda x: x[0].score)
    reason = f", its sentence stayed silent: {sentence.reason}" if sentence.reason else ""
    classes = {BELOW_THRESHOLD: "below threshold", HOPELESS: "below threshold", "claim": "merged or mutual"}
    return Error(f"missed, {classes.get(best.verdict, 'lost to another pair')}", f"{name}, {_pair(best)}{reason}")


def _places(text: str, claims: list[Claim]) -> list[tuple[int, int]]:
    """Where gold says that a pair is told; the whole text where it does not say."""
    quotes = [quote for claim in claims for quote in claim.get("evidence") or () if quote in text]
    return [(text.index(q), text.index(q) + len(q)) for q in quotes] or [(0, len(text))]


def _is(candidate: Candidate, code: str) -> bool:
    return code in candidate.codes if code != UNKNOWN else not candidate.codes


def _names(considered: Considered, pair: Pair) -> bool:
    return _is(considered.pair.supplier, pair[0]) and _is(considered.pair.recipient, pair[1])


def _no_candidate(pair: Pair, sentences: list[Explained], explanation: Explanation) -> Error:
    name = ">".join(pair)
    there = {
        code for e in sentences for c in e.considered for p in (c.pair.supplier, c.pair.recipient) for code in p.codes
    }
    missing = [code for code in pair if code != UNKNOWN and code not in there]
    anywhere = {mention.entry.party for mention in explanation.content}
    unknown = [code for code in missing if code not in anywhere]
    if unknown:
        return Error(
            "missed, party not recognised", f"{name}, not a candidate: {', '.join(unknown)} was not recognised"
        )
    if missing:
        told = f"{name}, not a candidate: {', '.join(missing)} is recognised elsewhere in the text only"
        return Error("missed, party not carried over", told)
    return Error("missed, not a pair", f"{name}, both are candidates, but in one mention or in different sentences")


def _considered(told: Claimed | None, explanation: Explanation) -> Considered | None:
    return explanation.of(told.told.best)[0] if told is not None else None


def _tells(claimed: Claimed, pair: Pair) -> bool:
    record = claimed.record
    return pair[0] in (record["supplier"] or [UNKNOWN]) and pair[1] in (record["recipient"] or [UNKNOWN])


def _pair(considered: Considered | None) -> str:
    """Score, need and verdict, and the features that weighed most on either side."""
    if considered is None:
        return "no score"
    told = f"{considered.score:.3f} of {considered.needed:.2f}, {considered.verdict}"
    return told + _weights(
        considered.weights, ("for", "against") if considered.verdict == "claim" else ("against", "for")
    )


def _weights(weights: Weights, sides: Iterable[str]) -> str:
    found: dict[str, Any] = features(weights, _MOST_FEATURES)
    told = ((side, ", ".join(f"{each['feature']} {each['weight']:+.2f}" for each in found[side])) for side in sides)
    return "".join(f"; {side} {names}" for side, names in told if names)


def _nothing(_told: Claimed | None, _explanation: Explanation) -> str:
    return ""


def _speaker(told: Claimed | None, _explanation: Explanation) -> str:
    """The likeliest speaker of a claim, and what weighed."""
    if told is None or not told.speakers:
        return "; nobody who could speak was recognised"
    best = told.speakers[0]
    quote = line(best.speaker.sentence.text[best.speaker.start : best.speaker.end])
    sides = ("for",) if best.score >= best.needed else ("against",)
    return f"; likeliest “{quote}” {best.score:.3f} of {best.needed:.2f}{_weights(best.weights, sides)}"


def _status(told: Claimed | None, explanation: Explanation) -> str:
    """What decided the status of a claim."""
    if told is None:
        return ""
    decided = next(d for d in explanation.of(told.told.best)[1] if d.kind == "status")
    return _weights(decided.weights, ("for",)) if decided.rival else "; by rule"
