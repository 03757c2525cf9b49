"""Every kind of fault of the data files is found, at its line, and sound data has none."""

from __future__ import annotations

import gzip
from pathlib import Path

import orjson
import pytest
from lexicons import Lexicons

from streams.review import review

WEAPON = {"category": "missile", "unroca": "VII", "ml": "ML4", "origin": []}


@pytest.fixture
def lexicons(tmp_path: Path) -> Lexicons:
    return Lexicons(tmp_path)


def found(lexicons: Lexicons) -> list[tuple[str, int, str, str]]:
    """What is wrong: kind, line, id, text."""
    return [(f.kind, f.line, f.id, f.text) for f in review(lexicons.root).findings]


def test_sound_data_has_no_findings(lexicons):
    assert found(lexicons) == []


def test_a_line_that_is_no_json_is_told_with_file_and_line(lexicons):
    with lexicons.path("knowledge/makers").open("a") as file:
        file.write("\n{broken\n")
    (finding,) = review(lexicons.root).findings
    assert (finding.kind, finding.file, finding.line) == ("unreadable", "knowledge/makers.jsonl", 3)


def test_a_line_that_is_no_object_is_unreadable(lexicons):
    lexicons.path("en/decoys").write_text("[]\n")
    assert [(kind, line) for kind, line, *_ in found(lexicons)] == [("unreadable", 1)]


def test_a_missing_file_is_unreadable(lexicons):
    lexicons.path("en/cues").unlink()
    assert found(lexicons) == [("unreadable", 0, "", "this file is missing")]


def test_an_entry_is_held_to_its_schema(lexicons):
    lexicons.add(
        "knowledge/makers", id="saab", kind="company", name="Saab", party="SWE", forms={"any": []}, founded=1937
    )
    assert [(kind, line, id_) for kind, line, id_, _ in found(lexicons)] == [("schema", 2, "saab")] * 2
    assert any("/forms/any" in text for *_, text in found(lexicons))
    assert any('"founded"' in text for *_, text in found(lexicons))


@pytest.mark.parametrize("wikidata", ["43", "q43", "Q043"])
def test_a_wikidata_id_looks_like_one(lexicons, wikidata):
    lexicons.place(id="lyon", forms={"any": ["Lyon"]}, wikidata=wikidata)
    assert [kind for kind, *_ in found(lexicons)] == ["schema"]


def test_an_unknown_boundary_mode_is_a_fault(lexicons):
    lexicons.document("language", boundary="character")
    ((kind, _, _, text),) = found(lexicons)
    assert (kind, text) == ("schema", '/boundary: expected one of "word"')


def test_an_id_is_there_once(lexicons):
    lexicons.place(id="lyon", forms={"any": ["Lyon"]})
    lexicons.place(id="lyon", forms={"any": ["Lugdunum"]})
    assert found(lexicons) == [("id", 2, "lyon", "line 1 has this id")]


def test_a_group_and_a_body_have_different_ids_for_both_are_codes(lexicons):
    lexicons.add("knowledge/bodies", id="houthis", kind="body", name="Council", party=None, forms={"any": ["Council"]})
    assert [(kind, id_) for kind, _, id_, _ in found(lexicons)] == [("id", "houthis")]


def test_knowledge_is_sorted_by_id(lexicons):
    lexicons.place(id="lyon", forms={"any": ["Lyon"]})
    lexicons.place(id="brest", forms={"any": ["Brest"]})
    assert found(lexicons) == [("order", 2, "brest", "stands after lyon")]


def test_a_verb_of_saying_is_a_form_of_a_trigger(lexicons):
    lexicons.add("en/triggers", id="offers", **{"class": "offer", "forms": {"present": ["offers Congress"]}})
    lexicons.document("language", saying=["offers congress", "thanked"])
    assert found(lexicons) == [("hidden", 0, "", '"thanked" of saying is no form of a trigger')]


def test_the_files_of_a_language_are_in_any_order(lexicons):
    lexicons.add("en/decoys", id="air-show", reason="exhibition", forms=["air show"])
    assert found(lexicons) == []


