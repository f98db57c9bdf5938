"""Whether this database is a demonstration. Nothing that is safe only in a demonstration may ask anybody else."""

from __future__ import annotations

from datetime import datetime

from dutybook.casework.models import Account, Demonstration


class NotADemonstration(RuntimeError):
    """This database holds accounts, and `dutybook demo` did not make them."""


def is_demonstration() -> bool:
    return Demonstration.objects.exists()


def mark(*, now: datetime) -> None:
    """Marks an empty database as a demonstration; one that people already use can never be marked."""
    if is_demonstration():
        return
    if Account.objects.exists():
        raise NotADemonstration(
            "This database holds accounts that `dutybook demo` did not make; choose another folder with --home"
        )
    Demonstration.objects.create(made_at=now)
