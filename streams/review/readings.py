"""What the engine makes of every form: it is run on the form alone, in a sentence that says nothing else, cleaned as
articles are."""

from __future__ import annotations

from collections.abc import Iterator

from streams.articles.text import clean
from streams.extraction import lexicon as lx
from streams.extraction.lexicon import Entry, Lexicon
from streams.extraction.matching import Mention, find, find_content, find_function, find_values
from streams.review.data import WORDS, Data, Form, Row, forms_in, is_of, reference
from streams.review.finding import Finding

# Words that no lexicon has; the capital tells the engine that the text has case.
_BEFORE, _AFTER = "Qwx ", " qwx."


def misreadings(data: Data, code: str, homonyms: Homonyms) -> Iterator[Finding]:
    """Forms that are not found as what they are listed as, in one language."""
    lexicon = lx.compiled(code, data.knowledge, data.folders[code])
    known: dict[tuple[str, str], list[Mention]] = {}
    for form in forms_in(data, code):
        key = _table(form), form.text
        if key not in known:
            known[key] = _mentions(form.text, key[0], lexicon)
        here = _exact(known[key], form.text)
        if here is None:
            found = ", ".join(reference(m.entry, code) for m in known[key]) or "nothing"
            yield form.row.finding("hidden", f'"{form.text}" is found as {found}')
            continue
        if any(is_of(entry, form, code) for entry in (here.entry, *here.others)):
            continue
        if not homonyms.allow(form, reference(here.entry, code)):
            kind = "duplicate" if _same(here.entry, form) else "conflict"
            yield form.row.finding(kind, f'"{form.text}" is found as {_named(here.entry, form, code)}')


class Homonyms:
    """The conflicts that are meant, from homonyms.jsonl; tells at the end which of them there are not."""

    def __init__(self, data: Data) -> None:
        self._rows: dict[tuple[str, str], Row] = {}
        self._unused: dict[tuple[str, str], Row] = {}
        for row in data.rows("knowledge", "homonyms"):
            for form in row.data["forms"]:
                for hidden in row.data["hidden"]:
                    self._rows[lx.lower(form), hidden] = self._unused[lx.lower(form), hidden] = row

    def allow(self, form: Form, found: str) -> bool:
        """Whether it is recorded that this form is found as that entry."""
        key = lx.lower(form.text), form.row.reference
        row = self._rows.get(key)
        if row is None or row.data["read"] != found:
            return False
        self._unused.pop(key, None)
        return True

    def unused(self) -> Iterator[Finding]:
        """Records of conflicts that no reading needed."""
        for (form, hidden), row in self._unused.items():
            text = f'"{form}" of {hidden} is not found as {row.data["read"]}: mend or drop this'
            yield row.finding("homonym", text)


def _table(form: Form) -> str:
    if form.row.kind in WORDS:
        return "function"
    if form.row.kind in ("numbers", "dates"):
        return "values"
    return "weak" if form.weak else "content"


def _mentions(form: str, table: str, lexicon: Lexicon) -> list[Mention]:
    text = clean(_BEFORE + form + _AFTER)
    lowered = lx.lower(text)
    if table == "function":
        return find_function(text, lowered, 0, len(text), lexicon)
    if table == "values":
        numbers, dates = find_values(text, lowered, lexicon)
        return numbers + dates
    if table == "weak":
        # The engine takes weak forms only where the text names the party in another way; here it names nobody.
        suffixes = tuple(lexicon.config["suffixes"])
        return find(text, lowered, lexicon.content, lexicon.content_entries, suffixes)
    return find_content(text, lowered, lexicon)


def _exact(mentions: list[Mention], form: str) -> Mention | None:
    start, end = len(_BEFORE), len(_BEFORE) + len(form)
    return next((m for m in mentions if (m.start, m.end) == (start, end)), None)


def _same(entry: Entry, form: Form) -> bool:
    """Whether a form means the same as the entry that it is found as: nothing is lost but an id."""
    data = form.row.data
    match entry.kind:
        case lx.ACTOR:
            cls = {"groups": "armed_group", "people": "person", "makers": "company"}.get(form.row.kind)
            return (entry.party, entry.cls) == (data.get("party"), cls or data.get("kind"))
        case lx.ITEM:
            return entry.category == data.get("category")
        case lx.PLACE:
            return form.row.kind == "places" and entry.party == data.get("country")
        case lx.DECOY:
            return form.row.kind == "decoys" and entry.cls == data.get("reason")
        case _:
            return entry.cls == (data.get("class") or form.shape)


def _named(entry: Entry, form: Form, code: str) -> str:
    """An entry for people: where it is, and its class where only that differs."""
    where = reference(entry, code)
    return f"{where} ({entry.cls}), not as {form.shape}" if where == form.row.reference else where
