"""How a case of either kind begins: with the entry that reports it, and whoever reported it let in.

Nothing about any one kind of case may live here.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from dutybook.casework import involvement, store, visibility
from dutybook.casework.actions.events import Sent, append_checked
from dutybook.casework.models import Entry
from dutybook.casework.store import Statement
from dutybook.engine.procedure import Procedure


def begin_case(
    kind: str, statement: Statement, *, procedure: Procedure, sent: Sent, others: Sequence[Statement], ground: str
) -> Entry:
    """Opens a case with this as its first entry, and `others` after it. The same form sent twice opens one case."""
    by, authority = sent.by, sent.by.organisation.own_authority
    with transaction.atomic():
        case = store.open_case(kind=kind, authority=authority, procedure=procedure.name)
        on_the_team = visibility.is_on_the_team(by, case)
        entry = append_checked(case, statement, procedure=procedure, sent=sent, on_the_team=on_the_team)
        if entry.case_id != case.pk:  # the same form, sent twice in one instant: the other request was first
            transaction.set_rollback(True)
            return entry
        if not on_the_team:
            involvement.involve(by, case, reason=ground, by=by, now=sent.now)
        for number, other in enumerate(others, 2):
            sent = Sent(by=by, now=sent.now, expected_number=number)
            append_checked(case, other, procedure=procedure, sent=sent, on_the_team=on_the_team)
    return entry
