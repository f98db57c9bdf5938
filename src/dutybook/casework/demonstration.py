"""Whether this database is a demonstration. Nothing that is safe only in a demonstration may ask anybody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from dutybook.casework.models import Account, Demonstration
from dutybook.casework.worded_once import worded_once


class NotADemonstration(RuntimeError):
    """This database holds accounts, and `dutybook demo` did not make them."""


def is_demonstration() -> bool:
    return bool(_marks())


@worded_once
def _marks() -> QuerySet[Any]:
    return Demonstration.objects.values_list("pk")[:1]


def mark(*, now: datetime) -> None:
    """Marks an empty database as a demonstration; one that people already use can never be marked."""
    if is_demonstration():
        return
    if Account.objects.exists():
        raise NotADemonstration(
            "This database holds accounts that `dutybook demo` did not make; choose another folder with --home"
        )
    Demonstration.objects.create(made_at=now)


def give_password(accounts: Iterable[Account], password: str) -> None:
    """The password that is printed for everybody; hashed once, since hashing it for each of them takes seconds."""
    if not is_demonstration():
        raise NotADemonstration("Only the accounts of a demonstration have a password that others know")
    Account.objects.filter(pk__in=[each.pk for each in accounts]).update(password=make_password(password))
