"""What an organisation's own procedure declares: who may be said to follow it, and what may be said of whom.

Nothing here asks which duties follow from that: that is in the worked cases.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dutybook.engine.belonging import follows, named, not_theirs, rules_about, rules_together
from dutybook.engine.entries import Entry, EntryRefused, read_entry
from dutybook.engine.procedure import Choice, Procedure
from tests.spec.short_form import language_case

NOON = datetime(2026, 4, 2, 12, tzinfo=UTC)
WAY = {"answers": "choice", "choices": [{"is": "letter"}, {"is": "call"}]}
AS_WRITTEN = language_case(
    {
        "pack": {
            "things": {"child": {}, "employment": {}},
            "events": {
                "employment_named": {"about": ["employment"], "asks": ["way"]},
                "child_named": {"about": ["child"]},
                "concern_raised": {},
            },
            "facts": {"employer_procedure": {"of": "employment", "answers": "organisation"}, "way": WAY},
            "records": {"employment": {"title": "The role", "asks": ["employer_procedure", "way"]}},
        },
        "organisation_fact": "employer_procedure",
        "organisations": {
            "riverside": {
                "events": {
                    "step_taken": {"title": "Riverside's step", "about": ["employment"]},
                    "employment_named": {"asks": ["way", "post"]},
                },
                "facts": {
                    "step": {"of": "employment", "answers": "yes_no"},
                    "post": {"of": "employment", "answers": "text"},
                },
                "duties": {"do-it": {"for": "employment", "owner": "head", "arises": "step_taken"}},
                "records": {"employment": {"asks": ["way", "employer_procedure", "post"]}},
                "vocabularies": {"stages": {"values": {"own": {"title": "Its own"}}}},
            },
            "hillside": {
                "events": {"step_taken": {"title": "Hillside's step", "about": ["employment", "child"]}},
                "facts": {"step": {"of": "employment", "answers": "number"}},
                "vocabularies": {"stages": {"values": {"more": {"title": "More"}}}},
            },
        },
        "entries": [],
    }
)


def with_another_choice(procedure: Procedure) -> Procedure:
    """A pack may add a choice to those of the authority; the short form of the cases cannot say so."""
    ((day, rules),) = procedure.editions
    way = replace(rules.facts["way"], choices=(*rules.facts["way"].choices, Choice(id="visit")))
    return replace(procedure, editions=((day, replace(rules, facts={**rules.facts, "way": way})),))


PACKS = AS_WRITTEN.organisations
PROCEDURE = replace(AS_WRITTEN, organisations={**PACKS, "riverside": with_another_choice(PACKS["riverside"])})


def entry(type: str = "employment_named", data: dict[str, Any] | None = None, **written: Any) -> Entry:
    raw = {"type": type, "happened_at": "2026-04-02T10:00:00+01:00", "data": data or {}} | written
    return read_entry(raw, 7, PROCEDURE)


def naming(employment: Any, pack: str) -> Entry:
    return entry(data={"employment": employment, "employer_procedure": pack})


# --- who follows which ------------------------------------------------------------------------------------------------


def test_whoever_was_last_said_to_follow_a_pack_follows_it() -> None:
    said = [naming(["e1", "e2", "e3"], "riverside"), naming("e2", "hillside"), naming("e3", "not_known")]

    assert follows(said, PROCEDURE) == {("e1",): "riverside", ("e2",): "hillside"}


def test_a_name_that_no_pack_has_leads_nowhere() -> None:
    assert follows([naming("e1", "seaside"), entry(data={"employment": "e2"})], PROCEDURE) == {}
    assert list(named([naming("e1", "seaside")], PROCEDURE)) == [(("e1",), "seaside")]


@pytest.mark.parametrize(
    ("things", "pack"),
    [
        ({"employment": "e1"}, "riverside"),
        ({"employment": ["e1", "e4"], "step": True}, "riverside"),
        ({"employment": ("e1", "e2")}, "layer-1"),
        ({"employment": ["e1", "e3"]}, "layer-1"),
        ({"employment": "e3"}, "layer-1"),
        ({"child": "c1"}, "layer-1"),
        ({"employment": 17}, "layer-1"),
        ({}, "layer-1"),
    ],
)
def test_the_rules_are_those_of_the_pack_that_all_of_the_things_follow(things: dict[str, Any], pack: str) -> None:
    theirs = {("e1",): "riverside", ("e4",): "riverside", ("e2",): "hillside"}

    found = rules_about(things, theirs, PROCEDURE, NOON)

    expected = PROCEDURE.organisations.get(pack, PROCEDURE)
    assert found is expected.editions[0][1]


def test_where_nothing_says_who_follows_what_the_authoritys_rules_are_all_there_are() -> None:
    alone = language_case({"pack": {"events": {"concern_raised": {}}}, "entries": []})

    assert rules_about({"employment": "e1"}, {}, alone, NOON) is alone.editions[0][1]
    assert follows([entry("concern_raised")], alone) == {}


# --- what may be said of whom -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type", "data", "packs"),
    [
        ("employment_named", {"employment": "e1", "way": "letter"}, ()),
        ("employment_named", {"employment": "e1", "way": "visit"}, ("riverside",)),
        ("employment_named", {"employment": "e1", "post": "Cook"}, ("riverside",)),
        ("employment_named", {"employment": "e1", "step": True}, ("riverside",)),
        ("employment_named", {"employment": "e1", "step": 3}, ("hillside",)),
        ("step_taken", {"employment": "e1"}, ("riverside",)),
        ("step_taken", {"employment": "e1", "child": "c1"}, ("riverside", "hillside")),
        ("duty_not_done", {"employment": "e1", "duty": "do-it", "reason": "no"}, ("riverside",)),
    ],
)
def test_an_entry_is_read_under_the_packs_that_declare_what_it_says(
    type: str, data: dict[str, Any], packs: tuple[str, ...]
) -> None:
    assert entry(type, data).only_under == packs


@pytest.mark.parametrize(
    ("type", "data", "refusal"),
    [
        ("step_lost", {"employment": "e1"}, "'step_lost' is not an event of layer-1"),
        ("employment_named", {"employment": "e1", "stepp": True}, "'stepp' is neither a thing nor a fact of layer-1"),
        ("step_taken", {"employment": "e1", "step": "perhaps"}, "step_taken is about a child and names none"),
        ("step_taken", {"employment": "e1", "child": "c1", "step": "perhaps"}, "step: 'perhaps' does not answer it"),
        ("employment_named", {"employment": "e1", "way": "raven"}, "way: 'raven' does not answer it; write one of"),
    ],
)
def test_what_no_pack_declares_is_refused_by_the_one_that_has_the_event(
    type: str, data: dict[str, Any], refusal: str
) -> None:
    with pytest.raises(EntryRefused) as refused:
        entry(type, data)

    assert str(refused.value).startswith(refusal)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (entry(data={"employment": "e9", "way": "letter"}), {}),
        (entry("step_taken", {"employment": "e1"}), {("e1",): ["riverside"]}),
        (entry("step_taken", {"employment": "e1"}), {("e1",): ["hillside", "riverside"]}),
        (entry("step_taken", {"employment": "e1", "child": "c1"}), {("e1",): ["hillside"]}),
        (entry(data={"employment": "e1", "employer_procedure": "riverside", "post": "Cook"}), {}),
        (entry("step_taken", corrects=2, retracted=True), {}),
    ],
)
def test_what_a_pack_declares_may_be_said_of_what_follows_it(said: Entry, told: Any) -> None:
    assert not_theirs(said, PROCEDURE, told) is None


@pytest.mark.parametrize(
    ("said", "told", "refusal"),
    [
        (
            entry("step_taken", {"employment": ["e1", "e2", "e3"]}),
            {("e1",): ["riverside"], ("e2",): ["hillside"]},
            "step_taken is only for what follows the procedure of riverside, and e2, e3 does not follow it;"
            " write first that it does, as employer_procedure: riverside",
        ),
        (
            entry("step_taken", {"employment": "e1", "child": "c1"}),
            {},
            "step_taken is only for what follows the procedure of riverside or hillside, and e1 does not follow it;"
            " write first that it does, as employer_procedure: riverside",
        ),
        (
            entry("concern_raised", {"way": "visit"}),
            {},
            "way is only for what follows the procedure of riverside, and the entry names nothing that does;"
            " write first that it does, as employer_procedure: riverside",
        ),
        (
            entry(data={"employment": "e1", "way": "letter", "post": "Cook"}),
            {},
            "post is only for what follows the procedure of riverside, and e1 does not follow it;"
            " write first that it does, as employer_procedure: riverside",
        ),
        (
            entry("duty_not_done", {"employment": "e1", "duty": "do-it", "reason": "no"}),
            {},
            "do-it is only for what follows the procedure of riverside, and e1 does not follow it;"
            " write first that it does, as employer_procedure: riverside",
        ),
    ],
)
def test_of_anything_else_it_may_not_be_said(said: Entry, told: Any, refusal: str) -> None:
    assert str(not_theirs(said, PROCEDURE, told)) == refusal


# --- all that can be said in a case -----------------------------------------------------------------------------------


def test_together_the_packs_ask_all_that_any_of_them_asks() -> None:
    together = rules_together(PROCEDURE, ["hillside", "riverside"], NOON)

    assert together.events["employment_named"].asks == ("way", "post")
    assert [each.id for each in together.facts["way"].choices] == ["letter", "call", "visit"]
    assert together.events["step_taken"].title == "Riverside's step"
    assert list(together.plain["vocabularies"]["stages"].more["values"]) == ["more", "own"]
    assert together.plain["records"]["employment"].title == "The role"
    assert together.plain["records"]["employment"].more["asks"] == ["employer_procedure", "way", "post"]
    assert "do-it" in together.duties


def test_together_with_nobody_the_authoritys_rules_are_as_they_are() -> None:
    assert rules_together(PROCEDURE, []) is PROCEDURE.editions[-1][1]
    assert rules_together(PROCEDURE, ["seaside"], NOON) is PROCEDURE.at(NOON)
    assert "post" not in rules_together(PROCEDURE, ["hillside"]).facts


def test_together_each_pack_is_as_on_the_day_and_without_a_day_as_it_is_at_last() -> None:
    riverside = PROCEDURE.organisations["riverside"]
    ((first, rules),) = riverside.editions
    later = replace(riverside, editions=((first, rules), (date(2026, 5, 1), replace(rules, duties={}))))
    procedure = replace(PROCEDURE, organisations={"riverside": later})

    assert "do-it" in rules_together(procedure, ["riverside"], NOON).duties
    assert "do-it" not in rules_together(procedure, ["riverside"]).duties


def test_the_same_packs_together_are_the_same_rules_each_time() -> None:
    assert rules_together(PROCEDURE, ["riverside"], NOON) is rules_together(PROCEDURE, ["riverside"])
