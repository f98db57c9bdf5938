"""The day as at which somebody wants to see a case, and the day on which it was known like that.

Nothing may be recorded from a page that is asked about another day than today.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dutybook.engine.calendar import Calendar
from dutybook.web.asking.form import Error
from dutybook.web.asking.questions import Question, Typed, Unreadable, read, value_of

A_DAY = len("2026-04-02")
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Further away nothing is due, and the calendar itself ends at the year 9999."""

AT = Question(name="at", ask="As at which day?", kind="date", hint="What had to be done by the end of that day.")
KNOWN_AT = Question(
    name="known_at", ask="As it was known on which day?", kind="date", hint="Leave out whatever was recorded later."
)
QUESTIONS = (AT, KNOWN_AT)


@dataclass(frozen=True, slots=True)
class Asked:
    """Both moments as asked; None is now. `typed` is what stands in the two date fields."""

    at: datetime | None
    known_at: datetime | None
    typed: Typed
    errors: tuple[Error, ...] = ()

    @property
    def is_now(self) -> bool:
        return self.at is None and self.known_at is None


NOW = Asked(None, None, {})


def asked(query: Typed, calendar: Calendar, *, now: datetime) -> Asked:
    """What the address asks for, as written (`at=2026-04-02`) or as typed in the date fields (`at-day=2`, …)."""
    found: dict[str, datetime | None] = {}
    errors: list[Error] = []
    for question in QUESTIONS:
        try:
            found[question.name] = _moment(question, query, calendar, now)
        except Unreadable as unreadable:
            errors.append(Error(question.first_field, str(unreadable)))
    if errors:
        return Asked(None, None, query, tuple(errors))
    if set(found.values()) <= {None, now}:
        return Asked(None, None, {})
    return Asked(found[AT.name], found[KNOWN_AT.name], _typed(found, calendar))


def was_typed(query: Typed) -> bool:
    """Whether the date fields were sent, and not an address that somebody kept."""
    return any(question.first_field in query for question in QUESTIONS)


def address_of(query: Typed, calendar: Calendar) -> dict[str, str]:
    """The same days as an address holds them, so that it can be kept and sent to a colleague."""
    days = {question.name: read(question, query, calendar) for question in QUESTIONS}
    return {name: day for name, day in days.items() if day}


def _moment(question: Question, query: Typed, calendar: Calendar, now: datetime) -> datetime | None:
    """A day is its end, and today is now."""
    written = value_of(query, question.name) or read(question, query, calendar)
    if not written:
        return None
    moment = _read(question, written, calendar)
    if calendar.day_of(moment) == calendar.day_of(now) and len(written) == A_DAY:
        return now
    if question is KNOWN_AT and moment > now:
        raise Unreadable(f"The date for “{question.ask}” must be today or in the past")
    return moment


def _read(question: Question, written: str, calendar: Calendar) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise Unreadable(f"Enter a real date for “{question.ask}”, for example 2 4 2026") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Unreadable(f"The year for “{question.ask}” must be between {FIRST_YEAR} and {LAST_YEAR}")
    if len(written) == A_DAY:
        return calendar.end_of(date(moment.year, moment.month, moment.day))
    return calendar.from_local(moment) if moment.tzinfo is None else moment


def _typed(found: dict[str, datetime | None], calendar: Calendar) -> Typed:
    return dict(_fields({name: calendar.day_of(moment) for name, moment in found.items() if moment}))


def _fields(days: dict[str, date]) -> Iterator[tuple[str, list[str]]]:
    for name, day in days.items():
        for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
            yield f"{name}-{part}", [str(number)]
