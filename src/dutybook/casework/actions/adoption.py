"""Adopting a procedure for an authority: a copy is kept, and an entry of the authority's register says who, when, why.

What does not pass its own worked examples may not be adopted.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dutybook import packs
from dutybook.casework import permissions, store
from dutybook.casework.actions.events import NotAllowed
from dutybook.casework.adoption import ADOPTED, adopted_by, register_for
from dutybook.casework.models import Account, Entry, ProcedureCopy
from dutybook.engine.procedure import Procedure
from dutybook.packs.keeping import Copy, copy_of


class NotAdopted(Exception):
    """It cannot be adopted; the message says why, and what to do."""


def adopt_procedure(name: str, *, by: Account, reason: str, now: datetime) -> Entry:
    """From now on this person's authority reads its cases under the procedure as it lies in its folder today.

    Raises `NotAllowed`, `NotAdopted`, `packs.UnknownPack`, or `packs.PackErrors` with all that is wrong in it.
    """
    allowed = permissions.may_adopt(by)
    if isinstance(allowed, permissions.Refused):
        raise NotAllowed(allowed)
    if not reason.strip():
        raise NotAdopted("Nothing says why. Write why it is adopted, for whoever asks in a year")
    procedure, copy = packs.load(name), copy_of(name)
    last = adopted_by([by.organisation]).last(by.organisation, name)
    if last is not None and last.digest == copy.digest:
        raise NotAdopted(f"{procedure.title} is adopted as it is. Change it first, or leave it")
    if not packs.passes(procedure):
        raise NotAdopted(f"Its worked examples do not hold. Run `dutybook procedures check {name}`, and mend them")
    with transaction.atomic():
        return _record(procedure, copy, by=by, reason=reason, now=now)


def _record(procedure: Procedure, copy: Copy, *, by: Account, reason: str, now: datetime) -> Entry:
    authority = by.organisation
    register = register_for(authority)
    ProcedureCopy.objects.get_or_create(digest=copy.digest, defaults={"name": copy.name, "archive": copy.archive})
    said = store.Statement(
        type=ADOPTED,
        happened_at=now.isoformat(),
        by=by.name,
        role=by.role,
        data={"procedure": copy.name, "digest": copy.digest, "edition": procedure.edition},
        reason=reason,
    )
    try:
        return store.append(register, said, by=by, now=now, expected_number=register.entries.count() + 1)
    except store.Conflict:
        raise NotAdopted(
            "Somebody adopted one in the same moment. Look at what they chose, then decide again"
        ) from None
