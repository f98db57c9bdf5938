"""Deciding that a duty will not be done, and taking that back: by whoever has the duty, or the team, and with a reason.

No duty is made to vanish here: it is shown as not done, and a must that was not done stays in the figures as missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from dutybook.casework import permissions, store
from dutybook.casework.actions import corrections
from dutybook.casework.actions.chasing import compartment_of
from dutybook.casework.actions.events import NotAllowed, Sent, as_raw
from dutybook.casework.models import Case, Entry
from dutybook.casework.store import Statement
from dutybook.engine.entries import EntryRefused, read_entry
from dutybook.engine.procedure import Procedure


def decide_not_to_do(
    case: Case, statements: Sequence[Statement], *, owner: str, procedure: Procedure, sent: Sent
) -> Entry:
    """Records it of each duty that says the same in other words: all of them, or, if one is refused, none.

    It stands in the part of the case that whoever has the duty reads. The same form sent twice records once.
    """
    _unless_refused(permissions.may_leave_undone(sent.by, case, owner, procedure.at(sent.now)))
    already = store.recorded_by_form(sent.form_token, by=sent.by)
    if already is not None:
        return already
    kept = [replace(each, compartment=compartment_of(owner)) for each in statements]
    with transaction.atomic():
        first = _append(case, kept[0], procedure=procedure, sent=sent)
        for number, each in enumerate(kept[1:], sent.expected_number + 1):
            following = replace(sent, expected_number=number, form_token=None)
            _append(case, each, procedure=procedure, sent=following)
    return first


def take_back(case: Case, statement: Statement, *, procedure: Procedure, sent: Sent) -> Entry:
    """Retracts such a decision, as if it had never been: from then on the duty is to be done."""
    wrong = corrections.entry_to_correct(case, statement.corrects or 0, by=sent.by)
    _unless_refused(permissions.may_retract(sent.by, case))
    if not statement.reason.strip():
        raise EntryRefused("reason says nothing; write why it should never have been recorded")
    return _append(case, replace(statement, compartment=wrong.compartment), procedure=procedure, sent=sent)


def _append(case: Case, statement: Statement, *, procedure: Procedure, sent: Sent) -> Entry:
    read_entry(as_raw(statement, sent), sent.expected_number, procedure)
    return store.append(
        case, statement, by=sent.by, now=sent.now, expected_number=sent.expected_number, form_token=sent.form_token
    )


def _unless_refused(allowed: permissions.Allowed | permissions.Refused) -> None:
    if isinstance(allowed, permissions.Refused):
        raise NotAllowed(allowed)
