"""A deliberately naive engine, written from docs/language.md alone: slow, obvious, and the judge of the quick one.

It shares with the real engine the data classes and the arithmetic of days. It must never import anything else of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from typing import Any

from dutybook.engine.entries import Entry
from dutybook.engine.instance import (
    Allowed,
    Instance,
    LongerThan,
    Missing,
    Pointed,
    Reason,
    Refused,
    Status,
    Timing,
    Weighed,
)
from dutybook.engine.procedure import Gate, OwnerRow, Procedure, Row, Rules, Strength
from tests.agreement.naive_arising import Case, not_yet_arisen
from tests.agreement.naive_clock import Span
from tests.agreement.naive_conditions import Due, Truth, deadline, distinct, holds
from tests.agreement.naive_duties import (
    Stretch,
    decisions_not_to,
    deed_of,
    deeds_in_doubt,
    due_of,
    held,
    in_order,
    moved,
    need,
    not_needed_since,
    stands_still,
    start_of,
    stretches,
    target_of,
    view_of,
)
from tests.agreement.naive_record import (
    JUST_BEFORE,
    Instant,
    Scope,
    View,
    answer,
    happenings,
    is_unknown,
    standing,
    unknown,
)

OPEN_STATUSES = ("open", "overdue", "held", "upcoming", "met for now", "cannot tell")
BINDING: tuple[Strength, ...] = ("must", "should", "will")


def duties_for(entries: Sequence[Entry], procedure: Procedure, *, at: datetime, known_at: datetime) -> list[Instance]:
    return instances(Case(standing(entries, known_at), procedure, at))


def instances(case: Case) -> list[Instance]:
    """Every instance, duty by duty, in the order of its arising; what may yet arise last."""
    found: list[Instance] = []
    for duty in dict.fromkeys(duty for rules in case.all_rules() for duty in rules.duties):
        standing_ones = [instance(case, stretch) for stretch in stretches(case, duty)]
        waiting = [_waiting(case, duty, *each) for each in not_yet_arisen(case, duty)]
        found += sorted(standing_ones + waiting, key=_in_order)
    return found


def _in_order(one: Instance) -> tuple[bool, float, list[str]]:
    return one.arose_at is None, one.arose_at.timestamp() if one.arose_at else 0, list(one.about.values())


@dataclass(frozen=True)
class Settled:
    """What became of an instance, when that can have been, and where the due date and the owner are read."""

    status: Status | None
    measured: Span
    read_at: Instant
    owed_at: Instant
    since: datetime | None = None
    deed: Entry | None = None


def settled(case: Case, stretch: Stretch, deed: Entry | None) -> Settled:
    """A decision that it will not be done, an end of the need, or the deed; nothing is read before the arising."""
    arose = Instant(stretch.arising.at)
    decisions = decisions_not_to(case, stretch, deed)
    if decisions:
        decided = Instant(decisions[0].hi)
        return Settled("not done", Span(decided.time, decided.time), decided, decided)
    since = not_needed_since(case, stretch, deed)
    if since:
        before = max(arose, Instant(since, JUST_BEFORE))
        return Settled("not needed", Span(since, since), before, Instant(since), since=since)
    if deed:
        before = max(arose, Instant(deed.hi, JUST_BEFORE))
        return Settled("met", Span(deed.lo, deed.hi), before, max(arose, Instant(deed.hi)), deed=deed)
    return Settled(None, Span(case.at, case.at), Instant(case.at), Instant(case.at))


def instance(case: Case, stretch: Stretch) -> Instance:
    deed = deed_of(case, stretch)
    end = settled(case, stretch, deed)
    due = due_of(case, stretch, end.read_at)
    target = target_of(case, stretch, end.read_at)
    timing = timing_of(end.measured, due)
    owner, owner_missing = owner_of(view_of(case, stretch, end.owed_at), stretch.form.owner)
    doubts = deeds_in_doubt(case, stretch, end.owed_at)
    wanted = (need(case, stretch, end.owed_at, deed), held(case, stretch, end.owed_at))
    return Instance(
        id=stretch.duty,
        about={kind: stretch.scope[kind] for kind in stretch.form.kinds},
        owner=owner,
        strength=stretch.form.strength,
        status=status_of(case, stretch, end, timing),
        timing=timing,
        arose_at=stretch.arising.at,
        due_at=due.earliest,
        due_at_latest=due.latest,
        longer_than=_longer_than(case, stretch, end.read_at),
        target_at=target.earliest,
        met_at=end.deed.hi if end.deed else None,
        late_by_seconds=late_by(end.measured, due),
        moved=moved(case, stretch, end.read_at),
        since=end.since,
        was_overdue=bool(end.since and due.latest and due.latest < end.since),
        recorded_late=bool(end.deed and due.latest and timing == "in time" and due.latest < end.deed.recorded_at),
        reading_of=stretch.form.reading_of,
        missing=distinct(*(each.missing for each in wanted), due.missing, target.missing, owner_missing, doubts),
        cite=stretch.form.cite,
    )


def _longer_than(case: Case, stretch: Stretch, instant: Instant) -> LongerThan | None:
    """The limit above, as if it were the duty's own. Its words are left to the real engine."""
    over = stretch.form.longer
    if over is None:
        return None
    own = replace(stretch.form, within=over.within, cut_off=over.cut_off, counts_from=over.counts_from, longer=None)
    rules = replace(stretch.rules, duties={**stretch.rules.duties, stretch.duty: own})
    above = replace(stretch, arisings=tuple(replace(each, rules=rules) for each in stretch.arisings))
    return LongerThan("", over.set_by, due_of(case, above, instant).earliest, over.because)


