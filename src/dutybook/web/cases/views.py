"""The case page, the form for what happened next, and the case as a file.

Each asks for the case by its reader's own eyes.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dutybook.casework import export, permissions, queries, visibility
from dutybook.casework.actions.events import record_event
from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView
from dutybook.casework.store import Conflict
from dutybook.engine import words
from dutybook.engine.entries import EntryRefused
from dutybook.web.asking.form import Error, EventForm
from dutybook.web.asking.questions import Typed
from dutybook.web.cases.chronology import chronology
from dutybook.web.duties import lines, questions
from dutybook.web.sending import Page, account_of, page, sent_with, typed_in

DOUBTFUL = "cannot tell"
"""Nobody can tell yet whether such a duty is needed: shown folded, under the questions that would settle it."""


def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    view = _view(request, reference, "the case")
    context = {
        "view": view,
        "now": words.moment(view.at, view.procedure.calendar),
        "unfinished": lines(view, [duty for duty in view.unfinished if duty.status != DOUBTFUL]),
        "doubtful": lines(view, [duty for duty in view.unfinished if duty.status == DOUBTFUL]),
        "finished": lines(view, view.finished),
        "to_find_out": questions(view),
        "chronology": chronology(view),
        "next_events": [(event, duty.about) for event, duty in queries.next_events(view, account_of(request))],
    }
    return render(request, "cases/case.html", context)


def case_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The case as `dutybook duties` reads it: what this reader may read of it, and no more."""
    view = _view(request, reference, "the case as a file")
    response = HttpResponse(export.case_file(view.case, view.raws), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{view.case.reference}.yaml"'
    return response


def record(request: HttpRequest, reference: str, event: str) -> HttpResponse:
    view = _view(request, reference, "recording in the case")
    form = _form(view, account_of(request), event)
    if request.method != "POST":
        opened = form.opened(dict(request.GET.lists()))
        shown = page(form.questions(), opened, expected_number=queries.next_number(view.case))
        return _show(request, view, form, shown)
    return _send(request, view, form, typed_in(request))


def _send(request: HttpRequest, view: CaseView, form: EventForm, typed: Typed) -> HttpResponse:
    statement, errors = form.statement(typed)
    sent = sent_with(request, typed)
    if statement is not None:
        try:
            record_event(view.case, statement, procedure=view.procedure, sent=sent)
        except EntryRefused as refusal:
            errors = [Error("happened-day", str(refusal))]
        except Conflict as conflict:
            number = queries.next_number(view.case)
            return _show(
                request, view, form, page(form.questions(), typed, expected_number=number, others=conflict.theirs)
            )
        else:
            messages.success(request, f"Recorded: {form.event.title}.")
            return redirect("case", view.case.reference)
    return _show(
        request, view, form, page(form.questions(), typed, expected_number=sent.expected_number, errors=errors)
    )


def _form(view: CaseView, account: Account, event: str) -> EventForm:
    declared = view.rules.events.get(event)
    if declared is None:
        raise Http404
    allowed = permissions.may_record(account, view.case, declared)
    if isinstance(allowed, permissions.Refused):
        raise PermissionDenied(*allowed.reasons)
    return EventForm(
        event=declared,
        procedure=view.procedure,
        rules=view.rules,
        account=account,
        now=view.at,
        entries=view.entries,
        on_the_team=visibility.is_on_the_team(account, view.case),
    )


def _show(request: HttpRequest, view: CaseView, form: EventForm, shown: Page) -> HttpResponse:
    context = {"view": view, "event": form.event, "page": shown}
    return render(request, "cases/record.html", context, status=shown.status)


def _view(request: HttpRequest, reference: str, title: str) -> CaseView:
    """Somebody who may not see a case, and somebody who guesses at one that never was, read the same page."""
    try:
        return queries.case_view(account_of(request), reference, page=title, now=settings.DUTYBOOK_CLOCK())
    except visibility.NotThere:
        raise Http404 from None
