"""The three lists of *Today*, over every case of one person: dated, waiting for others, standing.

A duty without a number gets no date here: it comes up when somebody's own "look again on" has come, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dutybook.casework import permissions
from dutybook.casework.chasing import HOW, SAID, Noted, day_of, noted
from dutybook.casework.directory import checks_by
from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView
from dutybook.engine import words
from dutybook.engine.entries import Entry
from dutybook.engine.explain import UNTIL_KNOWN
from dutybook.engine.instance import Instance
from dutybook.web.dates import happened_in_words
from dutybook.web.duties import Line, lines
from dutybook.web.ringing import Book, Ring


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What *Today* shows."""

    dated: Sequence[CaseLine]
    waiting: Sequence[CaseLine]
    standing: Sequence[CaseLine]
    folded: Sequence[CaseLine]


def lists(views: Sequence[CaseView], account: Account) -> Lists:
    """Every list, the most pressing line first, whichever case it is in."""
    made: dict[str, list[CaseLine]] = {"dated": [], "waiting": [], "standing": [], "folded": []}
    checks = checks_by({view.case.authority for view in views})
    for view in views:
        book = Book(view.procedure, checks.told(view.case.authority, view.case.procedure), view.at)
        notes, own = noted(view.stands), permissions.answers_for(account, view.rules)
        for line in lines(view, [duty for duty in view.unfinished if _is_listed(duty)]):
            made[_list_of(view, line.duty, notes, own)].append(_case_line(view, line, notes, book))
    return Lists(**{name: sorted(found, key=lambda each: each.line.urgency) for name, found in made.items()})


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
        since=words.moment(duty.arose_at, calendar) if duty.arose_at else "",
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
