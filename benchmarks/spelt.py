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


def cel(expression: Expression, rules: Rules, scope: frozenset[str]) -> str:
    """As CEL: a map for each kind in scope and one for the case, a list of maps for all things of a kind."""
    match expression:
        case Name(name):
            return _cel_name(name, rules, scope)
        case Value(value):
            return json.dumps(value)
        case Not(part):
            return f"!({cel(part, rules, scope)})"
        case And(parts):
            return "(" + " && ".join(cel(part, rules, scope) for part in parts) + ")"
        case Or(parts):
            return "(" + " || ".join(cel(part, rules, scope) for part in parts) + ")"
        case Compare(left, op, right):
            compared = f"{cel(left, rules, scope)} {op.removeprefix('not ')} {cel(right, rules, scope)}"
            return f"!({compared})" if op == "not in" else compared
        case _:
            assert_never(expression)


def _cel_name(name: str, rules: Rules, scope: frozenset[str]) -> str:
    condition = rules.conditions.get(name)
    if condition is None:
        return f"{_holder(rules.facts[name].of, scope)}.{name}"
    match condition.form:
        case Means(expression):
            return f"({cel(expression, rules, scope)})"
        case AnyOf(kind, means):
            return f"all_{kind}.exists({kind}, {cel(means, rules, scope | {kind})})"
        case Every(kind, means):
            return f"all_{kind}.all({kind}, {cel(means, rules, scope | {kind})})"
        case AtLeast(n, kind, None):
            return f"size(all_{kind}) >= {n}"
        case AtLeast(n, kind, means):
            return f"size(all_{kind}.filter({kind}, {cel(means, rules, scope | {kind})})) >= {n}"
        case Different(fact, kind, 2):
            return f"all_{kind}.exists(one, all_{kind}.exists(other, one.{fact} != other.{fact}))"
        case Happened(event):
            return f"{_holder(rules.events[event].about, scope)}.{event}"
        case IsNotKnown(fact):
            return f"{_holder(rules.facts[fact].of, scope)}.{fact}_is_not_known"
        case Passed() | IsOpen() | Different():
            raise ValueError(f"{name}: CEL has no working time, no opening hours, and no count of different values")
        case _:
            assert_never(condition.form)


def _holder(kinds: tuple[str, ...], scope: frozenset[str]) -> str:
    """Whose map it is in: the one kind in scope, else the case's."""
    inside = [kind for kind in kinds if kind in scope]
    return inside[0] if inside else "case"


def conditions_of(rules: Rules) -> Iterator[tuple[str, Expression]]:
    """Every condition that is made of an expression, by name."""
    for name, condition in rules.conditions.items():
        if isinstance(condition.form, Means):
            yield name, condition.form.expression