def test_a_party_is_the_code_of_something(lexicons):
    lexicons.add("knowledge/makers", id="saab", kind="company", name="Saab", party="SWE", forms={"any": ["Saab"]})
    assert found(lexicons) == [("party", 2, "saab", "party SWE is the code of none")]


def test_a_country_of_a_place_and_an_origin_are_known(lexicons):
    lexicons.place(id="oslo", country="NOR", forms={"any": ["Oslo"]})
    lexicons.add(
        "knowledge/weapons", id="penguin", name="Penguin", **{**WEAPON, "origin": ["NOR"]}, forms={"en": ["Penguin"]}
    )
    assert sorted((kind, id_) for kind, _, id_, _ in found(lexicons)) == [("party", "oslo"), ("party", "penguin")]


def test_the_party_of_a_group_is_its_id(lexicons):
    row = {"kind": "armed_group", "name": "Wagner", "country": "FRA", "forms": {"any": ["Wagner"]}}
    lexicons.add("knowledge/groups", id="wagner", party="houthis", **row)
    assert found(lexicons) == [("party", 2, "wagner", "party houthis is not its id")]


def test_a_category_is_defined(lexicons):
    lexicons.add("en/items", id="tank", category="tank", unroca="I", ml="ML6", forms=["tank"])
    assert found(lexicons) == [("category", 2, "tank", "there is no category tank")]


def test_a_wikidata_id_is_of_one_entry(lexicons):
    lexicons.place(id="turkey-town", forms={"any": ["Turkey Town"]}, wikidata="Q43")
    assert found(lexicons) == [("wikidata", 1, "turkey-town", "Q43 is knowledge/countries:TUR already")]


def test_a_form_is_listed_once_in_an_entry(lexicons):
    lexicons.place(id="lyon", forms={"any": ["Lyon"], "en": ["Lyon"]})
    assert found(lexicons) == [("duplicate", 1, "lyon", '"Lyon" is listed 2 times')]


def test_a_form_may_have_several_shapes(lexicons):
    lexicons.add("en/triggers", id="supply", **{"class": "give"}, forms={"base": ["supply"], "noun": ["supply"]})
    assert found(lexicons) == []


def test_a_form_of_two_entries_that_mean_the_same_is_a_duplicate(lexicons):
    lexicons.add("en/items", id="rocket", category="missile", unroca="VII", ml="ML4", forms=["rocket", "missile"])
    assert found(lexicons) == [("duplicate", 2, "rocket", '"missile" is found as en/items:missile')]


def test_a_form_of_two_parties_is_a_conflict(lexicons):
    lexicons.add(
        "knowledge/makers", id="roketsan-2", kind="company", name="R2", party="FRA", forms={"any": ["Roketsan"]}
    )
    assert found(lexicons) == [("conflict", 2, "roketsan-2", '"Roketsan" is found as knowledge/makers:roketsan')]


def test_a_form_of_two_kinds_is_a_conflict(lexicons):
    lexicons.add("en/decoys", id="exocet-song", reason="name", forms=["Exocet"])
    assert found(lexicons) == [("conflict", 1, "exocet", '"Exocet" is found as en/decoys:exocet-song')]


def test_a_form_of_two_classes_of_a_country_is_a_conflict(lexicons):
    lexicons.write(
        "knowledge/countries",
        {"id": "FRA", "name": "France", "forms": {"en": {"demonym": ["French"], "adjective": ["French"]}}},
        {"id": "TUR", "name": "Turkey", "forms": {"any": {"name": ["Turkey"]}}},
    )
    text = '"French" is found as knowledge/countries:FRA (demonym), not as adjective'
    assert found(lexicons) == [("conflict", 1, "FRA", text)]


def test_a_form_of_two_function_words_is_a_conflict(lexicons):
    lexicons.add("en/auxiliaries", id="may", **{"class": "modal"}, forms=["may", "can"])
    assert found(lexicons) == [("conflict", 2, "may", '"may" is found as en/cues:may')]


def test_capitals_tell_forms_apart(lexicons):
    lexicons.add("en/decoys", id="missile-band", reason="name", forms=["Missile"])
    lexicons.add("en/items", id="exo", category="missile", unroca="VII", ml="ML4", forms=["EXO"])
    lexicons.place(id="exo", forms={"any": ["Exo"]})
    assert found(lexicons) == []


