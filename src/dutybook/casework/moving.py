"""What a case would be under another authority's procedure, or under an edition that begins later: asked, never done.

It is worked out from what one reader may read of the case. Nothing may be recorded here, and nothing kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dutybook import packs
from dutybook.casework import procedures, queries
from dutybook.casework.queries import CaseView
from dutybook.engine.moving import Changes, Side, as_if_in_force, begins_later, what_changes
from dutybook.engine.procedure import Procedure

AUTHORITY = "authority"
"""The kind of pack that a case can be read under: an organisation's or a partnership's own is no authority's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A procedure that the case could be read under; with a `day`, as its edition that begins on that day says."""

    procedure: Procedure
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The case as its reader sees it, the same case under the other procedure, and what differs."""

    here: CaseView
    there: CaseView
    changes: Changes
    left_out: Sequence[packs.NotDeclared]


def offered(view: CaseView) -> list[Offered]:
    """Every authority's procedure as it lies in its folder, and every edition of one that is not in force yet."""
    today = view.procedure.calendar.day_of(view.at)
    found = [each for each in procedures.usable() if each.more.get("kind") == AUTHORITY]
    whole = [Offered(procedure=each) for each in found if not _is_read_so(view, each)]
    later = [Offered(procedure=each, day=day) for each in found for day in begins_later(each, today)]
    return [*whole, *later]


def chosen(view: CaseView, name: str, day: date | None) -> Offered | None:
    """The authority's procedure of this name, as the edition of this day says; None where there is no such thing."""
    procedure = procedures.usable_one(name)
    if procedure is None or procedure.more.get("kind") != AUTHORITY:
        return None
    if day is not None and day not in begins_later(procedure, view.procedure.calendar.day_of(view.at)):
        return None
    return Offered(procedure=procedure, day=day)


def what_if(view: CaseView, other: Offered) -> WhatIf:
    """Both sides are worked out afresh, each under its own procedure."""
    procedure = other.procedure if other.day is None else as_if_in_force(other.procedure, other.day)
    there, left_out = queries.view_under(view, procedure)
    sides = Side(view.entries, view.procedure), Side(there.entries, procedure)
    changes = what_changes(*sides, at=view.at, known_at=view.known_at)
    return WhatIf(here=view, there=there, changes=changes, left_out=left_out)


def _is_read_so(view: CaseView, procedure: Procedure) -> bool:
    """The procedure of the case itself is worth asking about only where its folder says something else by now."""
    return (procedure.name, procedure.hash) == (view.procedure.name, view.procedure.hash)
