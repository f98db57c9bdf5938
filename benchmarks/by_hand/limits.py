"""The limits of the pack: some hours, some working days, a date that a person set.

A date beyond the holiday table is no date, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from benchmarks.by_hand import sentences
from benchmarks.by_hand.conditions import INVESTIGATION_IS_OPEN, changes
from benchmarks.by_hand.record import Case, Start
from benchmarks.by_hand.sentences import Json
from dutybook.engine import words
from dutybook.engine.calendar import BeyondTable


class Due(NamedTuple):
    """The earliest and the latest reading of a date; `beyond` says why there is none."""

    lo: datetime | None
    hi: datetime | None
    beyond: str = ""


NO_LIMIT = Due(None, None)
Held = list[tuple[datetime, datetime | None]]


class Limit(Protocol):
    def due(self, case: Case, about: str, start: Start, u: datetime) -> Due:
        """The date as known at u."""

    def reached(self, case: Case, start: Start, due: Due) -> Iterator[str]:
        """In words."""

    def missing(self, case: Case, about: str, due: Due, u: datetime) -> list[Json]:
        """What would settle the date."""

    def moved(self, case: Case, about: str, start: Start, u: datetime) -> list[datetime]:
        """The dates it stood at, from the beginning to u."""

    def stands_still(self, case: Case, start: Start, u: datetime) -> bool:
        """Whether its clock stands still at u."""


class Within:
    """A number of hours, or of working days, from the beginning."""

    def __init__(self, n: int, unit: str) -> None:
        self.n = n
        self.unit = unit
        self.words = f"{n} {unit.removesuffix('s') if n == 1 else unit}"

    def due(self, case: Case, about: str, start: Start, u: datetime) -> Due:
        try:
            hi = self._ends(case, start.hi)
            return Due(hi if start.lo == start.hi else start.lo and self._ends(case, start.lo), hi)
        except BeyondTable as beyond:
            return Due(None, None, str(beyond))

    def _ends(self, case: Case, moment: datetime) -> datetime:
        if self.unit == "hours":
            return moment + timedelta(hours=self.n)
        calendar = case.calendar
        return calendar.end_of(calendar.add_working_days(calendar.day_of(moment), self.n))

    def reached(self, case: Case, start: Start, due: Due) -> Iterator[str]:
        if due.beyond:
            yield f"No date can be given: {due.beyond}."
        elif due.hi is not None and due.lo == due.hi:
            yield self._counted(case, start.hi, due.hi)
        elif due.hi is not None:
            early = f"{words.moment(due.lo, case.calendar)}, or at the latest " if due.lo else ""
            yield f"It is due by {early}{words.moment(due.hi, case.calendar)}."

    def _counted(self, case: Case, start: datetime, end: datetime) -> str:
        key = self.words, start
        told = case.sentences.get(key)
        if told is None:
            told = case.sentences[key] = self._in_words(case, start, end)
        return told

    def _in_words(self, case: Case, start: datetime, end: datetime) -> str:
        calendar = case.calendar
        if self.unit == "hours":
            return f"{self.words} from {words.moment(start, calendar)}: {words.moment(end, calendar)}."
        first = calendar.day_of(start)
        passed = words.not_counted(calendar.skipped(first, self.n))
        last = words.day(calendar.day_of(end))
        return f"{self.words} from {words.day(first)}: the end of {last}{'; ' + passed if passed else ''}."

    def missing(self, case: Case, about: str, due: Due, u: datetime) -> list[Json]:
        sure = due.hi is None or due.lo == due.hi
        return [] if sure else [sentences.missing("the start", {}, "time_not_recorded")]

    def moved(self, case: Case, about: str, start: Start, u: datetime) -> list[datetime]:
        return []

    def stands_still(self, case: Case, start: Start, u: datetime) -> bool:
        return False


class HearingWithin:
    """Working days that do not count while an investigation is open at their end."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.running = Within(n, "working days")

    def due(self, case: Case, about: str, start: Start, u: datetime) -> Due:
        held = self._held(case, start, u)
        if not held:
            return self.running.due(case, about, start, u)
        try:
            return Due(start.lo and self._ends(case, start.lo, held), self._ends(case, start.hi, held))
        except BeyondTable as beyond:
            return Due(None, None, str(beyond))

    def _ends(self, case: Case, moment: datetime, held: Held) -> datetime | None:
        calendar, left = case.calendar, self.n
        day = calendar.day_of(moment)
        while left:
            day = calendar.next_working_day(day)
            end = calendar.end_of(day)
            if any(until is None and end >= since for since, until in held):
                return None
            left -= not any(until is not None and since <= end < until for since, until in held)
        return calendar.end_of(day)

    def _held(self, case: Case, start: Start, u: datetime) -> Held:
        """The stretches, up to u, in which it stood still; the last may go on."""
        found: Held = []
        for moment in self._changes(case, start, u):
            still = INVESTIGATION_IS_OPEN.holds(case, "", moment)
            lasting = bool(found) and found[-1][1] is None
            if still and not lasting:
                found.append((moment, None))
            elif lasting and not still:
                found[-1] = (found[-1][0], moment)
        return found

    def _changes(self, case: Case, start: Start, u: datetime) -> list[datetime]:
        named = {entry.hi for entry in case.named["strand"].values()}
        changed = named | changes(case, INVESTIGATION_IS_OPEN.reads(case, ""))
        return sorted({start.hi} | {each for each in changed if start.hi < each <= u})

    def reached(self, case: Case, start: Start, due: Due) -> Iterator[str]:
        if due.beyond:
            yield f"No date can be given: {due.beyond}."
        elif due.hi is not None:
            early = f"{words.moment(due.lo, case.calendar)}, or at the latest " if due.lo and due.lo != due.hi else ""
            yield f"It is due by {early}{words.moment(due.hi, case.calendar)}."

    def missing(self, case: Case, about: str, due: Due, u: datetime) -> list[Json]:
        unknown = INVESTIGATION_IS_OPEN.holds(case, "", u) is None
        asked = INVESTIGATION_IS_OPEN.asks(case, "", u) if unknown else []
        return asked + self.running.missing(case, about, due, u)

    def moved(self, case: Case, about: str, start: Start, u: datetime) -> list[datetime]:
        found = (self.due(case, about, start, each).lo for each in self._changes(case, start, u))
        return [each for each in found if each is not None]

    def stands_still(self, case: Case, start: Start, u: datetime) -> bool:
        held = self._held(case, start, u)
        return bool(held) and held[-1][1] is None


