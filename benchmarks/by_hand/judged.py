"""One instance of a duty, from its beginning and its deed to the JSON that says how it stands.

What each duty is, is said in the module of its stage; here is only what all of them share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from benchmarks.by_hand import sentences
from benchmarks.by_hand.conditions import INVESTIGATION_IS_OPEN, Condition, Truth, changes
from benchmarks.by_hand.limits import NO_LIMIT, Due, Limit, Within
from benchmarks.by_hand.record import NOT_DONE, Case, Start
from benchmarks.by_hand.sentences import Json
from benchmarks.by_hand.wording import DUTIES
from dutybook.engine import words
from dutybook.engine.entries import Entry

SECOND = timedelta(seconds=1)

Needs = tuple[tuple[Condition, str], ...]
"""Conditions that must all hold, each with the thing that it is about."""
Owner = Callable[[Case, str, datetime], tuple[str, list[Json]]]
"""Whose duty it is, and what would settle that."""


@dataclass(slots=True)
class Duty:
    """One instance. `where` is read at the beginning and ever after; `when` only after."""

    name: str
    about: dict[str, str]
    start: Start
    done: Entry | None
    where: Needs = ()
    when: Needs = ()
    limit: Limit | None = None
    end: Entry | None = None
    owner: Owner | None = None
    doubts: Needs = ()
    moved: tuple[datetime, ...] = ()
    stands_in: Callable[[], bool] | None = None
    became: Needs = ()
    not_done: Entry | None = None

    @property
    def key(self) -> str:
        return next(iter(self.about.values()), "")

    def is_open(self, u: datetime) -> bool:
        return all(each is None or each.hi > u for each in (self.done, self.end, self.not_done))


def holds(case: Case, needs: Needs, u: datetime) -> Truth:
    """Whether all of them hold."""
    value: Truth = True
    for condition, about in needs:
        found = condition.holds(case, about, u)
        if found is False:
            return False
        value = value if found else None
    return value


def done_where(
    case: Case, start: Start, about: str, event: str, condition: Condition, *, earlier: bool = False
) -> tuple[Entry | None, Needs]:
    """The first such entry at which the condition holds; and the condition, if nobody can tell of one before it."""
    doubts: Needs = ()
    for entry in case.all_of(event, about):
        if entry is start.entry or not (earlier or start.lo is None or entry.hi >= start.lo):
            continue
        value = condition.holds(case, about, entry.hi)
        if value:
            return entry, doubts
        if value is None:
            doubts = ((condition, about),)
    return None, doubts


def decided_not_done(case: Case, duty: Duty) -> Entry | None:
    """A person's decision that it will not be done."""
    for entry in case.by_type.get(NOT_DONE, ()):
        in_time = entry.hi >= duty.start.hi and (duty.done is None or entry.hi < duty.done.hi)
        names_it = all(each in entry.things.get(kind, ()) for kind, each in duty.about.items())
        if in_time and entry.answers.get("duty") == duty.name and names_it:
            return entry
    return None


