"""Saying who may see a case: letting in, ending that, taking off, restricting, and opening one in an emergency.

Nobody may be let in, put off or kept out without a reason and a name under it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from dutybook.casework import access_log, involvement, letting_in, notices, permissions, visibility
from dutybook.casework.actions.events import NotAllowed
from dutybook.casework.models import Account, Case, EmergencyAccess
from dutybook.casework.permissions import Allowed, Refused
from dutybook.engine.calendar import Calendar

EMERGENCY_LASTS = timedelta(hours=4)
LONGEST_REASON = 2000
LAST_YEAR = 2200


class Unfit(ValueError):
    """What was asked for lacks something, or cannot be: which part, and what to do about it."""

    def __init__(self, part: str, says: str) -> None:
        super().__init__(says)
        self.part = part


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What comes with everything done here: who does it, when, why, and the token of the form it was sent with."""

    by: Account
    now: datetime
    reason: str
    form_token: UUID | None = None


def ask_leave(allowed: Allowed | Refused, said: Said) -> None:
    """Raises unless it is allowed, and said why."""
    _allowed(allowed)
    _with_a_reason(said)


@transaction.atomic
def grant_involvement(case: Case, account: Account, *, until: datetime | None, said: Said) -> None:
    """Lets somebody into a case, and tells them that something needs them. The same form sent twice does it once."""
    if _was_sent_before(case, access_log.INVOLVED, said):
        return
    ask_leave(permissions.may_say_who_sees(said.by, case, now=said.now), said)
    _in_the_future(until, said.now)
    _allowed(letting_in.may_be_let_in(case, account, now=said.now))
    involvement.involve(
        account, case, reason=said.reason, by=said.by, now=said.now, until=until, form_token=said.form_token
    )
    notices.raise_notice(case, account=account, why=notices.INVOLVED, by=said.by, now=said.now)


@transaction.atomic
def extend_involvement(case: Case, account: Account, *, until: datetime | None, said: Said) -> None:
    """Moves the day on which somebody's involvement ends, either way."""
    if _was_sent_before(case, access_log.EXTENDED, said):
        return
    ask_leave(permissions.may_say_who_sees(said.by, case, now=said.now), said)
    _in_the_future(until, said.now)
    _must_be_involved(case, account, said.now, emergency=None)
    involvement.extend_involvement(
        account, case, until=until, reason=said.reason, by=said.by, now=said.now, form_token=said.form_token
    )


@transaction.atomic
def end_involvement(case: Case, account: Account, *, said: Said) -> None:
    """Ends it now."""
    if _was_sent_before(case, access_log.ENDED, said):
        return
    ask_leave(permissions.may_say_who_sees(said.by, case, now=said.now), said)
    _must_be_involved(case, account, said.now)
    involvement.end_involvement(account, case, reason=said.reason, by=said.by, now=said.now, form_token=said.form_token)


@transaction.atomic
def take_off(case: Case, account: Account, *, said: Said) -> None:
    """Takes somebody who sees a case off it, for a conflict of interest: oneself, or, by the team, somebody else."""
    if _was_sent_before(case, access_log.RECUSED, said):
        return
    if account != said.by:
        _allowed(permissions.may_say_who_sees(said.by, case, now=said.now))
    _with_a_reason(said)
    if not visibility.may_know(account, case, now=said.now):
        raise Unfit("account", f"{account.name} does not see this case")
    involvement.recuse(account, case, reason=said.reason, by=said.by, now=said.now, form_token=said.form_token)


@transaction.atomic
def undo_recusal(case: Case, account: Account, *, said: Said) -> None:
    """Somebody was off the case by mistake: another designated officer says so, and what they held they hold again.

    Whoever may be the subject, or is linked to them, stays locked out.
    """
    if _was_sent_before(case, access_log.RECUSAL_UNDONE, said):
        return
    ask_leave(permissions.may_undo_a_recusal(said.by, case, now=said.now), said)
    if not case.recusals.filter(account=account).exists():
        raise Unfit("account", f"{account.name} is not off this case")
    involvement.undo_recusal(account, case, reason=said.reason, by=said.by, now=said.now, form_token=said.form_token)
    if visibility.may_know(account, case, now=said.now):
        notices.raise_notice(case, account=account, why=notices.INVOLVED, by=said.by, now=said.now)


def last_moment(day: date, calendar: Calendar) -> datetime:
    """To the end of which moment somebody may see a case whose last day is this one."""
    if day.year > LAST_YEAR:
        raise Unfit("until", f"The year must be {LAST_YEAR} or before")
    return calendar.end_of(day)


def is_the_last_holder(case: Case, account: Account, *, now: datetime) -> bool:
    """Whether nobody else on the team could see the case without this person."""
    return list(visibility.holders(case, now=now)[:2]) == [account]


