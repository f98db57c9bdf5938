"""Dates, lengths and answers in plain English.

Every sentence the engine gives is put together from these; no rule may be decided here.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from dutybook.engine.calendar import Calendar, Skipped
from dutybook.engine.forms import Length
from dutybook.engine.instance import LongerThan
from dutybook.engine.procedure import Choice, Event, Fact

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@lru_cache(maxsize=4096)
def day(value: date) -> str:
    """Thursday 2 April 2026."""
    return f"{WEEKDAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime, calendar: Calendar) -> str:
    """Thursday 2 April 2026 at 16:00; the end of a day is said as that."""
    local = calendar.local(value)
    if (local.hour, local.minute, local.second) == (23, 59, 59):
        return f"the end of {day(local.date())}"
    seconds = f":{local.second:02}" if local.second else ""
    return f"{day(local.date())} at {local.hour:02}:{local.minute:02}{seconds}"


def length(value: Length) -> str:
    """24 hours; 1 working day; the same day."""
    if value.n == 0 and value.unit == "days":
        return "the same day"
    return f"{value.n} {value.unit.removesuffix('s') if value.n == 1 else value.unit}"


def span(seconds: int) -> str:
    """18 hours; 2 days and 3 hours; 40 minutes; 1 second."""
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute"), (rest, "second")]
    said = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n][:2]
    return " and ".join(said) or "0 seconds"


def not_counted(skipped: tuple[Skipped, ...]) -> str:
    """Not counted: Friday 3 April 2026 (Good Friday), Saturday 4 April 2026."""
    said = [day(each.day) + ("" if each.why in WEEKDAYS else f" ({each.why})") for each in skipped]
    return "not counted: " + ", ".join(said) if said else ""


def answer(fact: Fact | None, value: Any, calendar: Calendar) -> str:
    """An answer as a person would say it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return sentence(moment(value, calendar))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return ", ".join(_choice(fact, each) for each in value)
    return _choice(fact, str(value))


def _choice(fact: Fact | None, value: str) -> str:
    found: Choice | None = next((each for each in fact.choices if each.id == value), None) if fact else None
    return found.title if found and found.title else sentence(value.replace("_", " "))


def event(declared: Event | None, name: str) -> str:
    """An event's title, or its stored name in words."""
    return declared.title if declared and declared.title else sentence(name.replace("_", " "))


def question(fact: Fact | None, name: str) -> str:
    """A fact's question, or its stored name in words."""
    return (fact.ask or fact.title) if fact and (fact.ask or fact.title) else sentence(name.replace("_", " ")) + "?"


def longer_than(over: LongerThan, calendar: Calendar) -> str:
    """The limit of a pack above, until when it would have run, and why the more local one is longer."""
    until = f" ({moment(over.due_at, calendar)})" if over.due_at else ""
    return f"{over.set_by.replace('_', ' ').title()}: {over.within}{until}; longer here because {over.because}"


def sentence(text: str) -> str:
    """The text with a capital letter in front."""
    return text[:1].upper() + text[1:]
