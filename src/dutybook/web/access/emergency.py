"""Opening a case in an emergency, and saying that one has looked at somebody else's doing so.

To everybody but the teams the page does not exist, and it says the same of every case that may not be opened.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from dutybook.casework import permissions, visibility
from dutybook.casework.actions import access
from dutybook.casework.models import EmergencyAccess
from dutybook.web.access import forms
from dutybook.web.asking.form import Error
from dutybook.web.asking.questions import value_of
from dutybook.web.sending import account_of, sent_with, typed_in

REFERENCE = "reference"
NO_SUCH_CASE = Error(REFERENCE, "There is no such case. Check the reference")
NO_REFERENCE = Error(REFERENCE, "Enter the case's reference, for example K7QP-4MXA")


def emergency_access(request: HttpRequest) -> HttpResponse:
    if isinstance(permissions.may_use_emergency_access(account_of(request)), permissions.Refused):
        raise Http404
    if request.method != "POST":
        return _show(request, forms.blank())
    typed = typed_in(request)
    reference = written(value_of(typed, REFERENCE))
    if not reference:
        return _show(request, forms.blank(typed, [NO_REFERENCE]))
    try:
        form = forms.attempt(request, lambda said, _typed: access.open_in_an_emergency(reference, said=said))
    except visibility.NotThere:
        return _show(request, forms.blank(typed, [NO_SUCH_CASE]))
    return redirect("case", reference) if form is None else _show(request, form)


@require_POST
def emergency_looked_at(request: HttpRequest, opening: int) -> HttpResponse:
    """Only whoever was told of it, and only while they see the case."""
    sent = sent_with(request, typed_in(request))
    found = get_object_or_404(EmergencyAccess.objects.select_related("involvement__case"), pk=opening, told=sent.by)
    if not visibility.may_know(sent.by, found.involvement.case, now=sent.now):
        raise Http404
    access.look_at_emergency(found, by=sent.by, now=sent.now)
    messages.success(request, "Recorded: you have looked at this.")
    return redirect("today")


def written(typed: str) -> str:
    """A reference as it is kept, however it was read out: without spaces, in capitals, with its hyphen."""
    letters = "".join(each for each in typed.upper() if each.isalnum())
    return f"{letters[:4]}-{letters[4:]}" if letters else ""


def _show(request: HttpRequest, form: forms.Form) -> HttpResponse:
    return render(request, "access/emergency.html", {"form": form}, status=form.status)
