"""The procedure that a case is read under, as its authority adopted it. Which an authority has is not decided here."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from dutybook import packs
from dutybook.casework.adoption import Adopted, adopted_by, as_it_comes
from dutybook.casework.models import Account, Case
from dutybook.engine.procedure import Procedure


def of_case(case: Case, *, known_at: datetime | None = None) -> Procedure:
    """As it was adopted at a moment, or by now."""
    return adopted_by([case.authority]).procedure(case.authority, case.procedure, known_at=known_at)


def of_cases(cases: Iterable[Case], *, known_at: datetime | None = None) -> dict[UUID, Procedure]:
    """The same for several cases at once: the number of queries does not grow with them."""
    listed = list(cases)
    adopted = adopted_by({case.authority for case in listed}) if listed else Adopted({})
    return {case.pk: adopted.procedure(case.authority, case.procedure, known_at=known_at) for case in listed}


def of_account(account: Account) -> Procedure:
    """The procedure of the authority in whose area this person works."""
    authority = account.organisation.own_authority
    return adopted_by([authority]).procedure(authority, authority.procedure)


def usable() -> list[Procedure]:
    """Every procedure that is there and sound; `dutybook procedures check` says what is wrong with any other."""
    found = (usable_one(name) for name in packs.names())
    return [each for each in found if each is not None]


def usable_by(account: Account) -> list[Procedure]:
    """The same, the one of this person's own authority as it was adopted."""
    own = of_account(account)
    return [own if each.name == own.name else each for each in usable()]


def read_by(account: Account, name: str) -> Procedure | None:
    """The one of this name as this person reads it: their own authority's as it was adopted."""
    is_own = name == account.organisation.own_authority.procedure
    return of_account(account) if is_own else usable_one(name)


def usable_one(name: str) -> Procedure | None:
    """The one of this name, if it is there and sound."""
    if name not in packs.names():
        return None
    with suppress(packs.PackErrors):
        return named(name)
    return None


def named(name: str) -> Procedure:
    """A procedure by its name, as it comes with the service: whatever any authority has adopted."""
    return as_it_comes(name)
