"""What every command about a case file asks: which case, at which moment, as known when, under which procedure.

The one place on the command line that reads the clock; a moment that is given is never moved by it.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from dutybook import packs
from dutybook.engine.calendar import Calendar
from dutybook.engine.entries import EntryRefused


@dataclass(frozen=True, slots=True)
class Question:
    """A case, and the two moments it is asked about."""

    case: packs.Case
    at: datetime
    known_at: datetime


def add_case(parser: argparse.ArgumentParser, *, known_at: bool = True, procedure: bool = True) -> None:
    """The arguments of a command about a case."""
    parser.add_argument("case", metavar="CASE.yaml", help="a case file")
    parser.add_argument("--at", metavar="T", help="the moment asked about (default: --known-at, else now)")
    if known_at:
        parser.add_argument("--known-at", metavar="T", help="as known at this moment (default: now)")
    if procedure:
        parser.add_argument("--procedure", metavar="NAME|PATH", help="read the case under this pack instead of its own")
    parser.add_argument("--json", action="store_true", help="as JSON")


def question(arguments: argparse.Namespace) -> Question:
    """The case and the moments asked about. What another pack does not declare is said on standard error."""
    under = getattr(arguments, "procedure", None)
    case = packs.read_case(arguments.case, packs.load(under) if under else None)
    for each in case.ignored:
        print(each, file=sys.stderr)
    calendar = case.procedure.calendar
    now = datetime.now(UTC)
    known_at = moment(getattr(arguments, "known_at", None), "--known-at", calendar)
    at = moment(arguments.at, "--at", calendar)
    return Question(case, at or known_at or now, known_at or now)


def moment(text: str | None, flag: str, calendar: Calendar) -> datetime | None:
    """A moment as written, or None where none is."""
    return None if text is None else required(text, flag, calendar)


def required(text: str, flag: str, calendar: Calendar) -> datetime:
    """A moment as written: without an offset it is local time, a bare day is its end."""
    try:
        if len(text) == len("2026-04-02"):
            return calendar.end_of(date.fromisoformat(text))
        given = datetime.fromisoformat(text)
    except ValueError:
        raise EntryRefused(
            f"{flag} {text!r} is not a time; write it as 2026-04-02T16:00 or 2026-04-02T16:00:00+01:00"
        ) from None
    return calendar.from_local(given) if given.tzinfo is None else given


def asked_of(case: packs.Case, at: datetime, known_at: datetime) -> dict[str, Any]:
    """The head of every answer about a case: the procedure and the two moments."""
    procedure, local = case.procedure, case.procedure.calendar.local
    return {
        "procedure": {"name": procedure.name, "edition": procedure.edition, "hash": procedure.hash},
        "at": local(at.replace(microsecond=0)).isoformat(),
        "known_at": local(known_at.replace(microsecond=0)).isoformat(),
    }
