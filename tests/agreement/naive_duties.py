"""How each instance of a duty stands at the moment asked about, worked out again from the entries every time.

Nothing here may be remembered: the need, the due date and the deed are read at every instant from the arising on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from dutybook.engine.calendar import BeyondTable
from dutybook.engine.entries import Entry
from dutybook.engine.forms import Timescale
from dutybook.engine.instance import Missing
from dutybook.engine.procedure import DUTY_NOT_DONE, Deed, Duty, Rules
from tests.agreement.naive_arising import Arising, Case, arisings, instants, moments
from tests.agreement.naive_clock import Hold, Span, after_cut_off
from tests.agreement.naive_conditions import (
    THE_START,
    Due,
    Start,
    Truth,
    deadline,
    distinct,
    every,
    holds,
    span_of_answer,
)
from tests.agreement.naive_record import (
    JUST_BEFORE,
    Instant,
    Scope,
    View,
    answer,
    happenings,
    is_unknown,
    names,
    unknown,
)


@dataclass(frozen=True)
class Stretch:
    """One instance: its arisings (more than one after a restart; the last is in force), and the rules of that one."""

    duty: str
    arisings: tuple[Arising, ...]

    @property
    def arising(self) -> Arising:
        return self.arisings[-1]

    @property
    def scope(self) -> Scope:
        return self.arising.scope

    @property
    def rules(self) -> Rules:
        return self.arising.rules

    @property
    def form(self) -> Duty:
        return self.rules.duties[self.duty]


def view_of(case: Case, stretch: Stretch, instant: Instant) -> View:
    return case.view(stretch.rules, stretch.scope, *instant)


def stretches(case: Case, duty: str) -> list[Stretch]:
    """The instances of a duty: each arising starts another, joins the open one, or starts it again."""
    found: list[Stretch] = []
    for arising in arisings(case, duty, lambda other: expiries(case, other)):
        again = arising.rules.duties[duty].again
        open_ones = [each for each in found if each.scope == arising.scope and is_open_at(case, each, arising.at)]
        if again == "new" or not open_ones:
            found.append(Stretch(duty, (arising,)))
        elif again == "restart":
            last = open_ones[-1]
            found[found.index(last)] = replace(last, arisings=(*last.arisings, arising))
    return found


def is_open_at(case: Case, stretch: Stretch, moment: datetime) -> bool:
    deed = deed_of(case, stretch)
    done = deed is not None and deed.hi <= moment
    decided = any(entry.hi <= moment for entry in decisions_not_to(case, stretch, deed))
    return not done and not decided and not ended(case, stretch, Instant(moment))


def expiries(case: Case, duty: str) -> Iterator[tuple[Scope, datetime]]:
    """Where and when a due date of the duty passed unmet; what has passed stays so, even if the date is moved later."""
    for stretch in stretches(case, duty):
        for part, moment in _passings(case, stretch):
            if _unmet_at(case, part, deed_of(case, part), moment):
                yield stretch.scope, moment


def _passings(case: Case, stretch: Stretch) -> Iterator[tuple[Stretch, datetime]]:
    """The instance as it stood at each moment at which a due date passed: the date, or when one behind was set."""
    behind = False
    for part, here, following in _steps(case, stretch):
        behind = behind and here.time != part.arising.at
        latest = due_of(case, part, here).latest
        if latest is not None and latest < here.time and not behind:
            yield part, here.time
        elif latest is not None and here.time <= latest < following:
            yield part, latest
        behind = latest is not None and latest < following


def _steps(case: Case, stretch: Stretch) -> Iterator[tuple[Stretch, Instant, datetime]]:
    """The instance as it stood at each instant of its life, and until when it stood so."""
    for i, arising in enumerate(stretch.arisings):
        later = stretch.arisings[i + 1 : i + 2]
        end = later[0].at if later else case.at
        times = list(dict.fromkeys(each.time for each in lifetime(case, arising.at, Instant(end))))
        for here, following in pairwise([*times, *([] if later else times[-1:])]):
            yield replace(stretch, arisings=stretch.arisings[: i + 1]), Instant(here), following


def _unmet_at(case: Case, stretch: Stretch, deed: Entry | None, moment: datetime) -> bool:
    done = deed is not None and deed.hi <= moment
    decided = any(entry.hi <= moment for entry in decisions_not_to(case, stretch, deed))
    return not done and not decided and need(case, stretch, Instant(moment)).value is not False


# --- the deed ---------------------------------------------------------------------------------------------------------


def deed_of(case: Case, stretch: Stretch) -> Entry | None:
    """The entry that did it: the first of its deeds, or the last of all of them."""
    if stretch.form.done_by is None:
        return None
    firsts = [_first_deed(case, stretch, deed) for deed in stretch.form.done_by.deeds]
    done = sorted((entry for entry in firsts if entry), key=lambda entry: entry.place)
    if stretch.form.done_by.mode == "all":
        return done[-1] if len(done) == len(firsts) else None
    return done[0] if done else None


def _first_deed(case: Case, stretch: Stretch, deed: Deed) -> Entry | None:
    """The first entry whose `where` holds at its own moment; one in doubt then is no deed."""
    for entry in candidates(case, stretch, deed):
        if holds(view_of(case, stretch, Instant(entry.hi)), deed.where).value is True:
            return entry
    return None


def candidates(case: Case, stretch: Stretch, deed: Deed) -> list[Entry]:
    known = view_of(case, stretch, Instant(case.at)).known()
    named = [entry for entry in known if entry.type == deed.event and names(entry, stretch.scope, stretch.form.kinds)]
    earlier = [entry for entry in named if stretch.form.earlier_counts and entry.seq != stretch.arising.made_by]
    return earlier or [entry for entry in named if in_order(stretch, entry)]


def in_order(stretch: Stretch, entry: Entry) -> bool:
    """Whether the entry is not the arising entry and can have happened at or after the start."""
    earliest = stretch.arising.start.lo
    return (earliest is None or entry.hi >= earliest) and entry.seq != stretch.arising.made_by


def deeds_in_doubt(case: Case, stretch: Stretch, instant: Instant) -> tuple[Missing, ...]:
    """What is still not known, at the instant, of entries that could have been the deed but for their `where`."""
    missing: tuple[Missing, ...] = ()
    for deed in stretch.form.done_by.deeds if stretch.form.done_by else ():
        for entry in candidates(case, stretch, deed):
            if holds(view_of(case, stretch, Instant(entry.hi)), deed.where).value is None:
                missing = distinct(missing, holds(view_of(case, stretch, instant), deed.where).missing)
    return missing


def decisions_not_to(case: Case, stretch: Stretch, deed: Entry | None) -> list[Entry]:
    return [
        entry
        for entry in view_of(case, stretch, Instant(case.at)).known()
        if entry.type == DUTY_NOT_DONE
        and entry.answers.get("duty") == stretch.duty
        and names(entry, stretch.scope, stretch.form.kinds)
        and stretch.arising.at <= entry.hi
        and not (deed is not None and deed.hi <= entry.hi)
    ]


# --- the need ---------------------------------------------------------------------------------------------------------


def ended(case: Case, stretch: Stretch, instant: Instant, deed: Entry | None = None) -> bool:
    """Whether an `ends` entry stands between the arising entry and the instant; at the deed's moment it is too late."""
    view = view_of(case, stretch, instant)
    return any(
        _since_arising(stretch.arising, entry) and not (deed is not None and entry.hi >= deed.hi)
        for event in stretch.form.ends
        for entry in happenings(view, event)
    )


