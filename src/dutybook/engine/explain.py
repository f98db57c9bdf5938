"""An instance as it leaves the engine: its verdict, what is missing, and sentences that say why.

Every sentence names the fact or event, the answer, who gave it and when. Nothing here may change a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from dutybook.engine.arising import Arising
from dutybook.engine.conditions import Conditions
from dutybook.engine.english import clocks
from dutybook.engine.english.names import Words
from dutybook.engine.forms import Expression, Name
from dutybook.engine.instance import Instance, LongerThan, Missing
from dutybook.engine.judging import Judge, Verdict
from dutybook.engine.known import Known, Scope
from dutybook.engine.missing import THE_START, Asker, without_repeats
from dutybook.engine.procedure import Becomes, Longer, OwnerRow, Recurs
from dutybook.engine.reading import Reading
from dutybook.engine.reads import anchors_of, counts_from_start
from dutybook.engine.telling import because
from dutybook.engine.timescales import NOWHERE, Reach, anchor
from dutybook.engine.when_asked import WhenAsked

UNTIL_KNOWN = " until known"


def instance(reading: Reading, judge: Judge, verdict: Verdict) -> Instance:
    """The instance of a duty that arose."""
    arising, duty, u = judge.arising, judge.arising.duty, verdict.u
    owner, owner_doubts = owner_of(arising.edition.conditions, reading.known, duty.owner, arising.key, u)
    due = verdict.due
    met = judge.deed if verdict.status in ("met", "met late") else None
    target = judge.clock.target(verdict.read_at) if duty.target else NOWHERE
    return Instance(
        id=duty.id,
        about=arising.key,
        title=duty.title,
        owner=owner,
        strength=duty.strength,
        status=verdict.status,
        timing=verdict.timing,
        arose_at=arising.hi,
        due_at=due.lo,
        due_at_latest=due.hi,
        longer_than=_longer_than(judge, verdict, duty.longer) if duty.longer else None,
        target_at=target.lo,
        met_at=met.hi if met else None,
        late_by_seconds=verdict.late_by,
        moved=judge.clock.moved(verdict.read_at),
        since=verdict.since,
        was_overdue=verdict.since is not None and verdict.timing == "late",
        recorded_late=met is not None
        and verdict.timing == "in time"
        and due.hi is not None
        and due.hi < met.recorded_at,
        reading_of=duty.reading_of,
        because=WhenAsked(partial(because, reading, judge, verdict)),
        missing=WhenAsked(partial(_missing_once, judge, verdict, [*owner_doubts, *judge.doubts])),
        cite=duty.cite,
        set_by=duty.set_by,
    )


def _longer_than(judge: Judge, verdict: Verdict, longer: Longer) -> LongerThan:
    duty, said = judge.arising.duty, Words(judge.arising.edition.rules)
    within = clocks.timescale(longer.within, said, clocks.start_of(duty, said))
    due_at = judge.clock.due_above(longer, verdict.read_at).lo
    return LongerThan(within, longer.set_by, due_at, longer.because)


def cannot_tell(reading: Reading, arising: Arising) -> Instance:
    """The instance that stands for a duty of which nobody can tell whether it has arisen."""
    duty, conditions, t = arising.duty, arising.edition.conditions, reading.t
    match duty.arises:
        case Becomes(condition):
            waits_for: Expression = condition
        case Recurs(from_fact=fact):
            waits_for = Name(fact)
        case _:
            raise AssertionError("only what becomes or recurs can be in doubt without an arising")
    owner, doubts = owner_of(conditions, reading.known, duty.owner, arising.key, t)
    return Instance(
        id=duty.id,
        about=arising.key,
        title=duty.title,
        owner=owner,
        strength=duty.strength,
        status="cannot tell",
        timing="no limit",
        arose_at=None,
        reading_of=duty.reading_of,
        missing=WhenAsked(partial(_awaited, reading, arising, [waits_for, *doubts])),
        cite=duty.cite,
        set_by=duty.set_by,
    )


def owner_of(
    conditions: Conditions, known: Known, rows: tuple[OwnerRow, ...], key: Scope, u: datetime
) -> tuple[str, list[Expression]]:
    """Whose duty it is, and the conditions that leave it open: then the last, unconditional role has it until known."""
    possible: list[str] = []
    doubts: list[Expression] = []
    for row in rows:
        value = True if row.when is None else conditions.holds(row.when, known, key, u)
        if value is False:
            continue
        possible.append(row.role)
        if value is True:
            break
        if row.when is not None:
            doubts.append(row.when)
    if not doubts or len(set(possible)) == 1:
        return (possible or [""])[0], doubts
    return rows[-1].role + UNTIL_KNOWN, doubts


def _awaited(reading: Reading, arising: Arising, parts: list[Expression]) -> tuple[Missing, ...]:
    asker = Asker(arising.edition.conditions, reading.known)
    return without_repeats(each for part in parts for each in asker.missing(part, arising.key, reading.t))


def _missing_once(judge: Judge, verdict: Verdict, doubts: list[Expression]) -> tuple[Missing, ...]:
    asker = Asker(judge.arising.edition.conditions, judge.known)
    return without_repeats(_missing(judge, verdict, asker, doubts))


def _missing(judge: Judge, verdict: Verdict, asker: Asker, doubts: list[Expression]) -> Iterator[Missing]:
    key, u, duty = judge.arising.key, verdict.u, judge.arising.duty
    need = judge.asked_for(u) if verdict.status in ("met", "met late") else judge.need(u)
    needed_by = judge.need_parts if need is None else []
    for each in (*needed_by, *([duty.held_while] if duty.held_while else []), *doubts):
        yield from asker.missing(each, key, u)
    yield from asker.of_reach(verdict.due, key, verdict.read_at)
    if duty.target is not None:
        yield from asker.of_reach(judge.clock.target(verdict.read_at), key, verdict.read_at)
    if verdict.due.lo != verdict.due.hi:
        yield from _unsure(judge, verdict, asker)


def _unsure(judge: Judge, verdict: Verdict, asker: Asker) -> Iterator[Missing]:
    """Whose time would make the due date one date: the start's, or an anchor's."""
    start = judge.clock.start(verdict.read_at)
    if counts_from_start(judge.clock.limit) and (isinstance(start, Reach) or start[0] != start[1]):
        yield Missing(THE_START, {}, "time_not_recorded")
        return
    for name in anchors_of(judge.clock.limit):
        found = anchor(name, judge.clock.works, judge.arising.key, verdict.read_at)
        if not isinstance(found, Reach) and found[0] != found[1]:
            yield Missing(name, asker.about(name, judge.arising.key), "time_not_recorded")
