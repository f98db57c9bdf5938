"""What a procedure offers as answers, and what was recorded though it foresees it otherwise.

A judgement is never refused: an answer that was not offered, or an event that another role records, stands and is
listed. Nothing here may change what follows from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from dutybook.engine.belonging import rules_together
from dutybook.engine.entries import Entry
from dutybook.engine.known import Scope
from dutybook.engine.procedure import Choice, Event, Fact, Procedure
from dutybook.engine.reading import Reading


@dataclass(frozen=True, slots=True)
class NotOffered:
    """An answer that an entry gives about certain things, of which it is certain that it was not offered then."""

    entry: Entry
    fact: Fact
    choice: Choice
    about: Scope


@dataclass(frozen=True, slots=True)
class OtherRole:
    """An entry of somebody in a role that is not among those that record the event."""

    entry: Entry
    event: Event


def offers(
    fact: str, entries: Iterable[Entry], procedure: Procedure, *, about: Scope, at: datetime, known_at: datetime
) -> dict[str, bool | None]:
    """For each answer of the fact that was not withdrawn, whether it is offered; None: nobody can tell."""
    reading = Reading(entries, procedure, at, known_at)
    declared = reading.edition(about, reading.t).rules.facts[fact]
    return {each.id: _is_offered(each, reading, about, reading.t) for each in declared.choices if not each.withdrawn}


def _is_offered(choice: Choice, reading: Reading, about: Scope, u: datetime) -> bool | None:
    if choice.when is None:
        return True
    held: bool | None = reading.edition(about, u).conditions.holds(choice.when, reading.known, about, u)
    return held


def not_offered(
    entries: Iterable[Entry], procedure: Procedure, *, at: datetime, known_at: datetime
) -> list[NotOffered]:
    """Every answer that was given though it was not offered, read at its own moment, in the order of the entries."""
    reading = Reading(entries, procedure, at, known_at)
    return [
        NotOffered(entry, fact, choice, about)
        for entry in reading.known.entries
        for fact, about in _answered(entry, reading)
        for choice in fact.choices
        if choice.id in _chosen(entry.answers[fact.id]) and _is_offered(choice, reading, about, entry.hi) is False
    ]


def _answered(entry: Entry, reading: Reading) -> Iterator[tuple[Fact, dict[str, str]]]:
    """Each fact that the entry answers, about each combination of the things it names."""
    declared = rules_together(reading.procedure, reading.procedure.organisations, entry.hi).facts
    for fact in (declared[name] for name in entry.answers if name in declared):
        for ids in product(*(entry.things.get(kind, ()) for kind in fact.of)):
            yield fact, dict(zip(fact.of, ids, strict=True))


def _chosen(answer: object) -> tuple[object, ...]:
    return answer if isinstance(answer, tuple) else (answer,)


def by_other_roles(
    entries: Iterable[Entry], procedure: Procedure, *, at: datetime, known_at: datetime
) -> list[OtherRole]:
    """Every entry that says in which role it was done, where only other roles record that event; in their order."""
    found = []
    for entry in Reading(entries, procedure, at, known_at).known.entries:
        event = rules_together(procedure, procedure.organisations, entry.hi).events.get(entry.type)
        if event is not None and entry.role and entry.role not in event.by:
            found.append(OtherRole(entry, event))
    return found
