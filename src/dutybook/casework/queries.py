"""What a page asks about cases: the case as one person may read it, and everything that is due in their cases.

Everything is worked out from the entries, and anew as soon as one of them, or the time, can make a difference. Nothing
may be answered here for somebody who may not see it, and nothing without a line in the reading log.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Max

from dutybook import packs
from dutybook.casework import permissions, procedures, reading, visibility
from dutybook.casework.models import Account, Case, Organisation
from dutybook.casework.store import Raw, Unopened
from dutybook.casework.worked_out import WorkedOut
from dutybook.engine.belonging import Ids, follows, rules_about, rules_together
from dutybook.engine.duties import duties_for
from dutybook.engine.entries import Entry
from dutybook.engine.instance import Instance, Missing
from dutybook.engine.known import standing
from dutybook.engine.next_change import next_change, still
from dutybook.engine.procedure import DUTY_NOT_DONE, NOT_KNOWN, Deed, Event, Procedure, Rules

FINISHED = frozenset({"met", "met late", "not needed", "not done"})
UNSETTLED = ("overdue", "open", "cannot tell", "held", "met for now", "upcoming")
"""The statuses of a duty that is not finished, in the order in which a person should look at them."""

CLOSED, REOPENED = "case_closed", "case_reopened"
"""The events by which a case is closed and opened again, wherever a procedure declares them."""

WHOM, CHILD_NAME = "adult_name", "child_name"
"""The facts that say whom a case is about, wherever a procedure declares them."""

NOBODY_NAMED, NAME_NOT_SHOWN = "Nobody named yet", "The name is not shown to you"


@dataclass(frozen=True, kw_only=True, eq=False)
class CaseView:
    """A case as one person sees it at one moment, as it was known at one.

    `entries` and `raws` hold whatever was recorded by `known_at`; `stands`, what of it stands and had happened by `at`.
    `rules` are the procedure's, with what the packs of the case's organisations add.
    """

    case: Case
    procedure: Procedure
    rules: Rules
    raws: Sequence[Raw]
    entries: Sequence[Entry]
    stands: Sequence[Entry]
    duties: Sequence[Instance]
    at: datetime
    known_at: datetime
    numbers: Mapping[int, int]
    """Each entry's number as this reader counts: a gap would say that there is something they may not read."""
    reads: Collection[str] = visibility.EVERYTHING
    """The parts of the case that this reader may read."""
    recorders: Mapping[int, int] = field(default_factory=dict)
    """Who recorded each entry, by its number in the record; of the case as it is now."""

    @cached_property
    def about(self) -> str:
        """The name of the adult the case is about, or of each child, as last given; empty if nobody has said."""
        if self.case.kind == visibility.CHILD:
            return ", ".join(self._children())
        said = [entry.answers[WHOM] for entry in self.stands if entry.answers.get(WHOM, NOT_KNOWN) != NOT_KNOWN]
        return str(said[-1]) if said else ""

    @property
    def called(self) -> str:
        """What the case is called; whoever may not read a name is not told either whether anybody was named."""
        whom = self.rules.facts.get(CHILD_NAME if self.case.kind == visibility.CHILD else WHOM)
        return self.about or (NOBODY_NAMED if whom is None or whom.privacy in self.reads else NAME_NOT_SHOWN)

    @cached_property
    def theirs(self) -> Mapping[Ids, str]:
        """The organisation's pack that each thing follows, of those that follow one."""
        return follows(self.stands, self.procedure)

    def under_the_rules_for(self, things: Mapping[str, Any]) -> CaseView:
        """The same case under the rules for these things: those of the organisation's pack that all of them follow."""
        rules = rules_about(things, self.theirs, self.procedure, self.at)
        return self if rules is self.rules else replace(self, rules=rules)

    def _children(self) -> list[str]:
        """Each child by its last name, in the order of their naming."""
        named: dict[str, str] = {}
        for entry in self.stands:
            if entry.answers.get(CHILD_NAME, NOT_KNOWN) != NOT_KNOWN:
                named |= dict.fromkeys(entry.things.get("child", ()), str(entry.answers[CHILD_NAME]))
        return list(named.values())

    @cached_property
    def closing(self) -> Entry | None:
        """The entry that closed the case, unless it was opened again since."""
        turns = [entry for entry in self.stands if entry.type in (CLOSED, REOPENED)]
        return turns[-1] if turns and turns[-1].type == CLOSED else None

    @cached_property
    def unfinished(self) -> list[Instance]:
        """What is still to be done or settled: overdue first, then by date."""
        return sorted((each for each in self.duties if each.status not in FINISHED), key=urgency)

    @cached_property
    def finished(self) -> list[Instance]:
        return [each for each in self.duties if each.status in FINISHED]

    @cached_property
    def to_find_out(self) -> list[Missing]:
        """The questions whose answers would settle something, each once."""
        asked = [
            missing
            for duty in self.unfinished
            for missing in duty.missing
            if missing.state in ("not_asked", "not_known")
        ]
        return list({(each.fact, tuple(sorted(each.about.items()))): each for each in asked}.values())


