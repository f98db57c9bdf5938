"""Recording what happened next, and correcting what was recorded wrongly: the same for every event that is declared."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Status
from pydantic import Field

from dutybook.api import shapes
from dutybook.api.cases import opened
from dutybook.api.errors import NotFound, Problem, Refused
from dutybook.api.gates import stands_before
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
from dutybook.api.topic import Reference, Topic, account_of
from dutybook.casework import queries
from dutybook.casework.actions import corrections, events
from dutybook.casework.actions.not_doing import take_back
from dutybook.casework.chasing import BESIDE_A_DUTY
from dutybook.casework.gates import GatesShut
from dutybook.casework.models import Case
from dutybook.casework.queries import CaseView
from dutybook.casework.store import Conflict, recorded_by_form
from dutybook.engine.procedure import DUTY_NOT_DONE

topic = Topic(tags=["events"])

Number = Annotated[int, Path(ge=1, le=LARGEST, description="The number of the entry in the case.")]


class EventBody(NumberedDeed):
    """An event that the procedure declares. `reason`: why it is done although a gate before it is shut."""

    type: Said
    reason: str = Field("", max_length=2000)
    already: bool = Field(
        False,
        description="It has happened: recorded, with a reason, also past a gate that refuses, and so out of order.",
    )


class CorrectionBody(NumberedDeed):
    """What stands in the entry's place, whole; or, with `retracted`, that it never was."""

    reason: str = Field(max_length=2000, pattern=r"\S")
    retracted: bool = False


@topic.records("/cases/{reference}/entries", shapes.Recorded)
def record_event(request: HttpRequest, reference: Reference, body: EventBody) -> Status[dict[str, Any]]:
    """Records what happened, as an entry of the type that the procedure declares."""
    view, account = _read(request, reference), account_of(request)
    again = recorded_by_form(body.form_token, by=account)
    if again is not None:
        return recorded(of_this_case(again, view.case))
    procedure, sent = view.procedure, body.sent(account, body.expected_number)
    statement = body.statement(body.type, account, procedure.at(sent.now), reason=body.reason.strip())
    if body.type in BESIDE_A_DUTY:
        raise _beside_a_duty(body.type)
    check(statement, procedure, sent)
    try:
        entry = events.record_event(
            view.case, statement, procedure=procedure, sent=sent, view=view, already=body.already
        )
    except GatesShut as shut:
        raise stands_before(view, shut) from None
    except Conflict as conflict:
        return _conflict(request, view.case, conflict, body)
    return recorded(of_this_case(entry, view.case))


@topic.records("/cases/{reference}/entries/{number}/corrections", shapes.Recorded)
def correct_entry(
    request: HttpRequest, reference: Reference, number: Number, body: CorrectionBody
) -> Status[dict[str, Any]]:
    """Replaces an entry by another of its type, for a reason; the one that is corrected stays in the record."""
    view, account = _read(request, reference), account_of(request)
    case, procedure = view.case, view.procedure
    again = recorded_by_form(body.form_token, by=account)
    if again is not None:
        return recorded(of_this_case(again, case))
    sent = body.sent(account, body.expected_number)
    try:
        wrong = corrections.entry_to_correct(case, number, by=account)
        if wrong.type == DUTY_NOT_DONE and body.retracted:
            return recorded(of_this_case(take_back(view, number, reason=body.reason, sent=sent), case))
        because = {"corrects": number, "retracted": body.retracted, "reason": body.reason}
        statement = body.statement(wrong.type, account, procedure.at(sent.now), **because)
        check(statement, procedure, sent)
        entry = corrections.correct_entry(case, statement, procedure=procedure, sent=sent)
    except corrections.NoSuchEntry:
        raise _no_such_entry(number) from None
    except Conflict as conflict:
        return _conflict(request, case, conflict, body)
    return recorded(of_this_case(entry, case))


def _read(request: HttpRequest, reference: str) -> CaseView:
    return opened(request, reference, "recording in the case, as JSON")


def _beside_a_duty(type: str) -> Refused:
    what, write = f"{type!r} is a note beside a duty", "Send it to the address of that duty"
    return Refused([Problem(what=what, write=write, where="body.type")])


def _conflict(request: HttpRequest, case: Case, conflict: Conflict, body: NumberedDeed) -> Status[dict[str, Any]]:
    """A token that somebody else used looks to the record like a number that is taken."""
    if not conflict.theirs and queries.next_number(case) == body.expected_number:
        raise token_used()
    return conflicting(request, case, conflict, body)


def _no_such_entry(number: int) -> NotFound:
    what = f"There is no entry {number} here that you may read"
    return NotFound(Problem(what=what, write="Send the number of an entry that you read in the case", where="path"))
