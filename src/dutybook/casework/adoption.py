"""Which procedure an authority has adopted, and since when: entries of its own register, and the copy that each names.

A case is read under the copy that was adopted at the moment asked about, so that correcting a procedure rewrites no
history. Nothing about a case or a person may stand in a register.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Max, QuerySet

from dutybook import packs
from dutybook.casework import store
from dutybook.casework.models import Case, Entry, Organisation, ProcedureCopy
from dutybook.casework.worded_once import several, worded_once
from dutybook.engine.procedure import Procedure
from dutybook.packs.keeping import Copy, procedure_in

REGISTER = "register"
"""The kind of case that an authority's register is: it has a chain as every case has, and is on nobody's list."""

ADOPTED = "procedure_adopted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """One entry of a register: from `at` on, cases under `procedure` are read as the copy of this `digest` says."""

    procedure: str
    digest: str
    edition: str
    at: datetime
    by: str
    reason: str


class Adopted:
    """What some authorities have adopted: asked for once, for all the cases of a page."""

    def __init__(self, registers: Mapping[int, Sequence[Adoption]]) -> None:
        self._registers = registers

    def last(self, authority: Organisation, procedure: str, *, known_at: datetime | None = None) -> Adoption | None:
        """The adoption that counts, as it was known at a moment; before the first there is none."""
        known = [
            each
            for each in self._registers.get(authority.pk, ())
            if each.procedure == procedure and (known_at is None or each.at <= known_at)
        ]
        return known[-1] if known else None

    def procedure(self, authority: Organisation, name: str, *, known_at: datetime | None = None) -> Procedure:
        """As it was adopted; a procedure that was not adopted yet is the one that comes with the service."""
        adoption = self.last(authority, name, known_at=known_at)
        return _copied(adoption.digest, settings.DUTYBOOK_PROCEDURE_COPIES) if adoption else as_it_comes(name)


def adopted_by(authorities: Collection[Organisation]) -> Adopted:
    """What these authorities have adopted, in one query while no register has changed."""
    return Adopted({authority: _adoptions(register, last) for authority, register, last in registers_of(authorities)})


def registers_of(authorities: Collection[Organisation]) -> list[tuple[int, UUID, int]]:
    """For each of these authorities that has a register: the authority, the register, and its last number."""
    heads: list[Any] = _registers(authorities=[each.pk for each in authorities])
    return heads


def register_for(authority: Organisation) -> Case:
    """The authority's register; a first one, where it has none yet."""
    return register_of(authority) or store.open_case(kind=REGISTER, authority=authority, procedure="")


@worded_once
def _registers(*, authorities: Any) -> QuerySet[Any]:
    """Each with its last number."""
    entries = Entry.objects.filter(
        case__kind=REGISTER, case__authority__in=several(authorities, of="bigint")
    ).order_by()
    return entries.values_list("case__authority", "case").annotate(last=Max("number"))


def register_of(authority: Organisation) -> Case | None:
    """The authority's register, once it has adopted anything."""
    return Case.objects.filter(kind=REGISTER, authority=authority).first()


@lru_cache(maxsize=64)
def _adoptions(register: UUID, _last: int) -> tuple[Adoption, ...]:
    """A register is only ever added to, so that its last number says whether it is still the same."""
    entries = Entry.objects.filter(case=register, type=ADOPTED).order_by("number")
    return tuple(_adoption(raw) for raw in store.raw_entries(entries))


def _adoption(raw: store.Raw) -> Adoption:
    return Adoption(
        procedure=raw["data"]["procedure"],
        digest=raw["data"]["digest"],
        edition=raw["data"]["edition"],
        at=datetime.fromisoformat(raw["recorded_at"]),
        by=raw["by"],
        reason=raw["reason"],
    )


@lru_cache(maxsize=16)
def _copied(digest: str, kept_in: Path) -> Procedure:
    copy = ProcedureCopy.objects.get(digest=digest)
    return procedure_in(Copy(name=copy.name, digest=digest, archive=bytes(copy.archive)), kept_in)


@lru_cache(maxsize=32)
def as_it_comes(name: str) -> Procedure:
    """The procedure in its folder, read once in a process."""
    return packs.load(name)
