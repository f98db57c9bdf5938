"""When something happened, in words, as it was recorded: a moment, a day, a month, a span.

Nothing here may work out a date.
"""

from __future__ import annotations

from datetime import date, datetime

from dutybook.engine import words
from dutybook.engine.calendar import Calendar

ABOUT = "about "


def happened_in_words(written: str, calendar: Calendar) -> str:
    """What an entry's `happened_at` says: `Thursday 2 April 2026 at 16:00`, `April 2026`, `at a time not known`."""
    about, text = (ABOUT, written.removeprefix(ABOUT)) if written.startswith(ABOUT) else ("", written)
    if text == "not known":
        return "at a time not known"
    first, slash, last = text.partition("/")
    if slash:
        return f"between {about}{_one(first, calendar)} and {_one(last, calendar)}"
    return about + _one(text, calendar)


def moment_in_words(moment: datetime, calendar: Calendar) -> str:
    """To the minute, for nobody wants the seconds; the end of a day is said as that."""
    is_the_end = calendar.end_of(calendar.day_of(moment)) == moment.replace(microsecond=0)
    return words.moment(moment if is_the_end else moment.replace(second=0, microsecond=0), calendar)


def _one(text: str, calendar: Calendar) -> str:
    match len(text):
        case 4:
            return text
        case 7:
            year, month = text.split("-")
            return f"{words.MONTHS[int(month) - 1]} {year}"
        case 10:
            return words.day(date.fromisoformat(text))
        case _:
            return moment_in_words(datetime.fromisoformat(text), calendar)
