"""Answering whom a case may be about, locking out whom it is, and choosing who at an organisation may know of it.

The desk alone does this, always with a reason, and never anybody whom the case may be about.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dutybook.casework import access_log, involvement, permissions, settled, subjects, visibility
from dutybook.casework.actions.events import require
from dutybook.casework.models import Account, Case, Mailbox, Organisation, OrganisationOpened, SubjectQuestion
from dutybook.casework.permissions import Allowed, Refused

NO_REASON = "Nothing says why. Write the reason: somebody will want to know it later."
NOT_OF_THE_CASE = "{organisation} has no part in this case. Nobody there has to be chosen."
ANSWER_FIRST = "Not every question about {organisation} is answered. Answer each, and then choose who there may know."
NOT_THERE = "{name} does not belong to {organisation}. Choose somebody there, or nobody."
REACHES_THEM = "{name} is, or reaches, the person the case is about. Choose somebody else."
ABOUT = {True: "{name}: yes, it is them or reaches them. {reason}", False: "{name}: no, it is somebody else. {reason}"}
CHOSEN = {True: "{name} may know. {reason}", False: "{name} may no longer know. {reason}"}
NOBODY_YET = "Nobody at {organisation} may know yet. {reason}"


@transaction.atomic
def answer_subject_question(
    question: SubjectQuestion,
    *,
    reaches_the_subject: bool,
    reason: str,
    by: Account,
    now: datetime,
    form_token: UUID | None = None,
) -> None:
    """Says whether the account or mailbox is the adult's or reaches them; saying otherwise later changes it.

    Raises `NotAllowed`, or `visibility.NotThere`. The same form sent twice answers once.
    """
    _ask_leave(by, question.case, reason, now=now)
    if access_log.written_by_form(form_token, by=by) is not None:
        return
    line = access_log.note(
        question.case,
        access_log.QUESTION_ANSWERED,
        by=by,
        now=now,
        reason=ABOUT[reaches_the_subject].format(name=_called(question.account or question.mailbox), reason=reason),
        whom=question.account,
        settles=settled.by_an_answer(question, reaches_the_subject=reaches_the_subject),
        form_token=form_token,
    )
    question.answered_at, question.answered_by, question.line = now, by, line.number
    question.reaches_the_subject = reaches_the_subject
    question.save()
    if question.account is not None:
        _lock_or_free(question.case, question.account, reaches_the_subject, reason=reason, by=by, now=now)


@transaction.atomic
def lock_out(account: Account, case: Case, *, reason: str, by: Account, now: datetime) -> None:
    """Somebody whom nobody asked about is the adult, or close enough to them to be told: the desk says so itself."""
    _ask_leave(by, case, reason, now=now)
    involvement.link_subject(account, case, reason=reason, by=by, now=now)


@transaction.atomic
def open_organisation(
    case: Case,
    organisation: Organisation,
    *,
    whom: Account | Mailbox | None,
    reason: str,
    by: Account,
    now: datetime,
    may_know: bool = True,
    form_token: UUID | None = None,
) -> None:
    """Chooses who at an organisation may know of the case, or that nobody there may yet; or takes a choice back.

    Nobody is told by it, and nobody let in. Raises `NotAllowed`.
    """
    _ask_leave(by, case, reason, now=now)
    require(_may_choose(case, organisation, whom, may_know=may_know))
    if access_log.written_by_form(form_token, by=by) is not None:
        return
    says = NOBODY_YET if whom is None else CHOSEN[may_know]
    choice = OrganisationOpened(
        case=case,
        organisation=organisation,
        account=whom if isinstance(whom, Account) else None,
        mailbox=whom if isinstance(whom, Mailbox) else None,
        may_know=may_know and whom is not None,
        opened_by=by,
        opened_at=now,
    )
    choice.line = access_log.note(
        case,
        access_log.ORGANISATION_OPENED,
        by=by,
        now=now,
        reason=says.format(name=_called(whom), organisation=organisation.name, reason=reason),
        whom=choice.account,
        settles=settled.by_a_choice(choice),
        form_token=form_token,
    ).number
    choice.save(force_insert=True)


def _ask_leave(by: Account, case: Case, reason: str, *, now: datetime) -> None:
    """Whoever may be the person themselves sees no such case, and is told no more than that here."""
    require(permissions.may_say_who_the_subject_is(by, case))
    if not visibility.may_know(by, case, now=now):
        raise visibility.NotThere(case.reference)
    require(Allowed() if reason.strip() else Refused((NO_REASON,)))


def _may_choose(
    case: Case, organisation: Organisation, whom: Account | Mailbox | None, *, may_know: bool
) -> Allowed | Refused:
    found = subjects.organisation_in(case, organisation)
    if found is None:
        return Refused((NOT_OF_THE_CASE.format(organisation=organisation.name),))
    if found.unanswered:
        return Refused((ANSWER_FIRST.format(organisation=organisation.name),))
    if whom is None or not may_know:
        return Allowed()
    if whom.organisation_id != organisation.pk:
        return Refused((NOT_THERE.format(name=whom.name, organisation=organisation.name),))
    if subjects.reaches_the_subject(case, whom):
        return Refused((REACHES_THEM.format(name=whom.name),))
    return Allowed()


def _lock_or_free(case: Case, account: Account, locked: bool, *, reason: str, by: Account, now: datetime) -> None:
    if locked:
        involvement.link_subject(account, case, reason=reason, by=by, now=now)
    elif case.subject_links.filter(account=account).exists():
        involvement.unlink_subject(account, case, reason=reason, by=by, now=now)


def _called(whom: Account | Mailbox | None) -> str:
    return whom.name if whom is not None else ""
