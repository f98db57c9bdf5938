"""The form by which a duty is left undone: who decided so, when, and why. It can be taken back by retracting the entry.

No form here may make a duty look done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dutybook.casework import queries, visibility
from dutybook.casework.actions.not_doing import leave_undone, may_leave_undone, owner_of
from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView
from dutybook.engine.instance import Instance
from dutybook.engine.procedure import DUTY_NOT_DONE, Event
from dutybook.web.asking.form import Error, EventForm
from dutybook.web.asking.questions import Question, Typed, value_of
from dutybook.web.cases.opening import attempt, is_recorded, opened, refused_unless
from dutybook.web.duties import lines
from dutybook.web.sending import Page, account_of, page, sent_with, typed_in

TITLE = "deciding that a duty will not be done"
WHY = Question(name="why-not-done", ask="Why will it not be done?", kind="text")
NO_REASON = Error(WHY.name, "Enter why it will not be done")


@dataclass(frozen=True, slots=True)
class _Leaving:
    """The page about one duty, in every wording that the procedure has for it."""

    request: HttpRequest
    view: CaseView
    readings: Sequence[Instance]
    form: EventForm

    @property
    def questions(self) -> list[Question]:
        return [WHY, *self.form.questions()]

    def show(self, shown: Page) -> HttpResponse:
        context = {
            "view": self.view,
            "line": lines(self.view, self.readings)[0],
            "page": shown,
            "address": self.request.get_full_path(),
        }
        return render(self.request, "cases/not_done.html", context, status=shown.status)

    def opened(self) -> HttpResponse:
        number = queries.next_number(self.view.case)
        return self.show(page(self.questions, self.form.opened({}), expected_number=number))

    def send(self, typed: Typed) -> HttpResponse:
        said, errors = self.form.statement(typed)
        reason, sent = value_of(typed, WHY.name), sent_with(self.request, typed)
        if said is None or not reason:
            found = [*([] if reason else [NO_REASON]), *errors]
            return self.show(page(self.questions, typed, expected_number=sent.expected_number, errors=found))
        view, duty, decided = self.view, self.readings[0], replace(said, reason=reason)
        came = attempt(
            lambda: opened(self.request, view.case.reference, TITLE),
            lambda now: leave_undone(view, duty, decided, sent=now),
            sent,
            field=WHY.name,
        )
        if came.done:
            messages.success(self.request, f"Recorded: this will not be done. {self.readings[0].title}.")
            return redirect("case", view.case.reference)
        return self.show(page(self.questions, typed, expected_number=came.expected_number, errors=came.errors,
                              clashed=came.clashed, others=came.since))  # fmt: skip


def not_done(request: HttpRequest, reference: str, duty: str) -> HttpResponse:
    view = opened(request, reference, TITLE)
    if is_recorded(request):
        return redirect("case", reference)
    found = next(iter(queries.duties_named(view, duty, request.GET.dict())), None)
    if found is None:
        raise Http404
    account = account_of(request)
    refused_unless(may_leave_undone(view, found, sent_with(request, typed_in(request))))
    leaving = _Leaving(request, view, queries.readings_of(view, found), _form(view, account, found))
    return leaving.send(typed_in(request)) if request.method == "POST" else leaving.opened()


def _form(view: CaseView, account: Account, duty: Instance) -> EventForm:
    """Decided by whoever has the duty, or by this person; the desk records it for others."""
    by = tuple(dict.fromkeys((account.role, owner_of(duty))))
    return EventForm(
        event=Event(id=DUTY_NOT_DONE, title="It was decided that a duty will not be done", by=by),
        procedure=view.procedure,
        rules=view.rules,
        account=account,
        now=view.at,
        entries=view.entries,
        when="When was this decided?",
        on_the_team=visibility.is_on_the_team(account, view.case),
    )
