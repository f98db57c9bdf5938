"""Deciding that a duty will not be done, and taking that back: by whoever has the duty, or the team, and with a reason.

No duty is made to vanish here: it is shown as not done, and a must that was not done stays in the figures as missed.
"""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from dutybook.casework import permissions, store
from dutybook.casework.actions import corrections
from dutybook.casework.actions.chasing import compartment_of
from dutybook.casework.actions.events import Sent, as_raw, require
from dutybook.casework.models import Entry
from dutybook.casework.permissions import Refused
from dutybook.casework.queries import FINISHED, CaseView, readings_of
from dutybook.casework.store import Statement
from dutybook.engine.entries import EntryRefused, read_entry
from dutybook.engine.explain import UNTIL_KNOWN
from dutybook.engine.instance import Instance
from dutybook.engine.procedure import DUTY_NOT_DONE

NOT_OPEN = Refused(("This duty is not open. Only what is still to be done can be left undone.",))


def owner_of(duty: Instance) -> str:
    """Whose it is, also where that holds only until more is known."""
    return duty.owner.removesuffix(UNTIL_KNOWN)


def may_leave_undone(view: CaseView, duty: Instance, sent: Sent) -> permissions.Allowed | Refused:
    """Whether this person decides it, or records that it was decided, of a duty that is still to be done."""
    allowed = permissions.may_leave_undone(sent.by, view.case, owner_of(duty), view.rules)
    if isinstance(allowed, Refused):
        return allowed
    return NOT_OPEN if duty.status in FINISHED or duty.arose_at is None else allowed


def leave_undone(view: CaseView, duty: Instance, said: Statement, *, sent: Sent) -> Entry:
    """Records who decided it and why (`said.reason`), of the duty and of each that says the same in other words.

    It stands in the part of the case that whoever has the duty reads. The same form sent twice records once.
    """
    already = store.recorded_by_form(sent.form_token, by=sent.by)
    if already is not None:
        return already
    require(may_leave_undone(view, duty, sent))
    if not said.reason.strip():
        raise EntryRefused("reason says nothing; write why it will not be done")
    with transaction.atomic():
        first, *_ = [
            _append(view, _statement(said, each), sent=_numbered(sent, place))
            for place, each in enumerate(readings_of(view, duty))
        ]
    return first


def take_back(view: CaseView, seq: int, *, reason: str, sent: Sent) -> Entry:
    """Retracts such a decision, as if it had never been: from then on the duty is to be done."""
    wrong = corrections.entry_to_correct(view.case, seq, by=sent.by)
    require(permissions.may_retract(sent.by, view.case))
    if not reason.strip():
        raise EntryRefused("reason says nothing; write why it should never have been recorded")
    raw = next(raw for raw in view.raws if raw["seq"] == seq)
    said = Statement(
        type=DUTY_NOT_DONE,
        happened_at=raw["happened_at"],
        by=raw["by"],
        role=raw["as"],
        data=raw["data"],
        compartment=wrong.compartment,
        corrects=seq,
        retracted=True,
        reason=reason,
    )
    return _append(view, said, sent=sent)


def _statement(said: Statement, duty: Instance) -> Statement:
    data = {**duty.about, "duty": duty.id, "reason": said.reason}
    return replace(said, type=DUTY_NOT_DONE, data=data, compartment=compartment_of(owner_of(duty)), reason="")


def _numbered(sent: Sent, place: int) -> Sent:
    """A form's token is of one entry: the first."""
    return replace(sent, expected_number=sent.expected_number + place, form_token=None) if place else sent


def _append(view: CaseView, statement: Statement, *, sent: Sent) -> Entry:
    read_entry(as_raw(statement, sent), sent.expected_number, view.procedure)
    return store.append(
        view.case, statement, by=sent.by, now=sent.now, expected_number=sent.expected_number, form_token=sent.form_token
    )
