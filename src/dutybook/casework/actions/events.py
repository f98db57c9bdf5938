"""Recording an event that the procedure declares: one action for all of them.

Nothing about any single event may live here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from dutybook.casework import permissions, store, visibility
from dutybook.casework.models import Account, Case, Entry
from dutybook.casework.store import Raw, Statement
from dutybook.engine.entries import EntryRefused, read_entry
from dutybook.engine.procedure import Procedure


class NotAllowed(Exception):
    """This person may not do this; the reasons are for them to read."""

    def __init__(self, refused: permissions.Refused) -> None:
        super().__init__(" ".join(refused.reasons))
        self.reasons = refused.reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What comes with every form: who sent it, when, the number they expected it to get, and the form's own token."""

    by: Account
    now: datetime
    expected_number: int
    form_token: UUID | None = None


def record_event(case: Case, statement: Statement, *, procedure: Procedure, sent: Sent) -> Entry:
    """Records what happened, as an entry of the type that the procedure declares.

    Raises `NotAllowed`, `engine.entries.EntryRefused` if it does not fit the procedure, or `store.Conflict`.
    """
    event = procedure.at(sent.now).events[statement.type]
    allowed = permissions.may_record(sent.by, case, event)
    if isinstance(allowed, permissions.Refused):
        raise NotAllowed(allowed)
    on_the_team = visibility.is_on_the_team(sent.by, case)
    return append_checked(case, statement, procedure=procedure, sent=sent, on_the_team=on_the_team)


def append_checked(case: Case, statement: Statement, *, procedure: Procedure, sent: Sent, on_the_team: bool) -> Entry:
    """Appends what its author may say and the procedure can read: what could not be read back is never stored."""
    event = procedure.at(sent.now).events[statement.type]
    allowed = permissions.may_speak_as(sent.by, statement, event, on_the_team=on_the_team)
    if isinstance(allowed, permissions.Refused):
        raise NotAllowed(allowed)
    read_entry(as_raw(statement, sent), sent.expected_number, procedure)
    if statement.corrects is not None and not 0 < statement.corrects < sent.expected_number:
        raise EntryRefused(
            f"corrects {statement.corrects} is no earlier entry; write the number of the one it corrects"
        )
    return store.append(
        case, statement, by=sent.by, now=sent.now, expected_number=sent.expected_number, form_token=sent.form_token
    )


def as_raw(statement: Statement, sent: Sent) -> Raw:
    """The statement as a case file would have it."""
    raw = {
        "type": statement.type,
        "happened_at": statement.happened_at,
        "recorded_at": sent.now.astimezone(UTC).isoformat(),
        "by": statement.by,
        "as": statement.role,
        "data": dict(statement.data),
    }
    return raw | ({"corrects": statement.corrects, "retracted": statement.retracted} if statement.corrects else {})
