"""A form filled with what an entry says, as somebody would have typed it: so that correcting it begins from it.

Nothing may be made up here: what no field can hold is left out, and the form says that it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from dutybook.engine.calendar import Calendar
from dutybook.engine.entries import Entry
from dutybook.engine.procedure import NOT_KNOWN
from dutybook.web.asking.form import AS_WHAT, HAPPENED, WHO
from dutybook.web.asking.questions import Typed
from dutybook.web.asking.things import PREFIX

A_YEAR, A_MONTH, A_DAY = len("2026"), len("2026-04"), len("2026-04-02")


def filled(entry: Entry, calendar: Calendar) -> Typed:
    """Every field of the form for this entry, with what the entry says in it."""
    about = {PREFIX + kind: list(ids) for kind, ids in entry.things.items()}
    answers = {field: typed for fact, value in entry.answers.items() for field, typed in _answer(fact, value, calendar)}
    return about | answers | dict(_happened(entry.happened_at, calendar)) | {AS_WHAT: [entry.role], WHO: [entry.by]}


def can_be_typed(happened_at: str) -> bool:
    """A span, and "about" a time, are recorded by other doors: no date field holds them."""
    return "/" not in happened_at and not happened_at.startswith("about ")


def _happened(written: str, calendar: Calendar) -> Iterator[tuple[str, list[str]]]:
    if not can_be_typed(written):
        return
    if written in ("not known", NOT_KNOWN):
        yield f"{HAPPENED}-not-known", [NOT_KNOWN]
    elif len(written) in (A_YEAR, A_MONTH):
        year, _, month = written.partition("-")
        yield from ((f"{HAPPENED}-year", [year]), (f"{HAPPENED}-month", [month.lstrip("0")]))
    elif len(written) == A_DAY:
        yield from _day(HAPPENED, date.fromisoformat(written))
    else:
        yield from _moment(HAPPENED, datetime.fromisoformat(written), calendar)


def _answer(fact: str, value: Any, calendar: Calendar) -> Iterator[tuple[str, list[str]]]:
    """A choice field reads `not_known` by its own name, a date field by the box beside it: both are filled."""
    if value == NOT_KNOWN:
        yield from ((fact, [NOT_KNOWN]), (f"{fact}-not-known", [NOT_KNOWN]))
    elif isinstance(value, bool):
        yield fact, ["yes" if value else "no"]
    elif isinstance(value, datetime):
        yield from _moment(fact, value, calendar)
    elif isinstance(value, date):
        yield from _day(fact, value)
    else:
        yield fact, [str(each) for each in value] if isinstance(value, tuple) else [str(value)]


def _moment(field: str, moment: datetime, calendar: Calendar) -> Iterator[tuple[str, list[str]]]:
    local = calendar.local(moment)
    yield from _day(field, local.date())
    yield f"{field}-time", [f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"]


def _day(field: str, day: date) -> Iterator[tuple[str, list[str]]]:
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        yield f"{field}-{part}", [str(number)]
