"""One question on a form: how it is asked, and how what was typed is read. Nothing here may decide what is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from dutybook.engine.calendar import Calendar
from dutybook.engine.procedure import NOT_KNOWN, Fact

Typed = Mapping[str, Sequence[str]]
"""What a form held: each field with all its values, as the browser sent them."""

UNANSWERED = None
TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `kind` is the fact's `answers`; `happened` is a moment that may also be a bare month or year."""

    name: str
    ask: str
    kind: str
    options: tuple[Option, ...] = ()
    hint: str = ""
    required: str = ""

    @property
    def first_field(self) -> str:
        """The field that a link from the error summary leads to."""
        return f"{self.name}-day" if self.kind in ("date", "moment", "happened") else self.name


class Unreadable(ValueError):
    """What was typed is no answer; the message says what to do about it."""


YES_NO = (Option("yes", "Yes"), Option("no", "No"), Option(NOT_KNOWN, "Not known"))
NOT_KNOWN_TOO = (Option(NOT_KNOWN, "Not known"),)


def question_of(fact: Fact) -> Question:
    """The question that the procedure has worded for this fact."""
    return Question(name=fact.id, ask=fact.ask or fact.title, kind=fact.answers, options=_options(fact))


def read(question: Question, typed: Typed, calendar: Calendar) -> Any:
    """The answer as an entry holds it, or `UNANSWERED`; raises `Unreadable`."""
    reader = _READERS.get(question.kind)
    answer = reader(question, typed, calendar) if reader else value_of(typed, question.name) or UNANSWERED
    if answer is UNANSWERED and question.required:
        raise Unreadable(question.required)
    return answer


def value_of(typed: Typed, field: str) -> str:
    """The one value of a field, without the spaces around it."""
    values = typed.get(field) or [""]
    return values[-1].strip()


def _options(fact: Fact) -> tuple[Option, ...]:
    if fact.answers == "yes_no":
        return YES_NO
    offered = [Option(choice.id, choice.title or choice.id) for choice in fact.choices if not choice.withdrawn]
    return (*offered, *NOT_KNOWN_TOO) if offered else ()


def _yes_no(question: Question, typed: Typed, _calendar: Calendar) -> Any:
    chosen = _choice(question, typed, _calendar)
    return {"yes": True, "no": False}.get(chosen, chosen) if chosen else UNANSWERED


def _choice(question: Question, typed: Typed, _calendar: Calendar) -> Any:
    chosen = value_of(typed, question.name)
    if question.options and chosen and chosen not in {option.value for option in question.options}:
        raise Unreadable(f"Choose one of the answers to “{question.ask}”")
    return chosen or UNANSWERED


def _choices(question: Question, typed: Typed, _calendar: Calendar) -> Any:
    chosen = [each for each in typed.get(question.name) or [] if each]
    if NOT_KNOWN in chosen:
        if len(chosen) > 1:
            raise Unreadable(f"Choose either “Not known” or the other answers to “{question.ask}”, not both")
        return NOT_KNOWN
    if set(chosen) - {option.value for option in question.options}:
        raise Unreadable(f"Choose from the answers to “{question.ask}”")
    return chosen or UNANSWERED


def _number(question: Question, typed: Typed, _calendar: Calendar) -> Any:
    written = value_of(typed, question.name)
    if not written:
        return UNANSWERED
    try:
        return int(written)
    except ValueError:
        raise Unreadable(f"Enter a whole number for “{question.ask}”, for example 3") from None


def _date(question: Question, typed: Typed, _calendar: Calendar) -> Any:
    if _is_not_known(question, typed):
        return NOT_KNOWN
    day, month, year = _parts(question, typed)
    if not (day or month or year):
        return UNANSWERED
    return _day_of(question, day, month, year).isoformat()


def _moment(question: Question, typed: Typed, calendar: Calendar) -> Any:
    written = _date(question, typed, calendar)
    at = value_of(typed, f"{question.name}-time")
    if written in (UNANSWERED, NOT_KNOWN):
        if at:
            raise Unreadable(f"Enter the date as well as the time for “{question.ask}”")
        return written
    return _with_time(question, written, at, calendar)


def _happened(question: Question, typed: Typed, calendar: Calendar) -> Any:
    """A month, or a year, is an answer too when nobody knows the day."""
    if _is_not_known(question, typed):
        return "not known"
    day, month, year = _parts(question, typed)
    if day or not year or value_of(typed, f"{question.name}-time"):
        return _moment(question, typed, calendar)
    first = _day_of(question, "1", month or "1", year)
    return f"{first:%Y-%m}" if month else f"{first:%Y}"


def _is_not_known(question: Question, typed: Typed) -> bool:
    return value_of(typed, f"{question.name}-not-known") == NOT_KNOWN


def _parts(question: Question, typed: Typed) -> tuple[str, str, str]:
    day, month, year = (value_of(typed, f"{question.name}-{part}") for part in ("day", "month", "year"))
    return day, month, year


def _day_of(question: Question, day: str, month: str, year: str) -> date:
    missing = [part for part, typed in (("day", day), ("month", month), ("year", year)) if not typed]
    if missing:
        raise Unreadable(f"The date for “{question.ask}” must include a {' and a '.join(missing)}")
    if len(year) != 4:
        raise Unreadable(f"The year for “{question.ask}” must have 4 numbers, for example 2026")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Unreadable(f"Enter a real date for “{question.ask}”, for example 2 4 2026") from None


def _with_time(question: Question, day: str, at: str, calendar: Calendar) -> str:
    """A date alone is a day, and not midnight."""
    if not at:
        return day
    moment = calendar.from_local(datetime.combine(date.fromisoformat(day), _time_of(question, at)))
    return calendar.local(moment).isoformat()


def _time_of(question: Question, at: str) -> time:
    found = TIME.fullmatch(at)
    try:
        if found is None:
            raise ValueError(at)
        return time(_hour(int(found[1]), (found[4] or "").lower()), int(found[2] or 0), int(found[3] or 0))
    except ValueError:
        raise Unreadable(f"Enter the time for “{question.ask}” on the 24-hour clock, for example 16:00") from None


def _hour(hour: int, half: str) -> int:
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half == "pm" else 0)


_READERS: dict[str, Any] = {
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "select": _choice,
    "number": _number,
    "date": _date,
    "moment": _moment,
    "happened": _happened,
}
