"""What is done in a case about a child beyond recording an event: opening it with a referral, and pointing to another.

A case about a child and one about an adult stay two records; only a reference may pass between them.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dutybook.casework import linking, permissions, procedures, queries, store, visibility
from dutybook.casework.actions.beginning import begin_case
from dutybook.casework.actions.events import NotAllowed, Sent, append_checked, require
from dutybook.casework.models import Account, Case
from dutybook.casework.store import Statement
from dutybook.casework.visibility import CHILD
from dutybook.engine.procedure import Procedure

REFERRED = "referred the child"
RECEIVED = "referral_received_by_social_care"
"""What has happened with the call, where social care's own team takes it; wherever a procedure declares it."""


def refer_child(
    statement: Statement, *, by: Account, now: datetime, form_token: UUID | None = None, beside: Case | None = None
) -> Case:
    """Opens a case about a child with the referral as its first entry, and lets in whoever made it.

    `beside`: the case from which it is made, which its author sees; each of the two then points to the other. The same
    form sent twice opens one case. Raises `NotAllowed`, or `engine.entries.EntryRefused`, and then nothing is recorded.
    """
    already = store.recorded_by_form(form_token, by=by)
    if already is not None:
        return already.case
    procedure = procedures.of_account(by)
    require(permissions.may_refer_a_child(by, procedure.at(now)))
    sent = Sent(by=by, now=now, expected_number=1, form_token=form_token)
    with transaction.atomic():
        entry = begin_case(
            CHILD,
            statement,
            procedure=procedure,
            sent=sent,
            others=_received(statement, by, procedure, now),
            ground=REFERRED,
        )
        if beside is not None:
            link(entry.case, beside, by=by, now=now)
    return entry.case


def link(one: Case, other: Case, *, by: Account, now: datetime) -> None:
    """Each points to the other, where only the teams that hold them read it, and whoever linked them."""
    for case, to in ((one, other), (other, one)):
        if not visibility.may_know(by, case, now=now):
            raise visibility.NotThere(case.reference)
        procedure = procedures.of_case(case, known_at=now)
        if linking.LINKED not in procedure.at(now).events:
            raise NotAllowed(permissions.Refused((f"{procedure.title} has no way to note another case.",)))
        sent = Sent(by=by, now=now, expected_number=queries.next_number(case))
        statement = linking.pointer(to, by=by, now=now)
        on_the_team = visibility.is_on_the_team(by, case)
        append_checked(case, statement, procedure=procedure, sent=sent, on_the_team=on_the_team)


def _received(statement: Statement, by: Account, procedure: Procedure, now: datetime) -> list[Statement]:
    """What social care's own team takes on the telephone, it has received."""
    event = procedure.at(now).events.get(RECEIVED)
    if event is None or by.role not in visibility.TEAMS[CHILD] or by.role not in event.by:
        return []
    about = {"referral": statement.data["referral"]}
    return [
        Statement(
            type=RECEIVED,
            happened_at=statement.happened_at,
            by=by.name,
            role=by.role,
            data=about,
            compartment=event.privacy,
        )
    ]
