"""The clock of one duty instance: its start, when it stood still, when it is due, and where its date stood before.

Only dates are worked out here; what they mean for the duty's status is `duties`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from dutybook.engine.arising import Arising
from dutybook.engine.calendar import BeyondTable
from dutybook.engine.forms import Length, Timescale
from dutybook.engine.known import Known
from dutybook.engine.procedure import CutOff, Longer
from dutybook.engine.timescales import NOWHERE, Clockwork, Held, Reach, Span, anchor, cut_off_start, reach


@dataclass(slots=True)
class Clock:
    """The clock of one instance that arose. A prompt has none: it is never due."""

    arising: Arising
    known: Known
    t: datetime
    limit: Timescale | None = field(init=False)
    steady: bool = field(init=False)
    _dues: dict[datetime, Reach] = field(default_factory=dict)

    def __post_init__(self) -> None:
        duty = self.arising.duty
        self.limit = None if duty.strength == "prompt" else duty.within
        plain = isinstance(duty.within, Length) and duty.within.anchor is None
        self.steady = self.limit is None or (plain and duty.counts_from is None and duty.held_while is None)

    @property
    def works(self) -> Clockwork:
        """What its timescales are worked out with."""
        return self.arising.edition.conditions.works(self.known)

    def due(self, u: datetime) -> Reach:
        """When the duty is due, as known at u."""
        read_at = self.arising.arose if self.steady else u
        if read_at not in self._dues:
            self._dues[read_at] = self._reach(self.limit, read_at)
        return self._dues[read_at]

    def target(self, u: datetime) -> Reach:
        """The target, as known at u."""
        return NOWHERE if self.arising.duty.strength == "prompt" else self._reach(self.arising.duty.target, u)

    def due_above(self, longer: Longer, u: datetime) -> Reach:
        """When the limit of the pack above would have ended, which the duty's own lengthens."""
        if self.arising.duty.strength == "prompt":
            return NOWHERE
        start = self._start(u, longer.counts_from, longer.cut_off)
        return reach(longer.within, start, self.works, self.arising.key, u, self.held(u))

    def _reach(self, scale: Timescale | None, u: datetime) -> Reach:
        if scale is None:
            return NOWHERE
        return reach(scale, self.start(u), self.works, self.arising.key, u, self.held(u))

    def start(self, u: datetime) -> Span | Reach:
        """From when the clock counts, as known at u; a Reach without an end where that cannot be told."""
        duty = self.arising.duty
        return self._start(u, duty.counts_from, duty.cut_off)

    def before_cut_off(self, u: datetime) -> Span | Reach:
        """From when the clock would count if no time of day came too late."""
        return self._start(u, self.arising.duty.counts_from, None)

    def _start(self, u: datetime, counts_from: str | None, cut_off: CutOff | None) -> Span | Reach:
        start: Span = (self.arising.lo, self.arising.arose)
        if counts_from is not None:
            found = anchor(counts_from, self.works, self.arising.key, u)
            if isinstance(found, Reach):
                return found
            start = found
        if cut_off is None:
            return start
        try:
            return cut_off_start(start, cut_off.after, cut_off.days, self.works.calendar)
        except BeyondTable as beyond:
            return Reach(beyond=str(beyond))

    def held(self, u: datetime) -> Held | None:
        """The stretches, from the arising to u, in which the clock stood still."""
        duty, key, arose = self.arising.duty, self.arising.key, self.arising.arose
        if duty.held_while is None:
            return None
        conditions = self.arising.edition.conditions
        moments = {arose} | conditions.moments(duty.held_while, self.known, key)
        found: Held = []
        for each in sorted(moment for moment in moments if arose <= moment <= u):
            value = conditions.holds(duty.held_while, self.known, key, each)
            still = duty.if_unknown == "hold" if value is None else value
            last_open = bool(found) and found[-1][1] is None
            if still and not last_open:
                found.append((each, None))
            elif not still and last_open:
                found[-1] = (found[-1][0], each)
        return found

    def is_held(self, u: datetime) -> bool:
        """Whether the clock stands still at u."""
        held = self.held(u)
        return held is not None and bool(held) and held[-1][1] is None

    def moments(self) -> set[datetime]:
        """Every moment after the arising at which the due date can move."""
        duty, key, conditions = self.arising.duty, self.arising.key, self.arising.edition.conditions
        found = conditions.timescale_moments(self.limit, self.known, key) if self.limit else set()
        if duty.counts_from is not None:
            found |= set(conditions.anchor_moments(duty.counts_from, self.known, key))
        found |= conditions.moments(duty.held_while, self.known, key)
        return {each for each in found if each > self.arising.arose}

    def moved(self, u: datetime) -> tuple[datetime, ...]:
        """The due dates it had before the one that stands at u, oldest first."""
        earlier = list(self.arising.moved)
        if not self.steady:
            arose = self.arising.arose
            earlier += [end for each in sorted({arose} | self.moments()) if each <= u and (end := self.due(each).lo)]
        now = self.due(u).lo
        return tuple(each for each in dict.fromkeys(earlier) if each != now)

    def expiries(self) -> Iterator[datetime]:
        """Each moment up to t at which the due date passes on every reading: just at it, or when it moves behind us."""
        later = set() if self.steady else {each for each in self.moments() if each <= self.t}
        moments = sorted({self.arising.arose} | later)
        before: datetime | None = None
        for each, following in zip(moments, [*moments[1:], self.t], strict=True):
            due = self.due(each).hi
            had_passed = before is not None and before < each
            if due is not None and due < following and not (had_passed and due < each):
                yield max(due, each)
            before = due
