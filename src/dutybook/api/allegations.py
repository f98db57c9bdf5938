"""Allegations: reporting a concern. What happens to it then is the action's, not the interface's."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Status

from dutybook.api import shapes
from dutybook.api.statements import Deed, check, recorded, token_used
from dutybook.api.topic import Topic, account_of
from dutybook.casework import own_numbers, procedures, reports, visibility
from dutybook.casework.actions.allegations import receive_allegation as receive
from dutybook.casework.permissions import REPORTS

topic = Topic(tags=["allegations"])


@topic.records("/concerns", shapes.Received)
def receive_allegation(request: HttpRequest, body: Deed) -> Status[dict[str, Any]]:
    """Opens a case with the concern as its first entry. `happened_at`: when anybody at the organisation first knew.

    Somebody whom it may be about gets their receipt, and no reference.
    """
    account = account_of(request)
    sent = body.sent(account, 1)
    procedure = procedures.of_account(account)
    statement = body.statement(REPORTS["allegation"], account, procedure.at(sent.now))
    check(statement, procedure, sent)
    case = receive(statement, by=account, now=sent.now, form_token=sent.form_token)
    first = case.entries.select_related("case").get(number=1)
    if first.form_token != sent.form_token:
        raise token_used()
    receipt = {"receipt": reports.receipt_of(case)}
    said = recorded(first, own_numbers.count(case, account)).value
    sees_it = visibility.may_know(account, case, now=sent.now)
    return Status(201, receipt | (said if sees_it else {"entry": said["entry"]}))
