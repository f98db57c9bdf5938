"""The gates that stand before an action, and what happened in spite of one.

A gate passes only on true. What has already happened is never undone here: it is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from dutybook.engine.conditions import Conditions
from dutybook.engine.duties import Duties
from dutybook.engine.entries import Entry
from dutybook.engine.instance import Allowed, Instance, Missing, Reason, Refused
from dutybook.engine.known import Scope
from dutybook.engine.missing import Asker, without_repeats
from dutybook.engine.procedure import Duty, Gate, Procedure
from dutybook.engine.reading import Reading
from dutybook.engine.telling import Teller

STILL_TO_DO = {"open", "overdue", "held", "upcoming", "met for now", "cannot tell"}
BINDING = {"must", "should", "will"}


def may(
    event: str,
    about: Mapping[str, str],
    entries: Iterable[Entry],
    procedure: Procedure,
    *,
    at: datetime,
    known_at: datetime,
    by: str = "",
) -> Allowed | Refused:
    """Whether this person may record this event now, about these things, or which gates are shut and why."""
    reading = Reading(entries, procedure, at, known_at)
    shut = tuple(_shut(reading, event, about, by))
    return Refused(shut) if shut else Allowed()


def out_of_order(
    entries: Iterable[Entry], procedure: Procedure, *, at: datetime, known_at: datetime
) -> list[tuple[str, int]]:
    """Every (gate, entry) where the entry happened while the gate was shut, in the order of the entries."""
    listed = list(entries)
    whole = Reading(listed, procedure, at, known_at)
    gated = {event for edition in whole.editions for gate in edition.rules.gates.values() for event in gate.before}
    found: list[tuple[str, int]] = []
    for index, entry in enumerate(whole.known.entries):
        if entry.type in gated:
            before = Reading(whole.known.entries[:index], procedure, entry.hi, whole.known.k)
            for about in _scopes(entry, before):
                found += [(reason.gate, entry.seq) for reason in _shut(before, entry.type, about, entry.by)]
    return list(dict.fromkeys(found))


def _scopes(entry: Entry, reading: Reading) -> Iterator[dict[str, str]]:
    """Every combination of the things the entry's event is about."""
    declared = (each.rules.events.get(entry.type) for each in reading.editions if each.covers(entry.hi))
    event = next((each for each in declared if each is not None), None)
    scopes: list[dict[str, str]] = [{}]
    for kind in event.about if event is not None else ():
        scopes = [{**scope, kind: each} for scope in scopes for each in entry.things.get(kind, ())]
    yield from scopes


def _shut(reading: Reading, event: str, about: Scope, by: str) -> Iterator[Reason]:
    edition = reading.edition(about, reading.t)
    for gate in edition.rules.gates.values():
        if event in gate.before:
            found = _why_shut(reading, edition.conditions, gate, event, about, by)
            if found is not None:
                yield Reason(gate.id, gate.effect, found[0], found[1], gate.cite)


def _why_shut(
    reading: Reading, conditions: Conditions, gate: Gate, event: str, about: Scope, by: str
) -> tuple[tuple[str, ...], tuple[Missing, ...]] | None:
    if gate.needs is not None:
        if conditions.holds(gate.needs, reading.known, about, reading.t) is True:
            return None
        told = Teller(conditions, reading.known, reading.calendar).reasons(gate.needs, about, reading.t)
        missing = without_repeats(Asker(conditions, reading.known).missing(gate.needs, about, reading.t))
        nothing_to_tell = not told and not missing
        return (f"{gate.title or gate.id}.",) if nothing_to_tell else tuple(told), missing
    if gate.different_people:
        same = [each for each in _done_before(reading, conditions, gate, about) if each.by == by]
        teller = Teller(conditions, reading.known, reading.calendar)
        return (tuple(teller.happened(each) for each in same), ()) if same else None
    left = [each for each in Duties(reading).all() if _is_left(reading, each, event)]
    return (tuple(f"“{each.title or each.id}”: {each.status}." for each in left), ()) if left else None


def _is_left(reading: Reading, instance: Instance, event: str) -> bool:
    """Whether a duty binds, is still to be done, and would neither be done nor ended by the event itself."""
    if instance.status not in STILL_TO_DO or instance.strength not in BINDING:
        return False
    duty = reading.edition(instance.about, reading.t).rules.duties.get(instance.id)
    by_the_event = duty is not None and (event in duty.ends or _is_a_deed(duty, event))
    return not by_the_event


def _is_a_deed(duty: Duty, event: str) -> bool:
    return duty.done_by is not None and any(each.event == event for each in duty.done_by.deeds)


def _done_before(reading: Reading, conditions: Conditions, gate: Gate, about: Scope) -> Iterator[Entry]:
    for event in gate.different_people:
        declared = conditions.rules.events.get(event)
        yield from reading.known.happened(event, declared.about if declared else (), about)
