"""Who last rang a number of the procedure to check it, and what came of it: entries of the authority's register.

A check is of one number of one contact: what the procedure has changed since is unchecked again. Nothing here may say
that a number is right because it is published.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from dutybook.casework import demonstration, store
from dutybook.casework.adoption import registers_of
from dutybook.casework.models import Entry, Organisation
from dutybook.engine import words
from dutybook.packs.numbers import Told

CHECKED = "number_checked"

CAME_OF_IT = {
    "answered": "It is right: they answered",
    "no_answer": "Nobody answered",
    "changed": "The number has changed",
    "wrong": "It is somebody else's",
}
"""What can come of ringing a number, as the form asks it."""

SAID = {
    "answered": "rung and right",
    "no_answer": "rung, and nobody answered",
    "changed": "rung: it has changed",
    "wrong": "rung: it is not theirs",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberCheck:
    """One entry of a register: on a day somebody rang a number of a contact."""

    procedure: str
    contact: str
    value: str
    came_of_it: str
    says: str
    on: date
    by: str

    @property
    def in_words(self) -> str:
        """`last checked on Thursday 2 April 2026 by Dilys Marsh: rung and right`."""
        more = f" ({self.says})" if self.says else ""
        return f"last checked on {words.day(self.on)} by {self.by}: {SAID[self.came_of_it]}{more}"


class Checks:
    """What some authorities have recorded: asked for once, for all the cases of a page."""

    def __init__(self, registers: Mapping[int, Sequence[NumberCheck]]) -> None:
        self._registers = registers

    def told(self, authority: Organisation, procedure: str, *, is_demonstration: bool = False) -> Told:
        """What a page says beside the numbers of a procedure: of each, the last check, by the day on which it was."""
        own = (each for each in self._registers.get(authority.pk, ()) if each.procedure == procedure)
        last = {(each.contact, each.value): each.in_words for each in sorted(own, key=lambda each: each.on)}
        return Told(last, is_demonstration)


def checks_by(authorities: Collection[Organisation]) -> Checks:
    """In one query while no register has changed."""
    return Checks({authority: _checks(register, last) for authority, register, last in registers_of(authorities)})


def told_of(authority: Organisation, procedure: str) -> Told:
    """The same for one authority and one procedure."""
    return checks_by([authority]).told(authority, procedure, is_demonstration=demonstration.is_demonstration())


@lru_cache(maxsize=64)
def _checks(register: UUID, _last: int) -> tuple[NumberCheck, ...]:
    """A register is only ever added to, so that its last number says whether it is still the same."""
    entries = Entry.objects.filter(case=register, type=CHECKED).order_by("number")
    return tuple(_check(raw) for raw in store.raw_entries(entries))


def _check(raw: store.Raw) -> NumberCheck:
    said = raw["data"]
    return NumberCheck(
        procedure=said["procedure"],
        contact=said["contact"],
        value=said["value"],
        came_of_it=said["came_of_it"],
        says=raw.get("reason", ""),
        on=date.fromisoformat(raw["happened_at"]),
        by=raw["by"],
    )
