"""Comparing two procedures: a line for everything said differently, and never a line for anything else."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.engine.compare import compare, compare_rules
from dutybook.engine.comparing import NOT_SAID
from dutybook.engine.english.fields import ORDER
from dutybook.engine.forms import Length, Means, Name, Not, SetBy
from dutybook.engine.procedure import (
    After,
    Becomes,
    Choice,
    Citation,
    CutOff,
    Decision,
    Deed,
    DoneBy,
    Duty,
    Element,
    Event,
    Expires,
    Fact,
    Hours,
    Longer,
    OwnerRow,
    Passage,
    Procedure,
    Provisionally,
    Recurs,
    Row,
    Rules,
)
from dutybook.packs.citing import members
from tests.packs.small_packs import BARSETSHIRE, load_small

ANOTHER: dict[str, list[Any]] = {
    "about": [("child",), ()],
    "again": ["keep", "restart"],
    "agreed": [True],
    "answers": ["number"],
    "arises": [
        Becomes(Name("serious")),
        Expires("review-it"),
        Recurs(Length(1, "months"), "next_review_on"),
        After(("review",)),
    ],
    "ask": ["Is it otherwise?"],
    "asks": [("next_review_on",), ("category", "injury")],
    "bank_holidays": [True, (Hours(("mon", "sun"), "10:00", "12:00"),)],
    "before": [("review",)],
    "by": [("designated_officer",), ()],
    "chapter": ["another"],
    "cite": [Citation(source="elsewhere", at="para 99"), Citation(ours="because")],
    "counts_from": ["next_review_on"],
    "cut_off": [CutOff("12:00"), None],
    "decided_by": [("senior_manager",)],
    "different_people": [("concern_raised", "review")],
    "done_by": [DoneBy("all", (Deed("review"), Deed("officer_told"))), None],
    "earlier_counts": [True, False],
    "effect": ["refuse"],
    "ends": [("review",), ("review", "case_closed")],
    "form": [Means(Not(Name("serious")))],
    "held_while": [Name("injury"), None],
    "hours": [None, (Hours(("mon",), "10:00", "12:00"),)],
    "if_unknown": ["hold", "run"],
    "kind": ["child", None],
    "longer": [
        Longer(Length(1, "days"), None, None, "above", "so"),
        Longer(Length(1, "days"), None, None, "above", "not so"),
    ],
    "kinds": [("child",), ()],
    "mode": ["all"],
    "needs": [Name("serious")],
    "no_open_duties": [True],
    "of": [("child",), ()],
    "owner": [
        (OwnerRow("designated_officer"),),
        (OwnerRow("senior_manager", Name("injury")), OwnerRow("designated_officer")),
    ],
    "points_to": ["another", "=category"],
    "privacy": ["police"],
    "promptly": ["at once"],
    "provisionally": [Provisionally("review", "tell-the-officer"), None],
    "reading_of": ["another-text", None],
    "strength": ["may", "prompt"],
    "target": [Length(3, "days", "before", "next_review_on"), None],
    "title": ["Another title"],
    "until": [Length(10, "years"), SetBy("next_review_on")],
    "when": [Not(Name("injury")), Name("serious")],
    "withdrawn": ["it is no longer used"],
    "within": [Length(2, "working days"), Length(0, "days"), SetBy("next_review_on")],
}
NESTED = {"rows", "choices", "more"}


@pytest.fixture(scope="module")
def barsetshire() -> Procedure:
    return load_small(BARSETSHIRE)


def rules_of(procedure: Procedure) -> Rules:
    return procedure.editions[-1][1]


def with_element(rules: Rules, chapter: str, element: Element) -> Rules:
    """The rules with one element in another wording."""
    if chapter in rules.plain:
        return replace(rules, plain={**rules.plain, chapter: {**rules.plain[chapter], element.id: element}})
    return replace(rules, **{chapter: {**getattr(rules, chapter), element.id: element}})


def changes(rules: Rules) -> Iterator[tuple[str, Rules]]:
    """The rules with one field of one element changed, in every way listed above, row by row and choice by choice."""
    for chapter, element in rules.elements():
        if chapter == "facts" and element.id in rules.decisions:
            continue
        for what, changed in changed_elements(element):
            yield f"{chapter}/{element.id}/{what}", with_element(rules, chapter, changed)


def changed_elements(element: Element) -> Iterator[tuple[str, Element]]:
    for each in fields(element):
        if each.name not in NOT_SAID | NESTED:
            old = getattr(element, each.name)
            yield from (
                (f"{each.name}: {new}", replace(element, **{each.name: new}))
                for new in ANOTHER[each.name]
                if new != old
            )
    for name in ("rows", "choices"):
        yield from inside(element, name)
    if isinstance(element, Passage):
        yield from inside_data(element)


def inside(element: Element, name: str) -> Iterator[tuple[str, Element]]:
    members: tuple[Element, ...] = getattr(element, name, ())
    for place, member in enumerate(members):
        for what, changed in changed_elements(member):
            yield f"{member.id}/{what}", replace(element, **{name: (*members[:place], changed, *members[place + 1 :])})


def inside_data(passage: Passage) -> Iterator[tuple[str, Element]]:
    for key, value in passage.more.items():
        if not isinstance(value, dict):
            yield f"more: {key}", replace(passage, more={**passage.more, key: "said otherwise"})
            continue
        for id, member in value.items():
            for what, changed in changed_elements(member):
                yield f"{key}/{id}/{what}", replace(passage, more={**passage.more, key: {**value, id: changed}})


def test_a_procedure_does_not_differ_from_itself(barsetshire: Procedure) -> None:
    assert compare(barsetshire, barsetshire) == []


def test_who_set_a_value_and_where_is_no_difference(barsetshire: Procedure) -> None:
    rules = rules_of(barsetshire)
    moved = replace(rules.duties["review-it"], set_by={"within": "elsewhere"}, origin="elsewhere/rules.yaml:1")

    assert compare_rules(rules, with_element(rules, "duties", moved), "one", "other") == []


def test_every_field_of_every_element_that_is_changed_alone_is_exactly_one_line(barsetshire: Procedure) -> None:
    rules = rules_of(barsetshire)

    lines = {what: len(compare_rules(rules, changed, "one", "other")) for what, changed in changes(rules)}

    assert {what: count for what, count in lines.items() if count != 1} == {}


def test_every_field_of_every_data_class_is_among_those_changed(barsetshire: Procedure) -> None:
    elements = [each for _, element in rules_of(barsetshire).elements() for each in (element, *members(element))]

    tried = {(type(each).__name__, what.partition(":")[0]) for each in elements for what, _ in changed_elements(each)}

    said = {(kind.__name__, each.name) for kind in Element.__subclasses__() for each in fields(kind)}
    assert {(kind, name) for kind, name in said - tried if name not in NOT_SAID | NESTED} == set()


def test_the_line_shows_two_different_texts(barsetshire: Procedure) -> None:
    rules = rules_of(barsetshire)

    for what, changed in changes(rules):
        (line,) = compare_rules(rules, changed, "one", "other")
        assert line.left != line.right, what
        assert line.left in line.sentence, what
        assert line.right in line.sentence, what


@given(data=st.data())
def test_as_many_changes_as_there_are_make_as_many_lines(data: st.DataObject) -> None:
    rules = rules_of(load_small(BARSETSHIRE))
    duties = data.draw(st.lists(st.sampled_from(sorted(rules.duties)), unique=True))
    changed = rules
    for id in duties:
        changed = with_element(changed, "duties", replace(rules.duties[id], title=f"{rules.duties[id].title} now"))

    assert len(compare_rules(rules, changed, "one", "other")) == len(duties)


def test_a_time_limit_is_compared_in_the_words_of_a_practitioner(barsetshire: Procedure) -> None:
    albion = load_small("albion")

    within = next(
        each for each in compare(albion, barsetshire) if each.id == "tell-the-officer" and each.field == "within"
    )

    assert within.sentence == (
        "The duty “Tell the officer”, by when: Albion: by the end of the next working day after a concern being raised"
        " (page 4); Barsetshire: within 4 hours of a concern being raised (para 1)."
    )


def test_a_duty_that_only_one_side_has_is_one_line(barsetshire: Procedure) -> None:
    found = [each for each in compare(load_small("albion"), barsetshire) if each.id == "review-it"]

    assert [each.sentence for each in found] == [
        "Only Barsetshire has the duty “Review the case”: LADO for Barsetshire (will), by the end of the 15th working"
        " day after the last time a concern was raised (para 3)."
    ]


def test_the_order_of_rows_that_are_read_from_the_top_is_a_difference() -> None:
    rows = Row(id="a", points_to="x"), Row(id="b", points_to="y")
    read = Decision(id="tier", rows=rows), Decision(id="tier", rows=rows[::-1])

    first = compare_rules(*(Rules(decisions={"tier": each}) for each in read), "one", "other")
    every = compare_rules(*(Rules(decisions={"tier": replace(each, mode="all")}) for each in read), "one", "other")

    assert [(each.field, each.left, each.right) for each in first] == [(ORDER, "x, y", "y, x")]
    assert every == []


def test_two_values_that_sound_alike_are_written_as_data() -> None:
    sides = [Rules(events={"e": Event(id="e", by=by)}) for by in (("head_teacher",), ("head-teacher",))]

    (line,) = compare_rules(*sides, "one", "other")

    assert (line.left, line.right) == ("('head_teacher',)", "('head-teacher',)")


def test_what_a_later_edition_changes_is_said_with_its_day_and_once(barsetshire: Procedure) -> None:
    rules = rules_of(barsetshire)
    stricter = with_element(rules, "duties", replace(rules.duties["review-it"], within=Length(5, "working days")))
    days = [(date.min, rules), (date(2026, 4, 10), stricter), (date(2026, 9, 1), stricter)]
    later = replace(barsetshire, editions=tuple(days))

    (line,) = compare(barsetshire, later)

    assert line.from_day == date(2026, 4, 10)
    assert line.sentence.startswith("From Friday 10 April 2026: The duty “Review the case”, by when: ")


def test_a_difference_that_a_later_edition_takes_away_is_said_to_be_gone(barsetshire: Procedure) -> None:
    rules = rules_of(barsetshire)
    stricter = with_element(rules, "duties", replace(rules.duties["review-it"], within=Length(5, "working days")))
    for_a_while = replace(barsetshire, editions=((date.min, stricter), (date(2026, 4, 10), rules)))

    first, gone = compare(barsetshire, for_a_while)

    assert first.from_day is None
    assert gone.sentence == f"From Friday 10 April 2026 no longer: {first.sentence}"


def test_a_choice_that_was_withdrawn_is_a_difference_in_the_choice_only() -> None:
    def fact(withdrawn: str) -> Rules:
        choices = Choice(id="a", title="One way"), Choice(id="b", title="Another", withdrawn=withdrawn)
        return Rules(facts={"how": Fact(id="how", ask="How?", choices=choices)})

    (line,) = compare_rules(fact(""), fact("nobody used it"), "one", "other")

    assert (line.id, line.field) == ("how/b", "withdrawn")


def test_the_calendar_is_part_of_the_procedure(barsetshire: Procedure) -> None:
    scottish = replace(barsetshire, calendar=replace(barsetshire.calendar, name="scotland"))

    (line,) = compare(barsetshire, scottish)

    assert line.sentence == "The calendar of working days: the first: england-and-wales; the second: scotland."


def test_a_duty_without_a_limit_says_nothing_where_the_other_says_something() -> None:
    duty = Duty(id="tell", title="Tell", arises=After(("concern_raised",)))
    timed = replace(duty, within=Length(24, "hours"))

    (line,) = compare_rules(Rules(duties={"tell": duty}), Rules(duties={"tell": timed}), "one", "other")

    assert line.sentence.startswith("The duty “Tell”, by when: one says nothing; other: within 24 hours of ")


def test_of_two_lists_that_share_names_only_what_is_beside_them_is_said() -> None:
    sides = [Rules(events={"e": Event(id="e", by=by)}) for by in (("head", "nurse", "coach"), ("head", "chair"))]

    (line,) = compare_rules(*sides, "one", "other")

    assert (line.left, line.right) == ("also nurse and coach", "also chair")


def test_each_side_of_a_line_has_its_own_paragraph() -> None:
    duty = Duty(id="tell", title="Tell", arises=After(("raised",)), cite=Citation(source="a", at="para 1"))
    other = replace(duty, strength="must", cite=Citation(ours="nobody says it"))

    line, cited = compare_rules(Rules(duties={"tell": duty}), Rules(duties={"tell": other}), "one", "other")[::-1]

    assert line.sentence == (
        "The duty “Tell”, how strongly it is worded: one: should (para 1); other: must (our own rule)."
    )
    assert (cited.left, cited.right) == ("para 1", "our own: nobody says it")


def test_what_only_the_right_side_has_stands_in_the_right_side_s_paragraph() -> None:
    rows = (
        Row(id="a", points_to="x", cite=Citation(at="page 1")),
        Row(id="b", points_to="y", cite=Citation(at="page 2")),
    )
    one, other = (
        Rules(decisions={"tier": Decision(id="tier", title="Tier", rows=each, cite=Citation(at="page 3"))})
        for each in (rows[:1], rows)
    )

    (line,) = compare_rules(one, other, "one", "other")

    assert line.sentence == "Only other has the decision “Tier”, the row “y”: y (should) (page 2)."
