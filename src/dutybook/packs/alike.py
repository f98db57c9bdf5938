"""Duties of several procedures that are one thing to do, whatever each procedure calls it.

No duty may be put together with another by its words: only by the event that meets it, or by what its clock counts
from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dutybook.engine.procedure import After, Duty

Sides = tuple[tuple[Duty, ...], ...]
Key = Callable[[Duty], str]


@dataclass(frozen=True, slots=True)
class Group:
    """For each procedure its duties that belong together; `deed` or `start` is the event by which they do."""

    deed: str
    start: str
    sides: Sides

    @property
    def every(self) -> Iterator[Duty]:
        return (duty for side in self.sides for duty in side)

    @property
    def how_many(self) -> int:
        """How many of the procedures have any of it."""
        return sum(1 for side in self.sides if side)


def alike(sides: Sequence[Iterable[Duty]]) -> list[Group]:
    """Every duty in one group: by its deed; those with a time limit and no counterpart by what it counts from."""
    listed = [tuple(side) for side in sides]
    by_deed = [Group(deed, "", _of(listed, _deed, deed)) for deed in _keys(listed, _deed)]
    alone = [each for each in by_deed if each.how_many == 1]
    over = [tuple(duty for each in alone for duty in each.sides[place]) for place in range(len(listed))]
    by_start = [Group("", start, _of(over, _start, start)) for start in _keys(over, _start) if start]
    met = [each for each in by_start if each.how_many > 1]
    taken = {duty.id for each in met for duty in each.every}
    return [*(each for each in by_deed if each.how_many > 1), *met, *_without(taken, alone)]


def _without(taken: set[str], groups: Iterable[Group]) -> Iterator[Group]:
    for group in groups:
        left = tuple(tuple(duty for duty in side if duty.id not in taken) for side in group.sides)
        if any(left):
            yield Group(group.deed, "", left)


def _keys(sides: Sequence[Sequence[Duty]], key: Key) -> list[str]:
    return list(dict.fromkeys(key(duty) for side in sides for duty in side))


def _of(sides: Sequence[Sequence[Duty]], key: Key, value: str) -> Sides:
    return tuple(tuple(duty for duty in side if key(duty) == value) for side in sides)


def _deed(duty: Duty) -> str:
    """The event that meets it; one that no event meets is alike only to itself."""
    return duty.done_by.deeds[0].event if duty.done_by is not None else f"={duty.id}"


def _start(duty: Duty) -> str:
    """What a time limit counts from; "" where there is no limit."""
    if duty.within is None:
        return ""
    if duty.counts_from is not None:
        return duty.counts_from
    return duty.arises.events[0] if isinstance(duty.arises, After) else ""
