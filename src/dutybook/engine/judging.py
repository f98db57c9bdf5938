"""What one duty instance is: its status, the first that fits, and its timing beside it.

Words and what is missing are not made here: that is `explain`. No status may be stored anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dutybook.engine.arising import Arising, deed_of, end_of, not_done
from dutybook.engine.clock import Clock
from dutybook.engine.entries import Entry
from dutybook.engine.forms import Expression
from dutybook.engine.instance import Status, Timing
from dutybook.engine.known import SECOND, Known
from dutybook.engine.procedure import After
from dutybook.engine.timescales import Reach, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The status, and `u`: the moment of the deed, `since`, the decision, or t. `read_at`: when its date was read."""

    status: Status
    u: datetime
    read_at: datetime
    due: Reach
    timing: Timing
    late_by: int | None
    since: datetime | None = None


class Judge:
    """One instance that arose, with the entries that close it."""

    def __init__(self, known: Known, t: datetime, arising: Arising) -> None:
        self.known = known
        self.t = t
        self.arising = arising
        self.deed, self.doubts = deed_of(known, arising)
        self.not_done = not_done(known, arising, self.deed)
        self.end = end_of(known, arising) if arising.duty.ends else None
        self.clock = Clock(arising, known, t)
        duty = arising.duty
        where = duty.arises.where if isinstance(duty.arises, After) else None
        self.need_parts: list[Expression] = [each for each in (where, duty.when) if each is not None]
        """The conditions that have to hold for the duty to be needed."""
        self._asked: dict[datetime, bool | None] = {}

    # --- need -----------------------------------------------------------------------------------------------------

    def need(self, u: datetime) -> bool | None:
        """Whether the duty is needed at u: nothing has ended it, and `where` and `when` hold."""
        if self.end is not None and self.end.hi <= u:
            return False
        return self.asked_for(u)

    def asked_for(self, u: datetime) -> bool | None:
        """Whether `where` and `when` hold at u, whatever may have ended the need."""
        if u not in self._asked:
            self._asked[u] = self._all_hold(u)
        return self._asked[u]

    def _all_hold(self, u: datetime) -> bool | None:
        value: bool | None = True
        for each in self.need_parts:
            found = self.arising.edition.conditions.holds(each, self.known, self.arising.key, u)
            if found is False:
                return False
            value = value if found else None
        return value

    def _needless_at(self, deed: Entry, u: datetime) -> bool:
        """Not needed at the deed, read at u: neither just before its moment nor at it. A tie goes to the deed."""
        if self.end is not None and self.end.hi < deed.hi:
            return True
        return self.asked_for(u) is False and self.asked_for(self._before(u)) is False

    def _since(self, u: datetime) -> datetime:
        """The moment from which the need has been false without a break up to u."""
        conditions, arose = self.arising.edition.conditions, self.arising.arose
        moments = {arose}.union(*(conditions.moments(each, self.known, self.arising.key) for each in self.need_parts))
        if self.end is not None:
            moments.add(self.end.hi)
        since = u
        for each in sorted((moment for moment in moments if arose <= moment <= u), reverse=True):
            if self.need(each) is not False:
                break
            since = each
        return since

    # --- status ---------------------------------------------------------------------------------------------------

    def verdict(self, stands_in: Callable[[], bool]) -> Verdict:
        """The status, the first that fits. `stands_in`: whether somebody holds the duty for the time being."""
        if self.not_done is not None:
            return self._measured("not done", self.not_done.hi)
        if self.deed is not None:
            u = max(self.deed.hi, self.arising.arose)
            return self._needless(u) if self._needless_at(self.deed, u) else self._met(self.deed, u)
        need = self.need(self.t)
        if need is False:
            return self._needless(self.t)
        return self._measured("cannot tell" if need is None else self._running(stands_in), self.t)

    def _met(self, deed: Entry, u: datetime) -> Verdict:
        done = (deed.lo, deed.hi)
        late = timing_of(done, self.clock.due(self._before(u))) == "late"
        return self._measured("met late" if late else "met", u, self._before(u), done)

    def _needless(self, u: datetime) -> Verdict:
        since = self._since(u)
        return self._measured("not needed", since, self._before(since))

    def _running(self, stands_in: Callable[[], bool]) -> Status:
        if stands_in():
            return "met for now"
        if self.clock.is_held(self.t):
            return "held"
        start = self.clock.start(self.t)
        if not isinstance(start, Reach) and start[0] is not None and start[0] > self.t:
            return "upcoming"
        due = self.clock.due(self.t)
        passed = due.hi is not None and (due.lo is None or self.t > due.lo)
        return "overdue" if passed else "open"

    def _before(self, u: datetime) -> datetime:
        return max(u - SECOND, self.arising.arose)

    def _measured(
        self, status: Status, u: datetime, read_at: datetime | None = None, done: Span | None = None
    ) -> Verdict:
        read_at = read_at or u
        due = self.clock.due(read_at)
        done = done or (u, u)
        late_by = _late_by(done, due)
        since = u if status == "not needed" else None
        return Verdict(
            status=status, u=u, read_at=read_at, due=due, timing=timing_of(done, due), late_by=late_by, since=since
        )


def _late_by(done: Span, due: Reach) -> int | None:
    """The seconds that it is late on every reading; None without a limit."""
    if due.hi is None or done[0] is None:
        return None if due.hi is None and due.lo is None else 0
    return max(0, int((done[0] - due.hi).total_seconds()))


def timing_of(done: Span, due: Reach) -> Timing:
    """Late only on every reading; may be late on some; exactly at the due moment is in time."""
    if due.hi is None and due.lo is None:
        return "no limit"
    if due.hi is not None and done[0] is not None and done[0] > due.hi:
        return "late"
    return "may be late" if due.lo is None or done[1] > due.lo else "in time"
