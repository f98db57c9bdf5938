"""Counting on from a moment, hour by hour and day by day, with a clock that may stand still.

Nothing here may read an entry or a rule: it counts, and asks the hold whether the clock stood still.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dutybook.engine.calendar import Calendar
from dutybook.engine.forms import Length
from dutybook.engine.procedure import CutOff
from tests.agreement.naive_record import Instant

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Span:
    """Somewhere from `lo` to `hi`; `lo` None: nobody knows from when."""

    lo: datetime | None
    hi: datetime


@dataclass(frozen=True)
class Hold:
    """Whether the clock stands still at an instant not later than `now`, and the moments at which that can change."""

    stands_still: Callable[[Instant], bool]
    moments: tuple[datetime, ...]
    now: Instant


def moved_on(calendar: Calendar, length: Length, moment: datetime | None) -> datetime | None:
    """The moment that many hours on, or the end of the day that many days on; `before` goes back."""
    if moment is None:
        return None
    n = length.n if length.direction == "after" else -length.n
    if length.unit == "hours":
        return moment + timedelta(hours=n)
    return calendar.end_of(day_on(calendar, length.unit, calendar.day_of(moment), n))


def day_on(calendar: Calendar, unit: str, day: date, n: int) -> date:
    match unit:
        case "working days":
            return calendar.add_working_days(day, n)
        case "days":
            return day + timedelta(days=n)
        case "weeks":
            return day + timedelta(weeks=n)
        case "months":
            return calendar.add_months(day, n)
    return calendar.add_months(day, 12 * n)


def counted(calendar: Calendar, length: Length, start: datetime | None, hold: Hold | None) -> datetime | None:
    """The date counted from the start; None while the clock stands still and has not reached it."""
    if start is None or hold is None or length.n == 0:
        return moved_on(calendar, length, start)
    if length.unit == "hours":
        return _hours(timedelta(hours=length.n), start, hold)
    return _days(calendar, length, calendar.day_of(start), hold)


def _hours(left: timedelta, start: datetime, hold: Hold) -> datetime | None:
    """Hour by hour, leaving out those during which the clock stood still."""
    cursor = start
    for moment in sorted({*hold.moments, hold.now.time}):
        if not cursor < moment <= hold.now.time:
            continue
        if not hold.stands_still(Instant(cursor)):
            if left <= moment - cursor:
                return cursor + left
            left -= moment - cursor
        cursor = moment
    return None if hold.stands_still(hold.now) else cursor + left


def _days(calendar: Calendar, length: Length, day: date, hold: Hold) -> datetime | None:
    """Day by day: each counts unless the clock is held at its end; of working days, only those that are worked."""
    worked = length.unit == "working days"
    left = length.n if worked else (day_on(calendar, length.unit, day, length.n) - day).days
    if worked:
        calendar.add_working_days(day, length.n)
    while left:
        day += timedelta(days=1)
        if worked and calendar.why_not_working(day) is not None:
            continue
        end = Instant(calendar.end_of(day))
        if end > hold.now and hold.stands_still(hold.now):
            return None
        left -= end > hold.now or not hold.stands_still(end)
    date_ = Instant(calendar.end_of(day))
    return None if date_ > hold.now and hold.stands_still(hold.now) else date_.time


def after_cut_off(calendar: Calendar, cut_off: CutOff | None, moment: datetime | None) -> datetime | None:
    """The start of the next working day, when the moment is after the cut-off of its day."""
    if moment is None or cut_off is None:
        return moment
    day = calendar.day_of(moment)
    late = WEEKDAYS[day.weekday()] in cut_off.days and moment > calendar.at_time(day, cut_off.after)
    return calendar.start_of(calendar.next_working_day(day)) if late else moment
