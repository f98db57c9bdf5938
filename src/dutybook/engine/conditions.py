"""Three-valued conditions, compiled to closures once per procedure: True, False, or None where nobody can tell.

An unknown may become a no only where the language says so (`happened`, `not_known`). Nothing here explains anything.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import product
from typing import Any

from dutybook.engine.calendar import Calendar
from dutybook.engine.forms import (
    And,
    AnyOf,
    AtLeast,
    Compare,
    Different,
    Every,
    Expression,
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
from dutybook.engine.known import SECOND, Known, Scope
from dutybook.engine.opening import open_at, opening_changes
from dutybook.engine.procedure import NOT_KNOWN, Condition, Fact, Rules
from dutybook.engine.reads import Leaf, anchors_of, conditions_of, kinds_read, leaves_of
from dutybook.engine.timescales import NOWHERE, Clockwork, reach

Read = Callable[[Known, Scope, datetime], Any]
"""(what is known, the things in view, the moment) → a value, None for unknown."""

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda left, right: left in right,
    "not in": lambda left, right: left not in right,
}


class Conditions:
    """Every condition of one day's rules, ready to be read."""

    def __init__(self, rules: Rules, calendar: Calendar) -> None:
        self.rules = rules
        self.calendar = calendar
        self._named: dict[str, Read] = {}
        self._read: dict[int, tuple[Expression, Read]] = {}
        self._leaves: dict[int, tuple[Expression, tuple[Leaf, ...]]] = {}

    def holds(self, expression: Expression, known: Known, scope: Scope, u: datetime) -> Any:
        """The value of any expression of these rules."""
        return self.compiled(expression)(known, scope, u)

    def leaves(self, expression: Expression) -> tuple[Leaf, ...]:
        """What the expression comes down to, found and kept as its closure is."""
        if id(expression) not in self._leaves:
            self._leaves[id(expression)] = (expression, leaves_of(expression, self.rules))
        return self._leaves[id(expression)][1]

    def works(self, known: Known) -> Clockwork:
        """What a timescale is worked out with."""
        return Clockwork(
            known, self.rules, self.calendar, lambda expression, scope, u: self.holds(expression, known, scope, u)
        )

    def compiled(self, expression: Expression) -> Read:
        """The closure of an expression, made at its first use. Found by identity, which is kept alive beside it."""
        if type(expression) is Name:
            return self.named(expression.name)
        found = self._read.get(id(expression))
        if found is None:
            found = self._read[id(expression)] = (expression, self._compile(expression))
        return found[1]

    def _compile(self, expression: Expression) -> Read:
        match expression:
            case Name(name):
                return self.named(name)
            case Value(value):
                return lambda known, scope, u: value
            case Not(part):
                return _not(self._compile(part))
            case And(parts):
                return _joined([self._compile(part) for part in parts], stop=False)
            case Or(parts):
                return _joined([self._compile(part) for part in parts], stop=True)
            case Compare(left, op, right):
                as_day = self._is_date(left) or self._is_date(right)
                return _compared(COMPARE[op], self._operand(left, as_day), self._operand(right, as_day))

    def _operand(self, side: Expression, as_day: bool) -> Read:
        if as_day and isinstance(side, Value) and isinstance(side.value, str):
            side = Value(date.fromisoformat(side.value))
        return self._compile(side)

    def _is_date(self, side: Expression) -> bool:
        fact = self.rules.facts.get(side.name) if isinstance(side, Name) else None
        return fact is not None and fact.answers == "date"

    def named(self, name: str) -> Read:
        """A condition, else a fact. A name that nothing declares can never be told."""
        read = self._named.get(name)
        if read is None:
            condition, fact = self.rules.conditions.get(name), self.rules.facts.get(name)
            read = self._remembered(condition) if condition else _fact(fact) if fact else _never_told
            self._named[name] = read
        return read

    def _remembered(self, condition: Condition) -> Read:
        """The same, worked out once in one reading of a case for the same things at the same moment."""
        form, kinds = self._form(condition), kinds_read(leaves_of(Name(condition.id), self.rules))

        def read(known: Known, scope: Scope, u: datetime) -> Any:
            key = (form, u, *[scope.get(kind) for kind in kinds])
            if key not in known.truths:
                known.truths[key] = form(known, scope, u)
            return known.truths[key]

        return read

    def _form(self, condition: Condition) -> Read:
        match condition.form:
            case Means(expression):
                return self._compile(expression)
            case AnyOf(kind, means):
                return _over_all(kind, self._compile(means), stop=True)
            case Every(kind, means):
                return _over_all(kind, self._compile(means), stop=False)
            case AtLeast(n, kind, means):
                return _at_least(n, kind, self._compile(means) if means else None)
            case Different(fact, kind, at_least):
                return _different(self.named(fact), kind, at_least)
            case Happened(event):
                return self._happened(event)
            case Passed():
                return self._passed(condition.form)
            case IsAnswered(fact):
                return _answered(self.named(fact))
            case IsNotKnown(fact):
                return _not_known(self.rules.facts[fact])
            case IsOpen(contact):
                return self._open(contact)

    def _happened(self, name: str) -> Read:
        event = self.rules.events.get(name)
        about = event.about if event else ()

        def read(known: Known, scope: Scope, u: datetime) -> bool:
            found = known.happened(name, about, scope)
            return bool(found) and found[0].hi <= u

        return read

    def _passed(self, form: Passed) -> Read:
        def read(known: Known, scope: Scope, u: datetime) -> bool | None:
            end = reach(form.timescale, NOWHERE, self.works(known), scope, u).hi
            return None if end is None else end < u

        return read

    def _open(self, contact: str) -> Read:
        found = self.rules.directory.get(contact)
        return lambda known, scope, u: open_at(found, u, self.calendar) if found else None

    # --- when a value can change ----------------------------------------------------------------------------------

    def moments(self, expression: Expression | None, known: Known, scope: Scope) -> frozenset[datetime]:
        """Every moment up to t at which the expression's value can change, in this scope."""
        key = (self, id(expression), *scope.items())
        if key not in known.changes:
            known.changes[key] = frozenset(self._moments(expression, known, scope))
        return known.changes[key]

    def _moments(self, expression: Expression | None, known: Known, scope: Scope) -> Iterator[datetime]:
        match expression:
            case Name(name):
                yield from self._named_moments(name, known, scope)
            case Not(part):
                yield from self._moments(part, known, scope)
            case And(parts) | Or(parts):
                for part in parts:
                    yield from self._moments(part, known, scope)
            case Compare(left, _, right):
                yield from self._moments(left, known, scope)
                yield from self._moments(right, known, scope)

    def _named_moments(self, name: str, known: Known, scope: Scope) -> Iterator[datetime]:
        condition = self.rules.conditions.get(name)
        if condition is None:
            yield from self.anchor_moments(name, known, scope)
            return
        match condition.form:
            case Means(expression):
                yield from self._moments(expression, known, scope)
            case AnyOf(kind, means) | Every(kind, means) | AtLeast(_, kind, means):
                yield from self._kind_moments(kind, means, known, scope)
            case Different(fact, kind, _):
                yield from self._kind_moments(kind, Name(fact), known, scope)
            case Happened(event):
                yield from self.anchor_moments(event, known, scope)
            case Passed():
                yield from self._passing(condition.form, known, scope)
            case IsAnswered(fact) | IsNotKnown(fact):
                yield from self.anchor_moments(fact, known, scope)
            case IsOpen(contact):
                found = self.rules.directory.get(contact)
                yield from opening_changes(found, known.entries, known.t, self.calendar)

    def _kind_moments(self, kind: str, means: Expression | None, known: Known, scope: Scope) -> Iterator[datetime]:
        for each, named_by in known.things[kind].items():
            yield named_by.hi
            if means is not None:
                yield from self._moments(means, known, {**scope, kind: each})

    def anchor_moments(self, name: str, known: Known, scope: Scope) -> Iterator[datetime]:
        """The moments at which a fact was answered, or an event happened."""
        fact = self.rules.facts.get(name)
        if fact is not None:
            answers = known.answers[name].get(tuple(scope.get(kind, "") for kind in fact.of))
            yield from answers.moments if answers else ()
        elif (event := self.rules.events.get(name)) is not None:
            yield from (each.hi for each in known.happened(name, event.about, scope))

    def timescale_moments(self, scale: Any, known: Known, scope: Scope) -> set[datetime]:
        """Every moment at which a timescale's end can move."""
        found = {u for anchor in anchors_of(scale) for u in self.anchor_moments(anchor, known, scope)}
        return found.union(*(self.moments(each, known, scope) for each in conditions_of(scale)))

    def _passing(self, form: Passed, known: Known, scope: Scope) -> Iterator[datetime]:
        """The moments at which the timescale's end moves, and the second after each of its ends."""
        works = self.works(known)
        for u in self.timescale_moments(form.timescale, known, scope):
            yield u
            end = reach(form.timescale, NOWHERE, works, scope, u).hi
            if end is not None and end + SECOND <= known.t:
                yield end + SECOND


