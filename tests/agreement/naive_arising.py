"""When duties arise, and for which things: every moment is tried, one after another.

Nothing here may ask how an instance fares, except whether its due date passed unmet, for `expires`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from dutybook.engine.calendar import BeyondTable, Calendar
from dutybook.engine.entries import Entry
from dutybook.engine.forms import IsOpen, Passed
from dutybook.engine.instance import Missing
from dutybook.engine.procedure import After, Becomes, Contact, Duty, Expires, Hours, Procedure, Recurs, Rules
from tests.agreement.naive_clock import Span, day_on
from tests.agreement.naive_conditions import Truth, deadline, holds
from tests.agreement.naive_record import (
    AT,
    JUST_BEFORE,
    SECOND,
    Instant,
    Scope,
    View,
    answer,
    combinations,
    is_unknown,
    rules_about,
    unknown,
)

AFTER_ALL = 1_000_000
"""The place, at its moment, of an arising that no entry made: after every entry."""


@dataclass(frozen=True)
class Case:
    """The standing entries under a procedure, asked about at a moment."""

    record: tuple[Entry, ...]
    procedure: Procedure
    at: datetime

    @property
    def calendar(self) -> Calendar:
        return self.procedure.calendar

    def view(self, rules: Rules, scope: Scope, time: datetime, side: int = AT) -> View:
        return View(self.record, self.calendar, rules, scope, Instant(time, side))

    def rules(self, scope: Scope, on: datetime) -> Rules:
        return rules_about(self.procedure, self.record, scope, on, self.at)

    def all_rules(self) -> Iterator[Rules]:
        """Every edition of the procedure, then those of its organisations."""
        for procedure in (self.procedure, *self.procedure.organisations.values()):
            yield from (rules for _, rules in procedure.editions)


@dataclass(frozen=True)
class Arising:
    """One arising of a duty for one key: the place of its entry, and when it can have been."""

    scope: Scope
    at: datetime
    place: tuple[datetime, int]
    start: Span
    rules: Rules
    made_by: int | None = None


Expiries = Callable[[str], Iterable[tuple[Scope, datetime]]]


def arisings(case: Case, duty: str, expiries: Expiries) -> list[Arising]:
    """Every arising of the duty up to the moment asked about, in order."""
    found = [
        *_from_entries(case, duty),
        *_from_conditions(case, duty),
        *_from_dates(case, duty),
        *_from_expiries(case, duty, expiries),
    ]
    return sorted(found, key=lambda arising: (arising.at, arising.place))


def forms(case: Case, duty: str) -> list[Duty]:
    """The duty as each edition has it."""
    return [rules.duties[duty] for rules in case.all_rules() if duty in rules.duties]


def in_force(case: Case, duty: str, scope: Scope, on: datetime) -> tuple[Rules, Duty] | None:
    """The duty as it is for these things on that day; two organisations may mean two duties by one name."""
    rules = case.rules(scope, on)
    form = rules.duties.get(duty)
    return (rules, form) if form is not None and set(form.kinds) == set(scope) else None


def _keys(case: Case, duty: str, time: datetime, entry: Entry | None = None) -> list[dict[str, str]]:
    view = case.view(case.procedure.at(time), {}, time)
    kinds = {form.kinds for form in forms(case, duty)}
    return [key for each in sorted(kinds) for key in combinations(view, each, entry)]


def _from_entries(case: Case, duty: str) -> Iterator[Arising]:
    for entry in case.record:
        if entry.hi <= case.at and any(_is_after(form, entry) for form in forms(case, duty)):
            for scope in _keys(case, duty, case.at, entry):
                yield from _after(case, duty, entry, scope)


def _is_after(form: Duty, entry: Entry) -> bool:
    return isinstance(form.arises, After) and entry.type in form.arises.events


def _after(case: Case, duty: str, entry: Entry, scope: Scope) -> Iterator[Arising]:
    namings = [naming for naming in _namings(case, scope, entry) if naming.hi > entry.hi]
    last = max([entry, *namings], key=lambda each: each.place)
    current = in_force(case, duty, scope, last.hi)
    if current is None or not _is_after(current[1], entry):
        return
    rules, form = current
    assert isinstance(form.arises, After)
    if holds(case.view(rules, scope, last.hi), form.arises.where).value is not False:
        yield Arising(scope, last.hi, entry.place, _last_of([entry, *namings]), rules, entry.seq)


def _last_of(entries: Sequence[Entry]) -> Span:
    """When the last of these can have happened; not before any that has an earliest moment."""
    known = [entry.lo for entry in entries if entry.lo is not None]
    return Span(max(known, default=None), max(entry.hi for entry in entries))


def _namings(case: Case, scope: Scope, entry: Entry) -> Iterator[Entry]:
    """For each thing that the entry does not name itself, the entry that first did."""
    for kind, each in scope.items():
        if kind not in entry.things:
            yield next(earlier for earlier in case.record if each in earlier.things.get(kind, ()))


def _from_conditions(case: Case, duty: str) -> Iterator[Arising]:
    if not any(isinstance(form.arises, Becomes) for form in forms(case, duty)):
        return
    for before, now in pairs_of_instants(case):
        for scope in _keys(case, duty, now.time):
            current = in_force(case, duty, scope, now.time)
            if current and isinstance(current[1].arises, Becomes) and _turns_true(case, *current, scope, before, now):
                yield Arising(scope, now.time, (now.time, AFTER_ALL), _span_at(case, now), current[0])


def _span_at(case: Case, instant: Instant) -> Span:
    """What turned true with entries at that moment turned true as early as they can have happened."""
    earliest = [entry.lo for entry in case.record if Instant(entry.hi) == instant] or [instant.time]
    return Span(None if None in earliest else min(filter(None, earliest)), instant.time)


def _turns_true(case: Case, rules: Rules, form: Duty, scope: Scope, before: Instant, now: Instant) -> bool:
    """Before the first entry, and of a thing before its naming, nothing was true."""
    assert isinstance(form.arises, Becomes)
    earlier, view = case.view(rules, scope, *before), case.view(rules, scope, *now)
    named = all(each in earlier.things(kind) for kind, each in scope.items())
    if not view.known() or not all(each in view.things(kind) for kind, each in scope.items()):
        return False
    was = named and bool(earlier.known()) and holds(earlier, form.arises.condition).value is True
    return not was and holds(view, form.arises.condition).value is True


def _from_dates(case: Case, duty: str) -> Iterator[Arising]:
    for recurs in {form.arises for form in forms(case, duty) if isinstance(form.arises, Recurs)}:
        for scope in _keys(case, duty, case.at):
            for moment in _occurrences(case, recurs, scope):
                current = in_force(case, duty, scope, moment)
                if current and current[1].arises == recurs:
                    yield Arising(scope, moment, (moment, AFTER_ALL), Span(moment, moment), current[0])


def _occurrences(case: Case, recurs: Recurs, scope: Scope) -> Iterator[datetime]:
    value = answer(case.view(case.rules(scope, case.at), scope, case.at), recurs.from_fact)
    if is_unknown(value):
        return
    first = case.calendar.day_of(value) if isinstance(value, datetime) else value
    k = 0
    while True:
        try:
            day = day_on(case.calendar, recurs.every.unit, first, recurs.every.n * k)
        except BeyondTable:
            return
        if case.calendar.start_of(day) > case.at:
            return
        yield case.calendar.start_of(day)
        k += 1


def _from_expiries(case: Case, duty: str, expiries: Expiries) -> Iterator[Arising]:
    for other in {form.arises.duty for form in forms(case, duty) if isinstance(form.arises, Expires)}:
        for scope, moment in expiries(other):
            current = in_force(case, duty, scope, moment)
            if current and current[1].arises == Expires(other):
                yield Arising(scope, moment, (moment, AFTER_ALL), Span(moment, moment), current[0])


def not_yet_arisen(case: Case, duty: str) -> Iterator[tuple[Scope, Rules, tuple[Missing, ...]]]:
    """The keys for which nobody can tell yet whether the duty arises, and what would settle it."""
    for scope in _keys(case, duty, case.at):
        current = in_force(case, duty, scope, case.at)
        truth = _may_arise(case, scope, *current) if current else Truth(False)
        if current and truth.value is None:
            yield scope, current[0], truth.missing


def _may_arise(case: Case, scope: Scope, rules: Rules, form: Duty) -> Truth:
    view = case.view(rules, scope, case.at)
    if isinstance(form.arises, Becomes):
        return holds(view, form.arises.condition)
    if isinstance(form.arises, Recurs) and is_unknown(answer(view, form.arises.from_fact)):
        return Truth(None, (unknown(view, form.arises.from_fact),))
    return Truth(False)


def moments(case: Case) -> list[datetime]:
    """Every moment up to the one asked about at which anything read can change, each once, in order."""
    found = {entry.hi for entry in case.record} | {case.at}
    found |= set(_passed_moments(case, sorted(found))) | set(_opening_moments(case))
    found |= {case.calendar.start_of(day) for day, _ in case.procedure.editions[1:]}
    return sorted(moment for moment in found if moment <= case.at)


def _passed_moments(case: Case, at: list[datetime]) -> Iterator[datetime]:
    for rules in case.all_rules():
        for condition in rules.conditions.values():
            if isinstance(condition.form, Passed):
                yield from _dates(case, rules, condition.form, at)


def _dates(case: Case, rules: Rules, form: Passed, at: list[datetime]) -> Iterator[datetime]:
    for time in at:
        view = case.view(rules, {}, time)
        for scope in combinations(view, tuple(kind for kind in rules.things if view.things(kind))):
            date_ = deadline(view.about(scope), form.timescale, None).latest
            if date_:
                yield date_ + SECOND


def _contacts_read(rules: Rules) -> list[Contact]:
    return [rules.directory[each.form.contact] for each in rules.conditions.values() if isinstance(each.form, IsOpen)]


def _all_hours(contact: Contact) -> tuple[Hours, ...]:
    """Those of the week and those of bank holidays."""
    on_holidays = contact.bank_holidays
    return (*(contact.hours or ()), *(on_holidays if isinstance(on_holidays, tuple) else ()))


def _opening_moments(case: Case) -> Iterator[datetime]:
    if not case.record:
        return
    hours = [each for rules in case.all_rules() for contact in _contacts_read(rules) for each in _all_hours(contact)]
    day, last = case.calendar.day_of(case.record[0].hi), case.calendar.day_of(case.at)
    while hours and day <= last:
        yield case.calendar.start_of(day)
        for clock in {clock for each in hours for clock in (each.from_time, each.to_time)} - {"24:00"}:
            yield case.calendar.at_time(day, clock)
        day += timedelta(days=1)


def instants(case: Case) -> list[Instant]:
    """Each of those moments, with what is just before it."""
    every = [Instant(moment, side) for moment in moments(case) for side in (JUST_BEFORE, AT)]
    return [instant for instant in every if instant <= Instant(case.at)]


def pairs_of_instants(case: Case) -> Iterator[tuple[Instant, Instant]]:
    return pairwise(instants(case))