@dataclass(frozen=True, eq=False)
class Worked:
    """A view as at the moment of its asking, which stands until something can change by itself."""

    view: CaseView

    def stands_at(self, now: datetime) -> bool:
        return now == self.view.at or (now > self.view.at and (self.until is None or now < self.until))

    def at(self, now: datetime, case: Case, reads: Collection[str]) -> CaseView:
        duties = still(self.view.duties, at=now)
        return replace(self.view, case=case, duties=duties, at=now, known_at=now, reads=reads)

    @cached_property
    def until(self) -> datetime | None:
        """Only asked for when somebody comes back. The engine reads in whole seconds, and leaves out what is later."""
        view, second = self.view, self.view.at.replace(microsecond=0)
        found = next_change(view.entries, view.procedure, at=view.at, known_at=view.at)
        left_out = [moment for each in view.entries for moment in (each.hi, each.recorded_at) if moment > second]
        return min([*left_out, *([found] if found else [])], default=None)


WORKED_OUT: WorkedOut[Worked] = WorkedOut()
"""By the case, its procedure and the very entries that are read: whoever reads others never meets it."""

OF_AN_ENTRY, OF_A_DUTY = 5_000, 3_000
"""About how many bytes each takes in a view, with what hangs on it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sight:
    """A case that somebody may read, and what of it, not opened yet: for who may know already what it says."""

    case: Case
    procedure: Procedure
    unopened: Unopened
    reads: Collection[str]
    now: datetime

    @cached_property
    def key(self) -> Hashable:
        """All that a view of the case as it is now depends on, but for the moment."""
        return self.case.pk, self.procedure, self.unopened.fingerprint()

    @cached_property
    def view(self) -> CaseView:
        return self._worked.at(self.now, self.case, self.reads)

    @property
    def until(self) -> datetime | None:
        """From when on the view may be another one, with nothing more recorded; None: never."""
        return self._worked.until

    @cached_property
    def _worked(self) -> Worked:
        """As it was worked out for who last read the very same entries, as long as that stands; else worked out now."""
        worked = WORKED_OUT.get(self.key)
        if worked is None or not worked.stands_at(self.now):
            view = _view(self.case, self.procedure, reading.opened(self.unopened), at=self.now, known_at=self.now)
            recorders = {each.number: each.recorded_by_id for each in self.unopened.entries}
            worked = Worked(replace(view, recorders=recorders))
            size = OF_AN_ENTRY * len(view.entries) + OF_A_DUTY * len(view.duties)
            WORKED_OUT.keep(self.key, worked, size=size)
        return worked


def case_view(
    account: Account,
    reference: str,
    *,
    page: str,
    now: datetime,
    at: datetime | None = None,
    known_at: datetime | None = None,
) -> CaseView:
    """The case as this person may read it today, as at a moment and as it was known at one; or `visibility.NotThere`.

    Without `at` it is as at `known_at`, and without that, as at now.
    """
    if at is None and known_at is None:
        return case_sight(account, reference, page=page, now=now).view
    case = visibility.case_for(account, reference, now=now)
    raws = reading.read_case(case, by=account, page=page, now=now)
    procedure = procedures.of_case(case, known_at=known_at or now)
    view = _view(case, procedure, raws, at=at or known_at or now, known_at=known_at or now)
    return replace(view, reads=visibility.compartments_of(account, case))


def case_sight(account: Account, reference: str, *, page: str, now: datetime) -> Sight:
    """The same as it is now, not opened yet; it is logged as read here."""
    case = visibility.case_for(account, reference, now=now)
    unopened = reading.to_open([case], by=account, page=page, now=now)[case.pk]
    procedure, reads = procedures.of_case(case, known_at=now), visibility.compartments_of(account, case)
    return Sight(case=case, procedure=procedure, unopened=unopened, reads=reads, now=now)


def cases_view(account: Account, *, page: str, now: datetime) -> list[CaseView]:
    """Every case of this person, as they may read it."""
    return [sight.view for sight in case_sights(account, page=page, now=now)]


def case_sights(account: Account, *, page: str, now: datetime) -> list[Sight]:
    """The same, not opened yet; each is logged as read here."""
    cases = visibility.every_case_for(account, now=now)
    unopened = reading.to_open(cases, by=account, page=page, now=now) if cases else {}
    read_under = procedures.of_cases(cases, known_at=now)
    reads = visibility.reads_of(account, cases)
    return [
        Sight(case=case, procedure=read_under[case.pk], unopened=unopened[case.pk], reads=reads[case.pk], now=now)
        for case in cases
    ]


def next_number(case: Case) -> int:
    """The number that the next entry of this case will have, counting those that this reader may not read."""
    return (case.entries.aggregate(last=Max("number"))["last"] or 0) + 1


def next_events(view: CaseView, account: Account) -> list[tuple[Event, Instance]]:
    """What this person may sensibly record next: the deeds that unfinished duties wait for, each with its duty."""
    found: dict[str, tuple[Event, Instance]] = {}
    for duty in view.unfinished:
        if duty.status == "cannot tell":
            continue
        for deed in deeds_of(view.rules, duty):
            event = view.rules.events[deed.event]
            if isinstance(permissions.may_record(account, view.case, event), permissions.Allowed):
                found.setdefault(event.id, (event, duty))
    return list(found.values())


def events_waited_for(view: CaseView) -> frozenset[str]:
    """Every event that a duty which is to be done waits for, whoever records it."""
    needed = [duty for duty in view.unfinished if duty.status != "cannot tell"]
    return frozenset(deed.event for duty in needed for deed in deeds_of(view.rules, duty))


def correctable(view: CaseView, account: Account) -> frozenset[int]:
    """The numbers of the entries that this person may correct: all of them on the team, else one's own."""
    may = (
        number
        for number, recorder in view.recorders.items()
        if isinstance(permissions.may_correct(account, view.case, recorded_by=recorder), permissions.Allowed)
    )
    return frozenset(may) & {entry.seq for entry in view.stands if entry.type in view.rules.events}


