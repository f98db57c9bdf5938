"""Recording what happened next: the questions that the procedure asks about it, behind the gates that stand before it.

A gate that refuses stops what is still to be done; what has already happened is recorded past any gate, with a reason.
"""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dutybook.casework import queries
from dutybook.casework.actions.events import record_event
from dutybook.casework.chasing import CHASED, LOOK_AGAIN
from dutybook.casework.queries import CaseView
from dutybook.web.asking.form import Error, EventForm
from dutybook.web.asking.questions import Question, Typed, value_of
from dutybook.web.cases import gates
from dutybook.web.cases.gates import Before
from dutybook.web.cases.opening import attempt, event_form, is_recorded, opened
from dutybook.web.sending import Page, account_of, page, sent_with, typed_in

TITLE = "recording in the case"
HAS_A_PAGE_OF_ITS_OWN = {CHASED, LOOK_AGAIN}
"""Where each is written, it is known which duty it is about, and so which part of the case it belongs to."""
WHY_ALL_THE_SAME = Question(
    name="why-all-the-same",
    ask="Why is it done all the same?",
    kind="text",
    hint="It is listed on the case page as out of order, with your reason.",
)


def record(request: HttpRequest, reference: str, event: str) -> HttpResponse:
    view = opened(request, reference, TITLE)
    if is_recorded(request):
        return redirect("case", view.case.reference)
    declared = view.rules.events.get(event)
    if declared is None or event in HAS_A_PAGE_OF_ITS_OWN:
        raise Http404
    form = event_form(view, account_of(request), declared)
    if request.method == "POST":
        return _send(request, view, form, typed_in(request))
    typed = form.opened(dict(request.GET.lists()))
    before = _before(request, view, form, typed, by=account_of(request).name)
    shown = page(asked(form, before), typed, expected_number=queries.next_number(view.case))
    return _show(request, view, form, shown, before)


def _before(request: HttpRequest, view: CaseView, form: EventForm, typed: Typed, *, by: str) -> Before:
    found = gates.before(view, form.event, form.about(typed), by=by)
    return found.for_what_has_happened() if _has_happened(request) else found


def _has_happened(request: HttpRequest) -> bool:
    return request.GET.get("already") == "yes"


def asked(form: EventForm, before: Before) -> list[Question]:
    """What the form asks, and why it is done in spite of a gate, if one is shut."""
    return [*form.questions(), *([WHY_ALL_THE_SAME] if before.asks_why else [])]


def stopped_by(before: Before, typed: Typed) -> list[Error]:
    """What a shut gate has against recording it like this."""
    if before.refuses:
        return [Error("gates", f"This cannot be recorded now. {each.title}") for each in before.shut]
    if before.asks_why and not value_of(typed, WHY_ALL_THE_SAME.name):
        return [Error(WHY_ALL_THE_SAME.name, "Enter why it is done all the same")]
    return []


def _send(request: HttpRequest, view: CaseView, form: EventForm, typed: Typed) -> HttpResponse:
    sent = sent_with(request, typed)
    statement, errors = form.statement(typed)
    by = statement.by if statement else sent.by.name
    before = _before(request, view, form, typed, by=by)
    stopped = stopped_by(before, typed)
    if statement is None or stopped:
        shown = page(asked(form, before), typed, expected_number=sent.expected_number, errors=[*errors, *stopped])
        return _show(request, view, form, shown, before)
    said = replace(statement, reason=value_of(typed, WHY_ALL_THE_SAME.name) if before.asks_why else "")
    came = attempt(
        lambda: opened(request, view.case.reference, TITLE),
        lambda now: record_event(view.case, said, procedure=view.procedure, sent=now),
        sent,
        field="happened-day",
    )
    if came.done:
        messages.success(request, f"Recorded: {form.event.title}.")
        return redirect("case", view.case.reference)
    shown = page(asked(form, before), typed, expected_number=came.expected_number, errors=came.errors,
                 clashed=came.clashed, others=came.since)  # fmt: skip
    return _show(request, view, form, shown, before)


def _show(request: HttpRequest, view: CaseView, form: EventForm, shown: Page, before: Before) -> HttpResponse:
    no_form = before.refuses and request.method != "POST"
    context = {"view": view, "event": form.event, "page": shown, "before": before, "no_form": no_form}
    context["already"] = _has_happened(request)
    return render(request, "cases/record.html", context, status=shown.status)