def _waiting(case: Case, duty: str, scope: Scope, rules: Rules, missing: tuple[Missing, ...]) -> Instance:
    form = rules.duties[duty]
    owner, owner_missing = owner_of(case.view(rules, scope, case.at), form.owner)
    return Instance(
        id=duty,
        about=dict(scope),
        owner=owner,
        strength=form.strength,
        status="cannot tell",
        timing="no limit",
        arose_at=None,
        reading_of=form.reading_of,
        missing=distinct(missing, owner_missing),
        cite=form.cite,
    )


def status_of(case: Case, stretch: Stretch, end: Settled, timing: Timing) -> Status:
    """The first that fits, in the order of the page."""
    if end.status:
        return "met late" if end.status == "met" and timing == "late" else end.status
    now = Instant(case.at)
    if need(case, stretch, now).value is None:
        return "cannot tell"
    if _met_for_now(case, stretch):
        return "met for now"
    if stands_still(case, stretch, now):
        return "held"
    start = start_of(case, stretch, now).span
    if start and start.lo is not None and start.lo > case.at:
        return "upcoming"
    return "overdue" if timing in ("late", "may be late") else "open"


def _met_for_now(case: Case, stretch: Stretch) -> bool:
    if stretch.form.provisionally is None:
        return False
    by = happenings(view_of(case, stretch, Instant(case.at)), stretch.form.provisionally.by)
    until = [instance(case, each) for each in stretches(case, stretch.form.provisionally.until)]
    same_key = [each for each in until if all(stretch.scope.get(kind, one) == one for kind, one in each.about.items())]
    after = [entry for entry in by if in_order(stretch, entry)]
    return bool(after) and all(each.status != "overdue" for each in same_key)


def timing_of(measured: Span, due: Due) -> Timing:
    if not due.known:
        return "no limit"
    if due.latest is not None and measured.lo is not None and measured.lo > due.latest:
        return "late"
    return "may be late" if due.earliest is None or measured.hi > due.earliest else "in time"


def late_by(measured: Span, due: Due) -> int | None:
    if not due.known:
        return None
    if measured.lo is None or due.latest is None:
        return 0
    return max(0, int((measured.lo - due.latest).total_seconds()))


def owner_of(view: View, rows: Sequence[OwnerRow]) -> tuple[str, tuple[Missing, ...]]:
    """The first row that holds; with one in doubt above it the last, "until known", unless they all agree."""
    possible: list[OwnerRow] = []
    missing: tuple[Missing, ...] = ()
    for row in rows:
        truth = holds(view, row.when)
        if truth.value is False:
            continue
        possible.append(row)
        missing = distinct(missing, truth.missing)
        if truth.value is True:
            agreed = len({each.role for each in possible}) == 1
            return row.role if agreed else rows[-1].role + " until known", missing
    return "", missing


def points_to(
    decision: str,
    entries: Sequence[Entry],
    procedure: Procedure,
    *,
    about: Scope | None = None,
    at: datetime,
    known_at: datetime,
) -> Weighed:
    case = Case(standing(entries, known_at), procedure, at)
    about = about or {}
    view = case.view(case.rules(about, at), about, at)
    table = view.rules.decisions[decision]
    read = [(row, holds(view, row.when)) for row in table.rows]
    weighed = _first_that_holds(view, read) if table.mode == "first" else _all_that_hold(view, read)
    recorded = answer(view, decision)
    decided = None if is_unknown(recorded) else recorded
    given = [pointed.points_to for pointed in weighed[0]]
    return Weighed(
        decision=decision,
        points_to=weighed[0],
        possible=weighed[1],
        missing=weighed[2],
        decided=", ".join(decided) if isinstance(decided, tuple) else decided,
        differs=bool(given) and decided is not None and _differs(decided, given),
    )


Reading = tuple[tuple[Pointed, ...], tuple[str, ...], tuple[Missing, ...]]


def _differs(decided: Any, given: Iterable[str]) -> bool:
    """A single answer must be one of those given; several must be exactly those."""
    return sorted(decided) != sorted(given) if isinstance(decided, tuple) else decided not in given


