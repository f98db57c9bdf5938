"""The procedure that a case is read under, loaded once. Which authority has which pack is not decided here."""

from __future__ import annotations

from functools import lru_cache

from dutybook import packs
from dutybook.casework.models import Account, Case
from dutybook.engine.procedure import Procedure


def of_case(case: Case) -> Procedure:
    return named(case.procedure)


def of_account(account: Account) -> Procedure:
    """The procedure of the authority in whose area this person works."""
    return named(account.organisation.own_authority.procedure)


@lru_cache(maxsize=32)
def named(name: str) -> Procedure:
    return packs.load(name)
