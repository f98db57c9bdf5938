"""Correcting an entry that was recorded wrongly, or retracting one that never should have been.

The wrong entry is never touched: another stands in its place, or says that it never was.
"""

from __future__ import annotations

from dataclasses import replace

from dutybook.casework import permissions, visibility
from dutybook.casework.actions.events import Sent, append_checked, followed_in, require
from dutybook.casework.models import Account, Case, Entry
from dutybook.casework.queries import CaseView
from dutybook.casework.store import Statement
from dutybook.engine.belonging import rules_together
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


def correct_entry(
    case: Case, statement: Statement, *, procedure: Procedure, sent: Sent, view: CaseView | None = None
) -> Entry:
    """Records a statement in the place of the one it `corrects`, with a reason: of the same type, for the same readers.

    No gate stands before it, for nothing is done by it. Raises `NoSuchEntry`, and whatever `append_checked` raises.
    """
    wrong = entry_to_correct(case, statement.corrects or 0, by=sent.by)
    _require_all(case, statement, wrong, procedure=procedure, sent=sent)
    if not statement.reason.strip():
        raise EntryRefused("reason says nothing; write why the entry was wrong")
    if statement.type != wrong.type:
        raise EntryRefused(f"type {statement.type} is not that of entry {wrong.number}; write {wrong.type}")
    kept = replace(statement, compartment=wrong.compartment)
    on_the_team = visibility.is_on_the_team(sent.by, case)
    theirs = followed_in(case, procedure, sent=sent, view=view)
    return append_checked(case, kept, procedure=procedure, sent=sent, on_the_team=on_the_team, theirs=theirs)


def _require_all(case: Case, statement: Statement, wrong: Entry, *, procedure: Procedure, sent: Sent) -> None:
    require(permissions.may_correct(sent.by, case, recorded_by=wrong.recorded_by_id))
    if statement.retracted:
        require(permissions.may_retract(sent.by, case))
    event = rules_together(procedure, procedure.organisations, sent.now).events.get(wrong.type)
    if event is None:
        raise EntryRefused(f"type {wrong.type} is no longer recorded under {procedure.name}; record what happened anew")
    require(permissions.may_record(sent.by, case, event))
