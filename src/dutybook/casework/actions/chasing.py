"""Noting beside a duty that it was chased. What was said may be read by no more people than need to read it.

Who may chase is not decided here.
"""

from __future__ import annotations

from dataclasses import replace

from dutybook.casework import visibility
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.models import Case, Entry
from dutybook.casework.store import Statement
from dutybook.engine.procedure import Procedure

NARROW = ("police", "employment")
OTHERWISE = "adult"


def chase_duty(case: Case, statement: Statement, *, owner: str, procedure: Procedure, sent: Sent) -> Entry:
    """Records that somebody was asked for what they owe, in the part of the case that is theirs.

    What the police say when they are chased is the police's part, and not for the employer to read.
    """
    kept = replace(statement, compartment=compartment_of(owner))
    return record_event(case, kept, procedure=procedure, sent=sent)


def compartment_of(owner: str) -> str:
    """The narrowest part of a case that the role which has the duty reads."""
    reads = visibility.COMPARTMENTS.get(owner, frozenset())
    return next((each for each in NARROW if each in reads), OTHERWISE)
