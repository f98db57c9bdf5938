"""Recording that somebody rang a number of the procedure to check it: an entry of the authority's register.

No number may be changed by it: what is wrong is mended in the procedure, and adopted.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from dutybook.casework import permissions, store
from dutybook.casework.actions.events import require
from dutybook.casework.adoption import register_for
from dutybook.casework.directory import CAME_OF_IT, CHECKED
from dutybook.casework.models import Account, Entry
from dutybook.packs.numbers import Number


class NotChecked(Exception):
    """It cannot be recorded; the message says why, and what to do."""


def check_number(
    number: Number, procedure: str, *, came_of_it: str, says: str, on: date, by: Account, now: datetime, today: date
) -> Entry:
    """Records that `by` rang the number on a day. Raises `events.NotAllowed`, or `NotChecked`."""
    require(permissions.may_check_numbers(by))
    if came_of_it not in CAME_OF_IT:
        raise NotChecked("Choose what came of it")
    if on > today:
        raise NotChecked("The day on which you rang must be today or in the past")
    data = {"procedure": procedure, "contact": number.contact, "value": number.value, "came_of_it": came_of_it}
    said = store.Statement(
        type=CHECKED, happened_at=on.isoformat(), by=by.name, role=by.role, data=data, reason=says.strip()
    )
    with transaction.atomic():
        return _record(said, by=by, now=now)


def _record(said: store.Statement, *, by: Account, now: datetime) -> Entry:
    register = register_for(by.organisation.own_authority)
    try:
        return store.append(register, said, by=by, now=now, expected_number=register.entries.count() + 1)
    except store.Conflict:
        raise NotChecked("Somebody recorded something in the same moment. Send it again") from None