def _never_told(known: Known, scope: Scope, u: datetime) -> None:
    return None


def _fact(fact: Fact) -> Read:
    name = fact.id
    if not fact.of:

        def of_case(known: Known, scope: Scope, u: datetime) -> Any:
            answers = known.answers[name].get(())
            return None if answers is None else answers.at(u)

        return of_case
    kinds = fact.of

    def of_things(known: Known, scope: Scope, u: datetime) -> Any:
        answers = known.answers[name].get(tuple([scope.get(kind, "") for kind in kinds]))
        return None if answers is None else answers.at(u)

    return of_things


def _answered(fact: Read) -> Read:
    """No words, and none of several choices, are no answer."""

    def read(known: Known, scope: Scope, u: datetime) -> bool | None:
        value = fact(known, scope, u)
        return None if value is None else value not in ("", ())

    return read


def _not_known(fact: Fact) -> Read:
    def read(known: Known, scope: Scope, u: datetime) -> bool:
        answers = known.answers[fact.id].get(tuple([scope.get(kind, "") for kind in fact.of]))
        _, value = answers.entry_at(u) if answers else (None, None)
        return bool(value == NOT_KNOWN)

    return read


def _not(part: Read) -> Read:
    def read(known: Known, scope: Scope, u: datetime) -> bool | None:
        value = part(known, scope, u)
        return None if value is None else not value

    return read


