"""Expressions, the ten forms of a condition, and timescales (the two read one another), at one instant.

Nothing here may turn an unknown into a no: whoever asks gets True, False or None, and with None what would settle it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from dutybook.engine.calendar import BeyondTable, Calendar
from dutybook.engine.forms import (
    And,
    AnyOf,
    AtLeast,
    Compare,
    Different,
    Earliest,
    Every,
    Expression,
    FirstOf,
    Form,
    Happened,
    IsAnswered,
    IsNotKnown,
    IsOpen,
    Latest,
    Length,
    Means,
    Name,
    Not,
    Or,
    Passed,
    SetBy,
    Timescale,
    Value,
)
from dutybook.engine.instance import Missing
from dutybook.engine.procedure import NOT_KNOWN, Contact, Hours
from tests.agreement.naive_clock import WEEKDAYS, Hold, Span, counted, moved_on
from tests.agreement.naive_record import (
    JUST_BEFORE,
    SECOND,
    View,
    answer,
    happenings,
    is_unknown,
    kinds_of,
    unknown,
)

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda left, right: left in right,
    "not in": lambda left, right: left not in right,
}


class Truth(NamedTuple):
    """True, False, or None for cannot tell; only then is anything missing."""

    value: Any
    missing: tuple[Missing, ...] = ()


YES, NO = Truth(True), Truth(False)


def distinct(*several: Iterable[Missing]) -> tuple[Missing, ...]:
    found: list[Missing] = []
    for missing in several:
        found.extend(each for each in missing if each not in found)
    return tuple(found)


def holds(view: View, expression: Expression | None) -> Truth:
    """Whether the expression is true; none at all asks nothing."""
    match expression:
        case None:
            return YES
        case Not(part):
            found = holds(view, part)
            return found if found.value is None else Truth(not found.value)
        case And(parts):
            return every([holds(view, part) for part in parts])
        case Or(parts):
            return some([holds(view, part) for part in parts])
        case Compare():
            return _compare(view, expression)
        case Name() | Value():
            return _value(view, expression)


def every(truths: Sequence[Truth]) -> Truth:
    if any(truth.value is False for truth in truths):
        return NO
    return _all_alike(truths, YES)


def some(truths: Sequence[Truth]) -> Truth:
    if any(truth.value is True for truth in truths):
        return YES
    return _all_alike(truths, NO)


def _all_alike(truths: Sequence[Truth], settled: Truth) -> Truth:
    open_ones = [truth for truth in truths if truth.value is None]
    return Truth(None, distinct(*(truth.missing for truth in open_ones))) if open_ones else settled


def _compare(view: View, compared: Compare) -> Truth:
    sides = [
        _value(view, side) if isinstance(side, Name | Value) else holds(view, side)
        for side in (compared.left, compared.right)
    ]
    if any(side.value is None for side in sides):
        return Truth(None, distinct(*(side.missing for side in sides)))
    left, right = _same_sort(sides[0].value, sides[1].value)
    return Truth(OPERATORS[compared.op](left, right))


def _same_sort(left: Any, right: Any) -> tuple[Any, Any]:
    """A day written in an expression is text; beside a day it is that day."""
    if isinstance(left, date) and isinstance(right, str):
        return left, date.fromisoformat(right)
    if isinstance(right, date) and isinstance(left, str):
        return date.fromisoformat(left), right
    return left, right


def _value(view: View, part: Name | Value) -> Truth:
    if isinstance(part, Value):
        return Truth(part.value)
    if part.name in view.rules.conditions:
        return condition(view, view.rules.conditions[part.name].form)
    found = answer(view, part.name)
    return Truth(None, (unknown(view, part.name),)) if is_unknown(found) else Truth(found)


def condition(view: View, form: Form) -> Truth:
    match form:
        case Means(expression):
            return holds(view, expression)
        case AnyOf(kind, means):
            return some(_over(view, kind, means) or [_none_named(kind)])
        case Every(kind, means):
            return every(_over(view, kind, means) or [_none_named(kind)])
        case AtLeast(n, kind, means):
            truths = _over(view, kind, means)
            return _reaches(n, sum(truth.value is True for truth in truths), truths)
        case Different(fact, kind, n):
            return _different(view, fact, kind, n)
        case Happened(event):
            return Truth(bool(happenings(view, event)))
        case IsAnswered(fact):
            found = _value(view, Name(fact))
            return found if found.value is None else Truth(found.value not in ("", ()))
        case IsNotKnown(fact):
            return Truth(answer(view, fact) == NOT_KNOWN)
        case IsOpen(contact):
            return is_open(view, view.rules.directory[contact])
        case Passed():
            return _passed(view, form)


def _over(view: View, kind: str, means: Expression | None) -> list[Truth]:
    return [holds(view.about({kind: each}), means) for each in view.things(kind)]


def _none_named(kind: str) -> Truth:
    return Truth(None, (Missing(kind, {}, "none_named"),))


def _reaches(n: int, sure: int, truths: Sequence[Truth]) -> Truth:
    """Whether the number reaches n, when each unknown may or may not add one."""
    open_ones = [truth for truth in truths if truth.value is None]
    if sure >= n:
        return YES
    if sure + len(open_ones) < n:
        return NO
    return Truth(None, distinct(*(truth.missing for truth in open_ones)))


def _different(view: View, fact: str, kind: str, n: int) -> Truth:
    each_view = [view.about({kind: each}) for each in view.things(kind)]
    answers = [_value(each, Name(fact)) for each in each_view]
    values = [truth.value for truth in answers if truth.value is not None]
    return _reaches(n, len({repr(value) for value in values}), answers)


def _passed(view: View, form: Passed) -> Truth:
    found = deadline(view, form.timescale, None)
    if found.latest is None:
        return Truth(None, found.missing or (Missing("the holiday table", {}, "not_known"),))
    seen_from = view.now.time - SECOND if view.now.side == JUST_BEFORE else view.now.time
    return Truth(found.latest < seen_from)


def is_open(view: View, contact: Contact) -> Truth:
    """Whether somebody answers now. Just before a moment the clock on the wall has not reached it."""
    if contact.hours is None:
        return Truth(None, (Missing(contact.id, {}, "not_known"),))
    moment = view.now.time - timedelta(microseconds=view.now.side == JUST_BEFORE)
    local = view.calendar.local(moment)
    try:
        kept = _hours_on(contact, local.date(), view.calendar)
    except BeyondTable:
        return Truth(None, (Missing(contact.id, {}, "not_known"),))
    return Truth(any(_within(hours, local) for hours in kept))


def _hours_on(contact: Contact, day: date, calendar: Calendar) -> tuple[Hours, ...]:
    """On a bank holiday the hours that are kept then; the table is asked only where it could make a difference."""
    usual = tuple(each for each in contact.hours or () if WEEKDAYS[day.weekday()] in each.days)
    then = usual if contact.bank_holidays is True else contact.bank_holidays or ()
    if WEEKDAYS[day.weekday()] in ("sat", "sun") or then == usual:
        return usual
    calendar.why_not_working(day)
    return then if day in calendar.holidays else usual


def _within(hours: Hours, local: datetime) -> bool:
    clock = local.strftime("%H:%M:%S.%f")
    return hours.from_time <= clock and clock < hours.to_time


@dataclass(frozen=True)
class Start:
    """From when a clock counts; no span when that is not known, and then what is missing."""

    span: Span | None
    missing: tuple[Missing, ...] = ()


THE_START = Missing("the start", {}, "time_not_recorded")


@dataclass(frozen=True)
class Due:
    """A date on the earliest and on the latest reading, both None when it cannot be worked out; `loose` are its anchors
    that have two readings."""

    earliest: datetime | None = None
    latest: datetime | None = None
    missing: tuple[Missing, ...] = ()
    loose: tuple[Missing, ...] = ()

    @property
    def known(self) -> bool:
        return self.earliest is not None or self.latest is not None


def deadline(view: View, timescale: Timescale, start: Start | None, hold: Hold | None = None) -> Due:
    """The date that the timescale gives as read at the view's instant; beyond the holiday table there is none."""
    try:
        return _deadline(view, timescale, start, hold)
    except BeyondTable:
        return Due()


