"""The case page, as it stands now or as it was known on another day, and the case as a file.

Each asks for the case by its reader's own eyes. Nothing is recorded here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dutybook.casework import export, procedures, queries
from dutybook.casework.queries import CaseView
from dutybook.casework.weighing import Weighing, decisions_of
from dutybook.engine import words
from dutybook.web.cases import moments
from dutybook.web.cases.chronology import chronology
from dutybook.web.cases.gates import listed_out_of_order
from dutybook.web.cases.moments import Asked
from dutybook.web.cases.opening import opened
from dutybook.web.decisions.lines import decided, to_take
from dutybook.web.duties import lines, questions
from dutybook.web.sending import REFUSED, account_of

DOUBTFUL = "cannot tell"
"""Nobody can tell yet whether such a duty is needed: shown folded, under the questions that would settle it."""


def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    query = dict(request.GET.lists())
    calendar = procedures.of_account(account_of(request)).calendar
    asked = moments.asked(query, calendar, now=settings.DUTYBOOK_CLOCK())
    view = opened(request, reference, "the case" if asked.is_now else "the case as it was known", asked)
    if moments.was_typed(query) and not asked.errors:
        return redirect(reverse("case", args=[reference], query=moments.address_of(query, calendar)))
    decisions = decisions_of(view)
    context = _shown(view, asked, decisions) | (_to_record(request, view, decisions) if asked.is_now else {})
    return render(request, "cases/case.html", context, status=REFUSED if asked.errors else 200)


def case_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The case as `dutybook duties` reads it: what this reader may read of it, and no more."""
    view = opened(request, reference, "the case as a file")
    response = HttpResponse(export.case_file(view.case, view.raws), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{view.case.reference}.yaml"'
    return response


def _shown(view: CaseView, asked: Asked, decisions: Sequence[Weighing]) -> dict[str, Any]:
    """What is read on the page, on whichever day."""
    calendar = view.procedure.calendar
    return {
        "view": view,
        "asked": asked,
        "error_at": {error.field: error.text for error in asked.errors},
        "at": words.moment(view.at, calendar),
        "known_at": words.moment(view.known_at, calendar),
        "unfinished": lines(view, [duty for duty in view.unfinished if duty.status != DOUBTFUL]),
        "doubtful": lines(view, [duty for duty in view.unfinished if duty.status == DOUBTFUL]),
        "finished": lines(view, view.finished),
        "to_find_out": questions(view, decisions),
        "decided": decided(view, decisions),
        "out_of_order": listed_out_of_order(view),
        "chronology": chronology(view),
    }


def _to_record(request: HttpRequest, view: CaseView, decisions: Sequence[Weighing]) -> dict[str, Any]:
    """What this person may record next: only ever offered of the case as it is now."""
    account = account_of(request)
    next_events = queries.next_events(view, account)
    takes = to_take(view, decisions, account)
    asked_there = {line.event for line in takes}
    return {
        "next_events": [(event, duty.about) for event, duty in next_events if event.id not in asked_there],
        "to_take": takes,
        "correctable": queries.correctable(view, account),
        "may_retract": queries.may_retract(view, account),
    }
