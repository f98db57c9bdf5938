"""Correcting an entry that was recorded wrongly, or retracting one that never should have been.

The wrong entry is never touched: another stands in its place, or says that it never was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dutybook.casework import permissions, visibility
from dutybook.casework.actions.events import NotAllowed, Sent, record_event
from dutybook.casework.models import Account, Case, Entry
from dutybook.casework.store import Statement
from dutybook.engine.entries import EntryRefused
from dutybook.engine.procedure import Procedure


class NoSuchEntry(LookupError):
    """There is no such entry in the case, or not for this person."""


def entry_to_correct(case: Case, number: int, *, by: Account) -> Entry:
    """The entry of this number; raises `NoSuchEntry` also to those who may not read it."""
    entry = case.entries.filter(number=number).first()
    if entry is None or not visibility.may_read(by, case, entry):
        raise NoSuchEntry(number)
    return entry


def correct_entry(case: Case, statement: Statement, *, procedure: Procedure, sent: Sent) -> Entry:
    """Records a statement in the place of the one it `corrects`, with a reason: of the same type, for the same readers.

    Raises `NoSuchEntry`, and whatever `record_event` raises.
    """
    wrong = entry_to_correct(case, statement.corrects or 0, by=sent.by)
    for allowed in _asked_first(case, statement, wrong, by=sent.by):
        if isinstance(allowed, permissions.Refused):
            raise NotAllowed(allowed)
    if not statement.reason.strip():
        raise EntryRefused("reason says nothing; write why the entry was wrong")
    if statement.type != wrong.type:
        raise EntryRefused(f"type {statement.type} is not that of entry {wrong.number}; write {wrong.type}")
    return record_event(case, replace(statement, compartment=wrong.compartment), procedure=procedure, sent=sent)


def _asked_first(
    case: Case, statement: Statement, wrong: Entry, *, by: Account
) -> Iterator[permissions.Allowed | permissions.Refused]:
    yield permissions.may_correct(by, case, wrong)
    if statement.retracted:
        yield permissions.may_retract(by, case)
