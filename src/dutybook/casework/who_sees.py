"""Who may see a case, as its team reads it: who is involved and why, who holds it, who is off it, and who has read it.

Read from the access log and the reading log. Nothing here is for anybody whom the team has not to answer for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from dutybook.casework import access_log, visibility
from dutybook.casework.access_log import Line
from dutybook.casework.involvement import lasting
from dutybook.casework.models import Account, Case, EmergencyAccess, Involvement, Reading
from dutybook.casework.worded_once import several, worded_once

SOON = timedelta(days=7)
READINGS_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Involved:
    """Somebody who is involved: since when, until when, let in by whom, and the last reason given for it."""

    account: Account
    since: datetime
    until: datetime | None
    by: Account
    reason: str
    told: Account | None
    looked_at: datetime | None

    @property
    def in_an_emergency(self) -> bool:
        return self.told is not None

    def ends_soon(self, now: datetime) -> bool:
        return self.until is not None and self.until <= now + SOON and not self.in_an_emergency


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoSees:
    """A case's access as it stands. `restriction` is the line that restricted it, if it is."""

    holders: Sequence[Account]
    involved: Sequence[Involved]
    off: Sequence[Line]
    restriction: Line | None
    log: Sequence[Line]


def who_sees(case: Case, *, now: datetime) -> WhoSees:
    """Everything, for the team that holds the case."""
    log = access_log.lines(case)
    return WhoSees(
        holders=list(visibility.holders(case, now=now).select_related("organisation")),
        involved=[_involved(each, log) for each in _lasting(case, now=now)],
        off=_off(case, log),
        restriction=_restriction(case, log),
        log=log[::-1],
    )


def own_involvement(case: Case, account: Account, *, now: datetime) -> Involvement | None:
    """Since when and until when this person is involved: what they may know of their own access."""
    return _lasting(case, now=now).filter(account=account).first()


def readings(case: Case, page: int | str) -> Page[Reading]:
    """Who read what of the case, the newest first; a page that is none counts as the nearest one."""
    found = Reading.objects.filter(case=case).select_related("account__organisation").order_by("-number")
    return Paginator(found, READINGS_ON_A_PAGE).get_page(page)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToLookAt:
    """Somebody let themselves into a case in an emergency, and this reader was told of it."""

    access: EmergencyAccess
    case: Case
    by: Account
    at: datetime
    reason: str


def to_look_at(account: Account, cases: Iterable[Case]) -> list[ToLookAt]:
    """What this person was told of in these cases, which they see, and has not looked at yet."""
    return [_to_look_at(each) for each in _told(account=account.pk, cases=[case.pk for case in cases])]


@worded_once
def _told(*, account: Any, cases: Any) -> QuerySet[EmergencyAccess]:
    told = EmergencyAccess.objects.filter(told=account, looked_at__isnull=True, involvement__case__in=several(cases))
    return told.select_related("involvement__case", "involvement__account").order_by("pk")


def ending_soon(account: Account, cases: Iterable[Case], *, now: datetime) -> list[Involvement]:
    """The involvements that end within a week, in those of these cases that this person's team holds."""
    held = [case for case in cases if visibility.is_on_the_team(account, case)]
    return _ending(cases=[case.pk for case in held], now=now, soon=now + SOON) if held else []


@worded_once
def _ending(*, cases: Any, now: Any, soon: Any) -> QuerySet[Involvement]:
    ending = Involvement.objects.filter(case__in=several(cases), ends_at__gt=now, ends_at__lte=soon, emergency=None)
    return ending.select_related("case", "account__organisation").order_by("ends_at", "pk")


def _lasting(case: Case, *, now: datetime) -> QuerySet[Involvement]:
    related = ("account__organisation", "granted_by", "emergency__told")
    return Involvement.objects.filter(lasting(now), case=case).select_related(*related).order_by("account__name", "pk")


def _involved(involvement: Involvement, log: Sequence[Line]) -> Involved:
    emergency: EmergencyAccess | None = getattr(involvement, "emergency", None)
    return Involved(
        account=involvement.account,
        since=involvement.granted_at,
        until=involvement.ends_at,
        by=involvement.granted_by,
        reason=_last_reason(involvement, log),
        told=emergency.told if emergency else None,
        looked_at=emergency.looked_at if emergency else None,
    )


def _off(case: Case, log: Iterable[Line]) -> list[Line]:
    """The line that took each of those off who are off the case still."""
    still = set(case.recusals.values_list("account", flat=True))
    last = {line.whom.pk: line for line in log if line.deed == access_log.RECUSED and line.whom is not None}
    return [line for account, line in last.items() if account in still]


def _last_reason(involvement: Involvement, log: Iterable[Line]) -> str:
    """Why it was granted, or why its end was moved last."""
    about = [
        line.reason
        for line in log
        if line.number == involvement.line
        or (line.deed == access_log.EXTENDED and line.whom == involvement.account and line.number > involvement.line)
    ]
    return about[-1] if about else ""


def _restriction(case: Case, log: Iterable[Line]) -> Line | None:
    standing = case.restrictions.filter(lifted_at__isnull=True).values_list("line", flat=True).first()
    return next((line for line in log if line.number == standing), None)


def _to_look_at(access: EmergencyAccess) -> ToLookAt:
    involvement = access.involvement
    by_number: Mapping[int, Line] = {line.number: line for line in access_log.lines(involvement.case)}
    return ToLookAt(
        access=access,
        case=involvement.case,
        by=involvement.account,
        at=involvement.granted_at,
        reason=by_number[involvement.line].reason,
    )