class Standing:
    """How an instance stands: its status at `u`, measured against the date it had at `read_at`."""

    __slots__ = ("case", "due", "duty", "needs", "read_at", "since", "span", "status", "u")

    def __init__(self, case: Case, duty: Duty) -> None:
        self.case = case
        self.duty = duty
        self.needs: Needs = (*duty.where, *duty.when)
        self.since: datetime | None = None
        self.due: Due = NO_LIMIT
        self.span: tuple[datetime | None, datetime] = (case.t, case.t)
        self._decide()

    def _decide(self) -> None:
        duty, t = self.duty, self.case.t
        if duty.not_done is not None:
            self._measure("not done", duty.not_done.hi)
        elif duty.done is not None:
            u = max(duty.done.hi, duty.start.hi)
            if self._needless_at(duty.done, u):
                self._needless(u)
            else:
                self._met(duty.done, u)
        elif self._ended(t) or (need := holds(self.case, self.needs, t)) is False:
            self._needless(t)
        elif need is None:
            self._measure("cannot tell", t)
        else:
            self._running()

    def _ended(self, u: datetime) -> bool:
        return self.duty.end is not None and self.duty.end.hi <= u

    def _needless_at(self, done: Entry, u: datetime) -> bool:
        """Not needed at the deed, and not needed a second before it either: a tie goes to the deed."""
        if self.duty.end is not None and self.duty.end.hi < done.hi:
            return True
        if holds(self.case, self.needs, u) is not False:
            return False
        return holds(self.case, self.needs, max(u - SECOND, self.duty.start.hi)) is False

    def _needless(self, u: datetime) -> None:
        """Not needed, since the first moment from which it was so without a break."""
        arose, since = self.duty.start.hi, u
        for moment in sorted((each for each in self._changes() if arose <= each <= u), reverse=True):
            if not self._ended(moment) and holds(self.case, self.needs, moment) is not False:
                break
            since = moment
        self.since = since
        self._measure("not needed", since, max(since - SECOND, arose))

    def _changes(self) -> set[datetime]:
        case, found = self.case, {self.duty.start.hi}
        if self.duty.end is not None:
            found.add(self.duty.end.hi)
        for condition, about in self.needs:
            found |= changes(case, condition.reads(case, about))
        found.update(entry.hi for things in case.named.values() for entry in things.values())
        return found

    def _met(self, done: Entry, u: datetime) -> None:
        self._measure("met", u, max(u - SECOND, self.duty.start.hi), (done.lo, done.hi))
        if self.timing() == "late":
            self.status = "met late"

    def _running(self) -> None:
        t = self.case.t
        self._measure("open", t)
        if self.duty.stands_in is not None and self.duty.stands_in():
            self.status = "met for now"
        elif self.duty.limit is not None and self.duty.limit.stands_still(self.case, self.duty.start, t):
            self.status = "held"
        elif self.due.hi is not None and (self.due.lo is None or t > self.due.lo):
            self.status = "overdue"

    def _measure(
        self,
        status: str,
        u: datetime,
        read_at: datetime | None = None,
        span: tuple[datetime | None, datetime] | None = None,
    ) -> None:
        self.status, self.u, self.read_at, self.span = status, u, read_at or u, span or (u, u)
        if self.duty.limit is not None:
            self.due = self.duty.limit.due(self.case, self.duty.key, self.duty.start, self.read_at)

    def timing(self) -> str:
        lo, hi = self.span
        if self.due.hi is None:
            return "no limit"
        if lo is not None and lo > self.due.hi:
            return "late"
        return "may be late" if self.due.lo is None or hi > self.due.lo else "in time"

    def late_by(self) -> int | None:
        if self.due.hi is None:
            return None
        return max(0, int(((self.span[0] or self.due.hi) - self.due.hi).total_seconds()))

    def moved(self) -> list[datetime]:
        """The dates it had before the one that stands, each once."""
        duty = self.duty
        if duty.limit is None or isinstance(duty.limit, Within):
            return []
        dates = [*duty.moved, *duty.limit.moved(self.case, duty.key, duty.start, self.read_at)]
        return [each for each in dict.fromkeys(dates) if each != self.due.lo]

    # --- reasons ------------------------------------------------------------------------------------------------------

    def because(self) -> Iterator[str]:
        """What it began with, what makes it needed, how the date was reached, what closed it."""
        case, duty = self.case, self.duty
        if duty.start.entry is not None:
            yield sentences.event(case, duty.start.entry)
        for condition, about in duty.became:
            yield from sentences.read(case, condition.reads(case, about), duty.start.hi)
        for condition, about in self.needs:
            yield from sentences.read(case, condition.reads(case, about), self.u)
        if duty.limit is not None:
            yield from duty.limit.reached(case, duty.start, self.due)
        elif DUTIES[duty.name]["promptly"] and DUTIES[duty.name]["strength"] != "prompt":
            yield f"The procedure says “{DUTIES[duty.name]['promptly']}” and gives no number."
        yield from self._closing()

    def _closing(self) -> Iterator[str]:
        case, duty = self.case, self.duty
        if self.status in ("met", "met late") and duty.done is not None:
            late = self.late_by()
            yield sentences.event(case, duty.done) + (f" That was {words.span(late)} late." if late else "")
        elif self.status == "not done" and duty.not_done is not None:
            who, when = duty.not_done.by or "Somebody", sentences.when(case, duty.not_done)
            yield f"{who} decided {when} that it will not be done: {duty.not_done.answers['reason']}."
        elif self.status == "not needed" and duty.end is not None and duty.end.hi == self.since:
            yield sentences.event(case, duty.end)
        elif self.status == "held":
            yield "The clock stands still."
            yield from sentences.read(case, INVESTIGATION_IS_OPEN.reads(case, ""), self.u)
        elif self.status == "met for now":
            yield from (sentences.event(case, each) for each in case.all_of("emergency_duty_team_told", "")[-1:])

    def missing(self, asked: list[Json]) -> list[Json]:
        """What would settle the need, the owner, the deed and the date; each once."""
        case, duty, u = self.case, self.duty, self.u
        needs = self.needs if self._need_is_unknown() else ()
        found = [
            each
            for condition, about in (*needs, *duty.doubts)
            if condition.holds(case, about, u) is None
            for each in condition.asks(case, about, u)
        ]
        found[len(found) :] = asked
        if duty.limit is not None:
            found += duty.limit.missing(case, duty.key, self.due, self.read_at)
        return each_once(found) if len(found) > 1 else found

    def _need_is_unknown(self) -> bool:
        """Never so of what is open or not needed: that was decided by the need."""
        if not self.needs or self.status in ("open", "overdue", "held", "not needed"):
            return False
        return not self._ended(self.u) and holds(self.case, self.needs, self.u) is None


