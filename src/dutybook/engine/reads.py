"""What an expression or a timescale reads: the names of its facts, events and conditions, and what those come down to.

Only the shape is looked at here; nothing may be evaluated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from dutybook.engine.forms import (
    And,
    AnyOf,
    AtLeast,
    Compare,
    Different,
    Earliest,
    Every,
    Expression,
    FirstOf,
    Happened,
    IsAnswered,
    IsNotKnown,
    Latest,
    Length,
    Means,
    Name,
    Not,
    Or,
    Passed,
    SetBy,
    Timescale,
)
from dutybook.engine.procedure import Rules


@cache
def names_of(expression: Expression | None) -> tuple[str, ...]:
    """Every name in the expression, in order, each once."""
    return tuple(dict.fromkeys(_names(expression)))


def _names(expression: Expression | None) -> Iterator[str]:
    match expression:
        case Name(name):
            yield name
        case Not(part):
            yield from _names(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _names(part)
        case Compare(left, _, right):
            yield from _names(left)
            yield from _names(right)


def anchors_of(scale: Timescale | None) -> Iterator[str]:
    """The facts and events that a timescale is anchored to or set by."""
    match scale:
        case Length(anchor=str() as anchor):
            yield anchor
        case SetBy(fact):
            yield fact
        case Earliest(parts) | Latest(parts):
            for part in parts:
                yield from anchors_of(part)
        case FirstOf(rows):
            for _, part in rows:
                yield from anchors_of(part)


def counts_from_start(scale: Timescale | None) -> bool:
    """Whether any part of the timescale counts from the start of the clock, and not from an anchor."""
    match scale:
        case Length(anchor=anchor):
            return anchor is None
        case Earliest(parts) | Latest(parts):
            return any(counts_from_start(part) for part in parts)
        case FirstOf(rows):
            return any(counts_from_start(part) for _, part in rows)
    return False


def conditions_of(scale: Timescale | None) -> Iterator[Expression]:
    """The conditions that choose between a timescale's rows."""
    match scale:
        case Earliest(parts) | Latest(parts):
            for part in parts:
                yield from conditions_of(part)
        case FirstOf(rows):
            for when, part in rows:
                if when is not None:
                    yield when
                yield from conditions_of(part)


# --- all the way down -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a fact about things of these kinds."""

    name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class First:
    """The first entry of an event that is about these kinds."""

    event: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Last:
    """The last of them, from which a timescale counts."""

    event: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfEach:
    """All of that, for each thing of a kind."""

    kind: str
    leaves: tuple[Leaf, ...]


Leaf = Answer | First | Last | OfEach


def leaves_of(expression: Expression | None, rules: Rules) -> tuple[Leaf, ...]:
    """The answers and entries that the expression comes down to, in the order in which a person would tell them."""
    return tuple(leaf for name in names_of(expression) for leaf in _leaves(name, rules))


def kinds_read(leaves: Iterable[Leaf]) -> tuple[str, ...]:
    """The kinds of the things in scope on which what the leaves say depends."""
    found: set[str] = set()
    for leaf in leaves:
        match leaf:
            case Answer(kinds=kinds) | First(about=kinds) | Last(about=kinds):
                found.update(kinds)
            case OfEach(kind, inner):
                found.update(set(kinds_read(inner)) - {kind})
    return tuple(sorted(found))


def _leaves(name: str, rules: Rules) -> Iterator[Leaf]:
    condition = rules.conditions.get(name)
    if condition is None:
        yield _answer(name, rules)
        return
    match condition.form:
        case Means(expression):
            yield from leaves_of(expression, rules)
        case AnyOf(kind, means) | Every(kind, means) | AtLeast(_, kind, means):
            yield OfEach(kind, leaves_of(means, rules))
        case Different(fact, kind, _):
            yield OfEach(kind, (_answer(fact, rules),))
        case Happened(event):
            yield First(event, _about(event, rules))
        case Passed(timescale):
            for anchor in anchors_of(timescale):
                yield Last(anchor, _about(anchor, rules)) if anchor in rules.events else _answer(anchor, rules)
            for when in conditions_of(timescale):
                yield from leaves_of(when, rules)
        case IsAnswered(fact) | IsNotKnown(fact):
            yield _answer(fact, rules)


def _answer(name: str, rules: Rules) -> Answer:
    return Answer(name, rules.facts[name].of if name in rules.facts else ())


def _about(event: str, rules: Rules) -> tuple[str, ...]:
    return rules.events[event].about if event in rules.events else ()
