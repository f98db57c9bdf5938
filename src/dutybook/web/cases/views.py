"""The case page, as it stands now or as it was known on another day, and the case as a file.

Each asks for the case by its reader's own eyes. Nothing is recorded here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dutybook.casework import export, permissions, procedures
from dutybook.casework.linking import seen_among
from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView, Sight
from dutybook.engine.procedure import Procedure
from dutybook.web.cases import moments
from dutybook.web.cases.moments import Asked
from dutybook.web.cases.opening import opened, sighted
from dutybook.web.cases.parts import Parts, contents, parts_now, parts_of
from dutybook.web.dates import moment_in_words
from dutybook.web.sending import REFUSED, account_of
from dutybook.web.subjects import banner


def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    query, account, now = dict(request.GET.lists()), account_of(request), settings.DUTYBOOK_CLOCK()
    own = procedures.of_account(account)
    asked = moments.asked(query, own.calendar, now=now)
    if asked.is_now and not asked.errors and not query:
        return _as_it_stands(request, reference, own, now)
    view = opened(request, reference, "the case" if asked.is_now else "the case as it was known", asked)
    if moments.was_typed(query) and not asked.errors:
        return redirect(reverse("case", args=[reference], query=moments.address_of(query, own.calendar)))
    parts = parts_of(view, account, asked, may_refer=_may_refer(account, own, now))
    context = _around(parts, view, asked, account, now) | {
        "at": moment_in_words(view.at, view.procedure.calendar),
        "known_at": moment_in_words(view.known_at, view.procedure.calendar),
    }
    return render(request, "cases/case.html", context, status=REFUSED if asked.errors else 200)


def case_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The case as `dutybook duties` reads it: what this reader may read of it, and no more."""
    view = opened(request, reference, "the case as a file")
    response = HttpResponse(export.case_file(view.case, view.raws), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{view.case.reference}.yaml"'
    return response


def _as_it_stands(request: HttpRequest, reference: str, own: Procedure, now: datetime) -> HttpResponse:
    account, sight = account_of(request), sighted(request, reference, "the case", now=now)
    parts = parts_now(sight, account, may_refer=_may_refer(account, own, now))
    at = {"at": moment_in_words(now, sight.procedure.calendar)}
    return render(request, "cases/case.html", _around(parts, sight, moments.NOW, account, now) | at)


def _around(parts: Parts, view: CaseView | Sight, asked: Asked, account: Account, now: datetime) -> dict[str, Any]:
    """What stands around the parts, asked for at every look."""
    linked = seen_among(parts.points_to, reader=account, now=now)
    return {
        "parts": parts,
        "view": view,
        "asked": asked,
        "linked": linked,
        "contents": contents(parts, linked=bool(linked)),
    } | (banner.on_the_case(view.case, account) if asked.is_now else {})


def _may_refer(account: Account, own: Procedure, now: datetime) -> bool:
    return isinstance(permissions.may_refer_a_child(account, own.at(now)), permissions.Allowed)
