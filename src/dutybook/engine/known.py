"""What is known of a case at (t, k): the entries that stand, the answers in force, the things that were named.

Everything later than t or recorded later than k is left out here, once, and nothing that comes after may look past it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from dutybook.engine.entries import Entry
from dutybook.engine.procedure import DUTY_NOT_DONE, NOT_KNOWN

SECOND = timedelta(seconds=1)

Scope = Mapping[str, str]
"""The things in view: kind → id."""


Begun = tuple[dict[str, str], datetime | None, datetime]
"""What an entry begins: about which things, and the span in which it began."""


class Answers:
    """Every answer to one fact about the same things, in order."""

    __slots__ = ("entries", "last", "last_at", "moments", "settled", "values")

    def __init__(self) -> None:
        self.moments: list[datetime] = []
        self.values: list[Any] = []
        self.entries: list[Entry] = []
        self.settled: list[Any] = []

    def add(self, entry: Entry, value: Any) -> None:
        """The next answer in order; at one moment the later one replaces the earlier."""
        settled = None if value == NOT_KNOWN else value
        if self.moments and self.moments[-1] == entry.hi:
            self.values[-1], self.entries[-1], self.settled[-1] = value, entry, settled
        else:
            self.moments.append(entry.hi)
            self.values.append(value)
            self.entries.append(entry)
            self.settled.append(settled)
        self.last, self.last_at = settled, entry.hi

    def at(self, u: datetime) -> Any:
        """The answer in force at u; None if there is none, or it is "not known"."""
        if u >= self.last_at:
            return self.last
        index = bisect_right(self.moments, u)
        return self.settled[index - 1] if index else None

    def entry_at(self, u: datetime) -> tuple[Entry | None, Any]:
        """The entry that gave the answer in force at u, and the answer as it was given."""
        index = bisect_right(self.moments, u)
        return (self.entries[index - 1], self.values[index - 1]) if index else (None, None)


class Known:
    """The case as known on k, up to t."""

    def __init__(self, entries: Iterable[Entry], t: datetime, k: datetime) -> None:
        self.t = t
        self.k = k
        self.entries = sorted((each for each in standing(entries, k) if each.hi <= t), key=lambda each: each.place)
        self.by_type: dict[str, list[Entry]] = defaultdict(list)
        self.answers: dict[str, dict[tuple[str, ...], Answers]] = defaultdict(dict)
        self.things: dict[str, dict[str, Entry]] = defaultdict(dict)
        # What one question has worked out already; it is forgotten with the question.
        self.sentences: dict[Any, str] = {}
        self.reasons: dict[Any, list[str]] = {}
        self.truths: dict[Any, Any] = {}
        self.changes: dict[Any, frozenset[datetime]] = {}
        self.begun: dict[Any, list[Begun]] = {}
        for entry in self.entries:
            self.by_type[entry.type].append(entry)
            for kind, ids in entry.things.items():
                for each in ids:
                    self.things[kind].setdefault(each, entry)

    def bind(self, facts: Mapping[str, Iterable[Sequence[str]]]) -> None:
        """Bind every answer to the things its fact is of; `facts` gives the kinds, in each pack that declares it."""
        for entry in self.entries:
            if entry.type == DUTY_NOT_DONE:
                continue
            for name, value in entry.answers.items():
                for kinds in facts.get(name, ((),)):
                    for ids in _bound(entry, kinds):
                        self.answers[name].setdefault(ids, Answers()).add(entry, value)

    def happened(self, event: str, about: Sequence[str], scope: Scope) -> list[Entry]:
        """The entries of this type that name every thing in scope of the kinds the event is about."""
        found = self.by_type.get(event)
        if not found:
            return []
        key = [(kind, scope[kind]) for kind in about if kind in scope]
        return [each for each in found if names(each, key)] if key else found


def names(entry: Entry, key: Iterable[tuple[str, str]]) -> bool:
    """Whether the entry names all of these things."""
    things = entry.things
    return all(each in things.get(kind, ()) for kind, each in key)


def standing(entries: Iterable[Entry], k: datetime) -> list[Entry]:
    """The entries recorded by k, each correction in the place of what it corrects, and none that was retracted."""
    known = [each for each in entries if each.recorded_at <= k]
    changed_by: dict[int, list[Entry]] = defaultdict(list)
    for each in known:
        if each.corrects is not None:
            changed_by[each.corrects].append(each)
    if not changed_by:
        return known
    stands = [_corrected(each, changed_by) for each in known if each.corrects is None]
    return [each for each in stands if each is not None]


def _corrected(entry: Entry, changed_by: Mapping[int, list[Entry]]) -> Entry | None:
    """The entry as its latest standing correction has it, or None if it was retracted."""
    changes = [(each, _corrected(each, changed_by)) for each in changed_by.get(entry.seq, ())]
    standing = [(each.recorded_at, each.seq, now) for each, now in changes if now is not None]
    if any(now.retracted for _, _, now in standing):
        return None
    if not standing:
        return entry
    _, _, latest = max(standing, key=lambda each: each[:2])
    return replace(latest, seq=entry.seq, corrects=entry.corrects)


def _bound(entry: Entry, kinds: Sequence[str]) -> list[tuple[str, ...]]:
    """The ids, in the order of the fact's kinds, that an answer in this entry is about."""
    bound: list[tuple[str, ...]] = [()]
    for kind in kinds:
        bound = [(*ids, each) for ids in bound for each in entry.things.get(kind, ())]
    return bound
