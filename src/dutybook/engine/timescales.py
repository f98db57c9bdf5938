"""How far a timescale reaches from a start: two ends, because a start is not always a moment.

Days are counted by the calendar alone. A date that cannot be worked out is no date, with the reason; never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dutybook.engine.calendar import BeyondTable, Calendar
from dutybook.engine.forms import Earliest, Expression, FirstOf, Latest, Length, SetBy, Timescale
from dutybook.engine.known import Known, Scope
from dutybook.engine.procedure import Rules

Span = tuple[datetime | None, datetime]
"""Between these two moments; the first None: nobody knows from when."""

Held = list[tuple[datetime, datetime | None]]
"""When a clock stood still; the last stretch may still last."""

MONTHS = {"months": 1, "years": 12}
DAYS = {"days": 1, "weeks": 7}


@dataclass(frozen=True, slots=True)
class Reach:
    """From the earliest to the latest reading. `hi` None: no date; `unknown` (names, conditions), `beyond` say why."""

    lo: datetime | None = None
    hi: datetime | None = None
    unknown: tuple[str | Expression, ...] = ()
    beyond: str = ""


NOWHERE = Reach()


@dataclass(frozen=True, slots=True)
class Clockwork:
    """What a timescale is worked out with. `holds` tells whether a condition holds (None: cannot tell)."""

    known: Known
    rules: Rules
    calendar: Calendar
    holds: Callable[[Expression, Scope, datetime], bool | None]


def reach(
    scale: Timescale, start: Span | Reach, works: Clockwork, scope: Scope, u: datetime, held: Held | None = None
) -> Reach:
    """Where it ends, as known at u. Un-anchored lengths count from `start`; a Reach there says why that is unknown."""
    match scale:
        case Length(anchor=name):
            found = start if name is None else anchor(name, works, scope, u)
            return (
                found
                if isinstance(found, Reach)
                else _ends(scale, found, works.calendar, held if name is None else None)
            )
        case SetBy(fact):
            found = anchor(fact, works, scope, u)
            return found if isinstance(found, Reach) else Reach(found[1], found[1])
        case Earliest(parts):
            return _earliest([reach(each, start, works, scope, u, held) for each in parts])
        case Latest(parts):
            return _latest([reach(each, start, works, scope, u, held) for each in parts])
        case FirstOf():
            return _first(scale, start, works, scope, u, held)


def at_least(scale: Timescale, start: Span | Reach, works: Clockwork, scope: Scope, u: datetime) -> datetime | None:
    """Before when it cannot end, whatever is still to be answered; None where nothing is certain."""
    found = reach(scale, start, works, scope, u)
    if found.hi is not None:
        return found.lo
    match scale:
        case Latest(parts):
            return max((end for each in parts if (end := at_least(each, start, works, scope, u))), default=None)
        case Earliest(parts):
            return _least(at_least(each, start, works, scope, u) for each in parts)
        case FirstOf(rows):
            return _least(at_least(each, start, works, scope, u) for _, each in rows)
    return None


def _least(ends: Iterable[datetime | None]) -> datetime | None:
    """The earliest, if each of them is certain."""
    found = list(ends)
    certain = [each for each in found if each is not None]
    return min(certain) if certain and len(certain) == len(found) else None


def end_of_length(length: Length, start: datetime, calendar: Calendar) -> datetime:
    """The moment at which a length from this moment ends: to the second for hours, else 23:59:59 of its last day."""
    sign = -1 if length.direction == "before" else 1
    if length.unit == "hours":
        return start + sign * timedelta(hours=length.n)
    return calendar.end_of(day_on(length, calendar.day_of(start), sign, calendar))


def day_on(length: Length, day: date, sign: int, calendar: Calendar) -> date:
    """The day a length in days or longer after (sign 1) or before (sign -1) this day."""
    if length.unit == "working days":
        return calendar.add_working_days(day, sign * length.n)
    if length.unit in MONTHS:
        return calendar.add_months(day, sign * length.n * MONTHS[length.unit])
    return day + timedelta(days=sign * length.n * DAYS[length.unit])


def _ends(length: Length, start: Span, calendar: Calendar, held: Held | None) -> Reach:
    lo, hi = start
    try:
        last = _end(length, hi, calendar, held)
        return Reach(last if lo == hi else lo and _end(length, lo, calendar, held), last)
    except BeyondTable as beyond:
        return Reach(beyond=str(beyond))


def _end(length: Length, start: datetime, calendar: Calendar, held: Held | None) -> datetime | None:
    return _held_end(length, start, calendar, held) if held else end_of_length(length, start, calendar)


def _held_end(length: Length, start: datetime, calendar: Calendar, held: Held) -> datetime | None:
    """Hours stand still while the clock is held; a day counts unless the clock is held at its end."""
    if length.n == 0:
        return end_of_length(length, start, calendar)
    if length.unit == "hours":
        return _held_hours(timedelta(hours=length.n), start, held)
    day = calendar.day_of(start)
    to_count = (day_on(length, day, 1, calendar) - day).days if length.unit != "working days" else length.n
    while to_count:
        day = calendar.next_working_day(day) if length.unit == "working days" else day + timedelta(days=1)
        state = _held_at(calendar.end_of(day), held)
        if state is None:
            return None
        to_count -= not state
    return calendar.end_of(day)


def _held_at(moment: datetime, held: Held) -> bool | None:
    """Held, running, or, past the start of a hold that still lasts, not to be told."""
    for since, until in held:
        if until is None and moment >= since:
            return None
        if until is not None and since <= moment < until:
            return True
    return False


def _held_hours(left: timedelta, start: datetime, held: Held) -> datetime | None:
    now = start
    for since, until in held:
        if until is not None and until <= now:
            continue
        if now + left <= since:
            break
        if until is None:
            return None
        left -= max(since - now, timedelta(0))
        now = until
    return now + left


def anchor(name: str, works: Clockwork, scope: Scope, u: datetime) -> Span | Reach:
    """The span of a date fact, or of the last such event; else a Reach that says what is missing."""
    fact = works.rules.facts.get(name)
    if fact is None:
        event = works.rules.events.get(name)
        found = works.known.happened(name, event.about, scope) if event else []
        last = next((each for each in reversed(found) if each.hi <= u), None)
        return Reach(unknown=(name,)) if last is None else (last.lo, last.hi)
    answers = works.known.answers[name].get(tuple(scope.get(kind, "") for kind in fact.of))
    value = answers.at(u) if answers else None
    if value is None:
        return Reach(unknown=(name,))
    return span_of_value(value, works.calendar)


def span_of_value(value: Any, calendar: Calendar) -> Span:
    """A moment is itself; a day reaches from its start to its end."""
    if isinstance(value, datetime):
        return value, value
    return calendar.start_of(value), calendar.end_of(value)


def _all_unknown(parts: Iterable[Reach]) -> tuple[str | Expression, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in part.unknown))


def _beyond(parts: Iterable[Reach]) -> str:
    return next((part.beyond for part in parts if part.beyond), "")


def _earliest(parts: list[Reach]) -> Reach:
    """A part without an earliest end may be earlier than any; a part without any end is left out, and named."""
    dated = [part for part in parts if part.hi is not None or part.lo is not None]
    los = [part.lo for part in dated if part.lo is not None]
    hi = min((part.hi for part in dated if part.hi is not None), default=None)
    return Reach(min(los) if los and len(los) == len(dated) else None, hi, _all_unknown(parts), _beyond(parts))


def _latest(parts: list[Reach]) -> Reach:
    if any(part.hi is None and part.lo is None for part in parts):
        return Reach(unknown=_all_unknown(parts), beyond=_beyond(parts))
    lo = max((part.lo for part in parts if part.lo is not None), default=None)
    his = [part.hi for part in parts if part.hi is not None]
    return Reach(lo, max(his) if len(his) == len(parts) else None, _all_unknown(parts))


def _first(
    scale: FirstOf, start: Span | Reach, works: Clockwork, scope: Scope, u: datetime, held: Held | None
) -> Reach:
    """The first row that holds; a row that nobody can tell about leaves the date open unless all rows agree."""
    possible: list[Reach] = []
    doubts: list[Expression] = []
    value: bool | None = None
    for when, part in scale.rows:
        value = True if when is None else works.holds(when, scope, u)
        if value is False:
            continue
        possible.append(reach(part, start, works, scope, u, held))
        if value is True:
            break
        if when is not None:
            doubts.append(when)
    unknown = (*doubts, *_all_unknown(possible))
    ends = {(each.lo, each.hi) for each in possible}
    if len(ends) == 1 and value is True:
        lo, hi = ends.pop()
        return Reach(lo, hi, unknown, _beyond(possible))
    return Reach(unknown=unknown, beyond=_beyond(possible))


def cut_off_start(start: Span, after: str, days: Iterable[str], calendar: Calendar) -> Span:
    """After this time of day on these days, the start moves to the next working day (its first moment)."""

    def moved(moment: datetime) -> datetime:
        day = calendar.day_of(moment)
        if WEEKDAYS[day.weekday()] not in days or moment <= calendar.at_time(day, after):
            return moment
        return calendar.start_of(calendar.next_working_day(day))

    lo, hi = start
    return (None if lo is None else moved(lo)), moved(hi)


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
