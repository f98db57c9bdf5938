"""The duties of a case: every instance, with its status, its dates, and why.

The status is the first that fits, in the order of the language page; nothing is stored and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from dutybook.engine import explain
from dutybook.engine.arising import Arising, arisings, is_open
from dutybook.engine.clock import Clock
from dutybook.engine.entries import Entry
from dutybook.engine.instance import Instance
from dutybook.engine.judging import Judge
from dutybook.engine.known import SECOND, Scope
from dutybook.engine.procedure import Procedure
from dutybook.engine.reading import Reading


def duties_for(entries: Iterable[Entry], procedure: Procedure, *, at: datetime, known_at: datetime) -> list[Instance]:
    """Every duty instance of the case at `at`, as known on `known_at`: in the procedure's order, then as they arose."""
    return Duties(Reading(entries, procedure, at, known_at)).all()


class Duties:
    """The duties of one reading; instances are worked out once, each after those it looks to."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._arisen: dict[str, list[Arising]] = {}
        self._judged: dict[str, list[Instance]] = {}

    def all(self) -> list[Instance]:
        """Every instance of every duty."""
        ids = dict.fromkeys(each for edition in self.reading.editions for each in edition.rules.duties)
        return [instance for each in ids for instance in self.judged(each)]

    def judged(self, duty_id: str) -> list[Instance]:
        """The instances of one duty."""
        if duty_id not in self._judged:
            self._judged[duty_id] = [self._judge(each) for each in self.arisen(duty_id)]
        return self._judged[duty_id]

    def arisen(self, duty_id: str) -> list[Arising]:
        """Every instance of one duty that arose, in order, then those that nobody can tell about."""
        if duty_id not in self._arisen:
            found = [
                each
                for edition in self.reading.editions
                if (duty := edition.rules.duties.get(duty_id)) is not None
                for each in arisings(self.reading, duty, edition, self._expired)
            ]
            self._arisen[duty_id] = sorted(self._again(sorted(found, key=_in_turn)), key=_listed)
        return self._arisen[duty_id]

    def _again(self, found: list[Arising]) -> list[Arising]:
        """What becomes of an arising while an instance with the same key is open: another, none, or a moved start."""
        kept: list[Arising] = []
        for each in found:
            if each.duty.again == "new" or each.hi is None:
                kept.append(each)
                continue
            before = [other for other in kept if other.key == each.key and is_open(self.reading.known, other, each.hi)]
            if not before:
                kept.append(each)
            elif each.duty.again == "restart":
                self._restart(before[-1], each)
        return kept

    def _restart(self, instance: Arising, start: Arising) -> None:
        u = max(start.arose - SECOND, instance.arose)
        clock = Clock(instance, self.reading.known, u)
        due = clock.due(u).lo
        instance.moved = [*clock.moved(u), *([due] if due else [])]
        instance.expired += [each for each in self._expiries(instance, start.arose) if each < start.arose]
        instance.duty, instance.edition, instance.entry = start.duty, start.edition, start.entry
        instance.lo, instance.hi = start.lo, start.hi

    def _expired(self, duty_id: str) -> Iterator[tuple[Scope, datetime]]:
        for each in self.arisen(duty_id):
            if each.hi is not None:
                for passed in (*each.expired, *self._expiries(each, self.reading.t)):
                    yield each.key, passed

    def _expiries(self, arising: Arising, until: datetime) -> Iterator[datetime]:
        """Each time before `until` that the due date passed unmet."""
        judge = Judge(self.reading.known, until, arising)
        closed = [each.hi for each in (judge.deed, judge.not_done) if each is not None]
        for passed in judge.clock.expiries():
            if any(each <= passed for each in closed):
                return
            if judge.need(passed) is not False:
                yield passed

    # --- judging one instance -------------------------------------------------------------------------------------

    def _judge(self, arising: Arising) -> Instance:
        if arising.hi is None:
            return explain.cannot_tell(self.reading, arising)
        judge = Judge(self.reading.known, self.reading.t, arising)
        return explain.instance(self.reading, judge, judge.verdict(lambda: self._stands_in(arising)))

    def _stands_in(self, arising: Arising) -> bool:
        """Whether somebody holds the duty for the time being, and the duty that follows is not overdue."""
        provisional = arising.duty.provisionally
        if provisional is None:
            return False
        rules, known = arising.edition.rules, self.reading.known
        event = rules.events.get(provisional.by)
        since = known.happened(provisional.by, event.about if event else (), arising.key)
        if not any(each is not arising.entry and (arising.lo is None or each.hi >= arising.lo) for each in since):
            return False
        shared = [each for each in self.judged(provisional.until) if _agree(each.about, arising.key)]
        return not any(each.status == "overdue" for each in shared)


def _in_turn(arising: Arising) -> tuple[object, ...]:
    return (True,) if arising.hi is None else (False, *arising.turn)


def _listed(arising: Arising) -> tuple[bool, datetime | None, tuple[str, ...]]:
    return arising.hi is None, arising.hi, tuple(arising.key.values())


def _agree(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return all(other.get(kind, each) == each for kind, each in one.items())
