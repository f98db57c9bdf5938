"""The decisions of a case: which there are to take and by whom, how each was decided, and what the procedure points to.

A person decides. Nothing may be recorded here, and what is pointed to is never taken for a decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dutybook.casework import permissions, queries
from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView
from dutybook.engine.decisions import weigh
from dutybook.engine.entries import Entry
from dutybook.engine.instance import Missing, Weighed
from dutybook.engine.procedure import NOT_KNOWN, Decision, Event
from dutybook.engine.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """One decision about one thing. `entry` is the one that recorded it, and `answer` what it says, if it is decided.

    `is_chosen`: it is one of the procedure's answers. What is written in words cannot be held against its rows.
    `is_waited_for`: nobody has decided it, and a duty that is to be done waits for it.
    """

    decision: Decision
    event: Event
    about: Mapping[str, str]
    weighed: Weighed
    entry: Entry | None
    answer: Any
    is_chosen: bool
    is_waited_for: bool

    @property
    def to_find_out(self) -> list[Missing]:
        """The questions that the procedure reads in it and that have no answer."""
        return [each for each in self.weighed.missing if each.state in ("not_asked", "not_known")]

    @property
    def differs(self) -> bool:
        """Whether it was decided otherwise than the procedure points to; of several answers, that any is another."""
        if self.entry is None or not self.is_chosen or not self.weighed.points_to:
            return False
        decided = set(self.answer) if isinstance(self.answer, tuple) else {str(self.answer)}
        pointed = {each.points_to for each in self.weighed.points_to}
        return decided != pointed if self.decision.mode == "all" else not decided <= pointed


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A decision that no event asks, and so nobody takes: what the procedure points to is only shown."""

    decision: Decision
    about: Mapping[str, str]
    weighed: Weighed


def shown_only(view: CaseView) -> list[Shown]:
    """Every such decision, about everything it can be about."""
    reading = Reading(view.entries, view.procedure, view.at, view.known_at)
    return [
        Shown(decision=decision, about=about, weighed=weigh(reading, decision.id, about))
        for governed, decision, about in _each(view)
        if recorded_by(governed, decision) is None
    ]


def decisions_of(view: CaseView) -> list[Weighing]:
    """Every decision that an event of the procedure records, about everything it can be about."""
    reading = Reading(view.entries, view.procedure, view.at, view.known_at)
    waited_for = queries.events_waited_for(view)
    return [
        _one(governed, reading, decision, event, about, is_waited_for=event.id in waited_for)
        for governed, decision, about in _each(view)
        if (event := recorded_by(governed, decision)) is not None
    ]


def weighed_with(view: CaseView, decision: str, about: Mapping[str, str], entry: Entry) -> Weighed:
    """What the procedure would point to if this entry, which nobody has recorded, stood in the case."""
    reading = Reading([*view.entries, entry], view.procedure, view.at, view.known_at)
    return weigh(reading, decision, about)


def recorded_by(view: CaseView, decision: Decision) -> Event | None:
    """The event that asks for the decision: without one, it is not recorded under this procedure."""
    return next((event for event in view.rules.events.values() if decision.id in event.asks), None)


def may_decide(account: Account, view: CaseView, weighing: Weighing) -> permissions.Allowed | permissions.Refused:
    """The roles by which the procedure has it decided, and who may record it."""
    if not permissions.answers_for(account, view.rules) & set(weighing.decision.decided_by):
        return permissions.Refused(("This is decided by somebody else. The procedure names who.",))
    return permissions.may_record(account, view.case, weighing.event)


def _one(
    view: CaseView,
    reading: Reading,
    decision: Decision,
    event: Event,
    about: Mapping[str, str],
    *,
    is_waited_for: bool,
) -> Weighing:
    entry, fact = _decided(view, decision, about), view.rules.facts[decision.id]
    return Weighing(
        decision=decision,
        event=event,
        about=about,
        weighed=weigh(reading, decision.id, about),
        entry=entry,
        answer=entry.answers[decision.id] if entry else None,
        is_chosen=bool(fact.choices) or fact.answers == "yes_no",
        is_waited_for=is_waited_for and entry is None,
    )


def _each(view: CaseView) -> Iterator[tuple[CaseView, Decision, Mapping[str, str]]]:
    """Every decision about everything it can be about, as the rules for that have it, if they have it at all."""
    for declared in view.rules.decisions.values():
        for about in _abouts(view, declared):
            governed = view.under_the_rules_for(about)
            decision = governed.rules.decisions.get(declared.id)
            if decision is not None:
                yield governed, decision, about


def _abouts(view: CaseView, decision: Decision) -> Iterator[Mapping[str, str]]:
    """Each thing of its kind that the case names, or the case itself."""
    if decision.kind is None:
        yield {}
        return
    for thing in dict.fromkeys(each for entry in view.stands for each in entry.things.get(decision.kind, ())):
        yield {decision.kind: thing}


def _decided(view: CaseView, decision: Decision, about: Mapping[str, str]) -> Entry | None:
    """The entry whose answer is in force: the last that says something, for an answer of "not known" takes it back."""
    said = [
        entry
        for entry in view.stands
        if decision.id in entry.answers and all(thing in entry.things.get(kind, ()) for kind, thing in about.items())
    ]
    return said[-1] if said and said[-1].answers[decision.id] != NOT_KNOWN else None
