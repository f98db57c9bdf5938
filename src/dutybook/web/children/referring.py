"""The page on which somebody refers a child to social care, which opens a case about that child.

What happens to a referral is not decided here, and nothing of the case it is made from may be copied into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dutybook.casework import permissions, procedures, store, visibility
from dutybook.casework.actions.children import refer_child
from dutybook.casework.actions.events import NotAllowed
from dutybook.casework.models import Account, Case
from dutybook.casework.permissions import REPORTS
from dutybook.engine.entries import EntryRefused
from dutybook.web.asking.form import HAPPENED, Error, EventForm
from dutybook.web.asking.questions import Typed
from dutybook.web.cases.opening import opened, refused_unless
from dutybook.web.sending import account_of, page, sent_with, typed_in

BESIDE = "beside"
TITLE = "referring a child from the case"
WHEN = "When was the referral made?"
WHICH_CHILD = ("child_name", "parents_and_carers")
"""Asked first, whether or not the procedure asks it with the referral: a name is often not known yet."""


def refer(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    form = _form(account)
    beside = _beside(request)
    if request.method != "POST":
        return _show(request, form, beside, form.opened({}))
    return _send(request, form, beside, typed_in(request))


def _send(request: HttpRequest, form: EventForm, beside: Case | None, typed: Typed) -> HttpResponse:
    sent = sent_with(request, typed)
    before = store.recorded_by_form(sent.form_token, by=form.account)
    if before is not None:
        return _led_to(before.case, form)
    statement, errors = form.statement(typed)
    if statement is None:
        return _show(request, form, beside, typed, errors)
    try:
        case = refer_child(statement, by=form.account, now=sent.now, form_token=sent.form_token, beside=beside)
    except EntryRefused as refusal:
        return _show(request, form, beside, typed, [Error(f"{HAPPENED}-day", str(refusal))])
    except NotAllowed as refused:
        raise PermissionDenied(*refused.reasons) from None
    messages.success(request, "The referral is recorded, and a case about the child is open.")
    return _led_to(case, form)


def _led_to(case: Case, form: EventForm) -> HttpResponse:
    sees_it = visibility.may_know(form.account, case, now=form.now)
    return redirect("case", case.reference) if sees_it else redirect("today")


def _form(account: Account) -> EventForm:
    """The questions about a referral, in this person's authority; refused to those who do not refer."""
    now, procedure = settings.DUTYBOOK_CLOCK(), procedures.of_account(account)
    rules = procedure.at(now)
    refused_unless(permissions.may_refer_a_child(account, rules))
    return EventForm(
        event=rules.events[REPORTS["child"]],
        procedure=procedure,
        rules=rules,
        account=account,
        now=now,
        when=WHEN,
        also=WHICH_CHILD,
        on_the_team=account.role in visibility.TEAMS["child"],
    )


def _beside(request: HttpRequest) -> Case | None:
    """The case that it is made from, if the address names one; somebody who does not see that one gets no page."""
    reference = request.GET.get(BESIDE, "")
    return opened(request, reference, TITLE).case if reference else None


def _show(
    request: HttpRequest, form: EventForm, beside: Case | None, typed: Typed, errors: Sequence[Error] = ()
) -> HttpResponse:
    shown = page(form.questions(), typed, expected_number=1, errors=errors)
    query = {BESIDE: beside.reference} if beside is not None else None
    context: dict[str, Any] = {"page": shown, "beside": beside, "address": reverse("refer_child", query=query)}
    return render(request, "children/refer.html", context, status=shown.status)
