"""What is done on an allegation beyond recording an event. An event that is only recorded belongs in events.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dutybook.casework import involvement, permissions, procedures, store, visibility
from dutybook.casework.actions.events import Sent, append_checked, require
from dutybook.casework.models import Account, Case
from dutybook.casework.store import Statement

REPORTED = "reported the concern"


def receive_allegation(
    statement: Statement,
    *,
    by: Account,
    now: datetime,
    form_token: UUID | None = None,
    others: Sequence[Statement] = (),
) -> Case:
    """Opens a case with the concern as its first entry, and lets in whoever reported it.

    `others` are what else was said with it, for other readers: who told, whom it is about. The same form sent twice
    opens one case. Raises `NotAllowed`, or `engine.entries.EntryRefused`, and then nothing is recorded.
    """
    already = store.recorded_by_form(form_token, by=by)
    if already is not None:
        return already.case
    procedure = procedures.of_account(by)
    require(permissions.may_raise_a_concern(by, procedure.at(now)))
    with transaction.atomic():
        authority = by.organisation.own_authority
        case = store.open_case(kind="allegation", authority=authority, procedure=procedure.name)
        sent = Sent(by=by, now=now, expected_number=1, form_token=form_token)
        on_the_team = visibility.is_on_the_team(by, case)
        entry = append_checked(case, statement, procedure=procedure, sent=sent, on_the_team=on_the_team)
        if entry.case_id != case.pk:  # the same form, sent twice in one instant: the other request was first
            transaction.set_rollback(True)
            return entry.case
        if not on_the_team:
            involvement.involve(by, case, reason=REPORTED, by=by, now=now)
        for number, other in enumerate(others, 2):
            sent = Sent(by=by, now=now, expected_number=number)
            append_checked(case, other, procedure=procedure, sent=sent, on_the_team=on_the_team)
    return entry.case