def _deadline(view: View, timescale: Timescale, start: Start | None, hold: Hold | None) -> Due:
    match timescale:
        case Length(anchor=None):
            return _from_start(view, timescale, start, hold)
        case Length():
            return _from_anchor(view, timescale)
        case SetBy(fact):
            return _set_by(view, fact)
        case Earliest(parts):
            return _earliest([deadline(view, part, start, hold) for part in parts])
        case Latest(parts):
            return _latest([deadline(view, part, start, hold) for part in parts])
        case FirstOf():
            return _first(view, timescale, start, hold)


def _from_start(view: View, length: Length, start: Start | None, hold: Hold | None) -> Due:
    if start is None or start.span is None:
        return Due(missing=start.missing if start else ())
    earliest = counted(view.calendar, length, start.span.lo, hold)
    latest = counted(view.calendar, length, start.span.hi, hold)
    return Due(earliest, latest, loose=() if start.span.lo == start.span.hi else (THE_START,))


def _from_anchor(view: View, length: Length) -> Due:
    assert length.anchor is not None
    if length.anchor in view.rules.events:
        return _from_event(view, length, length.anchor)
    value = answer(view, length.anchor)
    if is_unknown(value):
        return Due(missing=(unknown(view, length.anchor),))
    span = span_of_answer(view.calendar, value)
    return _between(view, length, span, kinds_of(view.rules, length.anchor))


