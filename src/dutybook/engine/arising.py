"""Which instances of a duty there are: when each arose, about what, and which entry is its deed.

Whether an instance is in time, held or needed is not decided here: that is `duties`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import product
from typing import Any

from dutybook.engine.calendar import BeyondTable, Calendar
from dutybook.engine.conditions import keys
from dutybook.engine.entries import Entry
from dutybook.engine.forms import Expression, Length, Name
from dutybook.engine.known import Begun, Known, Scope, names
from dutybook.engine.procedure import DUTY_NOT_DONE, After, Becomes, Deed, Duty, Expires, Recurs
from dutybook.engine.reading import Edition, Reading
from dutybook.engine.timescales import Span, day_on, span_of_value


@dataclass(slots=True)
class Arising:
    """One instance. `entry` is what it arose from, if an entry; `hi` None: whether it arose, nobody can tell."""

    duty: Duty
    edition: Edition
    key: dict[str, str]
    lo: datetime | None
    hi: datetime | None
    entry: Entry | None = None
    moved: list[datetime] = field(default_factory=list)
    expired: list[datetime] = field(default_factory=list)

    @property
    def arose(self) -> datetime:
        """The moment it arose, of one that did."""
        if self.hi is None:
            raise ValueError(f"nobody can tell whether {self.duty.id} arose")
        return self.hi

    @property
    def turn(self) -> tuple[datetime, datetime, float]:
        """Where it stands among arisings: by its moment, then by the entry it came from, in their order."""
        return (self.arose, *(self.entry.place if self.entry else (self.arose, float("inf"))))


Expiries = Callable[[str], Iterator[tuple[Scope, datetime]]]
"""What the instances of a duty are about whose due date passed unmet, and when it did; each time that it did."""


def arisings(reading: Reading, duty: Duty, edition: Edition, expiries: Expiries) -> Iterator[Arising]:
    """Every arising of the duty under one edition, in no order."""
    for found in _arisings(reading, duty, edition, expiries):
        in_force = edition.covers(found.hi if found.hi is not None else reading.t)
        if in_force and reading.governs(edition.procedure, found.key):
            yield found


def _arisings(reading: Reading, duty: Duty, edition: Edition, expiries: Expiries) -> Iterator[Arising]:
    match duty.arises:
        case After(events, where):
            for event in events:
                for entry in reading.known.by_type.get(event, ()):
                    yield from _after(reading.known, duty, edition, entry, where)
        case Becomes(condition):
            for key in keys(duty.kinds, reading.known):
                yield from _becomes(reading.known, duty, edition, key, condition)
        case Expires(other):
            for about, passed in expiries(other):
                key = {kind: each for kind, each in about.items() if kind in duty.kinds}
                yield Arising(duty, edition, key, passed, passed)
        case Recurs():
            for key in keys(duty.kinds, reading.known):
                yield from _recurs(reading, duty, edition, key, duty.arises)


def _after(known: Known, duty: Duty, edition: Edition, entry: Entry, where: Expression | None) -> Iterator[Arising]:
    key = (entry.seq, duty.kinds)
    if key not in known.begun:
        known.begun[key] = list(_begun(known, duty.kinds, entry))
    for about, lo, hi in known.begun[key]:
        if where is None or edition.conditions.holds(where, known, about, hi) is not False:
            yield Arising(duty, edition, about, lo, hi, entry)


def _begun(known: Known, kinds: tuple[str, ...], entry: Entry) -> Iterator[Begun]:
    for ids in product(*[entry.things.get(kind) or tuple(known.things[kind]) for kind in kinds]):
        key = dict(zip(kinds, ids, strict=True))
        yield key, *_later_named(known, entry, key)


def _later_named(known: Known, entry: Entry, key: Scope) -> Span:
    """When it arose: a thing named after the event starts its instance at its naming."""
    later = [named for kind, each in key.items() if (named := known.things[kind][each]).hi > entry.hi]
    if not later:
        return entry.lo, entry.hi
    by = [entry, *later]
    return max([each.lo for each in by if each.lo is not None], default=None), max([each.hi for each in by])


def _becomes(known: Known, duty: Duty, edition: Edition, key: Scope, condition: Expression) -> Iterator[Arising]:
    conditions = edition.conditions
    first = known.entries[0].hi if known.entries else known.t
    begins = max((known.things[kind][each].hi for kind, each in key.items()), default=first)
    value: bool | None = False
    for u in sorted({begins} | {each for each in conditions.moments(condition, known, key) if each > begins}):
        before, value = value, conditions.holds(condition, known, key, u)
        if value is True and before is not True and known.entries:
            yield Arising(duty, edition, dict(key), _earliest_of(known, u), u)
    if value is None:
        yield Arising(duty, edition, dict(key), None, None)


def _earliest_of(known: Known, u: datetime) -> datetime | None:
    """The earliest moment at which what is known from u can have happened."""
    los = [each.lo for each in known.entries if each.hi == u]
    return None if None in los else min((each for each in los if each is not None), default=u)


def _recurs(reading: Reading, duty: Duty, edition: Edition, key: Scope, arises: Recurs) -> Iterator[Arising]:
    value = edition.conditions.holds(Name(arises.from_fact), reading.known, key, reading.t)
    if value is None:
        yield Arising(duty, edition, dict(key), None, None)
        return
    for start in itertools.takewhile(
        lambda each: each <= reading.t, occurrences(arises.every, value, reading.calendar)
    ):
        yield Arising(duty, edition, dict(key), start, start)


def occurrences(every: Length, value: Any, calendar: Calendar) -> Iterator[datetime]:
    """The starts of the days that are 0, 1, 2 … lengths from the fact's day, as far as the calendar reaches."""
    first = calendar.day_of(span_of_value(value, calendar)[1])
    for count in itertools.count():
        try:
            yield calendar.start_of(day_on(replace(every, n=every.n * count), first, 1, calendar))
        except (BeyondTable, OverflowError, ValueError):
            return


