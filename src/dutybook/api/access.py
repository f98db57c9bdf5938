"""Who may see a case: what stands, what was decided, who read it; letting in, ending, taking off, restricting.

Whoever is not of the team that holds a case gets no more here than they could read on its page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Status
from pydantic import BaseModel, Field

from dutybook.api.cases import opened
from dutybook.api.errors import NotFound, Problem, Refused
from dutybook.api.shapes import Moment
from dutybook.api.statements import LARGEST
from dutybook.api.topic import Reference, Topic, account_of, now
from dutybook.casework import access_log, letting_in, permissions, procedures, visibility, who_sees
from dutybook.casework.access_log import Line
from dutybook.casework.actions import access
from dutybook.casework.actions.access import Said, Unfit
from dutybook.casework.actions.events import NotAllowed
from dutybook.casework.models import Account, Case, EmergencyAccess
from dutybook.casework.queries import CaseView
from dutybook.casework.who_sees import Involved

topic = Topic(tags=["access"])

Why = Annotated[str, Field(max_length=access.LONGEST_REASON, description="Kept with the case; not blank.")]
Email = Annotated[str, Field(max_length=254, pattern=r"^[^\x00]+$", description="An account's address.")]
LastDay = Annotated[date | None, Field(description="The last day on which they may see the case; null sets none.")]
Searched = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$", description="Part of a name or an address.")]
PageNumber = Annotated[int, Query(ge=1, le=LARGEST)]
Opening = Annotated[int, Path(ge=1, le=LARGEST, description="The emergency access, by the id it was listed with.")]


class Somebody(BaseModel):
    """An account."""

    email: str
    name: str
    role: str
    organisation: str


class InvolvedPerson(Somebody):
    """Somebody who is involved. `told`: who was told that they let themselves in, in an emergency."""

    since: Moment
    until: Moment | None
    let_in_by: str
    reason: str
    told: str | None
    looked_at: Moment | None


class Change(BaseModel):
    """One line of the access log."""

    number: int
    deed: str
    by: str
    at: Moment
    whom: str | None
    until: Moment | None
    reason: str


class Access(BaseModel):
    """Who may see a case, as the team that holds it reads it."""

    reference: str
    is_restricted: bool
    holders: list[Somebody]
    involved: list[InvolvedPerson]
    log: list[Change]


class OneReading(BaseModel):
    number: int
    at: Moment
    by: str
    page: str
    ground: str


class Readings(BaseModel):
    """Who read the case, the newest first."""

    page: int
    pages: int
    readings: list[OneReading]


class Found(Somebody):
    """An account that was searched for; `reasons` stand against letting it in."""

    reasons: list[str]


class EmergencyLine(BaseModel):
    """Somebody let themselves into a case, and you were told."""

    id: int
    reference: str
    by: str
    at: Moment
    reason: str


class Changed(BaseModel):
    """What was done, by its name in the access log."""

    reference: str
    deed: str


class Because(BaseModel):
    """Why; the same `form_token` sent again does it once."""

    reason: Why
    form_token: UUID | None = None


class About(Because):
    account: Email


class Until(About):
    until: LastDay


class TakenOff(Because):
    """Without an `account`: you."""

    account: Email | None = None


class Restricted(Because):
    people: list[Email] = Field(max_length=100, description="Who of the team holds the case from now on.")


class Emergency(BaseModel):
    reference: str = Field(max_length=20, pattern="^[A-Za-z0-9-]+$")
    reason: Why


@topic.reads("/cases/{reference}/access", Access)
def who_may_see(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """Who holds the case, who is involved in it and why, and everything that was decided about who may see it."""
    view = _held(request, reference, "who may see this case, as JSON")
    found = who_sees.who_sees(view.case, now=view.at)
    return {
        "reference": view.case.reference,
        "is_restricted": found.restriction is not None,
        "holders": [_somebody(each) for each in found.holders],
        "involved": [_involved(each) for each in found.involved],
        "log": [_change(line) for line in found.log],
    }


@topic.reads("/cases/{reference}/access/readings", Readings)
def reading_log(request: HttpRequest, reference: Reference, page: PageNumber = 1) -> dict[str, Any]:
    """Who read the case, when, what of it, and on what ground."""
    view = _held(request, reference, "who has read this case, as JSON")
    found = who_sees.readings(view.case, page)
    lines = [
        {"number": each.number, "at": each.at.isoformat(), "by": each.account.name, "page": each.page,
         "ground": each.ground}
        for each in found
    ]  # fmt: skip
    return {"page": found.number, "pages": found.paginator.num_pages, "readings": lines}


@topic.reads("/cases/{reference}/access/people", list[Found])
def people_to_let_in(request: HttpRequest, reference: Reference, search: Searched) -> list[dict[str, Any]]:
    """The accounts of the authority's area with such a name or address, and what stands against letting each in."""
    view = _held(request, reference, "letting somebody into the case, as JSON")
    found = letting_in.found(view.case, search, now=view.at)
    return [_somebody(each.account) | {"reasons": list(each.reasons)} for each in found]


