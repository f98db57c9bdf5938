"""One pass over the entries of a case: what stands, by type, by thing and by fact. And what was answered and done when.

What happened after the moment asked about, or was recorded after it was known, is left out here and nowhere else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any, NamedTuple

from benchmarks.by_hand.wording import FACTS
from dutybook.engine.calendar import Calendar
from dutybook.engine.entries import Entry

NOT_DONE = "duty_not_done"


class Start(NamedTuple):
    """When an instance began, between two moments, and the entry that began it."""

    lo: datetime | None
    hi: datetime
    entry: Entry | None

    @property
    def turn(self) -> tuple[datetime, datetime, float]:
        """By its moment, then by the entry that it came from."""
        return (self.hi, self.entry.hi, self.entry.seq) if self.entry else (self.hi, self.hi, float("inf"))


class Answers:
    """The answers to one question about one thing, in order."""

    __slots__ = ("entries", "moments", "values")

    def __init__(self) -> None:
        self.moments: list[datetime] = []
        self.values: list[Any] = []
        self.entries: list[Entry] = []

    def add(self, entry: Entry, value: Any) -> None:
        if self.moments and self.moments[-1] == entry.hi:
            self.values[-1], self.entries[-1] = value, entry
            return
        self.moments.append(entry.hi)
        self.values.append(value)
        self.entries.append(entry)


class Case:
    """The case at `t`, as known on `known_at`."""

    def __init__(self, entries: Iterable[Entry], calendar: Calendar, at: datetime, known_at: datetime) -> None:
        self.calendar = calendar
        self.t = at.astimezone(UTC).replace(microsecond=0)
        known = known_at.astimezone(UTC).replace(microsecond=0)
        self.entries = sorted(
            (each for each in standing(entries, known) if each.hi <= self.t), key=lambda each: (each.hi, each.seq)
        )
        self.by_type: dict[str, list[Entry]] = defaultdict(list)
        self.named: dict[str, dict[str, Entry]] = defaultdict(dict)
        self.about: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self.answers: dict[tuple[str, str], Answers] = {}
        self.sentences: dict[Any, str] = {}
        self._starts: dict[Any, Any] = {}
        for entry in self.entries:
            self._index(entry)

    def _index(self, entry: Entry) -> None:
        self.by_type[entry.type].append(entry)
        for kind, ids in entry.things.items():
            for each in ids:
                self.named[kind].setdefault(each, entry)
                self.about[entry.type, each].append(entry)
        if entry.type == NOT_DONE:
            return
        for name, value in entry.answers.items():
            kinds = FACTS[name]["of"]
            for each in product(*(entry.things.get(kind, ()) for kind in kinds)):
                key = name, "/".join(each)
                found = self.answers.get(key)
                if found is None:
                    found = self.answers[key] = Answers()
                found.add(entry, value)

    # --- what was answered and what happened --------------------------------------------------------------------------

    def answer(self, name: str, about: str, u: datetime) -> Any:
        """The last answer by u; None if there is none or it is not known."""
        value = self.answered(name, about, u)[1]
        return None if value == "not_known" else value

    def answered(self, name: str, about: str, u: datetime) -> tuple[Entry | None, Any]:
        """Who gave the last answer by u, and the answer."""
        found = self.answers.get((name, about))
        if found is None:
            return None, None
        if u >= found.moments[-1]:
            return found.entries[-1], found.values[-1]
        index = bisect_right(found.moments, u)
        return (found.entries[index - 1], found.values[index - 1]) if index else (None, None)

    def happened(self, event: str, about: str, u: datetime) -> bool:
        found = self.all_of(event, about)
        return bool(found) and found[0].hi <= u

    def all_of(self, event: str, about: str) -> list[Entry]:
        """Every entry of a type about one thing; about the case as a whole if `about` is empty."""
        return self.about.get((event, about), []) if about else self.by_type.get(event, [])

    def present(self, kind: str, u: datetime) -> list[str]:
        return [each for each, entry in self.named[kind].items() if entry.hi <= u]

    # --- beginnings and deeds ----------------------------------------------------------------------------------------

    def starts(self, kind: str, events: tuple[str, ...]) -> list[tuple[str, Start]]:
        """What each of these entries begins, for each thing it names, else for each thing there is."""
        found = self._starts.get((kind, events))
        if found is None:
            found = [
                (about, self._start(kind, about, entry))
                for event in events
                for entry in self.by_type.get(event, ())
                for about in ((entry.things.get(kind) or self.named[kind]) if kind else ("",))
            ]
            found.sort(key=lambda each: each[1].turn)
            self._starts[kind, events] = found
        return found

    def _start(self, kind: str, about: str, entry: Entry) -> Start:
        if kind:
            named = self.named[kind][about]
            if named.hi > entry.hi:
                return later(entry, named)
        return Start(entry.lo, entry.hi, entry)

    def done(self, start: Start, about: str, *events: str, earlier: bool = False) -> Entry | None:
        """The first of these entries about the thing that is not the beginning and can have come after it."""
        best: Entry | None = None
        for event in events:
            for entry in self.all_of(event, about):
                if entry is not start.entry and (earlier or start.lo is None or entry.hi >= start.lo):
                    if best is None or (entry.hi, entry.seq) < (best.hi, best.seq):
                        best = entry
                    break
        return best

    def end(self, start: Start, about: str, event: str) -> Entry | None:
        """The first entry of this type after the beginning, and after the entry that made it."""
        after = [each for each in self.all_of(event, about) if (each.hi, each.hi, each.seq) > start.turn]
        return next((each for each in after if (each.hi, each.seq) > start.turn[1:]), None)


def later(entry: Entry, named: Entry) -> Start:
    """A thing named after the event begins at its naming."""
    lo = named.lo if entry.lo is None or named.lo is None else max(entry.lo, named.lo)
    return Start(lo, named.hi, entry)


def standing(entries: Iterable[Entry], known_at: datetime) -> list[Entry]:
    """The entries recorded by then; each that was corrected, and not retracted, as its latest correction has it."""
    known = [each for each in entries if each.recorded_at <= known_at]
    changes: dict[int, list[Entry]] = defaultdict(list)
    for each in known:
        if each.corrects is not None:
            changes[each.corrects].append(each)
    if not changes:
        return known
    found = (corrected(each, changes) for each in known if each.corrects is None)
    return [each for each in found if each is not None]


def corrected(entry: Entry, changes: dict[int, list[Entry]]) -> Entry | None:
    stand = [
        (each.recorded_at, each.seq, now) for each in changes.get(entry.seq, ()) if (now := corrected(each, changes))
    ]
    if any(now.retracted for _, _, now in stand):
        return None
    return replace(max(stand, key=lambda each: each[:2])[2], seq=entry.seq, corrects=entry.corrects) if stand else entry