def retractable(view: CaseView, account: Account) -> frozenset[int]:
    """The numbers of the entries that this person may retract; those of what will not be done are taken back so."""
    if not may_retract(view, account):
        return frozenset()
    return frozenset(each.seq for each in view.stands if each.type in view.rules.events or each.type == DUTY_NOT_DONE)


def may_retract(view: CaseView, account: Account) -> bool:
    return isinstance(permissions.may_retract(account, view.case), permissions.Allowed)


def duties_named(view: CaseView, name: str, about: Mapping[str, str]) -> list[Instance]:
    """The duties of this name about these things, or some of theirs: what is still to be done comes first."""
    asked = {kind: thing for kind, thing in about.items() if kind in view.rules.things}
    found = [duty for duty in (*view.unfinished, *view.finished) if duty.id == name]
    return [duty for duty in found if asked.items() <= duty.about.items()]


def readings_of(view: CaseView, duty: Instance) -> list[Instance]:
    """The duty with whatever else the procedure says of the same thing in other words, and is still to be done."""
    same = [each for each in view.unfinished if duty.reading_of and each.reading_of == duty.reading_of]
    others = [each for each in same if each.about == duty.about and each.id != duty.id and each.arose_at is not None]
    return [duty, *{each.id: each for each in others}.values()]