def test_a_form_for_every_case_takes_one_with_a_capital(lexicons):
    lexicons.add("en/decoys", id="turkey", reason="civil", forms=["turkey"])
    assert found(lexicons) == [("conflict", 2, "TUR", '"Turkey" is found as en/decoys:turkey')]


def test_a_weak_form_may_mean_something_else(lexicons):
    row = {"kind": "armed_force", "name": "Force", "party": "TUR", "forms": {"any": ["Turkish Force"]}}
    lexicons.add("knowledge/forces", id="force", **row, weak={"any": ["Lyon"]})
    lexicons.place(id="lyon", forms={"any": ["Lyon"]})
    assert found(lexicons) == []


def test_a_form_that_no_clean_text_holds_is_hidden(lexicons):
    lexicons.place(id="orleans", forms={"any": ["Orle\u0301ans"]})
    ((kind, line, id_, text),) = found(lexicons)
    assert (kind, line, id_) == ("hidden", 1, "orleans")
    assert text.endswith("is found as nothing")


def test_a_pattern_matches_its_examples_and_no_counterexample(lexicons):
    row = {"pattern": "SS-\\d{1,2}", **WEAPON, "examples": ["SS-N-2"], "counterexamples": ["SS-1 to SS-4"]}
    lexicons.add("knowledge/designations", id="ss", **row)
    assert [(kind, line, id_) for kind, line, id_, _ in found(lexicons)] == [("example", 2, "ss")] * 2


def test_a_pattern_is_a_regular_expression(lexicons):
    row = {"pattern": "SS-(", **WEAPON, "examples": ["SS-1"], "counterexamples": ["SS"]}
    lexicons.add("knowledge/designations", id="ss", **row)
    assert [kind for kind, *_ in found(lexicons)] == ["schema"]


def test_a_conflict_may_be_recorded_with_its_reason(lexicons):
    lexicons.add("en/auxiliaries", id="may", **{"class": "modal"}, forms=["may", "can"])
    record = {"id": "may", "forms": ["may"], "read": "en/cues:may", "hidden": ["en/auxiliaries:may"], "note": "a cue"}
    lexicons.add("knowledge/homonyms", **record)
    assert found(lexicons) == []


@pytest.mark.parametrize(("form", "read"), [("can", "en/cues:may"), ("may", "en/speech:said")])
def test_a_record_of_a_conflict_that_is_not_there_is_a_fault(lexicons, form, read):
    lexicons.add("en/auxiliaries", id="may", **{"class": "modal"}, forms=["may", "can"])
    record = {"id": "may", "forms": [form], "read": read, "hidden": ["en/auxiliaries:may"], "note": "a cue"}
    lexicons.add("knowledge/homonyms", **record)
    assert sorted(kind for kind, *_ in found(lexicons)) == ["conflict", "homonym"]


def test_forms_that_match_nothing_in_texts_are_listed(lexicons, tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_bytes(orjson.dumps({"lang": "en", "text": "France may send Missiles after a missile test."}) + b"\n\n")
    articles = tmp_path / "articles.jsonl.gz"
    articles.write_bytes(gzip.compress(orjson.dumps({"language": "en", "text": "It sent none."})))
    assert review(lexicons.root).unseen == []
    assert [(u.file, u.id, u.forms) for u in review(lexicons.root, [gold, articles]).unseen] == [
        ("languages/en/items.jsonl", "missile", ("missile",))
    ]
    assert [u.forms for u in review(lexicons.root, [gold]).unseen] == [("sent",), ("missile",)]


def test_entries_and_forms_are_counted_by_language(lexicons):
    lexicons.place(id="lyon", forms={"any": ["Lyon"], "en": ["Lyons", "Lugdunum"]})
    counts = {count.kind: (count.entries, dict(count.forms)) for count in review(lexicons.root).counts}
    assert counts["places"] == (1, {"any": 1, "en": 2})
    assert counts["items"] == (1, {"en": 2})
    assert counts["embargoes"] == (0, {})
