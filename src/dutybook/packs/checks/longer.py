"""Local limits that can end later than the one above them: such a limit stands only with `because`, shown beside both.

Whether one can is found by trying every hour of two years, since 24 hours and one working day are not ordered. What
cannot be tried, as it hangs on more than the start, counts as longer. Nothing here may forbid a longer limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from dutybook.engine import words
from dutybook.engine.calendar import BeyondTable, Calendar
from dutybook.engine.forms import Earliest, FirstOf, Latest, Length, SetBy, Timescale
from dutybook.engine.procedure import CutOff
from dutybook.engine.timescales import cut_off_start, end_of_length
from dutybook.packs.checks.page import Page
from dutybook.packs.layers import Resolved
from dutybook.packs.problems import Problem

LIMITS = ("within", "cut_off", "counts_from")
"""The keys that say when a duty's time is up."""

HOUR = timedelta(hours=1)
YEARS = 2
START = "the start"


@dataclass(frozen=True, slots=True)
class Limit:
    """When the time of a duty is up: after how long, counted from what, begun by which time of day."""

    within: Timescale | None
    cut_off: CutOff | None
    counts_from: str | None


@dataclass(frozen=True, slots=True)
class Later:
    """A start from which the one limit ends later than the other; without one, the two could not be tried."""

    start: datetime | None = None
    own: datetime | None = None
    above: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A duty whose limit is changed, on one day: whether it can end later, and whether its pack says why."""

    page: Page
    id: str
    key: str
    pack: str
    later: Later | None
    says_why: bool


def unexplained(pages: Iterable[Page]) -> Iterator[Problem]:
    """Limits that can end later than the one above and do not say why, and reasons given for what is never later."""
    judged = [each for page in pages for each in _judged(page)]
    for each in judged:
        if each.later is not None and not each.says_why:
            write = "write because: why it may; both limits are shown then wherever the duty is"
            yield each.page.problem("duties", each.id, each.key, _said(each, each.later), write)
    explained = {each.id for each in judged if each.later is not None}
    for each in judged:
        if each.says_why and each.id not in explained:
            what = f"{each.id} says because, and never ends later than the limit of {each.pack}"
            yield each.page.problem("duties", each.id, "because", what, "take because out")


def _judged(page: Page) -> Iterator[Judged]:
    if page.calendar is None:
        return
    for id, found in page.book.chapters["duties"].items():
        changed = [key for key in LIMITS if key in found.above and found.above[key].value != getattr(found.model, key)]
        if changed:
            own, above = _limits(found)
            says_why = found.set_by.get("because") == found.set_by[changed[0]]
            later = first_later(own, above, page.calendar)
            yield Judged(page, id, changed[0], found.above[changed[0]].pack, later, says_why)


def _limits(found: Resolved) -> tuple[Limit, Limit]:
    own = {key: getattr(found.model, key) for key in LIMITS}
    return Limit(**own), Limit(**{**own, **{key: found.above[key].value for key in LIMITS if key in found.above}})


def _said(judged: Judged, later: Later) -> str:
    key, calendar = f"{judged.key} of {judged.id}", judged.page.calendar
    if calendar is None or later.start is None or later.own is None or later.above is None:
        return f"{key} cannot be compared with that of {judged.pack}, and so may end later"
    start, own, above = (words.moment(each, calendar) for each in (later.start, later.own, later.above))
    return f"{key} can end later than that of {judged.pack}: begun {start}, it ends {own}, and that {above}"


@lru_cache(maxsize=1024)
def first_later(own: Limit, above: Limit, calendar: Calendar) -> Later | None:
    """The first start in two years from which the one ends later than the other; None where there is none."""
    if own == above or above.within is None:
        return None
    if own.within is None or own.counts_from != above.counts_from:
        return Later()
    pairs = _pairs(own.within, above.within)
    return next((found for pair in pairs if (found := _of_pair(*pair, own, above, calendar))), None)


def _pairs(own: Timescale, above: Timescale) -> Iterator[tuple[Timescale, Timescale]]:
    """Row against row where both turn on the same conditions in the same order; else every row against every row."""
    ours, theirs = _rows(own), _rows(above)
    if [when for when, _ in ours] == [when for when, _ in theirs]:
        yield from ((one, other) for (_, one), (_, other) in zip(ours, theirs, strict=True))
        return
    yield from ((one, other) for _, one in ours for _, other in theirs)


def _rows(scale: Timescale) -> list[tuple[object, Timescale]]:
    return list(scale.rows) if isinstance(scale, FirstOf) else [(None, scale)]


def _of_pair(own: Timescale, above: Timescale, ours: Limit, theirs: Limit, calendar: Calendar) -> Later | None:
    if ours.cut_off == theirs.cut_off and (own == above or _is_plainly_shorter(own, above)):
        return None
    if any(_of_pair(*pair, ours, theirs, calendar) is None for pair in _bounded_by(own, above)):
        return None
    variables = _variables(own) | _variables(above)
    if len(variables) != 1 or "" in variables:
        return Later()
    cut_offs = (ours.cut_off, theirs.cut_off) if variables == {START} else (None, None)
    return _tried(own, above, cut_offs, calendar)


def _bounded_by(own: Timescale, above: Timescale) -> Iterator[tuple[Timescale, Timescale]]:
    """Pairs one of which settles it: the earliest is no later than any of its parts, nor a part than the latest."""
    if isinstance(own, Earliest):
        yield from ((part, above) for part in own.parts)
    if isinstance(above, Latest):
        yield from ((own, part) for part in above.parts)


def _is_plainly_shorter(own: Timescale, above: Timescale) -> bool:
    """Of one unit, counted the same way: nothing has to be tried."""
    if not isinstance(own, Length) or not isinstance(above, Length):
        return False
    if (own.unit, own.direction, own.anchor) != (above.unit, above.direction, above.anchor):
        return False
    return own.n <= above.n if own.direction == "after" else own.n >= above.n


def _variables(scale: Timescale) -> frozenset[str]:
    """What the end hangs on: the start, and every anchor; "" where it hangs on an answer."""
    match scale:
        case Length(anchor=anchor):
            return frozenset({anchor or START})
        case Earliest(parts) | Latest(parts):
            return frozenset().union(*(_variables(each) for each in parts))
        case FirstOf() | SetBy():
            return frozenset({""})


def _tried(
    own: Timescale, above: Timescale, cut_offs: tuple[CutOff | None, CutOff | None], calendar: Calendar
) -> Later | None:
    ours, theirs = _Ends(own, cut_offs[0], calendar), _Ends(above, cut_offs[1], calendar)
    for start in _hours(calendar):
        try:
            one, other = ours.of(start), theirs.of(start)
        except BeyondTable:
            continue
        if one > other:
            return Later(start, one, other)
    return None


class _Ends:
    """Where one timescale ends; that of a length in days is the same for all hours of a day."""

    def __init__(self, scale: Timescale, cut_off: CutOff | None, calendar: Calendar) -> None:
        self.scale, self.cut_off, self.calendar = scale, cut_off, calendar
        self._by_day: dict[tuple[Length, date], datetime] = {}

    def of(self, start: datetime) -> datetime:
        if self.cut_off is not None:
            start = cut_off_start((start, start), self.cut_off.after, self.cut_off.days, self.calendar)[1]
        return self._end(self.scale, start, self.calendar.day_of(start))

    def _end(self, scale: Timescale, start: datetime, day: date) -> datetime:
        match scale:
            case Earliest(parts):
                return min(self._end(each, start, day) for each in parts)
            case Latest(parts):
                return max(self._end(each, start, day) for each in parts)
            case Length(unit="hours"):
                return end_of_length(scale, start, self.calendar)
            case Length():
                if (scale, day) not in self._by_day:
                    self._by_day[scale, day] = end_of_length(scale, start, self.calendar)
                return self._by_day[scale, day]
        raise AssertionError("a limit that hangs on answers is not tried")


def _hours(calendar: Calendar) -> Iterator[datetime]:
    """Every hour of two whole years, near the end of the holiday table but not at it."""
    last = date(calendar.last.year, 1, 1)
    first = max(date(last.year - YEARS, 1, 1), calendar.first)
    moment, end = calendar.start_of(first), calendar.start_of(last)
    while moment < end:
        yield moment
        moment += HOUR
