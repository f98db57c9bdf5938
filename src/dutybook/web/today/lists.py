"""The three lists of *Today*, over every case of one person: dated, waiting for others, standing.

A duty without a number gets no date here: it comes up when somebody's own "look again on" has come, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from operator import itemgetter
from typing import Any

from django.template.loader import get_template
from markupsafe import Markup

from dutybook.casework import demonstration, permissions
from dutybook.casework.chasing import HOW, SAID, Noted, day_of, noted
from dutybook.casework.directory import checks_by
from dutybook.casework.models import Account, Case
from dutybook.casework.queries import CaseView, Sight
from dutybook.engine import words
from dutybook.engine.entries import Entry
from dutybook.engine.explain import UNTIL_KNOWN
from dutybook.engine.instance import Instance
from dutybook.engine.opening import next_opening_change
from dutybook.packs.numbers import Told
from dutybook.packs.ringing import Book, Ring
from dutybook.web.dates import happened_in_words, moment_in_words
from dutybook.web.duties import Line, later_from, lines
from dutybook.web.kept import kept, reader

LISTS = ("dated", "waiting", "standing", "folded")
OF_A_LINE = 300
"""About how many bytes a line takes beside its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One duty, the case it is in, whom to ring about it now, and what was noted beside it."""

    view: CaseView
    line: Line
    rings: Sequence[Ring] = ()
    since: str = ""
    chased: str = ""
    said: str = ""
    looks: Sequence[str] = ()


Urgency = tuple[int, float, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnToday:
    """What *Today* shows of one case, rendered: what it is called, and each of its lines with its list and urgency."""

    about: str
    called: str
    is_closed: bool
    lines: Sequence[tuple[str, Urgency, Markup]]
    until: datetime | None

    @property
    def size(self) -> int:
        return sum(len(html) + OF_A_LINE for _, _, html in self.lines) + OF_A_LINE


@dataclass(frozen=True, slots=True)
class Listed:
    """A case of *Today*."""

    case: Case
    shown: OnToday

    @property
    def about(self) -> str:
        return self.shown.about

    @property
    def called(self) -> str:
        return self.shown.called

    @property
    def is_closed(self) -> bool:
        return self.shown.is_closed


def listed(sights: Sequence[Sight], account: Account) -> list[Listed]:
    """Each case with all that is shown of it: kept from the last look, where nothing of it has changed since."""
    is_demonstration = demonstration.is_demonstration()
    checks = checks_by({sight.case.authority for sight in sights})
    found = []
    for sight in sights:
        told = checks.told(sight.case.authority, sight.case.procedure, is_demonstration=is_demonstration)
        rung = tuple(sorted(told.checked.items())), is_demonstration
        make = partial(_on_today, role=account.role, told=told)
        found.append(Listed(sight.case, kept(sight, "today", reader(account), rung, make=make)))
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the lists: how many lines it has, and all of them."""

    length: int
    lines: Markup


def lists(cases: Iterable[Listed]) -> dict[str, Shown]:
    """Every list, the most pressing line first, whichever case it is in."""
    made: dict[str, list[tuple[Urgency, Markup]]] = {name: [] for name in LISTS}
    for each in cases:
        for name, urgency, html in each.shown.lines:
            made[name].append((urgency, html))
    return {name: _together(sorted(found, key=itemgetter(0))) for name, found in made.items()}


def _together(found: Sequence[tuple[Urgency, Markup]]) -> Shown:
    return Shown(len(found), Markup("".join(html for _, html in found)))  # noqa: S704 - each of them is rendered


def _on_today(view: CaseView, *, role: str, told: Told) -> OnToday:
    """Nothing else of its reader may come in here: it is kept for everybody who is the same, and reads the same."""
    template: Any = get_template("today/lines.html", using="jinja2")
    rendered = template.template.module
    shown = [
        (name, line.line.urgency, getattr(rendered, name)(line, told.is_demonstration))
        for name, line in _lines(view, role, told)
    ]
    changes = [later_from(view.unfinished), _opens_or_shuts(view)]
    return OnToday(
        about=view.about,
        called=view.called,
        is_closed=view.closing is not None,
        lines=shown,
        until=min(filter(None, changes), default=None),
    )


def _lines(view: CaseView, role: str, told: Told) -> Iterator[tuple[str, CaseLine]]:
    """Each line with the list that it stands in."""
    book = Book(view.procedure, told, view.at)
    notes, own = noted(view.stands), permissions.answering(role, view.rules)
    for line in lines(view, [duty for duty in view.unfinished if _is_listed(duty)]):
        yield _list_of(view, line.duty, notes, own), _case_line(view, line, notes, book)


def _opens_or_shuts(view: CaseView) -> datetime | None:
    """When somebody of the directory is next there, or no longer there."""
    calendar = view.procedure.calendar
    found = (next_opening_change(each, view.at, calendar) for each in view.rules.directory.values() if each.hours)
    return min(filter(None, found), default=None)


def _is_listed(duty: Instance) -> bool:
    """A prompt is ours and never due; of what cannot be told yet, the case page asks the questions."""
    if duty.strength == "prompt" or duty.status == "cannot tell":
        return False
    return duty.due_at is not None or duty.status != "upcoming"


def _list_of(view: CaseView, duty: Instance, notes: Noted, own: frozenset[str]) -> str:
    if duty.due_at is not None:
        return "dated" if duty.owner.removesuffix(UNTIL_KNOWN) in own else "waiting"
    today = view.procedure.calendar.day_of(view.at)
    return "standing" if any(_has_come(look, today) for look in notes.looks_again(duty)) else "folded"


def _has_come(look: Entry, today: date) -> bool:
    chosen = day_of(look)
    return chosen is not None and chosen <= today


def _case_line(view: CaseView, line: Line, notes: Noted, book: Book) -> CaseLine:
    calendar, duty = view.procedure.calendar, line.duty
    chase = notes.last_chase(duty)
    return CaseLine(
        view=view,
        line=line,
        rings=book.whom_to_ring(duty),
        since=moment_in_words(duty.arose_at, calendar) if duty.arose_at else "",
        chased=_chased(view, chase) if chase else "",
        said=str(chase.answers.get(SAID, "")) if chase else "",
        looks=list(_looks(view, duty, notes)),
    )


def _chased(view: CaseView, chase: Entry) -> str:
    how = (
        words.answer(view.rules.facts.get(HOW), chase.answers[HOW], view.procedure.calendar)
        if HOW in chase.answers
        else ""
    )
    when = happened_in_words(chase.happened_at, view.procedure.calendar)
    return ", ".join(filter(None, (f"{when} by {chase.by}", how[:1].lower() + how[1:])))


def _looks(view: CaseView, duty: Instance, notes: Noted) -> Iterator[str]:
    """Shown as the choice of whoever made it, and never as the procedure's."""
    for look in notes.looks_again(duty):
        chosen = day_of(look)
        if chosen is not None:
            yield f"{look.by} chose to look at this again on {words.day(chosen)}"
