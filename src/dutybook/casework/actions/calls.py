"""Taking a call at the desk: the concern, the call itself, and that the desk was told, as entries of their own.

The three moments stay three, and who rang may stand in no entry but the call's own unless they may be named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dutybook.casework import queries
from dutybook.casework.actions.allegations import receive_allegation
from dutybook.casework.actions.events import Sent, as_raw
from dutybook.casework.models import Account, Case
from dutybook.casework.queries import CaseView
from dutybook.casework.store import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What one call says: the concern comes first, for the others are about it."""

    concern: Statement
    others: Sequence[Statement]


def take_call(call: Call, *, by: Account, now: datetime, form_token: UUID) -> Case:
    """Opens a case with what the call says; the same sheet sent twice opens one.

    Raises `NotAllowed`, or `engine.entries.EntryRefused`, and then nothing is recorded.
    """
    return receive_allegation(call.concern, by=by, now=now, form_token=form_token, others=call.others)


def as_it_would_stand(call: Call, *, by: Account, now: datetime) -> CaseView:
    """The case that this call would open: nothing is recorded, and nobody's case is read."""
    sent = Sent(by=by, now=now, expected_number=1)
    raws = [{"seq": n} | dict(as_raw(each, sent)) for n, each in enumerate((call.concern, *call.others), 1)]
    return queries.view_before_recording(by.organisation.own_authority, raws, now=now)
