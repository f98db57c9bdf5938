"""What *Today* says of who may see a reader's cases: emergencies to look at, and what ends within a week.

Nothing may stand here of a case that the reader does not see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dutybook.casework import who_sees
from dutybook.casework.models import Account, Case, Involvement
from dutybook.engine.calendar import Calendar
from dutybook.web.access.lines import days_left, to_the_minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """Somebody opened a case in an emergency, and this reader was told."""

    access_id: int
    says: str
    reason: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """An involvement that ends within a week."""

    name: str
    organisation: str
    left: str
    account_id: int
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForToday:
    """Both lists."""

    emergencies: Sequence[Emergency]
    ending: Sequence[Ending]


def for_today(account: Account, cases: Sequence[Case], calendar: Calendar, *, now: datetime) -> ForToday:
    """Of these cases, all of which the reader sees."""
    return ForToday(
        emergencies=[_emergency(each, calendar) for each in who_sees.to_look_at(account, cases)],
        ending=[_ending(each, calendar, now) for each in who_sees.ending_soon(account, cases, now=now)],
    )


def _emergency(found: who_sees.ToLookAt, calendar: Calendar) -> Emergency:
    on = to_the_minute(found.at, calendar)
    return Emergency(
        access_id=found.access.pk,
        says=f"{found.by.name} opened case {found.case.reference} in an emergency on {on}",
        reason=found.reason,
        reference=found.case.reference,
    )


def _ending(involvement: Involvement, calendar: Calendar, now: datetime) -> Ending:
    until = involvement.ends_at or now
    return Ending(
        name=involvement.account.name,
        organisation=involvement.account.organisation.name,
        left=days_left(until, now, calendar),
        account_id=involvement.account_id,
        reference=involvement.case.reference,
    )
