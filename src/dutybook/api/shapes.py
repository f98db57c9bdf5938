"""What the answers hold, as the published document declares it.

The keys of duties, decisions and deadlines are those of the commands: none may be renamed or dropped here.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field

from dutybook.api.errors import Error
from dutybook.engine.instance import MissingState, Status, Timing

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
About = Annotated[dict[str, str], Field(description="The things it is about: the id of each, by its kind.")]


class ProcedureName(BaseModel):
    """Which procedure gave the answer, to the letter."""

    name: str
    edition: str
    hash: str


class Cite(BaseModel):
    """Where a rule stands; `ours` is the reason for a rule of our own."""

    source: str
    at: str
    rules: list[str]
    ours: str = ""


class Missing(BaseModel):
    """What would settle an unknown."""

    fact: str
    about: About
    state: MissingState


class LongerThan(BaseModel):
    """The limit of a pack above that the local one lengthens, when it would have ended, and why it does."""

    within: str
    set_by: str
    due_at: Moment | None
    because: str


class Duty(BaseModel):
    """One duty about certain things, as it stood at the moment asked about."""

    id: str
    about: About
    title: str
    owner: str
    strength: str
    status: Status
    timing: Timing
    arose_at: Moment | None
    due_at: Moment | None
    due_at_latest: Moment | None
    longer_than: LongerThan | None
    target_at: Moment | None
    met_at: Moment | None
    late_by_seconds: int | None
    moved: list[Moment]
    since: Moment | None
    recorded_late: bool
    reading_of: str | None
    because: list[str]
    missing: list[Missing]
    cite: Cite
    set_by: dict[str, str]


class Duties(BaseModel):
    """Every duty of a case, at one moment, as known at another."""

    procedure: ProcedureName
    at: Moment
    known_at: Moment
    duties: list[Duty]


class Entry(BaseModel):
    """One entry as a case file has it, numbered as its reader counts: no number stands for what they may not read."""

    seq: int
    type: str
    compartment: str
    happened_at: str
    recorded_at: Moment
    by: str = ""
    role: str = Field("", alias="as")
    recorded_by: str = ""
    told_by: str = ""
    data: dict[str, Any]
    corrects: int | None = None
    retracted: bool = False
    reason: str = ""


class Person(BaseModel):
    """Somebody whom the case names: the adult or another thing's name, or whoever did something in a role."""

    name: str
    role: str = Field(alias="as")
    about: About


class CaseLine(BaseModel):
    """A case in a list."""

    reference: str
    kind: str
    procedure: str
    about: str = Field(description="The adult it is about, as last named; empty if nobody has said.")


class Case(Duties):
    """A case as its reader may read it."""

    reference: str
    kind: str
    about: str
    next_number: int = Field(description="To be sent as `expected_number` with whatever is recorded next.")
    people: list[Person]
    entries: list[Entry]


class Recorded(BaseModel):
    """What was recorded, and the case it is in."""

    reference: str
    next_number: int
    entry: Entry


class Received(BaseModel):
    """A concern that was received: its receipt, and the case it is in for whoever may see that."""

    receipt: str
    reference: str | None = None
    next_number: int | None = None
    entry: Entry


class Conflicting(Error):
    """Somebody recorded in the meantime: what was sent, and what they recorded that its sender may read."""

    sent: dict[str, Any]
    recorded_since: list[Entry]
    next_number: int


class PointsTo(BaseModel):
    """A row of a decision that holds, and the answer it leads to."""

    row: str
    points_to: str
    strength: str
    because: list[str]
    cite: Cite


class Weighed(BaseModel):
    """What the procedure points to; the decision is a person's."""

    decision: str
    points_to: list[PointsTo]
    possible: list[str]
    missing: list[Missing]
    decided: str | None
    differs: bool


class ShutGate(BaseModel):
    """One gate that is shut, and why."""

    gate: str
    title: str
    effect: str
    because: list[str]
    missing: list[Missing]
    cite: Cite


class Gates(BaseModel):
    """Whether anything stands before an action; `effect` says if it may go on with a reason."""

    event: str
    about: About
    allowed: bool
    effect: str | None
    reasons: list[ShutGate]


class Skipped(BaseModel):
    """A day that did not count."""

    day: str
    why: str


class Deadline(BaseModel):
    """When a limit ends, and how that was counted."""

    due_at: Moment
    skipped: list[Skipped]
    words: str


class ProcedureLine(BaseModel):
    """A procedure in a list."""

    name: str
    title: str
    edition: str


class DeclaredDuty(BaseModel):
    """A duty as the procedure declares it, each part in words."""

    id: str
    title: str
    owner: str
    strength: str
    about: list[str]
    arises: str
    by_when: str
    done: str
    cite: Cite
    set_by: dict[str, str]


class DeclaredEvent(BaseModel):
    """An event that can be recorded: by which roles, about what, and the questions that it asks."""

    id: str
    title: str
    by: list[str]
    about: list[str]
    asks: list[str]
    compartment: str


class DeclaredFact(BaseModel):
    """A question, and what answers it."""

    id: str
    ask: str
    about: list[str]
    answers: str
    choices: list[str]


class Procedure(ProcedureName):
    """A procedure as its page shows it."""

    title: str
    sources: dict[str, str]
    duties: list[DeclaredDuty]
    events: list[DeclaredEvent]
    facts: list[DeclaredFact]
    chapters: dict[str, Any] = Field(description="The plain chapters of the page, by chapter and id.")
