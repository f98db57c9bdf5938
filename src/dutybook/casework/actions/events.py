"""Recording an event that the procedure declares: one action for all of them, and the one place where gates are kept.

Nothing about any single event may live here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from dutybook.casework import gates, linking, permissions, queries, reasons, store, visibility
from dutybook.casework.chasing import BESIDE_A_DUTY
from dutybook.casework.decided_under import with_its_procedure
from dutybook.casework.identifying import note_who_it_is
from dutybook.casework.models import Account, Case, Entry
from dutybook.casework.queries import CaseView
from dutybook.casework.store import Raw, Statement
from dutybook.engine.belonging import Follows, NotTheirs, not_theirs, rules_about, rules_together
from dutybook.engine.entries import EntryRefused, read_entry
from dutybook.engine.procedure import Event, Procedure, Rules

RECORDING = "recording in the case"
NOBODYS: Follows = {}


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


def record_event(
    case: Case,
    statement: Statement,
    *,
    procedure: Procedure,
    sent: Sent,
    view: CaseView | None = None,
    already: bool = False,
) -> Entry:
    """Records what happened, as an entry of the type that the procedure declares, behind the gates before it.

    `view` is the case as its author has just read it; without it the case is read here if a gate has to be asked.
    `already`: it has happened, and so a gate that refuses asks only for a reason. The same form sent twice records
    once, though what it recorded may by now have shut a gate.
    Raises `NotAllowed`, `gates.GatesShut`, `engine.entries.EntryRefused` if it does not fit the procedure, or
    `store.Conflict`.
    """
    before = store.recorded_by_form(sent.form_token, by=sent.by)
    if before is not None:
        return before
    theirs = followed_in(case, procedure, sent=sent, view=view)
    rules = rules_for(statement, procedure, theirs, sent=sent)
    event = _declared(statement, rules, procedure, theirs, sent)
    require(permissions.may_record(sent.by, case, event))
    if gates.stand_before(event.id, rules):
        # What cannot be read is refused as that first: a gate cannot be asked about it.
        read_entry(as_raw(statement, sent), sent.expected_number, procedure)
        _pass_through(view or _read(case, sent), event, statement, already=already)
    on_the_team = visibility.is_on_the_team(sent.by, case)
    return append_checked(case, statement, procedure=procedure, sent=sent, on_the_team=on_the_team, theirs=theirs)


def append_checked(
    case: Case, statement: Statement, *, procedure: Procedure, sent: Sent, on_the_team: bool, theirs: Follows = NOBODYS
) -> Entry:
    """Appends what its author may say and the procedure can read: what could not be read back is never stored.

    `theirs`: which of the case's things follow an organisation's own procedure, and so can be said more of.
    """
    rules = rules_for(statement, procedure, theirs, sent=sent)
    event = _event_of(statement, rules, procedure, theirs, sent)
    require(permissions.may_speak_as(sent.by, statement, event, on_the_team=on_the_team))
    require(permissions.may_decide(statement, rules))
    _read_as_theirs(statement, procedure, theirs, sent)
    _refuse_without_reason(statement, rules)
    _refuse_for_other_readers(statement, rules)
    linking.refuse_words(statement)
    if statement.corrects is not None and not 0 < statement.corrects < sent.expected_number:
        raise EntryRefused(
            f"corrects {statement.corrects} is no earlier entry; write the number of the one it corrects"
        )
    said = with_its_procedure(statement, case, procedure, now=sent.now)
    with transaction.atomic():
        entry = store.append(
            case, said, by=sent.by, now=sent.now, expected_number=sent.expected_number, form_token=sent.form_token
        )
        note_who_it_is(entry, as_raw(statement, sent), now=sent.now)
    return entry


def followed_in(case: Case, procedure: Procedure, *, sent: Sent, view: CaseView | None) -> Follows:
    """Which things of the case follow an organisation's own procedure; read only where any could."""
    return (view or _read(case, sent)).theirs if procedure.organisations else NOBODYS


def rules_for(statement: Statement, procedure: Procedure, theirs: Follows, *, sent: Sent) -> Rules:
    """Those of what the statement is about; a retraction is about nothing, and takes back what anybody's rules said."""
    if statement.retracted:
        return rules_together(procedure, procedure.organisations, sent.now)
    return rules_about(statement.data, theirs, procedure, sent.now)


def what_is_not_theirs(statement: Statement, procedure: Procedure, theirs: Follows, sent: Sent) -> NotTheirs | None:
    """What the statement says that is not for the things it is about; raises `EntryRefused` if it cannot be read."""
    entry = read_entry(as_raw(statement, sent), sent.expected_number, procedure)
    return not_theirs(entry, procedure, {ids: (name,) for ids, name in theirs.items()})


def require(allowed: permissions.Allowed | permissions.Refused) -> None:
    """Raises `NotAllowed` unless it is allowed."""
    if isinstance(allowed, permissions.Refused):
        raise NotAllowed(allowed)


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


def _refuse_without_reason(statement: Statement, rules: Rules) -> None:
    if reasons.is_without(statement, rules):
        where = reasons.reason_asked(rules.events[statement.type]) or "reason"
        raise EntryRefused(f"{where} says nothing; write why it is decided so")


def _refuse_for_other_readers(statement: Statement, rules: Rules) -> None:
    """What fewer people may read than read this entry stands in it only where its event itself asks for it."""
    for name in statement.data:
        fact = rules.facts.get(name)
        asked = name in rules.events[statement.type].asks
        if fact is not None and not asked and not visibility.all_may_read(fact.privacy, statement.compartment):
            raise EntryRefused(
                f"{name} is not for everybody who reads this entry; record it with an event that asks it"
            )


def _declared(statement: Statement, rules: Rules, procedure: Procedure, theirs: Follows, sent: Sent) -> Event:
    event = _event_of(statement, rules, procedure, theirs, sent)
    if event.id in BESIDE_A_DUTY:
        raise EntryRefused(f"type {event.id} is a note beside a duty; note it beside the duty that it is about")
    return event


def _event_of(statement: Statement, rules: Rules, procedure: Procedure, theirs: Follows, sent: Sent) -> Event:
    event = rules.events.get(statement.type)
    if event is not None:
        return event
    if statement.type in rules_together(procedure, procedure.organisations, sent.now).events:
        _read_as_theirs(statement, procedure, theirs, sent)
    raise EntryRefused(f"type {statement.type} is not recorded under {procedure.name} today; use one of its events")


def _read_as_theirs(statement: Statement, procedure: Procedure, theirs: Follows, sent: Sent) -> None:
    """Raises `EntryRefused` also for what only an organisation's procedure declares, of what does not follow it."""
    wrong = what_is_not_theirs(statement, procedure, theirs, sent)
    if wrong is not None:
        raise EntryRefused(str(wrong))


def _pass_through(view: CaseView, event: Event, statement: Statement, *, already: bool) -> None:
    found = gates.before_statement(view, event, statement)
    standing = found.for_what_has_happened() if already else found
    if standing.stops(statement.reason):
        raise gates.GatesShut(standing)


def _read(case: Case, sent: Sent) -> CaseView:
    return queries.case_view(sent.by, case.reference, page=RECORDING, now=sent.now)
