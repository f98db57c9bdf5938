"""The answers the engine gives about duties, decisions and gates, and how they are written as JSON.

Nothing here may decide anything: these are the shapes in which answers leave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from dutybook.engine.calendar import Calendar
from dutybook.engine.procedure import NOT_CITED, Citation, Row

Status = Literal[
    "upcoming", "open", "overdue", "held", "met for now", "met", "met late", "not needed", "not done", "cannot tell"
]
Timing = Literal["in time", "late", "may be late", "no limit"]
MissingState = Literal["not_asked", "not_known", "not_happened", "time_not_recorded", "none_named"]


@dataclass(frozen=True, slots=True)
class Missing:
    """What would settle an unknown: a fact, an event that has not happened, a time, or a thing nobody has named."""

    fact: str
    about: Mapping[str, str]
    state: MissingState

    def as_json(self) -> dict[str, Any]:
        return {"fact": self.fact, "about": dict(self.about), "state": self.state}


@dataclass(frozen=True, slots=True)
class LongerThan:
    """The limit of a pack above, in words, when it would have ended, and why the more local one is longer."""

    within: str
    set_by: str
    due_at: datetime | None
    because: str

    def as_json(self, calendar: Calendar) -> dict[str, Any]:
        due_at = calendar.written(self.due_at)
        return {"within": self.within, "set_by": self.set_by, "due_at": due_at, "because": self.because}


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One duty about certain things, as it stood at the moment asked about."""

    id: str
    about: Mapping[str, str]
    title: str = ""
    owner: str = ""
    strength: str = "should"
    status: Status
    timing: Timing
    arose_at: datetime | None
    due_at: datetime | None = None
    due_at_latest: datetime | None = None
    longer_than: LongerThan | None = None
    target_at: datetime | None = None
    met_at: datetime | None = None
    late_by_seconds: int | None = None
    moved: tuple[datetime, ...] = ()
    since: datetime | None = None
    was_overdue: bool = False
    recorded_late: bool = False
    reading_of: str | None = None
    because: Sequence[str] = ()
    missing: Sequence[Missing] = ()
    cite: Citation = NOT_CITED
    set_by: Mapping[str, str] = field(default_factory=dict)

    def as_json(self, calendar: Calendar) -> dict[str, Any]:
        """The stable keys of `dutybook duties --json`; every time is local, with its offset."""
        when = calendar.written
        return {
            "id": self.id,
            "about": dict(self.about),
            "title": self.title,
            "owner": self.owner,
            "strength": self.strength,
            "status": self.status,
            "timing": self.timing,
            "arose_at": when(self.arose_at),
            "due_at": when(self.due_at),
            "due_at_latest": when(self.due_at_latest),
            "longer_than": self.longer_than.as_json(calendar) if self.longer_than else None,
            "target_at": when(self.target_at),
            "met_at": when(self.met_at),
            "late_by_seconds": self.late_by_seconds,
            "moved": [when(each) for each in self.moved],
            "since": when(self.since),
            "recorded_late": self.recorded_late,
            "reading_of": self.reading_of,
            "because": list(self.because),
            "missing": [each.as_json() for each in self.missing],
            "cite": cite_json(self.cite),
            "set_by": dict(self.set_by),
        }


@dataclass(frozen=True, slots=True)
class Pointed:
    """One row of a decision that led to an answer. `points_to` has `=FACT` already replaced by the fact's value.

    `until_at_least`: where `until` waits for an answer, before when it cannot be, whatever is answered.
    """

    row: Row
    points_to: str
    until: datetime | None
    because: tuple[str, ...]
    until_at_least: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.row.id,
            "points_to": self.points_to,
            "strength": self.row.strength,
            "because": list(self.because),
            "cite": cite_json(self.row.cite),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What a procedure points to in a decision, what else is possible, and what would settle it."""

    decision: str
    points_to: tuple[Pointed, ...] = ()
    possible: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    decided: str | None = None
    differs: bool = False

    def as_json(self) -> dict[str, Any]:
        """The stable keys of `dutybook weigh --json`."""
        return {
            "decision": self.decision,
            "points_to": [each.as_json() for each in self.points_to],
            "possible": list(self.possible),
            "missing": [each.as_json() for each in self.missing],
            "decided": self.decided,
            "differs": self.differs,
        }


@dataclass(frozen=True, slots=True)
class Allowed:
    """Nothing stands before the action."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one gate is shut."""

    gate: str
    effect: str
    because: tuple[str, ...]
    missing: tuple[Missing, ...]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Refused:
    """The gates that are shut. `effect` is `refuse` if any refuses, else `reason`: it may go on with a reason."""

    reasons: tuple[Reason, ...]

    @property
    def effect(self) -> str:
        return "refuse" if any(each.effect == "refuse" for each in self.reasons) else "reason"


def cite_json(cite: Citation) -> dict[str, Any]:
    """A citation as JSON; a rule of our own says so in `ours`."""
    written: dict[str, Any] = {"source": cite.source, "at": cite.at, "rules": list(cite.rules)}
    if cite.ours:
        written["ours"] = cite.ours
    return written
