"""A case read under a procedure at (t, k): what is known, and which rules govern which thing on which day.

Everything the engine answers starts from one Reading. It never outlives the question.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

from dutybook.engine.conditions import Conditions
from dutybook.engine.entries import Entry
from dutybook.engine.known import Known, Scope
from dutybook.engine.procedure import Procedure, Rules

_COMPILED: WeakKeyDictionary[Rules, Conditions] = WeakKeyDictionary()
_KINDS: WeakKeyDictionary[Procedure, dict[str, set[tuple[str, ...]]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Edition:
    """The rules of one procedure over the days `[first, until)`, compiled; `until` None: to this day."""

    procedure: Procedure
    conditions: Conditions
    first: datetime | None
    until: datetime | None

    @property
    def rules(self) -> Rules:
        return self.conditions.rules

    def covers(self, moment: datetime) -> bool:
        """Whether it is the edition in force at this moment."""
        return (self.first is None or self.first <= moment) and (self.until is None or moment < self.until)


class Reading:
    """One case, one procedure, one (t, k)."""

    def __init__(self, entries: Iterable[Entry], procedure: Procedure, at: datetime, known_at: datetime) -> None:
        self.procedure = procedure
        self.calendar = procedure.calendar
        self.t = at.astimezone(UTC).replace(microsecond=0)
        self.known = Known(entries, self.t, known_at.astimezone(UTC).replace(microsecond=0))
        self.known.bind(kinds_of_facts(procedure))
        layers = (procedure, *procedure.organisations.values())
        self.editions = [edition for each in layers for edition in editions_of(each)]
        """Every edition of the authority's procedure and of each organisation's pack over it."""

    def governs(self, procedure: Procedure, scope: Scope) -> bool:
        """Whether these things are this procedure's, or an organisation's that one of them names."""
        return not self.procedure.organisations or self.procedure_of(scope) is procedure

    def procedure_of(self, scope: Scope) -> Procedure:
        """The organisation's layers that a thing in scope names, else the authority's own."""
        for ids, answers in self.known.answers[self.procedure.organisation_fact].items():
            named = self.procedure.organisations.get(answers.at(self.t) or "")
            if named is not None and set(ids) <= set(scope.values()):
                return named
        return self.procedure

    def edition(self, scope: Scope, moment: datetime) -> Edition:
        """The edition that governs these things at this moment."""
        return next(each for each in editions_of(self.procedure_of(scope)) if each.covers(moment))


def kinds_of_facts(procedure: Procedure) -> dict[str, set[tuple[str, ...]]]:
    """For every fact of any edition, the kinds it is of; two organisations may mean two facts by one name."""
    found = _KINDS.get(procedure)
    if found is None:
        found = _KINDS[procedure] = {}
        for each in (procedure, *procedure.organisations.values()):
            for _, rules in each.editions:
                for fact in rules.facts.values():
                    found.setdefault(fact.id, set()).add(fact.of)
    return found


def editions_of(procedure: Procedure) -> list[Edition]:
    """The editions of one procedure in order, each with the moments between which it is in force."""
    calendar, listed = procedure.calendar, procedure.editions
    starts = [None, *(calendar.start_of(day) for day, _ in listed[1:]), None]
    return [
        Edition(procedure, compiled(rules, procedure), starts[index], starts[index + 1])
        for index, (_, rules) in enumerate(listed)
    ]


def compiled(rules: Rules, procedure: Procedure) -> Conditions:
    """The rules' conditions, compiled once for as long as the rules live."""
    found = _COMPILED.get(rules)
    if found is None:
        found = _COMPILED[rules] = Conditions(rules, procedure.calendar)
    return found