@topic.records("/cases/{reference}/access/involvements", Changed)
def grant_involvement(request: HttpRequest, reference: Reference, body: Until) -> Status[dict[str, Any]]:
    """Lets somebody see the case, and tells them that something needs them."""
    case = _to_change(request, reference)
    whom, until = _account(case, body.account), _until(body.until, case)
    said = _said(request, body)
    return _done(case, access_log.INVOLVED, lambda: access.grant_involvement(case, whom, until=until, said=said))


@topic.records("/cases/{reference}/access/extensions", Changed)
def extend_involvement(request: HttpRequest, reference: Reference, body: Until) -> Status[dict[str, Any]]:
    """Moves the last day on which somebody may see the case."""
    case = _to_change(request, reference)
    whom, until = _account(case, body.account), _until(body.until, case)
    said = _said(request, body)
    return _done(case, access_log.EXTENDED, lambda: access.extend_involvement(case, whom, until=until, said=said))


@topic.records("/cases/{reference}/access/endings", Changed)
def end_involvement(request: HttpRequest, reference: Reference, body: About) -> Status[dict[str, Any]]:
    """Ends somebody's involvement now."""
    case = _to_change(request, reference)
    whom, said = _account(case, body.account), _said(request, body)
    return _done(case, access_log.ENDED, lambda: access.end_involvement(case, whom, said=said))


@topic.records("/cases/{reference}/access/recusals", Changed)
def take_off(request: HttpRequest, reference: Reference, body: TakenOff) -> Status[dict[str, Any]]:
    """Takes yourself off the case for a conflict of interest; or, by the team, somebody else."""
    by = account_of(request)
    is_me = body.account is None or body.account.casefold() == by.email.casefold()
    case = _case(request, reference) if is_me else _to_change(request, reference)
    whom = by if is_me else _account(case, body.account or "")
    said = _said(request, body)
    return _done(case, access_log.RECUSED, lambda: access.take_off(case, whom, said=said))


@topic.records("/cases/{reference}/access/recusals/undone", Changed)
def undo_recusal(request: HttpRequest, reference: Reference, body: About) -> Status[dict[str, Any]]:
    """Says that somebody was off the case by mistake; for a designated officer who holds it."""
    case = _to_change(request, reference)
    whom, said = _account(case, body.account), _said(request, body)
    return _done(case, access_log.RECUSAL_UNDONE, lambda: access.undo_recusal(case, whom, said=said))


@topic.records("/cases/{reference}/access/restriction", Changed)
def restrict_case(request: HttpRequest, reference: Reference, body: Restricted) -> Status[dict[str, Any]]:
    """From now on only the people named hold the case; for the rest of the team it is not there."""
    case = _to_change(request, reference)
    named, said = [_account(case, each) for each in body.people], _said(request, body)
    return _done(case, access_log.RESTRICTED, lambda: access.restrict_case(case, named, said=said))


@topic.records("/cases/{reference}/access/restriction/lifted", Changed)
def lift_restriction(request: HttpRequest, reference: Reference, body: Because) -> Status[dict[str, Any]]:
    """The whole team holds the case again."""
    case, said = _to_change(request, reference), _said(request, body)
    return _done(case, access_log.LIFTED, lambda: access.lift_restriction(case, said=said))


