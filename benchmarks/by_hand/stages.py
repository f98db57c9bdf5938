"""How the duties of a stage are listed, and what becomes of a second beginning while the first is still open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks.by_hand.judged import Duty, as_json, decided_not_done, holds
from benchmarks.by_hand.record import Case, Start
from benchmarks.by_hand.sentences import Json

Rule = Callable[[Case], Iterator[Json]]
Make = Callable[[Case, str, Start], Duty]
"""The instance that one beginning about one thing makes."""


def each(kind: str, events: str, make: Make, *, always_another: bool = False) -> Rule:
    """One instance for each thing that the events name; another only once the one before is closed, unless always."""
    types = tuple(events.split())

    def rule(case: Case) -> Iterator[Json]:
        starts = case.starts(kind, types)
        if starts:
            found = list(made(case, starts, make, always_another))
            found.sort(key=lambda duty: (duty.start.hi, duty.key))
            for duty in found:
                yield as_json(case, duty)

    return rule


def made(case: Case, starts: list[tuple[str, Start]], make: Make, always_another: bool) -> Iterator[Duty]:
    """The instances, in the order of their beginnings."""
    latest: dict[str, Duty] = {}
    for about, start in starts:
        before = latest.get(about)
        if before is not None and not always_another and before.is_open(start.hi):
            continue
        duty = make(case, about, start)
        if duty.where and holds(case, duty.where, start.hi) is False:
            continue
        duty.not_done = decided_not_done(case, duty)
        latest[about] = duty
        yield duty
