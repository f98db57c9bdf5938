"""Whom to ring about a duty at this hour: the contact of the procedure's own directory, and whether it is open.

Hours that the procedure does not give are said to be not given; nobody's office hours may be assumed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dutybook.casework.queries import deeds_of
from dutybook.engine.calendar import Calendar
from dutybook.engine.instance import Instance
from dutybook.engine.opening import open_at
from dutybook.engine.procedure import Contact, Rules

OUT_OF_HOURS = "outside working hours"
OPEN = {True: "open now", False: "closed now", None: "the procedure does not give its hours"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One contact: what it is called, how it is reached, and whether anybody is there now."""

    title: str
    numbers: Sequence[Mapping[str, Any]]
    state: str


def whom_to_ring(duty: Instance, rules: Rules, calendar: Calendar, at: datetime) -> list[Ring]:
    """The contact by which the duty is done, and who answers when it is closed: that one first, when it is."""
    waited_for = {deed.event for deed in deeds_of(rules, duty)}
    rings: list[Ring] = []
    for contact in rules.directory.values():
        if waited_for & set(contact.more.get("rung_for", ())):
            rings.extend(_at_this_hour(contact, rules, calendar, at))
    return list({ring.title: ring for ring in rings}.values())


def _at_this_hour(contact: Contact, rules: Rules, calendar: Calendar, at: datetime) -> Iterator[Ring]:
    is_open = open_at(contact, at, calendar)
    first = _ring(contact, OPEN[is_open])
    other = rules.directory.get(str(contact.more.get("out_of_hours", "")))
    if other is None or is_open:
        yield first
        return
    instead = _ring(other, OUT_OF_HOURS)
    yield from ((first, instead) if is_open is None else (instead, first))


def _ring(contact: Contact, state: str) -> Ring:
    return Ring(title=contact.title, numbers=contact.more.get("numbers", ()), state=state)
