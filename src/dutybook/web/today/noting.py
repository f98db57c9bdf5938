"""The two short forms beside a duty: it was chased, and when to look again. No duty may be met or moved by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dutybook.casework import permissions, queries, visibility
from dutybook.casework.actions import chasing as actions
from dutybook.casework.chasing import CHASED, CHASED_DUTY, HOW, LOOK_AGAIN, LOOK_AGAIN_DUTY, LOOK_AGAIN_ON
from dutybook.casework.models import Account, Entry
from dutybook.casework.queries import CaseView
from dutybook.casework.store import Statement
from dutybook.engine.calendar import Calendar
from dutybook.engine.entries import EntryRefused
from dutybook.engine.instance import Instance
from dutybook.web.asking.form import HAPPENED, Error, EventForm
from dutybook.web.asking.questions import Question, Typed
from dutybook.web.duties import lines
from dutybook.web.sending import Page, account_of, page, sent_with, typed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Noting:
    """One of the two forms, about one duty of one case."""

    view: CaseView
    duty: Instance
    form: EventForm
    required: Mapping[str, str]
    record: Callable[..., Entry]
    recorded: str

    @property
    def questions(self) -> list[Question]:
        """What somebody has in mind comes first; when it was stands there already, and so comes last."""
        return sorted(self.form.questions(), key=lambda question: question.name == HAPPENED)

    def statement(self, typed: Typed) -> tuple[Statement | None, list[Error]]:
        """What was typed; a note that says nothing of what it is for would be no note."""
        statement, errors = self.form.statement(typed)
        if statement is None:
            return None, errors
        errors = [Error(_field(name), text) for name, text in self.required.items() if name not in statement.data]
        return (None if errors else statement), errors


def chase(request: HttpRequest, reference: str, duty: str) -> HttpResponse:
    view = _view(request, reference, "chasing a duty")
    found = _duty(view, duty, request)
    noting = Noting(
        view=view,
        duty=found,
        form=_form(view, account_of(request), CHASED, given=_about(found) | {CHASED_DUTY: found.id}),
        required={HOW: "Choose how you asked"},
        record=actions.chase_duty,
        recorded="Recorded: you chased this.",
    )
    return _answer(request, noting, opened=_just_now(view.at, view.procedure.calendar))


def look_again(request: HttpRequest, reference: str, duty: str) -> HttpResponse:
    view = _view(request, reference, "choosing when to look again")
    found = _duty(view, duty, request)
    now = view.procedure.calendar.local(view.at).isoformat()
    given = _about(found) | {LOOK_AGAIN_DUTY: found.id, HAPPENED: now}
    noting = Noting(
        view=view,
        duty=found,
        form=_form(view, account_of(request), LOOK_AGAIN, given=given),
        required={LOOK_AGAIN_ON: "Enter the day on which you want to look at this again"},
        record=actions.look_again,
        recorded="Recorded: the day you chose is shown as yours, and it is no date of the procedure.",
    )
    return _answer(request, noting, opened={})


def _answer(request: HttpRequest, noting: Noting, *, opened: Typed) -> HttpResponse:
    if request.method != "POST":
        number = queries.next_number(noting.view.case)
        return _show(request, noting, page(noting.questions, opened, expected_number=number))
    typed = typed_in(request)
    sent = sent_with(request, typed)
    statement, errors = noting.statement(typed)
    if statement is not None:
        try:
            noting.record(noting.view, statement, sent=sent)
        except EntryRefused as refusal:
            errors = [Error("happened-day", str(refusal))]
        else:
            messages.success(request, noting.recorded)
            return redirect("today")
    return _show(request, noting, page(noting.questions, typed, expected_number=sent.expected_number, errors=errors))


def _show(request: HttpRequest, noting: Noting, shown: Page) -> HttpResponse:
    context = {
        "view": noting.view,
        "line": lines(noting.view, [noting.duty])[0],
        "event": noting.form.event,
        "page": shown,
        "address": request.get_full_path(),
    }
    return render(request, "today/noting.html", context, status=shown.status)


def _form(view: CaseView, account: Account, event: str, *, given: Mapping[str, Any]) -> EventForm:
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
        when="When did you ask?",
        given=given,
    )


def _duty(view: CaseView, name: str, request: HttpRequest) -> Instance:
    """The duty of this name, about what the link says; one that was met meanwhile can still be noted beside."""
    found = queries.duties_named(view, name, request.GET.dict())
    if not found:
        raise Http404
    return found[0]


def _about(duty: Instance) -> dict[str, Any]:
    return dict(duty.about)


def _just_now(at: datetime, calendar: Calendar) -> Typed:
    """Somebody notes a call when they have put the telephone down: now stands there, and can be changed."""
    local = calendar.local(at)
    parts = {"day": local.day, "month": local.month, "year": local.year, "time": f"{local:%H:%M}"}
    return {f"{HAPPENED}-{part}": [str(value)] for part, value in parts.items()}


def _field(name: str) -> str:
    return f"{name}-day" if name == LOOK_AGAIN_ON else name


def _view(request: HttpRequest, reference: str, title: str) -> CaseView:
    try:
        return queries.case_view(account_of(request), reference, page=title, now=settings.DUTYBOOK_CLOCK())
    except visibility.NotThere:
        raise Http404 from None
