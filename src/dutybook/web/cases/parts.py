"""The case page in parts, rendered: what one reader is shown of a case, as it stands now or as it was known once.

All of it comes from one view and from who reads it, for it may be kept until the view can be another one. Nothing of a
request or of a form may come in here, and no question may be put to a database.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from markupsafe import Markup

from dutybook.casework import permissions, queries, visibility
from dutybook.casework.chasing import CHASED
from dutybook.casework.linking import pointed_to
from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView, Sight
from dutybook.casework.weighing import Weighing, decisions_of, shown_only
from dutybook.engine.explain import UNTIL_KNOWN
from dutybook.web.cases import itemised
from dutybook.web.cases.chronology import chronology
from dutybook.web.cases.gates import listed_out_of_order
from dutybook.web.cases.keeping import kept_records
from dutybook.web.cases.moments import NOW, Asked
from dutybook.web.cases.offers import may_add
from dutybook.web.cases.people import took_part, who_told
from dutybook.web.cases.strands import strands
from dutybook.web.dates import happened_in_words
from dutybook.web.decisions.lines import decided, to_take
from dutybook.web.duties import Line, later_from, lines, questions
from dutybook.web.kept import kept, reader

DOUBTFUL = "cannot tell"
"""Nobody can tell yet whether such a duty is needed: shown folded, under the questions that would settle it."""

NOT_YET = "upcoming"
"""Such a duty has no date yet, or one that nobody need think of: shown folded, unless it has a date."""

LATEST = 20
"""How many entries of the record stand open; earlier ones are folded, but on the page of another day."""

ADDED = ("concern_raised", "subject_described", "child_described", "employment_described", "meeting_planned",
         "participant_named", "allegation_put_to_person")  # fmt: skip
"""The events by which something is added where it is listed."""

PIECES = ("next", "main", "rest", "aside")
"""The templates of `cases/page/`, of which the page is put together."""

CONTENTS = (
    ("duties", "What must be done"),
    ("find-out", "Still to find out"),
    ("decided", "What was decided"),
    ("out-of-order", "Done out of order"),
    ("allegations", "Allegations"),
    ("strands", "Strands"),
    ("people", "People"),
    ("meetings", "Meetings"),
    ("linked", "Linked cases"),
    ("record", "The record"),
    ("kept", "How long it is kept"),
)
"""The sections of the page in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the page shows; `sections` are those that there is something in, `points_to` the cases that it names."""

    about: str
    called: str
    is_about_a_child: bool
    sections: Collection[str]
    points_to: frozenset[str]
    pieces: dict[str, Markup]
    until: datetime | None

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces.values()))


def parts_now(sight: Sight, account: Account, *, may_refer: bool) -> Parts:
    """As the case stands now, kept from this reader's last look where nothing of it has changed since."""
    make = partial(parts_of, account=account, asked=NOW, may_refer=may_refer)
    return kept(sight, "the case page", account.pk, reader(account), may_refer, make=make)


def parts_of(view: CaseView, account: Account, asked: Asked, *, may_refer: bool) -> Parts:
    """As the case stands at the moment of the view, made afresh."""
    decisions = decisions_of(view)
    context = _shown(view, asked, decisions)
    context |= _set_together(view, [*context["unfinished"], *context["finished"]], view.reads)
    context |= (_to_record(account, view, decisions) if asked.is_now else {}) | {"may_refer": may_refer}
    return Parts(
        about=view.about,
        called=view.called,
        is_about_a_child=context["is_about_a_child"],
        sections=frozenset(_sections(context)),
        points_to=pointed_to(view.stands),
        pieces={each: Markup(render_to_string(f"cases/page/{each}.html", context)) for each in PIECES},  # noqa: S704
        until=later_from(view.unfinished),
    )


def contents(parts: Parts, *, linked: bool) -> list[tuple[str, str]]:
    """The sections that are there, with their headings."""
    there = {*parts.sections, *(["linked"] if linked else [])}
    return [(name, heading) for name, heading in CONTENTS if name in there]


def _sections(context: dict[str, Any]) -> set[str]:
    always = {"duties", "people", "record"} | (set() if context["is_about_a_child"] else {"allegations"})
    there = {
        "find-out": "to_find_out", "decided": "decided", "out-of-order": "out_of_order", "strands": "strands",
        "meetings": "meetings", "kept": "kept_records",
    }  # fmt: skip
    return always | {section for section, found in there.items() if context[found]}