def _first_that_holds(view: View, read: list[tuple[Row, Truth]]) -> Reading:
    """The answer of the first row that holds, if no unknown row above it could give another."""
    rows: list[Row] = []
    missing: tuple[Missing, ...] = ()
    for row, truth in read:
        if truth.value is False:
            continue
        rows.append(row)
        pointed, unset = _pointed(view, row)
        missing = distinct(missing, truth.missing, unset)
        if truth.value is True:
            agreed = len({_word(view, each)[0] for each in rows}) == 1
            if agreed or not rows[:-1]:
                return pointed, (), missing
            break
    return (), _possible(view, rows), missing


def _all_that_hold(view: View, read: list[tuple[Row, Truth]]) -> Reading:
    pointed = [_pointed(view, row) for row, truth in read if truth.value is not False]
    missing = distinct(*(truth.missing for _, truth in read), *(unset for _, unset in pointed))
    sure = [_pointed(view, row)[0] for row, truth in read if truth.value is True]
    return (
        tuple(each for one in sure for each in one),
        _possible(view, [row for row, truth in read if truth.value is None]),
        missing,
    )


def _possible(view: View, rows: Sequence[Row]) -> tuple[str, ...]:
    words = [_word(view, row)[0] for row in rows]
    return tuple(dict.fromkeys(word for word in words if word is not None))


def _word(view: View, row: Row) -> tuple[str | None, tuple[Missing, ...]]:
    """What the row points to; None, and what is missing, when it is the value of a fact that is not known."""
    if not row.points_to.startswith("="):
        return row.points_to, ()
    fact = row.points_to[1:]
    value = answer(view, fact)
    return (None, (unknown(view, fact),)) if is_unknown(value) else (str(value), ())


def _pointed(view: View, row: Row) -> tuple[tuple[Pointed, ...], tuple[Missing, ...]]:
    word, missing = _word(view, row)
    until = deadline(view, row.until, None) if row.until else Due()
    pointed = () if word is None else (Pointed(row, word, until.latest, ()),)
    return pointed, distinct(missing, until.missing)


def may(
    event: str,
    about: Mapping[str, str | Sequence[str]],
    entries: Sequence[Entry],
    procedure: Procedure,
    *,
    at: datetime,
    known_at: datetime,
    by: str = "",
) -> Allowed | Refused:
    case = Case(standing(entries, known_at), procedure, at)
    reasons = tuple(_shut(case, event, about, by))
    return Refused(reasons) if reasons else Allowed()


def out_of_order(
    entries: Sequence[Entry], procedure: Procedure, *, at: datetime, known_at: datetime
) -> list[tuple[str, int]]:
    """Each entry that happened while a gate before it was shut, read with only what stands before it."""
    record = [entry for entry in standing(entries, known_at) if entry.hi <= at]
    return [
        (reason.gate, entry.seq)
        for i, entry in enumerate(record)
        for reason in _shut(Case(tuple(record[:i]), procedure, entry.hi), entry.type, entry.things, entry.by)
    ]


def _shut(case: Case, event: str, about: Mapping[str, str | Sequence[str]], by: str) -> Iterator[Reason]:
    """The gates that are shut for any of the things; those of an organisation, for what belongs to it."""
    ids = [[each] if isinstance(each, str) else list(each) for each in about.values()]
    scopes = [dict(zip(about, each, strict=True)) for each in product(*ids)]
    views = [case.view(case.rules(scope, case.at), scope, case.at) for scope in scopes]
    for name in dict.fromkeys(name for view in views for name in view.rules.gates):
        read = [(view.rules.gates[name], view) for view in views if name in view.rules.gates]
        truths = [(gate, _passes(case, view, gate, event, by)) for gate, view in read if event in gate.before]
        shut = [gate for gate, truth in truths if truth.value is not True]
        if shut:
            yield Reason(name, shut[0].effect, (), distinct(*(truth.missing for _, truth in truths)), shut[0].cite)


def _passes(case: Case, view: View, gate: Gate, event: str, by: str) -> Truth:
    if gate.needs is not None:
        return holds(view, gate.needs)
    if gate.different_people:
        earlier = [entry for event in gate.different_people for entry in happenings(view, event)]
        return Truth(all(entry.by != by for entry in earlier))
    return Truth(not any(_still_to_do(each) and not _settled_by(case, each, event) for each in instances(case)))


def _still_to_do(shown: Instance) -> bool:
    return shown.status in OPEN_STATUSES and shown.strength in BINDING


def _settled_by(case: Case, shown: Instance, event: str) -> bool:
    """Whether the action is one of the duty's deeds or ends it."""
    form = case.rules(shown.about, case.at).duties.get(shown.id)
    if form is None:
        return False
    deeds = [deed.event for deed in form.done_by.deeds] if form.done_by else []
    return event in deeds or event in form.ends
