"""Noting beside a duty that it was chased, and when to look at it again.

What was said may be read by no more people than need to read it; and no duty may be met or moved by a note.
"""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from dutybook.casework import notices, permissions, queries, store, visibility
from dutybook.casework.actions.events import Sent, append_checked, require
from dutybook.casework.chasing import BESIDE_A_DUTY, CHASED, LOOK_AGAIN, SAYS
from dutybook.casework.models import Entry
from dutybook.casework.queries import CaseView
from dutybook.casework.store import Conflict, Statement
from dutybook.engine.entries import EntryRefused
from dutybook.engine.explain import UNTIL_KNOWN
from dutybook.engine.instance import Instance

NARROW = ("police", "employment")
OTHERWISE = "adult"


def chase_duty(view: CaseView, statement: Statement, *, sent: Sent) -> Entry:
    """Records that somebody was asked for what they owe, and tells whoever owes it that something needs them.

    Raises `NotAllowed`, or `engine.entries.EntryRefused`, also where the case has no such duty for this person.
    """
    said = replace(statement, type=CHASED)
    already = store.recorded_by_form(sent.form_token, by=sent.by)
    if already is not None:
        return already
    with transaction.atomic():
        entry = _note(view, said, sent=sent)
        notices.tell_whoever_owes(view.case, _owner(view, said), view.rules, by=sent.by, now=sent.now)
    return entry


def look_again(view: CaseView, statement: Statement, *, sent: Sent) -> Entry:
    """Records the day on which its author wants to look at a duty again; raises as `chase_duty` does."""
    return _note(view, replace(statement, type=LOOK_AGAIN), sent=sent)


def compartment_of(owner: str) -> str:
    """The narrowest part of a case that the role which has the duty reads."""
    reads = visibility.COMPARTMENTS.get(owner, frozenset())
    return next((each for each in NARROW if each in reads), OTHERWISE)


def _note(view: CaseView, statement: Statement, *, sent: Sent) -> Entry:
    """In the part of the case that is theirs who have the duty.

    What the police say when they are chased is the police's part, and not for the employer to read.
    """
    require(permissions.may_record(sent.by, view.case, view.rules.events[statement.type]))
    if statement.data.get(SAYS[statement.type]) is None:
        raise EntryRefused(f"{SAYS[statement.type]} is not answered; answer it, or there is nothing to note")
    return _append(view, replace(statement, compartment=compartment_of(_owner(view, statement))), sent=sent)


def _owner(view: CaseView, statement: Statement) -> str:
    return _noted_beside(view, statement).owner.removesuffix(UNTIL_KNOWN)


def _noted_beside(view: CaseView, statement: Statement) -> Instance:
    """The duty that the statement names, about what it names; one that is met already can still be noted beside."""
    fact = BESIDE_A_DUTY[statement.type]
    named = {kind: thing for kind, thing in statement.data.items() if kind in view.rules.things}
    for duty in view.duties:
        if duty.id == statement.data.get(fact) and named.items() <= duty.about.items():
            return duty
    raise EntryRefused(
        f"{fact} {statement.data.get(fact)!r} is no duty of this case about what is named; write the id of one of them"
    )


def _append(view: CaseView, statement: Statement, *, sent: Sent) -> Entry:
    """A note contradicts nothing that others recorded meanwhile: it takes the next number."""
    on_the_team = visibility.is_on_the_team(sent.by, view.case)
    try:
        return append_checked(view.case, statement, procedure=view.procedure, sent=sent, on_the_team=on_the_team)
    except Conflict:
        return _append(view, statement, sent=replace(sent, expected_number=queries.next_number(view.case)))
