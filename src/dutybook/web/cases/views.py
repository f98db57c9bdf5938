"""The case page, as it stands now or as it was known on another day, and the case as a file.

Each asks for the case by its reader's own eyes. Nothing is recorded here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dutybook.casework import export, permissions, procedures, queries, visibility
from dutybook.casework.chasing import CHASED
from dutybook.casework.linking import linked_to
from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView
from dutybook.casework.weighing import Weighing, decisions_of, shown_only
from dutybook.engine import words
from dutybook.engine.explain import UNTIL_KNOWN
from dutybook.web.cases import itemised, moments
from dutybook.web.cases.chronology import chronology
from dutybook.web.cases.gates import listed_out_of_order
from dutybook.web.cases.keeping import kept_records
from dutybook.web.cases.moments import Asked
from dutybook.web.cases.offers import may_add
from dutybook.web.cases.opening import opened
from dutybook.web.cases.people import took_part, who_told
from dutybook.web.cases.strands import strands
from dutybook.web.dates import happened_in_words
from dutybook.web.decisions.lines import decided, to_take
from dutybook.web.duties import Line, lines, questions
from dutybook.web.sending import REFUSED, account_of
from dutybook.web.subjects import banner

DOUBTFUL = "cannot tell"
"""Nobody can tell yet whether such a duty is needed: shown folded, under the questions that would settle it."""

ADDED = ("concern_raised", "subject_described", "child_described", "employment_described", "meeting_planned",
         "participant_named", "allegation_put_to_person")  # fmt: skip
"""The events by which something is added where it is listed."""


def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    query, account = dict(request.GET.lists()), account_of(request)
    calendar = procedures.of_account(account).calendar
    asked = moments.asked(query, calendar, now=settings.DUTYBOOK_CLOCK())
    view = opened(request, reference, "the case" if asked.is_now else "the case as it was known", asked)
    if moments.was_typed(query) and not asked.errors:
        return redirect(reverse("case", args=[reference], query=moments.address_of(query, calendar)))
    decisions, reads = decisions_of(view), visibility.compartments_of(account, view.case)
    context = _shown(view, asked, decisions)
    context |= _set_together(view, [*context["unfinished"], *context["finished"]], reads)
    context |= {"linked": linked_to(view.stands, reader=account, now=settings.DUTYBOOK_CLOCK())}
    context |= _to_record(account, view, decisions) | banner.on_the_case(view, account) if asked.is_now else {}
    return render(request, "cases/case.html", context, status=REFUSED if asked.errors else 200)


def case_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The case as `dutybook duties` reads it: what this reader may read of it, and no more."""
    view = opened(request, reference, "the case as a file")
    response = HttpResponse(export.case_file(view.case, view.raws), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{view.case.reference}.yaml"'
    return response


def _shown(view: CaseView, asked: Asked, decisions: Sequence[Weighing]) -> dict[str, Any]:
    """What is read on the page, on whichever day."""
    unfinished = lines(view, [duty for duty in view.unfinished if duty.status != DOUBTFUL])
    return {
        "view": view,
        "is_about_a_child": view.case.kind == visibility.CHILD,
        "asked": asked,
        "error_at": {error.field: error.text for error in asked.errors},
        "at": _to_the_minute(view, view.at),
        "known_at": _to_the_minute(view, view.known_at),
        "closed": _closed(view),
        "next_line": _next(view, unfinished),
        "unfinished": unfinished,
        "doubtful": lines(view, [duty for duty in view.unfinished if duty.status == DOUBTFUL]),
        "finished": lines(view, view.finished),
        "to_find_out": questions(view, decisions),
        "decided": decided(view, decisions),
        "out_of_order": listed_out_of_order(view),
        "chronology": chronology(view),
    }


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


def _to_the_minute(view: CaseView, moment: datetime) -> str:
    """The end of a day is said as that; of now, nobody wants the seconds."""
    calendar = view.procedure.calendar
    is_the_end = calendar.end_of(calendar.day_of(moment)) == moment.replace(microsecond=0)
    return words.moment(moment if is_the_end else moment.replace(second=0, microsecond=0), calendar)
