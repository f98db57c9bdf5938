"""Recording what happened next, and correcting what was recorded wrongly: the same for every event that is declared."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Status
from pydantic import Field

from dutybook.api import shapes
from dutybook.api.cases import opened
from dutybook.api.errors import NotFound, Problem, Refused
from dutybook.api.gates import has_gates, pass_through
from dutybook.api.statements import (
    LARGEST,
    NumberedDeed,
    Said,
    check,
    conflicting,
    of_this_case,
    recorded,
    token_used,
)
from dutybook.api.topic import Reference, Topic, account_of, now
from dutybook.casework import procedures, queries, visibility
from dutybook.casework.actions import corrections, events
from dutybook.casework.actions.chasing import chase_duty
from dutybook.casework.chasing import CHASED, CHASED_DUTY
from dutybook.casework.models import Case
from dutybook.casework.queries import CaseView
from dutybook.casework.store import Conflict, Statement, recorded_by_form
from dutybook.engine.explain import UNTIL_KNOWN

topic = Topic(tags=["events"])

Number = Annotated[int, Path(ge=1, le=LARGEST, description="The number of the entry in the case.")]


class EventBody(NumberedDeed):
    """An event that the procedure declares. `reason`: why it is done although a gate before it is shut."""

    type: Said
    reason: str = Field("", max_length=2000)


class CorrectionBody(NumberedDeed):
    """What stands in the entry's place, whole; or, with `retracted`, that it never was."""

    reason: str = Field(max_length=2000, pattern=r"\S")
    retracted: bool = False


@topic.records("/cases/{reference}/entries", shapes.Recorded)
def record_event(request: HttpRequest, reference: Reference, body: EventBody) -> Status[dict[str, Any]]:
    """Records what happened, as an entry of the type that the procedure declares."""
    case, account = _case(request, reference), account_of(request)
    already = recorded_by_form(body.form_token, by=account)
    if already is not None:
        return recorded(request, of_this_case(already, case))
    procedure, sent = procedures.of_case(case), body.sent(account, body.expected_number)
    rules = procedure.at(sent.now)
    statement = body.statement(body.type, account, rules, reason=body.reason.strip())
    check(statement, procedure, sent)
    if has_gates(body.type, rules):
        pass_through(_read(request, reference), statement)
    try:
        if body.type == CHASED:
            owner = _owner_of_the_chased(_read(request, reference), statement)
            entry = chase_duty(case, statement, owner=owner, procedure=procedure, sent=sent)
        else:
            entry = events.record_event(case, statement, procedure=procedure, sent=sent)
    except Conflict as conflict:
        return _conflict(request, case, conflict, body)
    return recorded(request, of_this_case(entry, case))


@topic.records("/cases/{reference}/entries/{number}/corrections", shapes.Recorded)
def correct_entry(
    request: HttpRequest, reference: Reference, number: Number, body: CorrectionBody
) -> Status[dict[str, Any]]:
    """Replaces an entry by another of its type, for a reason; the one that is corrected stays in the record."""
    case, account = _case(request, reference), account_of(request)
    already = recorded_by_form(body.form_token, by=account)
    if already is not None:
        return recorded(request, of_this_case(already, case))
    procedure, sent = procedures.of_case(case), body.sent(account, body.expected_number)
    try:
        wrong = corrections.entry_to_correct(case, number, by=account)
        because = {"corrects": number, "retracted": body.retracted, "reason": body.reason}
        statement = body.statement(wrong.type, account, procedure.at(sent.now), **because)
        check(statement, procedure, sent)
        entry = corrections.correct_entry(case, statement, procedure=procedure, sent=sent)
    except corrections.NoSuchEntry:
        raise _no_such_entry(number) from None
    except Conflict as conflict:
        return _conflict(request, case, conflict, body)
    return recorded(request, of_this_case(entry, case))


def _case(request: HttpRequest, reference: str) -> Case:
    """Nothing of it is read yet, so that nothing is logged yet either."""
    return visibility.case_for(account_of(request), reference, now=now())


def _read(request: HttpRequest, reference: str) -> CaseView:
    return opened(request, reference, "recording in the case, as JSON")


def _owner_of_the_chased(view: CaseView, statement: Statement) -> str:
    """Whose part of the case the note belongs in: that of the role which has the duty."""
    chased = statement.data.get(CHASED_DUTY)
    named = {kind: thing for kind, thing in statement.data.items() if kind in view.rules.things}
    for duty in view.duties:
        if duty.id == chased and named.items() <= duty.about.items():
            return duty.owner.removesuffix(UNTIL_KNOWN)
    what = f"{chased!r} is no duty of this case about what is named"
    raise Refused([Problem(what=what, write="Write the id of one of its duties", where=f"body.data.{CHASED_DUTY}")])


def _conflict(request: HttpRequest, case: Case, conflict: Conflict, body: NumberedDeed) -> Status[dict[str, Any]]:
    """A token that somebody else used looks to the record like a number that is taken."""
    if not conflict.theirs and queries.next_number(case) == body.expected_number:
        raise token_used()
    return conflicting(request, case, conflict, body)


def _no_such_entry(number: int) -> NotFound:
    what = f"There is no entry {number} here that you may read"
    return NotFound(Problem(what=what, write="Send the number of an entry that you read in the case", where="path"))
