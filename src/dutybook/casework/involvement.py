"""What stands of who is let into a case, taken off it, or locked out of it: written with its line of the access log.

Nothing may change here without that line; whether somebody may do it is asked in actions/access.py.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from dutybook.casework import access_log
from dutybook.casework.models import (
    Account,
    Case,
    EmergencyAccess,
    Involvement,
    Recusal,
    Restriction,
    SubjectLink,
    SubjectQuestion,
)


@transaction.atomic
def involve(
    account: Account,
    case: Case,
    *,
    reason: str,
    by: Account,
    now: datetime,
    until: datetime | None = None,
    form_token: UUID | None = None,
) -> Involvement:
    """Lets somebody see a case, from now on, until a moment if one is given."""
    line = access_log.note(
        case, access_log.INVOLVED, by=by, now=now, reason=reason, whom=account, until=until, form_token=form_token
    )
    return _let_in(account, case, line=line.number, by=by, now=now, until=until)


@transaction.atomic
def extend_involvement(
    account: Account,
    case: Case,
    *,
    until: datetime | None,
    reason: str,
    by: Account,
    now: datetime,
    form_token: UUID | None = None,
) -> None:
    """From now on it ends at another moment, or at none; what was opened in an emergency cannot be extended."""
    access_log.note(
        case, access_log.EXTENDED, by=by, now=now, reason=reason, whom=account, until=until, form_token=form_token
    )
    granted = _lasting(account, case, now=now).filter(emergency=None).values_list("pk", flat=True)
    Involvement.objects.filter(pk__in=list(granted)).update(ends_at=until)


@transaction.atomic
def end_involvement(
    account: Account, case: Case, *, reason: str, by: Account, now: datetime, form_token: UUID | None = None
) -> None:
    """From now on they see the case no more; that they did stays on record."""
    access_log.note(case, access_log.ENDED, by=by, now=now, reason=reason, whom=account, form_token=form_token)
    _lasting(account, case, now=now).update(ends_at=now)


@transaction.atomic
def recuse(
    account: Account, case: Case, *, reason: str, by: Account, now: datetime, form_token: UUID | None = None
) -> Recusal:
    """Takes somebody off a case; by themselves, or by the team."""
    access_log.note(case, access_log.RECUSED, by=by, now=now, reason=reason, whom=account, form_token=form_token)
    return Recusal.objects.create(case=case, account=account, recused_by=by, recused_at=now)


@transaction.atomic
def undo_recusal(
    account: Account, case: Case, *, reason: str, by: Account, now: datetime, form_token: UUID | None = None
) -> None:
    """Says that somebody was off the case by mistake; that they were stays on record, and so does what they missed."""
    access_log.note(case, access_log.RECUSAL_UNDONE, by=by, now=now, reason=reason, whom=account, form_token=form_token)
    Recusal.objects.filter(case=case, account=account).delete()


@transaction.atomic
def restrict(case: Case, *, reason: str, by: Account, now: datetime, form_token: UUID | None = None) -> Restriction:
    """From now on no team holds the case, but whoever is involved in it."""
    line = access_log.note(case, access_log.RESTRICTED, by=by, now=now, reason=reason, form_token=form_token)
    return Restriction.objects.create(case=case, line=line.number, restricted_at=now)


@transaction.atomic
def lift_restriction(case: Case, *, reason: str, by: Account, now: datetime, form_token: UUID | None = None) -> None:
    """From now on the team holds the case again."""
    access_log.note(case, access_log.LIFTED, by=by, now=now, reason=reason, form_token=form_token)
    Restriction.objects.filter(case=case, lifted_at__isnull=True).update(lifted_at=now)


@transaction.atomic
def open_in_an_emergency(
    case: Case, *, told: Account, until: datetime, reason: str, by: Account, now: datetime
) -> EmergencyAccess:
    """Somebody lets themselves in for a few hours; `told` is who has to look at it."""
    line = access_log.note(case, access_log.OPENED, by=by, now=now, reason=reason, whom=told, until=until)
    involvement = _let_in(by, case, line=line.number, by=by, now=now, until=until)
    return EmergencyAccess.objects.create(involvement=involvement, told=told)


@transaction.atomic
def look_at_emergency(access: EmergencyAccess, *, by: Account, now: datetime) -> None:
    """Whoever was told says that they have looked at it, and at whatever else that person opened in the case."""
    opener = access.involvement.account
    case = access.involvement.case
    access_log.note(case, access_log.LOOKED_AT, by=by, now=now, reason="", whom=opener)
    EmergencyAccess.objects.filter(
        involvement__case=case, involvement__account=opener, told=by, looked_at__isnull=True
    ).update(looked_at=now)


@transaction.atomic
def link_subject(account: Account, case: Case, *, reason: str, by: Account, now: datetime) -> SubjectLink:
    """Says that this account is, or is linked to, the adult the case is about: from this moment it is locked out."""
    already = SubjectLink.objects.filter(case=case, account=account).first()
    if already is not None:
        return already
    line = access_log.note(case, access_log.LINKED, by=by, now=now, reason=reason, whom=account)
    SubjectQuestion.objects.filter(case=case, account=account, answered_at__isnull=True).update(
        reaches_the_subject=True, answered_by=by, answered_at=now, line=line.number
    )
    return SubjectLink.objects.create(case=case, account=account, line=line.number, linked_by=by, linked_at=now)


@transaction.atomic
def unlink_subject(account: Account, case: Case, *, reason: str, by: Account, now: datetime) -> None:
    """Says that the link was a mistake; that it once stood stays on record."""
    access_log.note(case, access_log.UNLINKED, by=by, now=now, reason=reason, whom=account)
    SubjectLink.objects.filter(case=case, account=account).delete()


def lasting(now: datetime) -> Q:
    """Involvements that have not ended."""
    return Q(ends_at__isnull=True) | Q(ends_at__gt=now)


def _let_in(
    account: Account, case: Case, *, line: int, by: Account, now: datetime, until: datetime | None
) -> Involvement:
    return Involvement.objects.create(
        case=case, account=account, line=line, granted_by=by, granted_at=now, ends_at=until
    )


def _lasting(account: Account, case: Case, *, now: datetime) -> QuerySet[Involvement]:
    return Involvement.objects.filter(lasting(now), case=case, account=account)
