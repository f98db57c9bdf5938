"""The next moment at which any status of a case can change by itself: when to look at it again.

It may come early, never late: a moment named here in vain costs one look; a moment missed costs a deadline.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from dutybook.engine.arising import Arising, occurrences
from dutybook.engine.conditions import keys
from dutybook.engine.duties import Duties
from dutybook.engine.entries import Entry
from dutybook.engine.forms import IsOpen, Name, Passed, Timescale
from dutybook.engine.instance import Instance
from dutybook.engine.judging import Judge
from dutybook.engine.known import SECOND
from dutybook.engine.opening import next_opening_change
from dutybook.engine.procedure import Procedure, Recurs
from dutybook.engine.reading import Edition, Reading
from dutybook.engine.reads import anchors_of
from dutybook.engine.timescales import NOWHERE, Reach, reach

CLOSED = frozenset({"met", "met late", "not needed", "not done"})
"""The statuses of what is measured at a moment of the past, and not at the moment asked about."""


def next_change(entries: Iterable[Entry], procedure: Procedure, *, at: datetime, known_at: datetime) -> datetime | None:
    """The earliest moment after `at`, with nothing more recorded, at which a status may be another; None: never."""
    reading = Reading(entries, procedure, at, known_at)
    found = [*_of_instances(reading), *_of_conditions(reading)]
    return min((each for each in found if each > reading.t), default=None)


def still(instances: Iterable[Instance], *, at: datetime) -> list[Instance]:
    """The same instances at a later moment that is before the next change: only how late they are has gone on."""
    t = at.astimezone(UTC).replace(microsecond=0)
    return [_later(each, t) for each in instances]


def _later(instance: Instance, t: datetime) -> Instance:
    if instance.due_at_latest is None or instance.status in CLOSED:
        return instance
    late_by = max(0, int((t - instance.due_at_latest).total_seconds()))
    return instance if late_by == instance.late_by_seconds else replace(instance, late_by_seconds=late_by)


def _of_instances(reading: Reading) -> Iterator[datetime]:
    duties = Duties(reading)
    for edition in reading.editions:
        for each in edition.rules.duties:
            for arising in duties.arisen(each):
                yield from _of_clock(reading, arising)
        if edition.first is not None:
            yield edition.first


def _of_clock(reading: Reading, arising: Arising) -> Iterator[datetime]:
    if arising.hi is None:
        return
    judge = Judge(reading.known, reading.t, arising)
    start, due = judge.clock.start(reading.t), judge.clock.due(reading.t)
    if not isinstance(start, Reach):
        yield from (each for each in start if each is not None)
    yield from (each + SECOND for each in (due.lo, due.hi) if each is not None)


def _of_conditions(reading: Reading) -> Iterator[datetime]:
    for edition in reading.editions:
        for condition in edition.rules.conditions.values():
            match condition.form:
                case Passed(timescale):
                    yield from _of_passing(reading, edition, timescale)
                case IsOpen(contact) if contact in edition.rules.directory:
                    found = next_opening_change(edition.rules.directory[contact], reading.t, reading.calendar)
                    yield from [found] if found else []
        yield from _of_recurring(reading, edition)


def _of_passing(reading: Reading, edition: Edition, timescale: Timescale) -> Iterator[datetime]:
    works, rules = edition.conditions.works(reading.known), edition.rules
    kinds: list[str] = []
    for name in anchors_of(timescale):
        kinds += rules.facts[name].of if name in rules.facts else rules.events[name].about
    for key in keys(tuple(dict.fromkeys(kinds)), reading.known):
        end = reach(timescale, NOWHERE, works, key, reading.t).hi
        if end is not None:
            yield end + SECOND


def _of_recurring(reading: Reading, edition: Edition) -> Iterator[datetime]:
    for duty in edition.rules.duties.values():
        if not isinstance(duty.arises, Recurs):
            continue
        for key in keys(duty.kinds, reading.known):
            value = edition.conditions.holds(Name(duty.arises.from_fact), reading.known, key, reading.t)
            if value is not None:
                later = (each for each in occurrences(duty.arises.every, value, reading.calendar) if each > reading.t)
                yield from itertools.islice(later, 1)