def _shown(view: CaseView, asked: Asked, decisions: Sequence[Weighing]) -> dict[str, Any]:
    """What is read on the page, on whichever day."""
    unfinished = lines(view, [duty for duty in view.unfinished if duty.status != DOUBTFUL])
    recorded = chronology(view)
    earlier = len(recorded) - LATEST if asked.is_now and len(recorded) > LATEST else 0
    return {
        "view": view,
        "procedure": view.case.procedure,
        "is_about_a_child": view.case.kind == visibility.CHILD,
        "asked": asked,
        "error_at": {error.field: error.text for error in asked.errors},
        "closed": _closed(view),
        "next_line": _next(view, unfinished),
        "unfinished": unfinished,
        "to_do": [line for line in unfinished if not _is_not_yet(line)],
        "not_yet": [line for line in unfinished if _is_not_yet(line)],
        "doubtful": lines(view, [duty for duty in view.unfinished if duty.status == DOUBTFUL]),
        "finished": lines(view, view.finished),
        "to_find_out": questions(view, decisions),
        "decided": decided(view, decisions),
        "out_of_order": listed_out_of_order(view),
        "earlier": recorded[:earlier],
        "latest": recorded[earlier:],
    }


def _is_not_yet(line: Line) -> bool:
    return line.duty.status == NOT_YET and line.duty.due_at is None


def _set_together(view: CaseView, every: Sequence[Line], reads: Collection[str]) -> dict[str, Any]:
    """The same record by what it is about: each allegation, strand, person and meeting."""
    shown = shown_only(view)
    return {
        "person": itemised.person(view, reads),
        **{f"{kind}s": itemised.items(view, kind, reads) for kind in ("allegation", "employment", "meeting")},
        "children": itemised.items(view, "child", reads),
        "participants": itemised.items(view, "participant", reads),
        "strands": strands(view, every, shown, reads),
        "who_told": who_told(view),
        "took_part": took_part(view),
        "kept_records": kept_records(view, shown),
    }


def _to_record(account: Account, view: CaseView, decisions: Sequence[Weighing]) -> dict[str, Any]:
    """What this person may record next: only ever offered of the case as it is now."""
    next_events = queries.next_events(view, account)
    takes = to_take(view, decisions, account)
    asked_there = {line.event for line in takes}
    return {
        "next_events": [(event, duty.about) for event, duty in next_events if event.id not in asked_there],
        "to_take": takes,
        "may_add": {event: may_add(view, account, event) for event in ADDED},
        "may_note": CHASED in view.rules.events and _may_note(view, account),
        "left_undone_for": _left_undone_for(view, account),
        "correctable": queries.correctable(view, account),
        "retractable": queries.retractable(view, account),
    }


def _closed(view: CaseView) -> str:
    """When the case was closed and by whom; empty while it is open."""
    closing = view.closing
    return f"{happened_in_words(closing.happened_at, view.procedure.calendar)} by {closing.by}" if closing else ""


def _next(view: CaseView, unfinished: Sequence[Line]) -> Line | None:
    """What the procedure asks comes before our own prompts, and of two for the same moment what it names first."""
    place = {duty: number for number, duty in enumerate(view.rules.duties)}
    asked = [line for line in unfinished if line.duty.strength != "prompt"] or unfinished
    return min(asked, key=lambda line: (*line.urgency[:2], place.get(line.duty.id, 0)), default=None)


def _may_note(view: CaseView, account: Account) -> bool:
    allowed = permissions.may_record(account, view.case, view.rules.events[CHASED])
    return isinstance(allowed, permissions.Allowed)


def _left_undone_for(view: CaseView, account: Account) -> frozenset[str]:
    """Whose duties this person may decide, or record, that they will not be done."""
    owners = {duty.owner for duty in view.unfinished}
    may = (
        owner
        for owner in owners
        if isinstance(
            permissions.may_leave_undone(account, view.case, owner.removesuffix(UNTIL_KNOWN), view.rules),
            permissions.Allowed,
        )
    )
    return frozenset(may)
