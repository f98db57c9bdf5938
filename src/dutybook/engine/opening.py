"""Whether a contact of the directory is open at a moment, and when that changes.

Hours that the source does not give are unknown; they may never be taken for office hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from dutybook.engine.calendar import BeyondTable, Calendar
from dutybook.engine.entries import Entry
from dutybook.engine.procedure import Contact, Hours
from dutybook.engine.timescales import WEEKDAYS


def open_at(contact: Contact, u: datetime, calendar: Calendar) -> bool | None:
    """Open, shut, or None: the hours are not given, or the holiday table does not reach that day."""
    if contact.hours is None:
        return None
    day = calendar.day_of(u)
    try:
        return any(start <= u < end for start, end in _open_spans(contact, day, calendar))
    except BeyondTable:
        return None


def opening_changes(
    contact: Contact | None, entries: Sequence[Entry], t: datetime, calendar: Calendar
) -> Iterator[datetime]:
    """Every moment between the first entry and t at which the contact opens or shuts."""
    if contact is None or contact.hours is None or not entries:
        return
    day, last = calendar.day_of(entries[0].hi), calendar.day_of(t)
    while day <= last:
        yield from (edge for edge in _edges(contact, day, calendar) if edge <= t)
        day += timedelta(days=1)


def next_opening_change(contact: Contact, t: datetime, calendar: Calendar) -> datetime | None:
    """The next moment after t, within a fortnight, at which the contact opens or shuts."""
    first = calendar.day_of(t)
    for ahead in range(15):
        edges = [edge for edge in _edges(contact, first + timedelta(days=ahead), calendar) if edge > t]
        if edges:
            return min(edges)
    return None


def _edges(contact: Contact, day: date, calendar: Calendar) -> list[datetime]:
    """The moments of a day at which it opens or shuts; of a day beyond the holiday table, its two ends."""
    try:
        return [edge for span in _open_spans(contact, day, calendar) for edge in span]
    except BeyondTable:
        return [calendar.start_of(day), calendar.start_of(day + timedelta(days=1))]


def _open_spans(contact: Contact, day: date, calendar: Calendar) -> list[tuple[datetime, datetime]]:
    return [_span(each, day, calendar) for each in _hours_of(contact, day, calendar)]


def _hours_of(contact: Contact, day: date, calendar: Calendar) -> Sequence[Hours]:
    """The hours of that day. A Saturday, a Sunday, and a day that is the same either way need no holiday table."""
    name, on_holidays = WEEKDAYS[day.weekday()], contact.bank_holidays
    usual = [each for each in contact.hours or () if name in each.days]
    if on_holidays is True or day.weekday() >= 5 or not (usual or on_holidays):
        return usual
    if calendar.why_not_working(day) is None:
        return usual
    return on_holidays or ()


def _span(hours: Hours, day: date, calendar: Calendar) -> tuple[datetime, datetime]:
    if hours.to_time == "24:00":
        return calendar.at_time(day, hours.from_time), calendar.start_of(day + timedelta(days=1))
    return calendar.at_time(day, hours.from_time), calendar.at_time(day, hours.to_time)
