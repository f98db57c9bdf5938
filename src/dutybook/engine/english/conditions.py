"""Conditions in words: "a child was injured and the police were told is answered no".

Nothing here may evaluate a condition.
"""

from __future__ import annotations

from typing import assert_never

from dutybook.engine.english import clocks
from dutybook.engine.english.names import Words, listed
from dutybook.engine.forms import (
    And,
    AnyOf,
    AtLeast,
    Compare,
    Different,
    Every,
    Expression,
    Form,
    Happened,
    IsAnswered,
    IsNotKnown,
    IsOpen,
    Means,
    Name,
    Not,
    Or,
    Passed,
    Value,
)

_TIMES = {"<": "is before", "<=": "is on or before", ">": "is after", ">=": "is on or after"}
_SIZES = {"<": "is less than", "<=": "is at most", ">": "is more than", ">=": "is at least"}
_SAME = {"==": "is", "!=": "is not", "in": "is one of", "not in": "is none of"}


def expression(part: Expression, words: Words) -> str:
    """An expression as a clause that may follow "when"."""
    match part:
        case Name(name=name):
            return _holds(name, words, "yes")
        case Value(value=value):
            return words.answer("", value)
        case Not(part=Name(name=name)):
            return _holds(name, words, "no")
        case Not(part=inner):
            return f"it is not so that {_bracketed(inner, words)}"
        case And(parts=parts):
            return listed([_bracketed(each, words) for each in parts], "and")
        case Or(parts=parts):
            return listed([_bracketed(each, words) for each in parts], "or")
        case Compare():
            return _comparison(part, words)
        case _:
            assert_never(part)


def form(what: Form, words: Words) -> str:
    """A condition's one form as a clause."""
    match what:
        case Means(expression=means):
            return expression(means, words)
        case AnyOf(kind=kind, means=means):
            return f"for at least one {words.kind(kind)}, {expression(means, words)}"
        case Every(kind=kind, means=means):
            return f"for every {words.kind(kind)}, {expression(means, words)}"
        case AtLeast():
            return _at_least(what, words)
        case Different():
            kind = words.kind(what.kind, 2)
            return f"the {kind} have at least {what.at_least} different answers for {words.fact(what.fact)}"
        case Happened(event=event):
            return words.happened(event)
        case Passed(timescale=scale):
            return f"this time has passed: {clocks.timescale(scale, words, 'the start')}"
        case IsAnswered(fact=fact):
            return f"{words.fact(fact)} is answered"
        case IsNotKnown(fact=fact):
            return f"{words.fact(fact)} was asked, and the answer is “not known”"
        case IsOpen(contact=contact):
            return f"{words.contact(contact)} is open at the time"
        case _:
            assert_never(what)


def _holds(name: str, words: Words, answer: str) -> str:
    fact = words.rules.facts.get(name)
    is_clause = fact is not None and fact.answers == "yes_no" and bool(fact.title)
    if fact is not None and not is_clause:
        return f"{words.fact(name)} is answered {answer}"
    clause = words.fact(name) if is_clause else words.condition(name)
    return clause if answer == "yes" else f"not “{clause}”"


def _bracketed(part: Expression, words: Words) -> str:
    said = expression(part, words)
    return f"({said})" if isinstance(part, And | Or) else said


def _at_least(what: AtLeast, words: Words) -> str:
    count = f"there {'is' if what.n == 1 else 'are'} at least {what.n} {words.kind(what.kind, what.n)}"
    return count if what.means is None else f"{count} for which {expression(what.means, words)}"


def _comparison(part: Compare, words: Words) -> str:
    if isinstance(part.left, Value) and isinstance(part.right, Name):
        return _member(part.left, part.op, part.right, words)
    name = part.left.name if isinstance(part.left, Name) else ""
    left = _side(part.left, name, words)
    return f"{left} {_operator(part.op, name, words)} {_side(part.right, name, words)}"


def _member(value: Value, op: str, fact: Name, words: Words) -> str:
    """`'x' in fact`: one of several answers."""
    said = {"in": "is among", "not in": "is not among"}.get(op) or _operator(op, fact.name, words)
    return f"{words.answer(fact.name, value.value)} {said} {words.fact(fact.name)}"


def _operator(op: str, name: str, words: Words) -> str:
    fact = words.rules.facts.get(name)
    ordered = _TIMES if fact is not None and fact.answers in ("date", "moment") else _SIZES
    return _SAME.get(op) or ordered[op]


def _side(part: Expression, name: str, words: Words) -> str:
    if isinstance(part, Name):
        return words.condition(part.name) if part.name in words.rules.conditions else words.fact(part.name)
    if isinstance(part, Value) and isinstance(part.value, tuple):
        return listed([words.answer(name, each) for each in part.value], "or")
    if isinstance(part, Value):
        return words.answer(name, part.value)
    return f"({expression(part, words)})"
