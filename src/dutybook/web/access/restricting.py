"""Restricting a case to people of the team who are named, and lifting that. Nobody else may be told that it is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dutybook.casework import visibility
from dutybook.casework.actions import access
from dutybook.casework.models import Account
from dutybook.web.access import forms
from dutybook.web.access.views import opened_for_the_team
from dutybook.web.asking.questions import Typed
from dutybook.web.duties import role
from dutybook.web.sending import account_of


def restrict(request: HttpRequest, reference: str) -> HttpResponse:
    view, me = opened_for_the_team(request, reference, "restricting the case"), account_of(request)
    holders = list(visibility.holders(view.case, now=view.at))

    def do(said: access.Said, typed: Typed) -> None:
        access.restrict_case(view.case, _named(holders, typed), said=said)

    form = forms.attempt(request, do) if request.method == "POST" else forms.blank({"people": [str(me.pk)]})
    if form is None:
        messages.success(request, "This case is restricted.")
        still_theirs = visibility.may_know(me, view.case, now=view.at)
        return redirect("who_may_see", reference) if still_theirs else redirect("today")
    named = {each.pk for each in _named(holders, form.typed)}
    people = [(each, role(view, each.role), each.pk in named) for each in holders]
    context = {"view": view, "form": form, "people": people, "me": me}
    return render(request, "access/restrict.html", context, status=form.status)


def lift_restriction(request: HttpRequest, reference: str) -> HttpResponse:
    view = opened_for_the_team(request, reference, "lifting the restriction of the case")

    def do(said: access.Said, _typed: Typed) -> None:
        access.lift_restriction(view.case, said=said)

    form = forms.attempt(request, do) if request.method == "POST" else forms.blank()
    if form is None:
        messages.success(request, "The restriction is lifted. The team holds this case again.")
        return redirect("who_may_see", reference)
    return render(request, "access/lift_restriction.html", {"view": view, "form": form}, status=form.status)


def _named(holders: list[Account], typed: Typed) -> list[Account]:
    chosen = set(typed.get("people") or [])
    return [each for each in holders if str(each.pk) in chosen]
