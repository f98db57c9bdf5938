"""The pack's conditions spelt for others to evaluate: as Python, and in the Common Expression Language (CEL).

Named conditions are written out where they are used, so that each text stands alone. Nothing is evaluated here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import assert_never

from dutybook.engine.forms import (
    And,
    AnyOf,
    AtLeast,
    Compare,
    Different,
    Every,
    Expression,
    Happened,
    IsNotKnown,
    IsOpen,
    Means,
    Name,
    Not,
    Or,
    Passed,
    Value,
)
from dutybook.engine.procedure import Rules


def python(expression: Expression, rules: Rules) -> str:
    """As Python over names: facts, and the conditions that are not made of expressions."""
    match expression:
        case Name(name):
            found = rules.conditions.get(name)
            means = isinstance(found.form, Means) if found else False
            return f"({python(found.form.expression, rules)})" if means else name
        case Value(value):
            return repr(value)
        case Not(part):
            return f"not {python(part, rules)}"
        case And(parts):
            return "(" + " and ".join(python(part, rules) for part in parts) + ")"
        case Or(parts):
            return "(" + " or ".join(python(part, rules) for part in parts) + ")"
        case Compare(left, op, right):
            return f"{python(left, rules)} {op} {python(right, rules)}"
        case _:
            assert_never(expression)


class Cel:
    """CEL over the entries, the last first; a variable for each kind in scope, and a list of all things of a kind."""

    def __init__(self, rules: Rules, scope: frozenset[str]) -> None:
        self.rules = rules
        self.scope = scope

    def text(self, expression: Expression) -> str:
        match expression:
            case Name(name):
                return self._named(name)
            case Value(value):
                return json.dumps(value)
            case Not(part):
                return f"!({self.text(part)})"
            case And(parts):
                return "(" + " && ".join(map(self.text, parts)) + ")"
            case Or(parts):
                return "(" + " || ".join(map(self.text, parts)) + ")"
            case Compare(left, op, right):
                compared = f"{self.text(left)} {op.removeprefix('not ')} {self.text(right)}"
                return f"!({compared})" if op == "not in" else compared
            case _:
                assert_never(expression)

    def _named(self, name: str) -> str:
        condition = self.rules.conditions.get(name)
        if condition is None:
            return self.fact(name, self.rules.facts[name].of)
        match condition.form:
            case Means(expression):
                return f"({self.text(expression)})"
            case AnyOf(kind, means):
                return f"all_{kind}.exists({kind}, {self._inside(kind, means)})"
            case Every(kind, means):
                return f"all_{kind}.all({kind}, {self._inside(kind, means)})"
            case AtLeast(n, kind, None):
                return f"size(all_{kind}) >= {n}"
            case AtLeast(n, kind, means):
                return f"size(all_{kind}.filter({kind}, {self._inside(kind, means)})) >= {n}"
            case Different(fact, kind, 2):
                one, other = (self.fact(fact, (kind,)).replace(kind, each) for each in ("one", "other"))
                return f"all_{kind}.exists(one, all_{kind}.exists(other, {one} != {other}))"
            case Happened(event):
                return self.event(event, self.rules.events[event].about)
            case IsNotKnown(fact):
                return self.not_known(fact, self.rules.facts[fact].of)
            case Passed() | IsOpen() | Different():
                raise ValueError(f"{name}: CEL has no working time, no opening hours, and no count of different values")
            case _:
                assert_never(condition.form)

    def _inside(self, kind: str, means: Expression) -> str:
        return type(self)(self.rules, self.scope | {kind}).text(means)

    def fact(self, name: str, kinds: tuple[str, ...]) -> str:
        """The last answer; "not known" is an answer without a value."""
        return f"entries.filter(e, has(e.answers.{name}){self._about(kinds)})[0].answers.{name}[0]"

    def not_known(self, name: str, kinds: tuple[str, ...]) -> str:
        last = f"entries.filter(e, has(e.answers.{name}){self._about(kinds)})"
        return f"(size({last}) > 0 && size({last}[0].answers.{name}) == 0)"

    def event(self, name: str, kinds: tuple[str, ...]) -> str:
        return f'entries.exists(e, e.type == "{name}"{self._about(kinds)})'

    def _about(self, kinds: tuple[str, ...]) -> str:
        inside = (kind for kind in kinds if kind in self.scope)
        return "".join(f" && has(e.things.{kind}) && {kind} in e.things.{kind}" for kind in inside)


class CelOfValues(Cel):
    """The same where somebody else has looked everything up: a map of values for each thing, and one for the case."""

    def fact(self, name: str, kinds: tuple[str, ...]) -> str:
        return f"{self._holder(kinds)}.{name}"

    def not_known(self, name: str, kinds: tuple[str, ...]) -> str:
        return f"{self._holder(kinds)}.{name}_is_not_known"

    def event(self, name: str, kinds: tuple[str, ...]) -> str:
        return f"{self._holder(kinds)}.{name}"

    def _holder(self, kinds: tuple[str, ...]) -> str:
        """The one kind in scope, else the case."""
        return next((kind for kind in kinds if kind in self.scope), "case")


def conditions_of(rules: Rules) -> Iterator[tuple[str, Expression]]:
    """Every condition that is made of an expression, by name."""
    for name, condition in rules.conditions.items():
        if isinstance(condition.form, Means):
            yield name, condition.form.expression