def _since_arising(arising: Arising, entry: Entry) -> bool:
    """Just after the arising entry, and not before a thing that was named later."""
    return entry.place > arising.place and entry.hi >= arising.at


def need(case: Case, stretch: Stretch, instant: Instant, deed: Entry | None = None) -> Truth:
    view = view_of(case, stretch, instant)
    going_on = Truth(not ended(case, stretch, instant, deed))
    where = getattr(stretch.form.arises, "where", None)
    return every([holds(view, where), holds(view, stretch.form.when), going_on])


def not_needed_since(case: Case, stretch: Stretch, deed: Entry | None) -> datetime | None:
    """From when the need has been false without a break, at the deed or now; None if it is not false."""
    if deed is None:
        return _false_since(case, stretch, Instant(case.at), None)
    if deed.hi <= stretch.arising.at:
        return _false_since(case, stretch, Instant(stretch.arising.at), deed)
    at_it, before = Instant(deed.hi), Instant(deed.hi, JUST_BEFORE)
    if need(case, stretch, at_it, deed).value is not False or need(case, stretch, before, deed).value is not False:
        return None
    return _false_since(case, stretch, at_it, deed)


def _false_since(case: Case, stretch: Stretch, last: Instant, deed: Entry | None) -> datetime | None:
    since = None
    for instant in lifetime(case, stretch.arising.at, last):
        false = need(case, stretch, instant, deed).value is False
        since = (since or instant.time) if false else None
    return since