@transaction.atomic
def restrict_case(case: Case, named: Collection[Account], *, said: Said) -> None:
    """From now on only the people named hold this case: to the rest of the team it does not exist."""
    if _was_sent_before(case, access_log.RESTRICTED, said):
        return
    ask_leave(permissions.may_say_who_sees(said.by, case, now=said.now), said)
    if visibility.is_restricted(case):
        raise Unfit("people", "This case is restricted already: let people in, or end their involvement")
    holders = set(visibility.holders(case, now=said.now))
    if not named or not holders.issuperset(named):
        raise Unfit("people", "Choose who of the team holds this case")
    involvement.restrict(case, reason=said.reason, by=said.by, now=said.now, form_token=said.form_token)
    for account in named:
        involvement.involve(account, case, reason=said.reason, by=said.by, now=said.now)
        if account != said.by:
            notices.raise_notice(case, account=account, why=notices.INVOLVED, by=said.by, now=said.now)


@transaction.atomic
def lift_restriction(case: Case, *, said: Said) -> None:
    """The team holds the case again, and so nobody of it needs to be named."""
    if _was_sent_before(case, access_log.LIFTED, said):
        return
    ask_leave(permissions.may_say_who_sees(said.by, case, now=said.now), said)
    if not visibility.is_restricted(case):
        raise Unfit("reason", "This case is not restricted")
    named = visibility.holders(case, now=said.now)
    for account in list(named):
        involvement.end_involvement(account, case, reason=said.reason, by=said.by, now=said.now)
    involvement.lift_restriction(case, reason=said.reason, by=said.by, now=said.now, form_token=said.form_token)


@transaction.atomic
def open_in_an_emergency(reference: str, *, said: Said) -> Case:
    """Lets somebody of the team into a case that is kept from them, for four hours; a second person is told.

    Raises `visibility.NotThere` alike for a case that never was, is another authority's, or may never be theirs.
    """
    ask_leave(permissions.may_use_emergency_access(said.by), said)
    case = _kept_from_the_team(reference, said.by)
    if visibility.may_know(said.by, case, now=said.now):
        return case
    told = _second_person(case, said.by, now=said.now)
    until = said.now + EMERGENCY_LASTS
    involvement.open_in_an_emergency(case, told=told, until=until, reason=said.reason, by=said.by, now=said.now)
    notices.raise_notice(case, account=told, why=notices.EMERGENCY, by=said.by, now=said.now)
    return case


@transaction.atomic
def look_at_emergency(access: EmergencyAccess, *, by: Account, now: datetime) -> None:
    """Whoever was told says that they have looked at it."""
    if access.told_id != by.pk:
        raise NotAllowed(Refused(("Somebody else was told of this. They say that they have looked at it.",)))
    if access.looked_at is None:
        involvement.look_at_emergency(access, by=by, now=now)


def _kept_from_the_team(reference: str, by: Account) -> Case:
    kinds = [kind for kind, roles in visibility.TEAMS.items() if by.role in roles]
    case = Case.objects.filter(reference=reference, kind__in=kinds, authority=by.organisation_id).first()
    if case is None or Account.objects.filter(visibility.kept_from(case), pk=by.pk).exists():
        raise visibility.NotThere(reference)
    return case


def _second_person(case: Case, by: Account, *, now: datetime) -> Account:
    """One of the people named; a designated officer before anybody else. Without them, another of the authority's."""
    for candidates in (visibility.holders(case, now=now), visibility.team(case)):
        others = [each for each in candidates if each != by]
        if others:
            return min(others, key=lambda each: each.role != "designated_officer")
    raise NotAllowed(Refused(("There is nobody else who could be told, so it cannot be opened like this.",)))


def _was_sent_before(case: Case, deed: str, said: Said) -> bool:
    """Asked while nobody else can say anything of who may see this case, until this is done."""
    Case.objects.select_for_update().get(pk=case.pk)
    made = access_log.made_by_form(said.form_token)
    if made is None:
        return False
    if (made.case_id, made.deed, made.by_id) != (case.pk, deed, said.by.pk):
        raise Unfit("form_token", "This form was sent before, for something else")
    return True


def _allowed(allowed: Allowed | Refused) -> None:
    if isinstance(allowed, Refused):
        raise NotAllowed(allowed)


def _with_a_reason(said: Said) -> None:
    if not said.reason.strip():
        raise Unfit("reason", "Enter why")
    if len(said.reason) > LONGEST_REASON:
        raise Unfit("reason", f"Enter why in no more than {LONGEST_REASON} characters")


def _in_the_future(until: datetime | None, now: datetime) -> None:
    if until is not None and until <= now:
        raise Unfit("until", "The day on which it ends must be today or later")


def _must_be_involved(case: Case, account: Account, now: datetime, **more: Any) -> None:
    if not case.involvements.filter(involvement.lasting(now), account=account, **more).exists():
        raise Unfit("account", f"{account.name} is not involved in this case")