@topic.records("/emergency-access", Changed)
def open_in_an_emergency(request: HttpRequest, body: Emergency) -> Status[dict[str, Any]]:
    """Lets you into a case that is kept from your team, for four hours; a second person is told at once."""
    _of_the_teams(request)
    reference, said = body.reference.upper(), Said(by=account_of(request), now=now(), reason=body.reason)
    try:
        case = access.open_in_an_emergency(reference, said=said)
    except Unfit as unfit:
        raise _unfit(unfit) from None
    return Status(201, {"reference": case.reference, "deed": access_log.OPENED})


@topic.reads("/emergency-access", list[EmergencyLine])
def emergencies(request: HttpRequest) -> list[dict[str, Any]]:
    """What you were told of and have not looked at yet."""
    _of_the_teams(request)
    account = account_of(request)
    found = who_sees.to_look_at(account, visibility.cases_for(account, now=now()))
    return [
        {"id": each.access.pk, "reference": each.case.reference, "by": each.by.name, "at": each.at.isoformat(),
         "reason": each.reason}
        for each in found
    ]  # fmt: skip


@topic.records("/emergency-access/{opening}/looked-at", Changed)
def look_at_emergency(request: HttpRequest, opening: Opening) -> Status[dict[str, Any]]:
    """Says that you have looked at it."""
    by, moment = account_of(request), now()
    found = EmergencyAccess.objects.select_related("involvement__case").filter(pk=opening, told=by).first()
    if found is None or not visibility.may_know(by, found.involvement.case, now=moment):
        raise visibility.NotThere(str(opening))
    access.look_at_emergency(found, by=by, now=moment)
    return Status(201, {"reference": found.involvement.case.reference, "deed": access_log.LOOKED_AT})


def _held(request: HttpRequest, reference: str, title: str) -> CaseView:
    """The case, for whoever of the team holds it."""
    _to_change(request, reference)
    return opened(request, reference, title)


def _case(request: HttpRequest, reference: str) -> Case:
    return visibility.case_for(account_of(request), reference, now=now())


def _to_change(request: HttpRequest, reference: str) -> Case:
    """Asked before anything else, so that nobody else learns from a refusal who has an account."""
    case = _case(request, reference)
    allowed = permissions.may_say_who_sees(account_of(request), case, now=now())
    if isinstance(allowed, permissions.Refused):
        raise NotAllowed(allowed)
    return case


def _of_the_teams(request: HttpRequest) -> None:
    """To everybody else there is no such thing."""
    if isinstance(permissions.may_use_emergency_access(account_of(request)), permissions.Refused):
        raise visibility.NotThere("emergency access")


def _account(case: Case, email: str) -> Account:
    found = letting_in.by_address(case, email)
    if found is None:
        what = "No account of this authority's area has this address"
        raise NotFound(Problem(what=what, write="Search for the account first", where="body.account"))
    return found


def _until(day: date | None, case: Case) -> datetime | None:
    try:
        return access.last_moment(day, procedures.of_case(case).calendar) if day else None
    except Unfit as unfit:
        raise _unfit(unfit) from None


def _said(request: HttpRequest, body: Because) -> Said:
    return Said(by=account_of(request), now=now(), reason=body.reason, form_token=body.form_token)


def _done(case: Case, deed: str, do: Callable[[], None]) -> Status[dict[str, Any]]:
    try:
        do()
    except Unfit as unfit:
        raise _unfit(unfit) from None
    return Status(201, {"reference": case.reference, "deed": deed})


def _unfit(unfit: Unfit) -> Refused:
    return Refused([Problem(what=str(unfit), write="Send it again, put right", where=f"body.{unfit.part}")])


def _somebody(account: Account) -> dict[str, Any]:
    return {"email": account.email, "name": account.name, "role": account.role,
            "organisation": account.organisation.name}  # fmt: skip


def _involved(each: Involved) -> dict[str, Any]:
    return _somebody(each.account) | {
        "since": each.since.isoformat(),
        "until": _moment(each.until),
        "let_in_by": each.by.name,
        "reason": each.reason,
        "told": each.told.name if each.told else None,
        "looked_at": _moment(each.looked_at),
    }


def _change(line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "deed": line.deed,
        "by": line.by.name,
        "at": line.at.isoformat(),
        "whom": line.whom.name if line.whom else None,
        "until": _moment(line.until),
        "reason": line.reason,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
