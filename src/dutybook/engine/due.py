"""One deadline, and in words how it was reached: `dutybook due`.

Only lengths that count from the start given can be worked out here; anything a case would have to tell is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dutybook.engine import words
from dutybook.engine.calendar import Calendar, Skipped
from dutybook.engine.forms import Length, Timescale
from dutybook.engine.timescales import end_of_length


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a timescale ends, the days it passed over, and the sentence that says so."""

    due_at: datetime
    skipped: tuple[Skipped, ...]
    words: str

    def as_json(self, calendar: Calendar) -> dict[str, Any]:
        """The stable keys of `dutybook due --json`."""
        return {
            "due_at": calendar.local(self.due_at).isoformat(),
            "skipped": [{"day": each.day.isoformat(), "why": each.why} for each in self.skipped],
            "words": self.words,
        }


def due(timescale: Timescale, start: datetime, calendar: Calendar) -> Deadline:
    """The deadline from an aware start. `BeyondTable` past the holidays; ValueError for what only a case can tell."""
    if not isinstance(timescale, Length) or timescale.anchor is not None:
        raise ValueError("only a length such as `24 hours` or `15 working days` can be worked out without a case")
    end = end_of_length(timescale, start, calendar)
    skipped: tuple[Skipped, ...] = ()
    if timescale.unit == "working days":
        sign = -1 if timescale.direction == "before" else 1
        skipped = calendar.skipped(calendar.day_of(start), sign * timescale.n)
    return Deadline(end, skipped, said(timescale, start, end, skipped, calendar))


def said(length: Length, start: datetime, end: datetime, skipped: tuple[Skipped, ...], calendar: Calendar) -> str:
    """24 hours from Thursday 2 April 2026 at 16:00: Friday 3 April 2026 at 16:00."""
    if length.unit == "hours":
        return f"{words.length(length)} from {words.moment(start, calendar)}: {words.moment(end, calendar)}."
    passed = words.not_counted(skipped)
    reached = words.day(calendar.day_of(end))
    long = words.sentence(words.length(length))
    return f"{long} from {words.day(calendar.day_of(start))}: the end of {reached}{'; ' + passed if passed else ''}."
