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
    given_back,
    record_in_turn,
)
from dutybook.api.topic import Reference, Topic, account_of
from dutybook.casework.actions import corrections, events
from dutybook.casework.actions.events import Sent
from dutybook.casework.actions.not_doing import take_back
from dutybook.casework.chasing import BESIDE_A_DUTY
from dutybook.casework.gates import GatesShut
from dutybook.casework.models import Entry
from dutybook.casework.own_numbers import OwnNumbers
from dutybook.casework.queries import CaseView
from dutybook.casework.store import recorded_by_form
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
        return given_back(view, again, account)
    procedure, sent = view.procedure, body.sent(account, body.expected_number)
    rules = view.under_the_rules_for(body.data).rules
    statement = body.statement(body.type, account, rules, reason=body.reason.strip())
    if body.type in BESIDE_A_DUTY:
        raise _beside_a_duty(body.type)
    check(statement, procedure, sent)

    def record(sent: Sent) -> Entry:
        return events.record_event(
            view.case, statement, procedure=procedure, sent=sent, view=view, already=body.already
        )

    try:
        return record_in_turn(request, view, body, record)
    except GatesShut as shut:
        raise stands_before(view, shut) from None


@topic.records("/cases/{reference}/entries/{number}/corrections", shapes.Recorded)
def correct_entry(
    request: HttpRequest, reference: Reference, number: Number, body: CorrectionBody
) -> Status[dict[str, Any]]:
    """Replaces an entry by another of its type, for a reason; the one that is corrected stays in the record."""
    view, account = _read(request, reference), account_of(request)
    case, procedure = view.case, view.procedure
    again = recorded_by_form(body.form_token, by=account)
    if again is not None:
        return given_back(view, again, account)
    seq = OwnNumbers(tuple(sorted(view.numbers))).seq(number)
    try:
        wrong = corrections.entry_to_correct(case, seq or 0, by=account)
    except corrections.NoSuchEntry:
        raise _no_such_entry(number) from None
    if wrong.type == DUTY_NOT_DONE and body.retracted:
        return record_in_turn(
            request, view, body, lambda sent: take_back(view, wrong.number, reason=body.reason, sent=sent)
        )
    because = {"corrects": wrong.number, "retracted": body.retracted, "reason": body.reason}
    sent = body.sent(account, body.expected_number)
    statement = body.statement(wrong.type, account, view.rules, **because)
    check(statement, procedure, sent)
    return record_in_turn(
        request,
        view,
        body,
        lambda sent: corrections.correct_entry(case, statement, procedure=procedure, sent=sent, view=view),
    )


def _read(request: HttpRequest, reference: str) -> CaseView:
    return opened(request, reference, "recording in the case, as JSON")


def _beside_a_duty(type: str) -> Refused:
    what, write = f"{type!r} is a note beside a duty", "Send it to the address of that duty"
    return Refused([Problem(what=what, write=write, where="body.type")])


def _no_such_entry(number: int) -> NotFound:
    what = f"There is no entry {number} here that you may read"
    return NotFound(Problem(what=what, write="Send the number of an entry that you read in the case", where="path"))
