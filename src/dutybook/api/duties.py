"""Beside a duty: that it was chased, when to look at it again, that it is left undone. None of it meets a duty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Status
from pydantic import Field

from dutybook.api import shapes
from dutybook.api.cases import opened
from dutybook.api.errors import NotFound, Problem
from dutybook.api.statements import Deed, NumberedDeed, check, given_back, record_in_turn
from dutybook.api.topic import Reference, Topic, account_of
from dutybook.casework import queries
from dutybook.casework.actions import chasing, not_doing
from dutybook.casework.chasing import BESIDE_A_DUTY, CHASED, LOOK_AGAIN
from dutybook.casework.models import Entry
from dutybook.casework.store import recorded_by_form
from dutybook.engine.procedure import DUTY_NOT_DONE

topic = Topic(tags=["duties"])

Duty = Annotated[str, Path(max_length=200, description="The id of one of the case's duties.")]


class NotDoneBody(NumberedDeed):
    """Who decided that a duty will not be done, when, and why."""

    reason: str = Field(max_length=2000, pattern=r"\S")


@topic.records("/cases/{reference}/duties/{duty}/chased", shapes.Recorded)
def chase_duty(request: HttpRequest, reference: Reference, duty: Duty, body: Deed) -> Status[dict[str, Any]]:
    """Notes that somebody was asked for what they owe, how, and what they said. It takes the case's next number."""
    return _noted(request, reference, duty, body, CHASED, chasing.chase_duty)


@topic.records("/cases/{reference}/duties/{duty}/look-again", shapes.Recorded)
def look_again(request: HttpRequest, reference: Reference, duty: Duty, body: Deed) -> Status[dict[str, Any]]:
    """Notes the day on which you want to look at a duty again. It takes the case's next number."""
    return _noted(request, reference, duty, body, LOOK_AGAIN, chasing.look_again)


@topic.records("/cases/{reference}/duties/{duty}/not-done", shapes.Recorded)
def leave_undone(request: HttpRequest, reference: Reference, duty: Duty, body: NotDoneBody) -> Status[dict[str, Any]]:
    """Records that a duty will not be done, and why; `data` holds the ids of what it is about.

    It is taken back by retracting the entry.
    """
    account, view = account_of(request), opened(request, reference, "deciding that a duty will not be done, as JSON")
    again = recorded_by_form(body.form_token, by=account)
    if again is not None:
        return given_back(view, again, account)
    found = queries.duties_named(view, duty, {kind: str(thing) for kind, thing in body.data.items()})
    if not found:
        raise _no_such_duty(duty)
    said = body.statement(DUTY_NOT_DONE, account, view.rules, reason=body.reason)
    return record_in_turn(request, view, body, lambda sent: not_doing.leave_undone(view, found[0], said, sent=sent))


def _noted(
    request: HttpRequest, reference: str, duty: str, body: Deed, type: str, note: Callable[..., Entry]
) -> Status[dict[str, Any]]:
    account, view = account_of(request), opened(request, reference, "noting beside a duty, as JSON")
    again = recorded_by_form(body.form_token, by=account)
    if again is not None:
        return given_back(view, again, account)
    if all(each.id != duty for each in view.duties):
        raise _no_such_duty(duty)
    sent = body.sent(account, queries.next_number(view.case))
    about = body.model_copy(update={"data": body.data | {BESIDE_A_DUTY[type]: duty}})
    statement = about.statement(type, account, view.rules)
    check(statement, view.procedure, sent)
    return given_back(view, note(view, statement, sent=sent), account)


def _no_such_duty(duty: str) -> NotFound:
    what = f"{duty!r} is no duty of this case that you may know of"
    return NotFound(Problem(what=what, write="Send the id of one of its duties", where="path.duty"))
