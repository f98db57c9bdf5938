"""Who is let into a case, and who is locked out of it as its subject. Nobody may be let in without a reason."""

from __future__ import annotations

from datetime import datetime

from dutybook.casework.models import Account, Case, Involvement, SubjectLink


def involve(
    account: Account, case: Case, *, reason: str, by: Account, now: datetime, until: datetime | None = None
) -> Involvement:
    """Lets somebody see a case, from now on, until a day if one is given."""
    return Involvement.objects.create(
        case=case, account=account, reason=reason, granted_by=by, granted_at=now, ends_at=until
    )


def end_involvement(account: Account, case: Case, *, now: datetime) -> None:
    """From now on they see the case no more; that they did stays on record."""
    Involvement.objects.filter(case=case, account=account, ends_at__isnull=True).update(ends_at=now)


def link_subject(account: Account, case: Case, *, reason: str, by: Account, now: datetime) -> SubjectLink:
    """Says that this account is, or is linked to, the adult the case is about: from this moment it is locked out."""
    link, _ = SubjectLink.objects.get_or_create(
        case=case, account=account, defaults={"reason": reason, "linked_by": by, "linked_at": now}
    )
    return link