def _joined(parts: list[Read], *, stop: bool) -> Read:
    """`or` stops at a true part, `and` at a false one; unless stopped, an unknown part leaves the whole unknown."""

    def read(known: Known, scope: Scope, u: datetime) -> bool | None:
        value: bool | None = not stop
        for part in parts:
            found = part(known, scope, u)
            if found is None:
                value = None
            elif bool(found) is stop:
                return stop
        return value

    return read


def _compared(compare: Callable[[Any, Any], bool], left: Read, right: Read) -> Read:
    def read(known: Known, scope: Scope, u: datetime) -> bool | None:
        one, other = left(known, scope, u), right(known, scope, u)
        return None if one is None or other is None else compare(one, other)

    return read


def _present(kind: str, known: Known, u: datetime) -> list[str]:
    return [each for each, named_by in known.things[kind].items() if named_by.hi <= u]


def _over_all(kind: str, means: Read, *, stop: bool) -> Read:
    """`any` and `every`; over nothing at all nobody can tell."""

    def read(known: Known, scope: Scope, u: datetime) -> bool | None:
        found = [means(known, {**scope, kind: each}, u) for each in _present(kind, known, u)]
        if stop in found:
            return stop
        return None if not found or None in found else not stop

    return read


def _at_least(n: int, kind: str, means: Read | None) -> Read:
    def read(known: Known, scope: Scope, u: datetime) -> bool | None:
        present = _present(kind, known, u)
        if means is None:
            return len(present) >= n
        found = [means(known, {**scope, kind: each}, u) for each in present]
        sure = found.count(True)
        return True if sure >= n else None if sure + found.count(None) >= n else False

    return read


def _different(fact: Read, kind: str, at_least: int) -> Read:
    def read(known: Known, scope: Scope, u: datetime) -> bool | None:
        found = [fact(known, {**scope, kind: each}, u) for each in _present(kind, known, u)]
        sure = len({each for each in found if each is not None})
        return True if sure >= at_least else None if sure + found.count(None) >= at_least else False

    return read


def keys(kinds: tuple[str, ...], known: Known) -> Iterator[dict[str, str]]:
    """Every combination of the things of these kinds."""
    for ids in product(*(known.things[kind] for kind in kinds)):
        yield dict(zip(kinds, ids, strict=True))
