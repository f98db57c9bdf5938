"""Reporting a concern: one page that asks in words. What happens to it then is the action's, not the page's."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dutybook.casework import drafts, permissions, procedures, visibility
from dutybook.casework.actions.allegations import receive_allegation
from dutybook.casework.models import Account
from dutybook.casework.permissions import REPORTS
from dutybook.engine.entries import EntryRefused
from dutybook.web.asking.form import Error, EventForm
from dutybook.web.asking.questions import Typed
from dutybook.web.sending import Page, account_of, page, sent_with, typed_in

NEW_CONCERN = "new concern"
FIRST_KNEW = "When did anyone at your organisation first know about this?"
ALSO_ASKED = ("adult_name", "child_name")
"""Whom it is about: asked with every concern, wherever the procedure declares the questions."""


def new_concern(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    form = _form(account)
    if request.method != "POST":
        kept = drafts.find(account, NEW_CONCERN)
        begun = kept if kept is not None else form.opened({})
        return _show(request, page(form.questions(), begun, expected_number=1), kept=kept is not None)
    typed = typed_in(request)
    if "keep" in typed:
        drafts.keep(account, NEW_CONCERN, _without_button(typed), now=form.now)
        messages.success(request, "What you typed is kept. Only you can see it, and nothing has been reported yet.")
        return redirect("today")
    return _send(request, form, typed)


def _send(request: HttpRequest, form: EventForm, typed: Typed) -> HttpResponse:
    statement, errors = form.statement(typed)
    sent = sent_with(request, typed)
    if statement is not None:
        try:
            case = receive_allegation(statement, by=sent.by, now=sent.now, form_token=sent.form_token)
        except EntryRefused as refusal:
            errors = [Error("happened-day", str(refusal))]
        else:
            drafts.drop(sent.by, NEW_CONCERN)
            messages.success(request, "The concern is recorded. What must be done now, and by when, is below.")
            return redirect("case", case.reference)
    drafts.keep(sent.by, NEW_CONCERN, typed, now=sent.now)
    return _show(request, page(form.questions(), typed, expected_number=1, errors=errors))


def _form(account: Account) -> EventForm:
    """The questions about a concern, in this person's authority; refused to those who do not report."""
    now = settings.DUTYBOOK_CLOCK()
    procedure = procedures.of_account(account)
    rules = procedure.at(now)
    allowed = permissions.may_raise_a_concern(account, rules)
    if isinstance(allowed, permissions.Refused):
        raise PermissionDenied(*allowed.reasons)
    return EventForm(
        event=rules.events[REPORTS["allegation"]],
        procedure=procedure,
        rules=rules,
        account=account,
        now=now,
        when=FIRST_KNEW,
        also=ALSO_ASKED,
        on_the_team=account.role in visibility.TEAMS["allegation"],
    )


def _show(request: HttpRequest, shown: Page, *, kept: bool = False) -> HttpResponse:
    return render(request, "allegations/new_concern.html", {"page": shown, "kept": kept}, status=shown.status)


def _without_button(typed: Typed) -> Typed:
    return {name: values for name, values in typed.items() if name != "keep"}
