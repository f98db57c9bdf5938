"""Rows that nothing reaches and conditions that always or never hold are found exactly, or said not to be checked."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from textwrap import dedent, indent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.engine.forms import And, Compare, Expression, Name, Not, Or, Value
from dutybook.engine.procedure import Choice, Fact, Rules
from dutybook.packs.checking import check
from dutybook.packs.checks.tables import Worlds
from tests.packs.writing import found_in, said_of, write_pack


def decision(rows: str) -> str:
    """A `first` table of these rows, the first of them on line 6."""
    head = "decisions:\n  tier:\n    ask: Which tier?\n    decided_by: officer\n    first:\n"
    return head + indent(dedent(rows), "      ") + "    cite: {at: p}\n"


ROW = "strength: will, cite: {at: p}"

TABLES = {
    "a row behind one without a condition": (
        f"""\
        all: {{points_to: low, {ROW}}}
        high: {{when: crime, points_to: high, {ROW}}}
        """,
        ["extra.yaml:7: row high is never reached: the rows before it leave nothing"],
    ),
    "a row that another has used up": (
        f"""\
        either: {{when: crime or child_hurt, points_to: high, {ROW}}}
        both: {{when: crime and child_hurt, points_to: higher, {ROW}}}
        """,
        ["extra.yaml:7: row both is never reached: the rows before it leave nothing"],
    ),
    "a row that can never hold": (
        f"""\
        odd: {{when: crime and not crime, points_to: high, {ROW}}}
        rest: {{points_to: low, {ROW}}}
        """,
        ["extra.yaml:6: the condition never holds, whatever is answered"],
    ),
    "a row that always holds": (
        f"""\
        any: {{when: crime or not crime, points_to: high, {ROW}}}
        """,
        ["extra.yaml:6: the condition always holds, whatever is answered"],
    ),
    "a table in which every row can be reached": (
        f"""\
        work: {{when: setting == 'work' and not crime, points_to: one, {ROW}}}
        crime: {{when: crime and people > 3, points_to: two, {ROW}}}
        few: {{when: crime and people <= 3, points_to: three, {ROW}}}
        rest: {{points_to: four, {ROW}}}
        """,
        [],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_weighed_row_by_row(name: str, tmp_path: Path) -> None:
    rows, expected = TABLES[name]

    said = said_of(tmp_path, decision(rows))

    assert [each.split("; ")[0] for each in said] == expected


def test_a_row_that_others_have_used_up_together_answer_by_answer(tmp_path: Path) -> None:
    choices = "choices: {a: {title: A}, b: {title: B}}"
    fact = f"facts: {{way: {{ask: How?, answers: choice, {choices}, class: adult, cite: {{at: p}}}}}}\n"
    rows = f"""\
    one: {{when: way == 'a', points_to: one, {ROW}}}
    two: {{when: way == 'b', points_to: two, {ROW}}}
    rest: {{points_to: three, {ROW}}}
    """

    assert said_of(tmp_path, fact + decision(rows)) == [
        "extra.yaml:9: row rest is never reached: the rows before it leave nothing;"
        " place it before them with after:, or take it out"
    ]


def test_a_complement_spelt_otherwise_is_seen_through(tmp_path: Path) -> None:
    rows = f"""\
    few: {{when: people <= 3, points_to: one, {ROW}}}
    many: {{when: people > 3, points_to: two, {ROW}}}
    rest: {{points_to: three, {ROW}}}
    """

    assert said_of(tmp_path, decision(rows)) == [
        "extra.yaml:8: row rest is never reached: the rows before it leave nothing;"
        " place it before them with after:, or take it out"
    ]


def test_a_condition_is_followed_into_the_conditions_it_names(tmp_path: Path) -> None:
    extra = """\
    conditions:
      safe: {means: not crime, cite: {at: p}}
      odd: {means: safe and crime, cite: {at: p}}
    """

    assert said_of(tmp_path, extra) == [
        "extra.yaml:3: the condition never holds, whatever is answered; take it out, or mend it"
    ]


def test_owners_are_weighed_as_rows(tmp_path: Path) -> None:
    extra = """\
    duties:
      close:
        title: Close
        owner: [{when: crime, role: officer}, {when: crime, role: head}, {role: head}]
        strength: may
        arises: raised
        done_by: closed
        cite: {at: p}
    """

    assert said_of(tmp_path, extra) == [
        "extra.yaml:4: row head is never reached: the rows before it leave nothing;"
        " place it before them with after:, or take it out"
    ]


def test_a_gate_may_ask_that_a_question_be_answered_at_all(tmp_path: Path) -> None:
    gate = "{title: T, before: closed, needs: crime or not crime, effect: reason, cite: {at: p}}"

    assert said_of(tmp_path, f"gates: {{ask-first: {gate}}}") == []


def test_seventeen_facts_are_not_checked_and_that_is_a_note(tmp_path: Path) -> None:
    facts = "".join(f"  f{n}: {{ask: F?, answers: yes_no, class: adult, cite: {{at: p}}}}\n" for n in range(17))
    names = " or ".join(f"f{n}" for n in range(17))
    extra = f"facts:\n{facts}conditions:\n  many: {{means: {names}, cite: {{at: p}}}}\n"

    problems = check([write_pack(tmp_path / "barset", extra)])

    assert [(each.line, each.note, each.what) for each in problems] == [
        (20, True, "not checked: the rows read more than can be gone through (17 names)")
    ]


def test_sixteen_facts_are_checked(tmp_path: Path) -> None:
    facts = "".join(f"  f{n}: {{ask: F?, answers: yes_no, class: adult, cite: {{at: p}}}}\n" for n in range(16))
    names = " or ".join(f"f{n}" for n in range(16))
    extra = f"facts:\n{facts}conditions:\n  many: {{means: {names} or not f3, cite: {{at: p}}}}\n"

    said = found_in(write_pack(tmp_path / "barset", extra))

    assert said == ["extra.yaml:19: the condition always holds, whatever is answered; take it out, or mend it"]


PLACES = ("work", "home", "club")
RULES = Rules(
    facts={
        "a": Fact(id="a"),
        "b": Fact(id="b"),
        "place": Fact(id="place", answers="choice", choices=tuple(Choice(id=each) for each in PLACES)),
    }
)
LEAVES = st.sampled_from(
    [
        Name("a"),
        Name("b"),
        *(Compare(Name("place"), op, Value(each)) for op in ("==", "!=") for each in PLACES),
        Compare(Name("place"), "in", Value(("work", "club"))),
        Compare(Name("place"), "not in", Value(("home",))),
    ]
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=8,
)


def value(expression: Expression, world: dict[str, object]) -> bool:
    """The expression in one world, as Python would read it."""
    match expression:
        case Name(name):
            return bool(world[name])
        case Not(part):
            return not value(part, world)
        case And(parts):
            return all(value(each, world) for each in parts)
        case Or(parts):
            return any(value(each, world) for each in parts)
        case Compare(Name(name), op, Value(wanted)):
            found = world[name]
            return {
                "==": found == wanted,
                "!=": found != wanted,
                "in": op == "in" and found in wanted,
                "not in": op == "not in" and found not in wanted,
            }[op]
    raise AssertionError(expression)


@given(EXPRESSIONS)
def test_the_number_of_worlds_is_what_going_through_them_one_by_one_gives(expression: Expression) -> None:
    every = [{"a": a, "b": b, "place": place} for a, b, place in product((True, False), (True, False), PLACES)]

    worlds = Worlds([expression, Name("a"), Name("b"), Compare(Name("place"), "==", Value("work"))], RULES)

    assert worlds.of(expression).bit_count() == sum(value(expression, world) for world in every)
