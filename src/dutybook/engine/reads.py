"""What an expression or a timescale reads: the names of its facts, events and conditions.

Only the shape is looked at here; nothing may be evaluated.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

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
)


@lru_cache(maxsize=None)
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
