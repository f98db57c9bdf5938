"""The nouns of the procedure language (docs/language.md) as plain data, once every pack and layer is put together.

No behaviour beyond looking things up may live here: the real engine and the naive one of the tests share this page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from dutybook.engine.calendar import Calendar
from dutybook.engine.forms import Expression, Form, Length, Timescale

NOT_KNOWN = "not_known"
"""The answer "asked, and not known", to any fact."""

DUTY_NOT_DONE = "duty_not_done"
"""The one entry type of every procedure: somebody decided that a duty will not be done (`duty`, `reason`, things)."""

Strength = Literal["must", "should", "will", "may", "prompt"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands: paragraph and rule ids, or `ours` with the reason a rule of our own exists."""

    source: str = ""
    at: str = ""
    rules: tuple[str, ...] = ()
    ours: str = ""


# --- the elements of a pack -------------------------------------------------------------------------------------------


NOT_CITED = Citation()


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What every element has. `set_by`: for each field, the pack that set it; `origin`: file and line, for errors."""

    id: str
    title: str = ""
    cite: Citation = NOT_CITED
    set_by: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing(Element):
    """A kind of thing that a fact, an event or a duty can be about: child, employment, meeting …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Element):
    """A declared entry type. An entry of it names at least one id of every kind in `about`."""

    by: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    privacy: str = "general"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Element):
    """One answer of a choice fact; `id` is the stored answer. `when`, if there is one, says when it is offered."""

    when: Expression | None = None
    withdrawn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Element):
    """A question a person can answer, about the case (`of` empty), one kind of thing, or several."""

    of: tuple[str, ...] = ()
    ask: str = ""
    answers: str = "yes_no"
    choices: tuple[Choice, ...] = ()
    privacy: str = "general"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Element):
    form: Form


@dataclass(frozen=True, slots=True)
class After:
    """Arises from an event, or any of several; not where `where` is false at the arising."""

    events: tuple[str, ...]
    where: Expression | None = None


@dataclass(frozen=True, slots=True)
class Becomes:
    """Arises each time the condition turns true."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class Expires:
    """Arises when the due date of another duty, with the same key, passes unmet."""

    duty: str


@dataclass(frozen=True, slots=True)
class Recurs:
    """Arises on a date fact's day and then every length after it."""

    every: Length
    from_fact: str


Arises = After | Becomes | Expires | Recurs


@dataclass(frozen=True, slots=True)
class Deed:
    event: str
    where: Expression | None = None


@dataclass(frozen=True, slots=True)
class DoneBy:
    """The first of `any` deeds, or the last to come of `all` of them."""

    mode: Literal["any", "all"]
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class OwnerRow:
    role: str
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class CutOff:
    """After this local time of day on these days (mon … sun), the clock starts on the next working day."""

    after: str
    days: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Provisionally:
    """`by` holds the duty for the time being, while the duty `until` is not overdue."""

    by: str
    until: str


@dataclass(frozen=True, slots=True)
class Longer:
    """The limit of a pack above (`set_by`) that a more local one lengthened, with its clock; and why it did."""

    within: Timescale
    cut_off: CutOff | None
    counts_from: str | None
    set_by: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Element):
    kinds: tuple[str, ...] = ()
    owner: tuple[OwnerRow, ...] = ()
    strength: Strength = "should"
    arises: Arises
    again: Literal["new", "keep", "restart"] = "new"
    when: Expression | None = None
    counts_from: str | None = None
    cut_off: CutOff | None = None
    target: Timescale | None = None
    within: Timescale | None = None
    longer: Longer | None = None
    promptly: str = ""
    held_while: Expression | None = None
    if_unknown: Literal["hold", "run"] = "hold"
    done_by: DoneBy | None = None
    earlier_counts: bool = False
    ends: tuple[str, ...] = ()
    provisionally: Provisionally | None = None
    reading_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Element):
    """A row of a decision. `points_to` is a word, or `=FACT` for that fact's value; `more`: what else the pack says."""

    when: Expression | None = None
    points_to: str
    strength: Strength = "should"
    until: Timescale | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Element):
    """A person decides and records why; the rows say what the procedure points to."""

    ask: str = ""
    kind: str | None = None
    decided_by: tuple[str, ...] = ()
    agreed: bool = False
    mode: Literal["first", "all"] = "first"
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Element):
    """Stands before an action. Exactly one of `needs`, `different_people` (events), `no_open_duties` is set."""

    before: tuple[str, ...] = ()
    needs: Expression | None = None
    different_people: tuple[str, ...] = ()
    no_open_duties: bool = False
    effect: Literal["refuse", "reason"] = "reason"


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours on some days of the week; `from_time` and `to_time` are local, "24:00" is the end of the day."""

    days: tuple[str, ...]
    from_time: str
    to_time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Element):
    """Somebody to ring. `hours` None: the source does not give them.

    `bank_holidays`: closed then, open as on the day of the week, or the hours kept on every bank holiday.
    """

    hours: tuple[Hours, ...] | None = None
    bank_holidays: bool | tuple[Hours, ...] = False
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Element):
    """An element of plain data (vocabularies, roles, meetings, definitions, records …): what the page shows."""

    chapter: str
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Rules:
    """Everything a procedure says on one day, layers and editions already put together."""

    things: Mapping[str, Thing] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    duties: Mapping[str, Duty] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    gates: Mapping[str, Gate] = field(default_factory=dict)
    directory: Mapping[str, Contact] = field(default_factory=dict)
    plain: Mapping[str, Mapping[str, Passage]] = field(default_factory=dict)

    def elements(self) -> Iterator[tuple[str, Element]]:
        """Every element with the name of its chapter, in the order of the page."""
        for chapter in ("things", "events", "facts", "conditions", "duties", "decisions", "gates", "directory"):
            for element in getattr(self, chapter).values():
                yield chapter, element
        for chapter, members in self.plain.items():
            for element in members.values():
                yield chapter, element


@dataclass(frozen=True, kw_only=True, eq=False)
class Procedure:
    """One authority's procedure (or one organisation's over it), with every edition of it.

    `editions` are (first day in force, rules), by day; the first begins at date.min. `organisations` are the packs
    of organisations by name, each already laid over this procedure; they govern the things that name them.
    """

    name: str
    title: str
    edition: str
    hash: str
    calendar: Calendar
    editions: tuple[tuple[date, Rules], ...]
    layers: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    organisations: Mapping[str, Procedure] = field(default_factory=dict)
    organisation_fact: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    def on(self, day: date) -> Rules:
        """The rules in force on this local day."""
        return self.editions[bisect_right(self.editions, day, key=lambda edition: edition[0]) - 1][1]

    def at(self, moment: datetime) -> Rules:
        """The rules in force on the local day of this moment."""
        if len(self.editions) == 1:
            return self.editions[0][1]
        return self.on(self.calendar.day_of(moment))