def urgency(duty: Instance) -> tuple[int, float, str]:
    """Overdue first, and what may be late with it; then by date; what has no date after what has one."""
    late = duty.status == "overdue" or (duty.status in UNSETTLED and duty.timing == "may be late")
    order = UNSETTLED.index(duty.status) if duty.status in UNSETTLED else len(UNSETTLED)
    rank = 0 if late else 1 + order
    return rank, duty.due_at.timestamp() if duty.due_at else float("inf"), duty.id


def deeds_of(rules: Rules, duty: Instance) -> Sequence[Deed]:
    """What somebody has to do for a duty to be met."""
    declared = rules.duties.get(duty.id)
    return declared.done_by.deeds if declared is not None and declared.done_by is not None else ()


def view_before_recording(authority: Organisation, raws: Sequence[Raw], *, now: datetime) -> CaseView:
    """An allegation case of this authority as it would stand with these entries, which are on no record yet."""
    case = Case(kind="allegation", authority=authority, procedure=authority.procedure)
    return _view(case, procedures.of_case(case, known_at=now), raws, at=now, known_at=now)


def view_of_no_case(
    procedure: Procedure, entries: Sequence[Entry], duties: Sequence[Instance], *, at: datetime
) -> CaseView:
    """Entries that are on no record, with the duties that a procedure has in them: for a page that tries it out."""
    return CaseView(
        case=Case(kind=visibility.ALLEGATION, procedure=procedure.name),
        procedure=procedure,
        rules=procedure.at(at),
        raws=(),
        entries=entries,
        stands=entries,
        duties=duties,
        at=at,
        known_at=at,
        numbers={},
    )


def view_under(view: CaseView, procedure: Procedure) -> tuple[CaseView, list[packs.NotDeclared]]:
    """What this reader sees as another procedure reads it, at the same moments; and what that one does not declare."""
    kept, left_out = packs.declared_only(view.raws, procedure)
    there = _view(view.case, procedure, kept, at=view.at, known_at=view.known_at)
    return replace(there, reads=view.reads), left_out


def _view(case: Case, procedure: Procedure, raws: Sequence[Raw], *, at: datetime, known_at: datetime) -> CaseView:
    entries = [each for each in packs.entries_from(list(raws), procedure) if each.recorded_at <= known_at]
    known = {each.seq for each in entries}
    numbers = {seq: number for number, seq in enumerate(sorted(known), 1)}
    stands = sorted((each for each in standing(entries, known_at) if each.hi <= at), key=lambda entry: entry.place)
    return CaseView(
        case=case,
        procedure=procedure,
        rules=rules_together(procedure, _organisations(stands, procedure), at),
        raws=[raw for raw in raws if raw["seq"] in known],
        entries=entries,
        stands=stands,
        duties=duties_for(entries, procedure, at=at, known_at=known_at),
        at=at,
        known_at=known_at,
        numbers=numbers,
    )


def _organisations(stands: Sequence[Entry], procedure: Procedure) -> frozenset[str]:
    """Those whose packs have a say in the case: something follows them, or once did and was recorded so."""
    if not procedure.organisations:
        return frozenset()
    return frozenset(follows(stands, procedure).values()) | {each.only_under[0] for each in stands if each.only_under}
