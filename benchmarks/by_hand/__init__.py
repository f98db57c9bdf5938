"""The whole procedure of the benchmarks' case, written by hand: what the engine reads in the pack is Python here.

It gives the JSON of the engine from the entries, the calendar and the constant words of the pack. It may neither read a
rule in the pack nor ask the engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from benchmarks.by_hand import borders, conclusion, employer, first_contact, police, social_care
from benchmarks.by_hand.record import Case
from benchmarks.by_hand.sentences import Json
from dutybook.engine.calendar import Calendar
from dutybook.engine.entries import Entry

RULES = [rule for stage in (first_contact, borders, police, employer, conclusion, social_care) for rule in stage.STAGE]


def duties(entries: Iterable[Entry], calendar: Calendar, *, at: datetime, known_at: datetime) -> list[Json]:
    """Every duty of the case at `at`, as known on `known_at`, in the procedure's order."""
    case = Case(entries, calendar, at, known_at)
    return [told for rule in RULES for told in rule(case)]
