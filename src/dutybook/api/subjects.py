"""Whom a case may be about: the desk's questions, its answers, who at an organisation may know; and one's own reports.

Nothing here may be given to anybody but the desk, or to a reporter but what they wrote themselves.
"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Status
from pydantic import BaseModel, Field

from dutybook.api import shapes
from dutybook.api.cases import opened
from dutybook.api.errors import NotFound, Problem, Refused
from dutybook.api.statements import LARGEST
from dutybook.api.topic import Reference, Topic, account_of, now
from dutybook.casework import permissions, reports, subjects, visibility, whom_to_tell
from dutybook.casework.actions import subjects as deeds
from dutybook.casework.actions.events import require
from dutybook.casework.identifying import BETWEEN
from dutybook.casework.models import Account, Case, Mailbox, Organisation, SubjectQuestion
from dutybook.casework.queries import CaseView
from dutybook.casework.subjects import OrganisationInTheCase

topic = Topic(tags=["subjects"])

TITLE = "whom the case may be about, as JSON"
Number = Annotated[int, Path(ge=1, le=LARGEST, description="The number of the question in the case.")]
Organised = Annotated[int, Path(ge=1, le=LARGEST, description="The organisation's id.")]
Receipt = Annotated[str, Path(max_length=64, pattern="^[0-9a-f]+$", description="The report's receipt.")]
Why = Annotated[str, Field(max_length=2000, pattern=r"\S", description="How somebody knows: it stays on record.")]
Email = Annotated[str, Field(max_length=254, pattern=r"\S")]


class AccountOrMailbox(BaseModel):
    """An account, or a mailbox with or without one."""

    name: str
    email: str
    role: str
    kind: str = Field(description="`account`, `mailbox` or `shared mailbox`.")


class Question(BaseModel):
    """May this be the adult, or reach them? `reaches_the_subject` is null until the desk has answered."""

    number: int
    about: AccountOrMailbox
    why: list[str]
    reaches_the_subject: bool | None


class Place(BaseModel):
    """An organisation of the case. Closed: nobody there is let in, and no message leaves for it."""

    id: int
    name: str
    is_closed: bool
    questions: list[Question]
    who_may_know: list[AccountOrMailbox]
    offered: list[AccountOrMailbox] = Field(description="Whom the procedure's rows put first, in their order.")


class Subject(BaseModel):
    """Every organisation of the case, and everybody who is locked out of it."""

    organisations: list[Place]
    locked_out: list[AccountOrMailbox]


class Said(BaseModel):
    """An answer; the same `form_token` sent again answers once."""

    reaches_the_subject: bool
    reason: Why
    form_token: UUID | None = None


class Choice(BaseModel):
    """Who may know: by the address of an account or mailbox of the organisation, or nobody yet without one."""

    email: Email | None = None
    may_know: bool = True
    reason: Why
    form_token: UUID | None = None


class LockOut(BaseModel):
    """Somebody close to the adult, of whom nothing was asked."""

    email: Email
    reason: Why


class ReportLine(BaseModel):
    receipt: str
    sent_at: str


class Report(ReportLine):
    """What its reader reported themselves, as they wrote it."""

    entries: list[shapes.Entry]


@topic.reads("/cases/{reference}/subject", Subject)
def subject(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """Whom the case may be about, and who at their organisations may know: for the desk alone."""
    _case(request, reference)
    view = opened(request, reference, TITLE)
    links = view.case.subject_links.select_related("account").order_by("pk")
    return {
        "organisations": [_place(view, each) for each in subjects.organisations_of(view.case)],
        "locked_out": [_somebody(each.account) for each in links],
    }


@topic.records("/cases/{reference}/subject/questions/{number}/answers", Question)
def answer_subject_question(
    request: HttpRequest, reference: Reference, number: Number, body: Said
) -> Status[dict[str, Any]]:
    """Says whether it is the adult, or reaches them; answering again takes the place of the answer before."""
    asked = subjects.question_of(_case(request, reference), number)
    if asked is None:
        what = f"There is no question {number} in this case"
        raise NotFound(Problem(what=what, write="Read the questions of the case first", where="path.number"))
    said = body.model_dump()
    deeds.answer_subject_question(asked, **said, by=account_of(request), now=now())
    return Status(201, _question(asked, number))


@topic.records("/cases/{reference}/subject/organisations/{organisation}/choices", Place)
def choose_who_may_know(
    request: HttpRequest, reference: Reference, organisation: Organised, body: Choice
) -> Status[dict[str, Any]]:
    """Chooses who at an organisation may know, or nobody yet; nobody is told by it, and nobody let in."""
    case = _case(request, reference)
    chosen = Organisation.objects.filter(pk=organisation).first()
    if chosen is None or subjects.organisation_in(case, chosen) is None:
        what = f"There is no organisation {organisation} in this case"
        raise NotFound(Problem(what=what, write="Read the organisations of the case first", where="path.organisation"))
    deeds.open_organisation(
        case,
        chosen,
        whom=_at(chosen, body.email) if body.email else None,
        may_know=body.may_know,
        reason=body.reason,
        by=account_of(request),
        now=now(),
        form_token=body.form_token,
    )
    view = opened(request, reference, TITLE)
    return Status(
        201, next(_place(view, each) for each in subjects.organisations_of(case) if each.organisation == chosen)
    )


@topic.records("/cases/{reference}/subject/locked-out", AccountOrMailbox)
def lock_out(request: HttpRequest, reference: Reference, body: LockOut) -> Status[dict[str, Any]]:
    """Locks out somebody close to the adult: they find no sign of the case from now on, and are not told."""
    case = _case(request, reference)
    whom = Account.objects.filter(email__iexact=body.email).select_related("organisation__authority").first()
    if whom is None or whom.organisation.own_authority != case.authority:
        raise _nobody(body.email)
    deeds.lock_out(whom, case, reason=body.reason, by=account_of(request), now=now())
    return Status(201, _somebody(whom))


@topic.reads("/reports", list[ReportLine])
def my_reports(request: HttpRequest) -> list[dict[str, Any]]:
    """What you reported yourself, the newest first."""
    return [_line(each) for each in reports.reports_of(account_of(request))]


@topic.reads("/reports/{receipt}", Report)
def my_report(request: HttpRequest, receipt: Receipt) -> dict[str, Any]:
    """One report of your own, as you wrote it, and nothing of what became of it."""
    found = reports.report_of(account_of(request), receipt, now=now())
    return _line(found) | {"entries": list(found.raws)}


def _case(request: HttpRequest, reference: str) -> Case:
    """For the desk alone, and asked before anything is read."""
    account = account_of(request)
    case = visibility.case_for(account, reference, now=now())
    require(permissions.may_say_who_the_subject_is(account, case))
    return case


def _place(view: CaseView, found: OrganisationInTheCase) -> dict[str, Any]:
    told = whom_to_tell.roles_to_tell(view)
    numbers = {each.pk: number for number, each in enumerate(subjects.questions_of(view.case), 1)}
    return {
        "id": found.organisation.pk,
        "name": found.organisation.name,
        "is_closed": found.is_closed,
        "questions": [_question(each, numbers[each.pk]) for each in found.questions],
        "who_may_know": [_somebody(each) for each in found.who_may_know],
        "offered": [_somebody(each.whom) for each in whom_to_tell.offered(view.case, found.organisation, told)],
    }


def _question(asked: SubjectQuestion, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "about": _somebody(subjects.holder_of(asked)),
        "why": asked.why.split(BETWEEN),
        "reaches_the_subject": asked.reaches_the_subject,
    }


def _somebody(whom: Account | Mailbox) -> dict[str, Any]:
    mailbox = "shared mailbox" if isinstance(whom, Mailbox) and whom.is_shared else "mailbox"
    kind = "account" if isinstance(whom, Account) else mailbox
    return {"name": whom.name, "email": whom.email, "role": whom.role, "kind": kind}


def _line(report: reports.Report) -> dict[str, Any]:
    return {"receipt": report.receipt, "sent_at": report.sent_at.isoformat()}


def _at(organisation: Organisation, email: str) -> Account | Mailbox:
    """A named person's mailbox before an account of the same address, as the page offers them."""
    mailbox = organisation.mailboxes.filter(email__iexact=email, ended_at__isnull=True).first()
    found = mailbox or organisation.accounts.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise _nobody(email)
    return found


def _nobody(email: str) -> Refused:
    what = f"There is no account or mailbox {email} there"
    return Refused([Problem(what=what, write="Write the e-mail address of one that is", where="body.email")])