def each_once(found: list[Json]) -> list[Json]:
    return [each for index, each in enumerate(found) if each not in found[:index]]


def as_json(case: Case, duty: Duty) -> Json:
    """The keys of `dutybook duties --json`."""
    standing, told, when = Standing(case, duty), DUTIES[duty.name], case.calendar.written
    owner, asked = duty.owner(case, duty.key, standing.u) if duty.owner is not None else (told["owner"], [])
    met = duty.done if standing.status in ("met", "met late") else None
    due = standing.due
    return {
        "id": duty.name,
        "about": duty.about,
        "title": told["title"],
        "owner": owner,
        "strength": told["strength"],
        "status": standing.status,
        "timing": standing.timing(),
        "arose_at": when(duty.start.hi),
        "due_at": when(due.lo),
        "due_at_latest": when(due.hi),
        "longer_than": None,
        "target_at": None,
        "met_at": when(met.hi) if met else None,
        "late_by_seconds": standing.late_by(),
        "moved": [when(each) for each in standing.moved()],
        "since": when(standing.since),
        "recorded_late": met is not None and due.hi is not None and met.hi <= due.hi < met.recorded_at,
        "reading_of": told["reading_of"],
        "because": list(standing.because()),
        "missing": standing.missing(asked),
        "cite": told["cite"],
        "set_by": told["set_by"],
    }


def cannot_tell(case: Case, name: str, about: dict[str, str], waits: list[Json], owner: Owner) -> Json:
    """The instance that stands for a duty of which nobody can tell whether it has arisen."""
    told = DUTIES[name]
    role, asked = owner(case, next(iter(about.values()), ""), case.t)
    nothing: dict[str, Any] = dict.fromkeys(
        ("arose_at", "due_at", "due_at_latest", "longer_than", "target_at", "met_at", "late_by_seconds")
    )
    return {
        "id": name,
        "about": about,
        "title": told["title"],
        "owner": role,
        "strength": told["strength"],
        "status": "cannot tell",
        "timing": "no limit",
        **nothing,
        "moved": [],
        "since": None,
        "recorded_late": False,
        "reading_of": told["reading_of"],
        "because": [],
        "missing": each_once([*waits, *asked]),
        "cite": told["cite"],
        "set_by": told["set_by"],
    }
