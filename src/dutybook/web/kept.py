"""What was rendered of a case, kept in this process for the next look of a reader who sees the very same.

It is found by all that it depends on: the very entries that are read, who reads them, and whatever else a page names;
and it stands only until something of it can change by itself. No token of a form may be in it, and none of a request.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView, Sight
from dutybook.casework.worked_out import WorkedOut


class Rendered(Protocol):
    """Parts of a page: how many bytes they take, and from when on they say something else (None: never)."""

    @property
    def size(self) -> int: ...
    @property
    def until(self) -> datetime | None: ...


R = TypeVar("R", bound=Rendered)


@dataclass(frozen=True, slots=True)
class _Kept:
    rendered: Any
    since: datetime
    until: datetime

    def stands_at(self, now: datetime) -> bool:
        return self.since <= now < self.until


RENDERED: WorkedOut[_Kept] = WorkedOut()


def kept(sight: Sight, *by: Hashable, make: Callable[[CaseView], R]) -> R:
    """What was made of this sight for the same `by`, as long as it stands; else what `make` makes of it now."""
    key = (sight.key, sight.case.procedure, sight.case.authority_id, frozenset(sight.reads), *by)
    found = RENDERED.get(key)
    if found is None or not found.stands_at(sight.now):
        made = make(sight.view)
        found = _Kept(made, sight.now, _first([_end_of_the_day(sight), sight.until, made.until]))
        RENDERED.keep(key, found, size=made.size)
    rendered: R = found.rendered
    return rendered


def reader(account: Account) -> Hashable:
    """For what depends on nothing of its reader but what they are, and where."""
    return account.role, account.organisation_id


def _end_of_the_day(sight: Sight) -> datetime:
    """No day in words, nor any edition of the procedure, changes before."""
    calendar = sight.procedure.calendar
    return calendar.end_of(calendar.day_of(sight.now)) + timedelta(seconds=1)


def _first(moments: Iterable[datetime | None]) -> datetime:
    return min(each for each in moments if each is not None)