def lifetime(case: Case, first: datetime, last: Instant) -> list[Instant]:
    """Every instant from a moment to an instant, both with their own."""
    between = [each for each in instants(case) if Instant(first) < each < last]
    return [Instant(first), *between, *([last] if last > Instant(first) else [])]


# --- the clock --------------------------------------------------------------------------------------------------------


def start_of(case: Case, stretch: Stretch, instant: Instant) -> Start:
    """From when the clock counts, as read at the instant; beyond the holiday table nobody can say."""
    start = _start_before_cut_off(case, stretch, instant)
    if start.span is None:
        return start
    try:
        hi = after_cut_off(case.calendar, stretch.form.cut_off, start.span.hi)
        assert hi is not None
        return Start(Span(after_cut_off(case.calendar, stretch.form.cut_off, start.span.lo), hi))
    except BeyondTable:
        return Start(None)


def _start_before_cut_off(case: Case, stretch: Stretch, instant: Instant) -> Start:
    fact = stretch.form.counts_from
    if fact is None:
        return Start(stretch.arising.start)
    view = view_of(case, stretch, instant)
    value = answer(view, fact)
    return Start(None, (unknown(view, fact),)) if is_unknown(value) else Start(span_of_answer(case.calendar, value))


def held(case: Case, stretch: Stretch, instant: Instant) -> Truth:
    if stretch.form.held_while is None:
        return Truth(False)
    return holds(view_of(case, stretch, instant), stretch.form.held_while)


def stands_still(case: Case, stretch: Stretch, instant: Instant) -> bool:
    """Nothing is read before the arising: until then the clock runs."""
    if instant < Instant(stretch.arising.at):
        return False
    found = held(case, stretch, instant).value
    return stretch.form.if_unknown == "hold" if found is None else found


def due_of(case: Case, stretch: Stretch, instant: Instant) -> Due:
    """The due date as read at the instant; where its ends differ, its start is missing, or else an anchor."""
    due = _date(case, stretch, stretch.form.within, instant)
    if due.earliest == due.latest:
        return due
    loose = (THE_START,) if THE_START in due.loose else due.loose
    return replace(due, missing=distinct(due.missing, loose))


def target_of(case: Case, stretch: Stretch, instant: Instant) -> Due:
    return _date(case, stretch, stretch.form.target, instant)


def _date(case: Case, stretch: Stretch, timescale: Timescale | None, instant: Instant) -> Due:
    """A prompt is never due."""
    if timescale is None or stretch.form.strength == "prompt":
        return Due()
    hold = None
    if stretch.form.held_while is not None:
        hold = Hold(lambda each: stands_still(case, stretch, each), tuple(moments(case)), instant)
    return deadline(view_of(case, stretch, instant), timescale, start_of(case, stretch, instant), hold)


def moved(case: Case, stretch: Stretch, last: Instant) -> tuple[datetime, ...]:
    """Every other due date that it had since it first arose."""
    current = due_of(case, stretch, last).earliest
    found: list[datetime] = []
    for i, arising in enumerate(stretch.arisings):
        part = replace(stretch, arisings=stretch.arisings[: i + 1])
        following = stretch.arisings[i + 1 : i + 2]
        until = Instant(following[0].at, JUST_BEFORE) if following else last
        found += [date_ for each in lifetime(case, arising.at, until) if (date_ := due_of(case, part, each).earliest)]
    return tuple(date_ for date_ in dict.fromkeys(found) if date_ != current)
