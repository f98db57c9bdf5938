"""How a pack spells conditions and timescales, and what is refused with what to write instead."""

from __future__ import annotations

from typing import Any

import pytest

from dutybook.engine.forms import And, Compare, Earliest, FirstOf, Latest, Length, Name, Not, Or, SetBy, Value
from dutybook.engine.grammar import GrammarError, parse_expression, parse_timescale

A, B, C = Name("a"), Name("b"), Name("c")


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("a", A),
        (" a ", A),
        ("not a", Not(A)),
        ("a and b and c", And((A, B, C))),
        ("a or b and c", Or((A, And((B, C))))),
        ("(a or b) and not c", And((Or((A, B)), Not(C)))),
        ("a == 'x'", Compare(A, "==", Value("x"))),
        ("a != b", Compare(A, "!=", B)),
        ("a < 3", Compare(A, "<", Value(3))),
        ("a <= 2.5", Compare(A, "<=", Value(2.5))),
        ("a > -3", Compare(A, ">", Value(-3))),
        ("a >= 3", Compare(A, ">=", Value(3))),
        ("a in ('x', 'y')", Compare(A, "in", Value(("x", "y")))),
        ("a in ['x']", Compare(A, "in", Value(("x",)))),
        ("a not in (1, 2)", Compare(A, "not in", Value((1, 2)))),
        ("'x' in a", Compare(Value("x"), "in", A)),
    ],
)
def test_a_condition_is_names_words_numbers_and_what_joins_them(text: str, means: Any) -> None:
    assert parse_expression(text) == means


ALLOWED = "write it with names, 'words' in quotes, numbers, and, or, not, ==, !=, <, <=, >, >=, in"


@pytest.mark.parametrize(
    ("text", "what", "write", "column"),
    [
        ("a and", "'a and' is not an expression", ALLOWED, 0),
        ("a or )", "'a or )' is not an expression", ALLOWED, 5),
        ("a\0", "'a\\x00' is not an expression", ALLOWED, 0),
        ("a and f(b)", "'f(b)' is not allowed in a condition", ALLOWED, 6),
        ("a + 1", "'a + 1' is not allowed in a condition", ALLOWED, 0),
        ("-a", "'-a' is not allowed in a condition", ALLOWED, 0),
        ("a == ('x', 'y')", "\"('x', 'y')\" is not allowed in a condition", ALLOWED, 5),
        ("a in ('x', b)", "'b' is not allowed in a condition", ALLOWED, 11),
        (
            "b or 1 < a < 3",
            "'1 < a < 3' is not allowed",
            "compare two things at a time and join the comparisons with `and`",
            5,
        ),
        ("a is b", "'a is b' is not allowed", "compare two things at a time", 0),
        (
            "a == True",
            "'True' is not allowed in a condition",
            "write the fact's name alone for yes, and `not NAME` for no",
            5,
        ),
        ("a == None", "'None' is not allowed in a condition", "write the fact's name alone for yes", 5),
    ],
)
def test_anything_else_is_refused_with_its_place_and_what_to_write(
    text: str, what: str, write: str, column: int
) -> None:
    with pytest.raises(GrammarError) as refused:
        parse_expression(text)

    assert what in refused.value.what
    assert write in refused.value.write
    assert refused.value.column == column
    assert str(refused.value) == f"{refused.value.what}; {refused.value.write}"


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("24 hours", Length(24, "hours")),
        ("1 hour", Length(1, "hours")),
        (" 15 working days ", Length(15, "working days")),
        ("1 working day", Length(1, "working days")),
        ("3 days", Length(3, "days")),
        ("2 weeks", Length(2, "weeks")),
        ("6 months", Length(6, "months")),
        ("1 year", Length(1, "years")),
        ("same day", Length(0, "days")),
        ("3 months after initial_conference_held", Length(3, "months", "after", "initial_conference_held")),
        ("1 working day before conference_on", Length(1, "working days", "before", "conference_on")),
        ({"set_by": "next_review_on"}, SetBy("next_review_on")),
        ({"earliest": ["3 days", "same day"]}, Earliest((Length(3, "days"), Length(0, "days")))),
        ({"latest": ["3 days", {"set_by": "x"}]}, Latest((Length(3, "days"), SetBy("x")))),
        (
            {"first": [{"when": "a", "is": "3 days"}, {"is": "same day"}]},
            FirstOf(((A, Length(3, "days")), (None, Length(0, "days")))),
        ),
    ],
)
def test_a_timescale_is_a_length_or_one_of_the_keyed_forms(written: Any, means: Any) -> None:
    assert parse_timescale(written) == means


@pytest.mark.parametrize(
    "written",
    [
        "soon",
        "24 hours after",
        "24 hours since concern_raised",
        "-1 days",
        "3 fortnights",
        "3 days after Concern",
        24,
        None,
        {},
        {"earliest": ["3 days"], "latest": ["3 days"]},
        {"earliest": []},
        {"earliest": "3 days"},
        {"latest": 3},
        {"latest": "3 days"},
        {"first": "3 days"},
        {"first": []},
        {"first": ["3 days"]},
        {"first": [{"when": "a"}]},
        {"first": [{"is": "3 days"}, {"when": "a"}]},
        {"set_by": ["x"]},
        {"within": "3 days"},
    ],
)
def test_what_is_no_timescale_is_refused_with_all_that_is(written: Any) -> None:
    with pytest.raises(GrammarError, match="is not a timescale; write `24 hours`, `15 working days`"):
        parse_timescale(written)