def _from_event(view: View, length: Length, event: str) -> Due:
    happened = happenings(view, event)
    if not happened:
        return Due(missing=(Missing(event, view.narrowed(view.rules.events[event].about), "not_happened"),))
    last = happened[-1]
    return _between(view, length, Span(last.lo, last.hi), view.rules.events[event].about)


def _between(view: View, length: Length, anchor: Span, kinds: Sequence[str]) -> Due:
    """The dates from both ends of an anchor, which is loose where they differ."""
    assert length.anchor is not None
    earliest, latest = (moved_on(view.calendar, length, end) for end in (anchor.lo, anchor.hi))
    loose = () if anchor.lo == anchor.hi else (Missing(length.anchor, view.narrowed(kinds), "time_not_recorded"),)
    return Due(earliest, latest, loose=loose)


def span_of_answer(calendar: Calendar, value: Any) -> Span:
    """A moment is itself; a day is all of it."""
    if isinstance(value, datetime):
        return Span(value, value)
    return Span(calendar.start_of(value), calendar.end_of(value))


def _set_by(view: View, fact: str) -> Due:
    value = answer(view, fact)
    if is_unknown(value):
        return Due(missing=(unknown(view, fact),))
    span = span_of_answer(view.calendar, value)
    return Due(span.hi, span.hi)


def _earliest(parts: Sequence[Due]) -> Due:
    """The earliest of those that are known; the others are named."""
    known = [part for part in parts if part.known]
    missing = distinct(*(part.missing for part in parts))
    if not known:
        return Due(missing=missing)
    starts = [part.earliest for part in known]
    ends = [part.latest for part in known if part.latest is not None]
    loose = distinct(*(part.loose for part in known))
    return Due(None if None in starts else min(filter(None, starts)), min(ends, default=None), missing, loose)


def _latest(parts: Sequence[Due]) -> Due:
    missing = distinct(*(part.missing for part in parts))
    if not all(part.known for part in parts):
        return Due(missing=missing)
    starts = [part.earliest for part in parts if part.earliest is not None]
    ends = [part.latest for part in parts if part.latest is not None]
    loose = distinct(*(part.loose for part in parts))
    return Due(max(starts, default=None), max(ends) if len(ends) == len(parts) else None, missing, loose)


def _first(view: View, rows: FirstOf, start: Start | None, hold: Hold | None) -> Due:
    """The first row that holds; with an unknown row above it, only if both give the same date."""
    remembered: list[Due] = []
    missing: tuple[Missing, ...] = ()
    for when, timescale in rows.rows:
        truth = holds(view, when)
        if truth.value is False:
            continue
        found = deadline(view, timescale, start, hold)
        missing = distinct(missing, truth.missing, found.missing)
        if truth.value is True:
            agreed = all((each.earliest, each.latest) == (found.earliest, found.latest) for each in remembered)
            return Due(found.earliest, found.latest, missing, found.loose) if agreed else Due(missing=missing)
        remembered.append(found)
    return Due(missing=missing)
