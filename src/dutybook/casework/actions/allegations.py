"""What is done on an allegation beyond recording an event. An event that is only recorded belongs in events.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from dutybook.casework import permissions, procedures, store
from dutybook.casework.actions.beginning import begin_case
from dutybook.casework.actions.events import Sent, require
from dutybook.casework.models import Account, Case
from dutybook.casework.store import Statement
from dutybook.casework.visibility import ALLEGATION

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
    sent = Sent(by=by, now=now, expected_number=1, form_token=form_token)
    return begin_case(ALLEGATION, statement, procedure=procedure, sent=sent, others=others, ground=REPORTED).case
