"""What changes if a case were under another procedure, or another edition: duties gained, lost, and moved.

Both sides are computed afresh, each under its own procedure. Nothing here may work one out from the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from dutybook.engine.duties import duties_for
from dutybook.engine.entries import Entry
from dutybook.engine.instance import Instance
from dutybook.engine.procedure import Procedure

SAYS = ("status", "owner", "strength", "due_at", "due_at_latest", "target_at")
"""What a person would call a move: who has to do it, whether they must, by when, and how it stands."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One duty on both sides. `differs` are the fields of `SAYS` in which it does, empty where it stays as it is."""

    before: Instance
    after: Instance

    @property
    def differs(self) -> tuple[str, ...]:
        return tuple(each for each in SAYS if getattr(self.before, each) != getattr(self.after, each))


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Every duty of both sides, each once."""

    gained: tuple[Instance, ...]
    lost: tuple[Instance, ...]
    moved: tuple[Moved, ...]
    same: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A case as one procedure reads it: another may not declare all that was recorded."""

    entries: Sequence[Entry]
    procedure: Procedure


def what_changes(before: Side, after: Side, *, at: datetime, known_at: datetime) -> Changes:
    """Pairs duties of the same name about the same things, in turn; then those that the same deed would meet."""
    left, right = (duties_for(each.entries, each.procedure, at=at, known_at=known_at) for each in (before, after))
    by_name, left, right = _paired(left, right, _name, _name)
    by_deed, lost, gained = _paired(left, right, *(_deeds_in(each.procedure) for each in (before, after)))
    pairs = [*by_name, *by_deed]
    return Changes(
        gained=tuple(gained),
        lost=tuple(lost),
        moved=tuple(each for each in pairs if each.differs),
        same=tuple(each for each in pairs if not each.differs),
    )


def begins_later(procedure: Procedure, today: date) -> list[date]:
    """The first day of every edition of a procedure, or of an organisation's over it, that is not in force yet."""
    every = (procedure, *procedure.organisations.values())
    return sorted({day for each in every for day, _ in each.editions if day > today})


def as_if_in_force(procedure: Procedure, day: date) -> Procedure:
    """The procedure as its edition of that day says, from the beginning of every case on."""
    organisations = {name: as_if_in_force(each, day) for name, each in procedure.organisations.items()}
    return replace(procedure, editions=((date.min, procedure.on(day)),), organisations=organisations)


Key = Callable[[Instance], Hashable]


def _paired(
    left: Iterable[Instance], right: Iterable[Instance], left_key: Key, right_key: Key
) -> tuple[list[Moved], list[Instance], list[Instance]]:
    """The pairs of equal keys, first with first; and what is left over of each side."""
    waiting: Mapping[Hashable, list[Instance]] = defaultdict(list)
    for each in right:
        waiting[right_key(each)].append(each)
    pairs, alone = [], []
    for each in left:
        if alike := waiting[left_key(each)]:
            pairs.append(Moved(each, alike.pop(0)))
        else:
            alone.append(each)
    over = {id(each) for rest in waiting.values() for each in rest}
    return pairs, alone, [each for each in right if id(each) in over]


def _name(duty: Instance) -> Hashable:
    return duty.id, tuple(sorted(duty.about.items()))


def _deeds_in(procedure: Procedure) -> Key:
    """What would meet a duty, and about what: the same thing to do, by whatever name. No deed is never the same one."""
    every = (each for pack in (procedure, *procedure.organisations.values()) for _, each in pack.editions)
    deeds = {duty.id: duty.done_by for rules in every for duty in rules.duties.values()}

    def key(duty: Instance) -> Hashable:
        done_by = deeds[duty.id]
        if done_by is None:
            return _name(duty)
        return frozenset(each.event for each in done_by.deeds), tuple(sorted(duty.about.items()))

    return key
