"""The forms in which a pack speaks of conditions and time: expressions, timescales, and the ten kinds of condition.

Plain data without behaviour: how each is spelt is `grammar`, what each means is `conditions` and `timescales`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

# --- expressions: names, literals, and the operators of Python's grammar that the language allows ---------------------


@dataclass(frozen=True, slots=True)
class Name:
    """A condition or a fact."""

    name: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value written in the expression; a tuple only on the right of `in`."""

    value: Any


@dataclass(frozen=True, slots=True)
class Not:
    part: Expression


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right`, where op is one of == != < <= > >= in, "not in"."""

    left: Expression
    op: str
    right: Expression


Expression = Name | Value | Not | And | Or | Compare


# --- timescales -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Length:
    """`N unit` from the start, or `after` / `before` an anchor (a date fact, or an event: its last). Same day: 0."""

    n: int
    unit: Literal["hours", "working days", "days", "weeks", "months", "years"]
    direction: Literal["after", "before"] = "after"
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Earliest:
    parts: tuple[Timescale, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    parts: tuple[Timescale, ...]


@dataclass(frozen=True, slots=True)
class FirstOf:
    """Rows read like a decision's: the first whose condition holds gives the timescale."""

    rows: tuple[tuple[Expression | None, Timescale], ...]


@dataclass(frozen=True, slots=True)
class SetBy:
    """The moment, or the end of the day, that a fact gives."""

    fact: str


Timescale = Length | Earliest | Latest | FirstOf | SetBy


# --- conditions: exactly one form each --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Means:
    expression: Expression


@dataclass(frozen=True, slots=True)
class AnyOf:
    kind: str
    means: Expression


@dataclass(frozen=True, slots=True)
class Every:
    kind: str
    means: Expression


@dataclass(frozen=True, slots=True)
class AtLeast:
    n: int
    kind: str
    means: Expression | None = None


@dataclass(frozen=True, slots=True)
class Different:
    fact: str
    kind: str
    at_least: int


@dataclass(frozen=True, slots=True)
class Happened:
    event: str


@dataclass(frozen=True, slots=True)
class Passed:
    timescale: Timescale


@dataclass(frozen=True, slots=True)
class IsNotKnown:
    fact: str


@dataclass(frozen=True, slots=True)
class IsAnswered:
    fact: str


@dataclass(frozen=True, slots=True)
class IsOpen:
    contact: str


Form = Means | AnyOf | Every | AtLeast | Different | Happened | Passed | IsAnswered | IsNotKnown | IsOpen
