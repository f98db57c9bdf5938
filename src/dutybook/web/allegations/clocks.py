"""The clocks beside a call sheet: what would be due if it were recorded as it stands, and whom to ring at this hour.

Nothing here is on record, and nothing is shown as if it were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dutybook.casework.directory import checks_by
from dutybook.casework.queries import CaseView
from dutybook.engine.instance import Instance
from dutybook.packs.ringing import Book, Ring
from dutybook.web.duties import Line, lines

RUNNING = frozenset({"overdue", "open", "met for now", "met", "met late"})


@dataclass(frozen=True, slots=True)
class Running:
    """One duty whose clock runs, or has been met by the call itself, and whom to ring about it."""

    line: Line
    rings: Sequence[Ring]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """All of them; None where the sheet cannot be read as it stands."""

    kept: str
    running: Sequence[Running] | None
    procedure: str = ""


def clocks(view: CaseView | None, *, kept: str) -> Clocks:
    """Every clock that the sheet would start, and every duty without a number that somebody has to be rung about."""
    if view is None:
        return Clocks(kept=kept, running=None)
    duties = sorted(view.finished, key=lambda duty: duty.id) + view.unfinished
    told = checks_by([view.case.authority]).told(view.case.authority, view.case.procedure)
    book = Book(view.procedure, told, view.at)
    found = [_running(book, line) for line in lines(view, [duty for duty in duties if _runs(duty)])]
    shown = [each for each in found if each.line.duty.due_at is not None or each.rings]
    return Clocks(kept=kept, running=sorted(shown, key=lambda each: each.line.urgency), procedure=view.case.procedure)


def _runs(duty: Instance) -> bool:
    return duty.status in RUNNING and duty.strength != "prompt"


def _running(book: Book, line: Line) -> Running:
    done = line.duty.met_at is not None
    return Running(line, [] if done else book.whom_to_ring(line.duty))
