"""What is done on an allegation beyond recording an event. An event that is only recorded belongs in events.py."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dutybook.casework import involvement, permissions, procedures, store, visibility
from dutybook.casework.actions.events import NotAllowed, Sent, append_checked
from dutybook.casework.models import Account, Case
from dutybook.casework.store import Statement

REPORTED = "reported the concern"


def receive_allegation(statement: Statement, *, by: Account, now: datetime, form_token: UUID | None = None) -> Case:
    """Opens a case with the concern as its first entry, and lets in whoever reported it.

    The same form sent twice opens one case. Raises `NotAllowed`, or `engine.entries.EntryRefused`.
    """
    already = store.recorded_by_form(form_token, by=by)
    if already is not None:
        return already.case
    procedure = procedures.of_account(by)
    allowed = permissions.may_raise_a_concern(by, procedure.at(now))
    if isinstance(allowed, permissions.Refused):
        raise NotAllowed(allowed)
    with transaction.atomic():
        authority = by.organisation.own_authority
        case = store.open_case(kind="allegation", authority=authority, procedure=procedure.name)
        sent = Sent(by=by, now=now, expected_number=1, form_token=form_token)
        on_the_team = visibility.is_on_the_team(by, case)
        entry = append_checked(case, statement, procedure=procedure, sent=sent, on_the_team=on_the_team)
        if entry.case_id != case.pk:  # the same form, sent twice in one instant: the other request was first
            transaction.set_rollback(True)
        elif not on_the_team:
            involvement.involve(by, case, reason=REPORTED, by=by, now=now)
    return entry.case
