"""Moments as they are asked about: with an offset, as local time, or as a bare day. Nothing here may read a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from ninja import Query

from dutybook.api.errors import Problem, Refused
from dutybook.engine.calendar import Calendar

At = Annotated[str | None, Query(description="The moment asked about; without it `known_at`, else now.")]
KnownAt = Annotated[str | None, Query(description="As known at this moment; without it, now.")]

A_DAY = len("2026-04-02")
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Further away nothing is due, and the calendar itself ends at the year 9999."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The moment asked about, and as known when."""

    at: datetime
    known_at: datetime


def asked(at: str | None, known_at: str | None, calendar: Calendar, *, now: datetime) -> Asked:
    """Both moments; the one that is not given follows from the other."""
    known = moment(known_at, "query.known_at", calendar) if known_at is not None else None
    wanted = moment(at, "query.at", calendar) if at is not None else None
    return Asked(wanted or known or now, known or now)


def moment(written: str, where: str, calendar: Calendar) -> datetime:
    """A moment as written: without an offset it is local time, a bare day is its end."""
    try:
        given = datetime.fromisoformat(written)
    except ValueError:
        raise _refusal(written, "is not a time", where) from None
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise _refusal(written, "is beyond the calendar", where)
    if len(written) == A_DAY:
        return calendar.end_of(date(given.year, given.month, given.day))
    return calendar.from_local(given) if given.tzinfo is None else given


def _refusal(written: str, what: str, where: str) -> Refused:
    write = "Write it as 2026-04-02T16:00 or 2026-04-02T16:00:00+01:00, and in an address + as %2B"
    return Refused([Problem(what=f"{written!r} {what}", write=write, where=where)])
