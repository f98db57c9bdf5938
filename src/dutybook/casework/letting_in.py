"""Whom the team may let into a case, and who could be asked for: accounts of its authority's area, each with why not.

What is said here is for the team's eyes: nobody else may read why somebody is not let in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from dutybook.casework import subjects, visibility
from dutybook.casework.involvement import lasting
from dutybook.casework.models import Account, Case
from dutybook.casework.permissions import Allowed, Refused

AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that was found, and what stands against letting it in; empty if nothing does."""

    account: Account
    reasons: Sequence[str]


def found(case: Case, searched: str, *, now: datetime) -> list[Candidate]:
    """The accounts of the authority's area whose name or e-mail address holds these words; no more than ten."""
    words = searched.split()
    matching = _in_the_area(case)
    for word in words:
        matching = matching & (Q(name__icontains=word) | Q(email__icontains=word))
    accounts = Account.objects.filter(matching).select_related("organisation").order_by("name", "pk")[:AT_MOST]
    return [Candidate(each, _reasons(case, each, now=now)) for each in accounts] if words else []


def one(case: Case, account: int) -> Account | None:
    """The account of this number, if it is of the authority's area."""
    return Account.objects.filter(_in_the_area(case), pk=account).select_related("organisation").first()


def by_address(case: Case, email: str) -> Account | None:
    """The account with this e-mail address, if it is of the authority's area."""
    return Account.objects.filter(_in_the_area(case), email__iexact=email).select_related("organisation").first()


def may_be_let_in(case: Case, account: Account, *, now: datetime) -> Allowed | Refused:
    """Whether this account may be given an involvement; every reason why not."""
    reasons = tuple(_reasons(case, account, now=now))
    return Refused(reasons) if reasons else Allowed()


def _reasons(case: Case, account: Account, *, now: datetime) -> list[str]:
    about_the_subject = subjects.may_be_involved(case, account)
    of_the_subject = about_the_subject.reasons if isinstance(about_the_subject, Refused) else ()
    return [*of_the_subject, *_off(case, account), *_in_already(case, account, now=now)]


def _off(case: Case, account: Account) -> Iterator[str]:
    if case.recusals.filter(account=account).exists():
        yield f"{account.name} is off this case, because of a conflict of interest."


def _in_already(case: Case, account: Account, *, now: datetime) -> Iterator[str]:
    if case.involvements.filter(lasting(now), account=account, emergency=None).exists():
        yield f"{account.name} is involved already. Change the day on which that ends instead."
    elif visibility.is_on_the_team(account, case) and not visibility.is_restricted(case):
        yield f"{account.name} is on the team that holds this case, and sees it already."


def _in_the_area(case: Case) -> Q:
    here = Q(organisation=case.authority_id) | Q(organisation__authority=case.authority_id)
    return here & Q(is_active=True)
