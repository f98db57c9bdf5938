"""What would settle an unknown: the facts not asked or not known, the events not happened, the things nobody has named.

Only unknowns that could still turn the answer are named; a part that no longer matters is not asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from dutybook.engine.conditions import Conditions
from dutybook.engine.forms import (
    And,
    AnyOf,
    AtLeast,
    Compare,
    Different,
    Every,
    Expression,
    IsAnswered,
    IsOpen,
    Means,
    Name,
    Not,
    Or,
    Passed,
)
from dutybook.engine.instance import Missing
from dutybook.engine.known import Known, Scope
from dutybook.engine.procedure import Fact
from dutybook.engine.timescales import NOWHERE, Reach, reach

THE_START = "the start"
THE_HOLIDAY_TABLE = "the holiday table"


class Asker:
    """Names what is missing, under one day's rules, from what is known."""

    def __init__(self, conditions: Conditions, known: Known) -> None:
        self.conditions = conditions
        self.known = known

    def missing(self, expression: Expression | None, scope: Scope, u: datetime) -> Iterator[Missing]:
        """What would settle the expression at u; nothing if it is settled."""
        if expression is None or self.conditions.holds(expression, self.known, scope, u) is not None:
            return
        match expression:
            case Name(name):
                yield from self._named(name, scope, u)
            case Not(part):
                yield from self.missing(part, scope, u)
            case And(parts) | Or(parts):
                for part in parts:
                    yield from self.missing(part, scope, u)
            case Compare(left, _, right):
                yield from self.missing(left, scope, u)
                yield from self.missing(right, scope, u)

    def _named(self, name: str, scope: Scope, u: datetime) -> Iterator[Missing]:
        condition = self.conditions.rules.conditions.get(name)
        if condition is None:
            yield self.fact(name, scope, u)
            return
        match condition.form:
            case Means(expression):
                yield from self.missing(expression, scope, u)
            case AnyOf(kind, means) | Every(kind, means):
                yield from (
                    self._over(kind, means, scope, u) if self._present(kind, u) else [Missing(kind, {}, "none_named")]
                )
            case AtLeast(_, kind, means):
                yield from self._over(kind, means, scope, u)
            case Different(fact, kind, _):
                yield from self._over(kind, Name(fact), scope, u)
            case IsAnswered(fact):
                yield self.fact(fact, scope, u)
            case Passed(timescale):
                found = reach(timescale, NOWHERE, self.conditions.works(self.known), scope, u)
                waits_for = list(self.of_reach(found, scope, u))
                yield from waits_for or [Missing(THE_HOLIDAY_TABLE, {}, "not_known")]
            case IsOpen(contact):
                yield Missing(contact, {}, "not_known")

    def _present(self, kind: str, u: datetime) -> list[str]:
        return [each for each, named_by in self.known.things[kind].items() if named_by.hi <= u]

    def _over(self, kind: str, means: Expression | None, scope: Scope, u: datetime) -> Iterator[Missing]:
        for each in self._present(kind, u):
            yield from self.missing(means, {**scope, kind: each}, u)

    def fact(self, name: str, scope: Scope, u: datetime) -> Missing:
        """Why a fact has no value: not asked, or asked and not known."""
        fact = self.conditions.rules.facts.get(name)
        about = about_of(fact, scope)
        answers = self.known.answers[name].get(tuple(about.values()))
        asked = answers is not None and answers.entry_at(u)[0] is not None
        return Missing(name, about, "not_known" if asked else "not_asked")

    def about(self, name: str, scope: Scope) -> dict[str, str]:
        """The things in scope that a fact or an event is about."""
        event = self.conditions.rules.events.get(name)
        if event is None:
            return about_of(self.conditions.rules.facts.get(name), scope)
        return {kind: scope[kind] for kind in event.about if kind in scope}

    def of_reach(self, found: Reach, scope: Scope, u: datetime) -> Iterator[Missing]:
        """What a timescale waits for."""
        for each in found.unknown:
            if not isinstance(each, str):
                yield from self.missing(each, scope, u)
            elif each in self.conditions.rules.events:
                yield Missing(each, self.about(each, scope), "not_happened")
            else:
                yield self.fact(each, scope, u)


def about_of(fact: Fact | None, scope: Scope) -> dict[str, str]:
    """The things in scope that a fact is about, in the order of its kinds."""
    return {kind: scope.get(kind, "") for kind in fact.of} if fact else {}


def without_repeats(found: Iterable[Missing]) -> tuple[Missing, ...]:
    """Each missing thing once, in the order it was met."""
    met = tuple(found)
    if len(met) < 2:
        return met
    seen: dict[tuple[object, ...], Missing] = {}
    for each in met:
        seen.setdefault((each.fact, *sorted(each.about.items()), each.state), each)
    return tuple(seen.values())
