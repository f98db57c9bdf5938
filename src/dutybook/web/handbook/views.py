"""The page of a procedure. Nothing about a case may be shown here."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from dutybook.casework import permissions, procedures
from dutybook.casework.directory import told_of
from dutybook.packs import handbook
from dutybook.packs.reviewing import review_of
from dutybook.web.handbook.adopting import standing_of
from dutybook.web.sending import account_of


def procedure_page(request: HttpRequest, name: str) -> HttpResponse:
    account = account_of(request)
    is_own = name == account.organisation.own_authority.procedure
    procedure = procedures.read_by(account, name)
    if procedure is None:
        raise Http404
    context = {
        "procedure": procedure,
        # The handbook escapes every word of the pack itself; this is its mark-up.
        "fragment": mark_safe(handbook.fragment(procedure, told_of(account.organisation.own_authority, name))),  # noqa: S308
        "review": review_of(procedure, procedure.calendar.day_of(settings.DUTYBOOK_CLOCK())),
        "standing": standing_of(name, account) if is_own else None,
        "may_adopt": isinstance(permissions.may_adopt(account), permissions.Allowed),
    }
    return render(request, "handbook/procedure.html", context)


@login_not_required
def stylesheet(_request: HttpRequest) -> HttpResponse:
    """The handbook's own style, which stands with its mark-up in the packs."""
    return HttpResponse(handbook.stylesheet(), content_type="text/css; charset=utf-8")