class SetBy:
    """The end of the day that a person set."""

    def __init__(self, fact: str) -> None:
        self.fact = fact

    def due(self, case: Case, about: str, start: Start, u: datetime) -> Due:
        day = case.answer(self.fact, about, u)
        if day is None:
            return NO_LIMIT
        end = case.calendar.end_of(day) if isinstance(day, date) and not isinstance(day, datetime) else day
        return Due(end, end)

    def reached(self, case: Case, start: Start, due: Due) -> Iterator[str]:
        if due.hi is not None:
            yield f"It is due by {words.moment(due.hi, case.calendar)}."
        else:
            yield "No date can be given yet: the limit hangs on what is not known."

    def missing(self, case: Case, about: str, due: Due, u: datetime) -> list[Json]:
        return [] if due.hi is not None else [sentences.ask(case, self.fact, about, u)]

    def moved(self, case: Case, about: str, start: Start, u: datetime) -> list[datetime]:
        """The dates it stood at, from the beginning to u."""
        answers = case.answers.get((self.fact, about))
        moments = [each for each in (answers.moments if answers else ()) if start.hi < each <= u]
        found = (self.due(case, about, start, each).lo for each in (start.hi, *moments))
        return [each for each in found if each is not None]

    def stands_still(self, case: Case, start: Start, u: datetime) -> bool:
        return False