# --- deeds and ends ---------------------------------------------------------------------------------------------------


def deed_of(known: Known, arising: Arising) -> tuple[Entry | None, list[Expression]]:
    """The entry that did it, if one did; and the conditions nobody can tell about, of entries that may have done it."""
    duty, doubts = arising.duty, list[Expression]()
    if duty.done_by is None or arising.hi is None:
        return None, doubts
    firsts = [_first(known, arising, each, doubts) for each in duty.done_by.deeds]
    found = [each for each in firsts if each is not None]
    if not found or (duty.done_by.mode == "all" and len(found) < len(firsts)):
        return None, doubts
    return (max if duty.done_by.mode == "all" else min)(found, key=lambda each: each.place), doubts


def _first(known: Known, arising: Arising, deed: Deed, doubts: list[Expression]) -> Entry | None:
    key = arising.key.items()
    for entry in known.by_type.get(deed.event, ()):
        if entry is arising.entry or not (arising.duty.earlier_counts or arising.lo is None or entry.hi >= arising.lo):
            continue
        if not names(entry, key):
            continue
        if deed.where is None:
            return entry
        done = arising.edition.conditions.holds(deed.where, known, arising.key, entry.hi)
        if done:
            return entry
        if done is None:
            doubts.append(deed.where)
    return None


def end_of(known: Known, arising: Arising) -> Entry | None:
    """The first entry, after the arising one in order and not before the arising, that ends the need for the duty."""
    rules = arising.edition.rules
    _, *after = arising.turn
    found = [
        each
        for event in arising.duty.ends
        for each in known.happened(event, rules.events[event].about if event in rules.events else (), arising.key)
        if each.hi >= arising.arose and each.place > tuple(after)
    ]
    return min(found, key=lambda each: each.place, default=None)


def not_done(known: Known, arising: Arising, deed: Entry | None) -> Entry | None:
    """The decision that this instance will not be done, taken after it arose and before it was done."""
    for each in known.by_type.get(DUTY_NOT_DONE, ()):
        after = each.hi >= arising.arose and (deed is None or each.hi < deed.hi)
        if after and each.answers.get("duty") == arising.duty.id and names(each, arising.key.items()):
            return each
    return None


def is_open(known: Known, arising: Arising, u: datetime) -> bool:
    """Not done, not ended, and nobody has decided that it will not be done, by u."""
    deed, _ = deed_of(known, arising)
    closing = (deed, end_of(known, arising), not_done(known, arising, deed))
    return all(each is None or each.hi > u for each in closing)
