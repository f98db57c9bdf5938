"""The page of a procedure. Nothing about a case may be shown here."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from dutybook import packs
from dutybook.casework import procedures
from dutybook.packs import handbook


def procedure_page(request: HttpRequest, name: str) -> HttpResponse:
    if name not in packs.names():
        raise Http404
    procedure = procedures.named(name)
    # The handbook escapes every word of the pack itself; this is its mark-up.
    fragment = mark_safe(handbook.fragment(procedure))  # noqa: S308
    return render(request, "handbook/procedure.html", {"procedure": procedure, "fragment": fragment})


@login_not_required
def stylesheet(_request: HttpRequest) -> HttpResponse:
    """The handbook's own style, which stands with its mark-up in the packs."""
    return HttpResponse(handbook.stylesheet(), content_type="text/css; charset=utf-8")
