"""Letting somebody into a case, moving the day on which that ends, ending it, and taking somebody off the case.

Nobody is let in from a list of those who may not be: the action is asked, and says why not.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dutybook.casework import letting_in, permissions, who_sees
from dutybook.casework.actions import access
from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView
from dutybook.web.access import forms
from dutybook.web.access.lines import in_words
from dutybook.web.access.views import opened_for_the_team
from dutybook.web.asking.questions import Typed
from dutybook.web.cases.opening import opened, refused_unless
from dutybook.web.duties import role
from dutybook.web.sending import account_of

LETTING_IN = "letting somebody into the case"


def let_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Looking for the account."""
    view = opened_for_the_team(request, reference, LETTING_IN)
    searched = request.GET.get("search", "").replace("\0", "").strip()
    found = letting_in.found(view.case, searched, now=view.at)
    context = {
        "view": view,
        "searched": searched,
        "found": [(each, role(view, each.account.role)) for each in found],
        "at_most": letting_in.AT_MOST,
    }
    return render(request, "access/let_in.html", context)


def grant(request: HttpRequest, reference: str, account: int) -> HttpResponse:
    view = opened_for_the_team(request, reference, LETTING_IN)
    whom = _account(view, account)

    def do(said: access.Said, typed: Typed) -> None:
        access.grant_involvement(view.case, whom, until=_until(view, typed), said=said)

    return _answer(
        request, view, whom, do, template="access/grant.html", done=f"{whom.name} may see this case from now on.",
        typed=forms.in_three_months(view.procedure.calendar),
        reasons=letting_in.may_be_let_in(view.case, whom, now=view.at),
    )  # fmt: skip


def extend(request: HttpRequest, reference: str, account: int) -> HttpResponse:
    view = opened_for_the_team(request, reference, "moving the end of an involvement")
    whom = _account(view, account)
    own = who_sees.own_involvement(view.case, whom, now=view.at)

    def do(said: access.Said, typed: Typed) -> None:
        access.extend_involvement(view.case, whom, until=_until(view, typed), said=said)

    return _answer(
        request, view, whom, do, template="access/extend.html", done=f"The end is moved for {whom.name}.",
        typed=_as_it_stands(view, own.ends_at) if own else {}, involved=_shown(view, whom),
    )  # fmt: skip


def end(request: HttpRequest, reference: str, account: int) -> HttpResponse:
    view = opened_for_the_team(request, reference, "ending an involvement")
    whom = _account(view, account)

    def do(said: access.Said, _typed: Typed) -> None:
        access.end_involvement(view.case, whom, said=said)

    return _answer(
        request, view, whom, do, template="access/end.html", done=f"{whom.name} is involved no more.",
        involved=_shown(view, whom),
    )  # fmt: skip


def take_off(request: HttpRequest, reference: str, account: int) -> HttpResponse:
    """Oneself, whoever one is; or, by the team, somebody else."""
    view, me = opened(request, reference, "taking somebody off the case"), account_of(request)
    if account != me.pk:
        refused_unless(permissions.may_say_who_sees(me, view.case, now=view.at))
    whom = me if account == me.pk else _account(view, account)

    def do(said: access.Said, _typed: Typed) -> None:
        access.take_off(view.case, whom, said=said)

    is_me = whom == me
    return _answer(
        request, view, whom, do, template="access/take_off.html", is_me=is_me, then="today" if is_me else "",
        done="You are off that case." if is_me else f"{whom.name} is off this case.",
        is_last=access.is_the_last_holder(view.case, whom, now=view.at),
    )  # fmt: skip


def undo_recusal(request: HttpRequest, reference: str, recused: int) -> HttpResponse:
    """For whoever was taken off, or took themselves off, by mistake."""
    view = opened_for_the_team(request, reference, "undoing that somebody is off the case")
    refused_unless(permissions.may_undo_a_recusal(account_of(request), view.case, now=view.at))
    whom = _account(view, recused)

    def do(said: access.Said, _typed: Typed) -> None:
        access.undo_recusal(view.case, whom, said=said)

    return _answer(
        request, view, whom, do, template="access/undo_recusal.html", done=f"{whom.name} is no longer off this case.",
    )  # fmt: skip


def _answer(
    request: HttpRequest, view: CaseView, whom: Account, do: Any, *, template: str, done: str, then: str = "",
    typed: Typed | None = None, **more: Any,
) -> HttpResponse:  # fmt: skip
    form = forms.attempt(request, do) if request.method == "POST" else forms.blank(typed)
    if form is None:
        messages.success(request, done)
        return redirect(then) if then else redirect("who_may_see", view.case.reference)
    context = {"view": view, "whom": whom, "whom_role": role(view, whom.role), "form": form} | more
    return render(request, template, context, status=form.status)


def _account(view: CaseView, account: int) -> Account:
    found = letting_in.one(view.case, account)
    if found is None:
        raise Http404
    return found


def _until(view: CaseView, typed: Typed) -> datetime | None:
    return forms.until_of(typed, view.procedure.calendar)


def _as_it_stands(view: CaseView, until: datetime | None) -> Typed:
    return forms.on_day(view.procedure.calendar.day_of(until)) if until else {forms.ENDS: [forms.NO_DAY]}


def _shown(view: CaseView, whom: Account) -> Any:
    found = who_sees.who_sees(view.case, now=view.at).involved
    return next((in_words(each, view) for each in found if each.account == whom), None)
