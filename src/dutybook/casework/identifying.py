"""What follows when somebody is named: they are kept as a person, and it is asked whom the adult may be.

No one is locked out here by anything but a question that a person has still to answer.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from dutybook.casework import candidates, people
from dutybook.casework.candidates import Candidate, Target
from dutybook.casework.identity import ADULT
from dutybook.casework.models import Account, Case, Entry, Mailbox, SubjectLink, SubjectQuestion
from dutybook.casework.store import Raw

BETWEEN = "; "


@transaction.atomic
def note_who_it_is(entry: Entry, raw: Raw, *, now: datetime) -> None:
    """Keeps what an entry says of people; where it says who the adult is, asks of everybody they may be."""
    noted = people.note(entry, raw)
    if entry.case.kind == "allegation" and any(part == ADULT for part, _ in noted):
        ask_whom_it_may_be(entry.case, now=now)


def ask_whom_it_may_be(case: Case, *, now: datetime) -> None:
    """A question about each account and mailbox that the adult may be, or be reached by, and none twice."""
    for candidate in candidates.candidates(case, now=now):
        _ask(case, candidate, now=now)


def ask_about_account(account: Account, *, now: datetime) -> None:
    """The same when an account is made, opened again, or given another name, role or organisation."""
    for case in candidates.cases_that_may_be_about(account.name, account.organisation):
        ask_whom_it_may_be(case, now=now)


def ask_about_mailbox(mailbox: Mailbox, *, now: datetime) -> None:
    """The same when an organisation gains a mailbox: that may be the adult's, or one that they read."""
    asked = SubjectQuestion.objects.filter(account__organisation=mailbox.organisation).values("case")
    named = candidates.cases_that_may_be_about(mailbox.name, mailbox.organisation).values("pk")
    for case in Case.objects.filter(Q(pk__in=asked) | Q(pk__in=named)).select_related("authority"):
        ask_whom_it_may_be(case, now=now)


def _ask(case: Case, candidate: Candidate, *, now: datetime) -> None:
    """One that was answered “no” is asked again when there is a reason more; one that was answered “yes” stays so."""
    target = _as_field(candidate.target)
    if isinstance(candidate.target, Account) and SubjectLink.objects.filter(case=case, **target).exists():
        return
    before = SubjectQuestion.objects.filter(case=case, **target).first()
    if before is None:
        SubjectQuestion.objects.create(case=case, why=BETWEEN.join(candidate.why), asked_at=now, **target)
        return
    reasons = before.why.split(BETWEEN)
    more = [each for each in candidate.why if each not in reasons]
    if more and not before.reaches_the_subject:
        before.why = BETWEEN.join([*reasons, *more])
        before.asked_at, before.answered_at, before.answered_by, before.reaches_the_subject = now, None, None, None
        before.save()


def _as_field(target: Target) -> dict[str, Any]:
    return {"account": target} if isinstance(target, Account) else {"mailbox": target}
