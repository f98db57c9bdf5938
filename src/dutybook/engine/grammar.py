"""Text to expressions and timescales: the only place that knows how a pack spells them.

Python's own grammar is used for expressions, and only its tree is looked at. Nothing here may evaluate anything.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from dutybook.engine.forms import (
    And,
    Compare,
    Earliest,
    Expression,
    FirstOf,
    Latest,
    Length,
    Name,
    Not,
    Or,
    SetBy,
    Timescale,
    Value,
)

ALLOWED = "names, 'words' in quotes, numbers, and, or, not, ==, !=, <, <=, >, >=, in"

_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}

_LENGTH = re.compile(
    r"(?P<n>\d+) (?P<unit>hour|working day|day|week|month|year)s?"
    r"(?: (?P<direction>before|after) (?P<anchor>[a-z][a-z0-9_]*))?"
)
_UNITS = {
    "hour": "hours",
    "working day": "working days",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
}


class GrammarError(ValueError):
    """What a pack wrote cannot be read. `column` counts from 0 within the text; `write` says what to write instead."""

    def __init__(self, what: str, write: str, column: int = 0) -> None:
        super().__init__(f"{what}; {write}")
        self.what = what
        self.write = write
        self.column = column


@cache
def parse_expression(text: str) -> Expression:
    """The expression that `text` spells, or `GrammarError`. The same text is the same object, and is compiled once."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError) as error:
        raise GrammarError(
            f"{text!r} is not an expression", f"write it with {ALLOWED}", (getattr(error, "offset", 1) or 1) - 1
        ) from None
    return _expression(tree.body, text)


def _expression(node: ast.expr, text: str) -> Expression:
    match node:
        case ast.Name(id=name):
            return Name(name)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return Not(_expression(part, text))
        case ast.BoolOp(op=ast.And(), values=parts):
            return And(tuple(_expression(part, text) for part in parts))
        case ast.BoolOp(values=parts):
            return Or(tuple(_expression(part, text) for part in parts))
        case ast.Compare(ops=[op], comparators=[right]) if type(op) in _OPERATORS:
            return _comparison(node, _OPERATORS[type(op)], right, text)
        case ast.Compare():
            raise _not_allowed(node, text, "compare two things at a time and join the comparisons with `and`")
    return _value(node, text)


def _comparison(node: ast.Compare, op: str, right: ast.expr, text: str) -> Compare:
    left = _expression(node.left, text)
    if op in ("in", "not in") and isinstance(right, ast.Tuple | ast.List):
        members = tuple(_value(each, text).value for each in right.elts)
        return Compare(left, op, Value(members))
    return Compare(left, op, _expression(right, text))


def _value(node: ast.expr, text: str) -> Value:
    match node:
        case ast.Constant(value=bool() | None):
            raise _not_allowed(node, text, "write the fact's name alone for yes, and `not NAME` for no")
        case ast.Constant(value=str() | int() | float() as value):
            return Value(value)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return Value(-value)
    raise _not_allowed(node, text, f"write it with {ALLOWED}")


def _not_allowed(node: ast.expr, text: str, write: str) -> GrammarError:
    part = ast.get_source_segment(text.strip(), node) or text
    return GrammarError(f"{part!r} is not allowed in a condition", write, node.col_offset)


def parse_timescale(written: Any) -> Timescale:
    """The timescale that a pack wrote, as text or as one of the keyed forms, or `GrammarError`."""
    if isinstance(written, str):
        return _length(written.strip())
    if not isinstance(written, Mapping) or len(written) != 1:
        raise GrammarError(f"{written!r} is not a timescale", _FORMS)
    (key, value), *_ = written.items()
    return _keyed(key, value)


_FORMS = (
    "write `24 hours`, `15 working days`, `3 months after EVENT`, `3 days before FACT`, `same day`,"
    " {earliest: […]}, {latest: […]}, {first: [{when, is}]} or {set_by: FACT}"
)


def _length(text: str) -> Length:
    if text == "same day":
        return Length(0, "days")
    found = _LENGTH.fullmatch(text)
    if not found:
        raise GrammarError(f"{text!r} is not a timescale", _FORMS)
    unit: Any = _UNITS[found["unit"]]
    direction: Any = found["direction"] or "after"
    return Length(int(found["n"]), unit, direction, found["anchor"])


def _keyed(key: str, value: Any) -> Timescale:
    match key:
        case "set_by" if isinstance(value, str):
            return SetBy(value)
        case "earliest" if _is_list(value):
            return Earliest(tuple(parse_timescale(each) for each in value))
        case "latest" if _is_list(value):
            return Latest(tuple(parse_timescale(each) for each in value))
        case "first" if _is_list(value) and all(isinstance(row, Mapping) and "is" in row for row in value):
            return FirstOf(tuple(_row(row) for row in value))
    raise GrammarError(f"{{{key}: {value!r}}} is not a timescale", _FORMS)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and len(value) > 0


def _row(row: Mapping[str, Any]) -> tuple[Expression | None, Timescale]:
    when = parse_expression(row["when"]) if "when" in row else None
    return when, parse_timescale(row["is"])
