"""Recording something else: every event that this person may record, in words, by the stage of the case.

Nobody is shown the stored name of an event here, and nothing is recorded from this page.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dutybook.casework.weighing import decisions_of
from dutybook.web.cases.offers import offered
from dutybook.web.cases.opening import opened
from dutybook.web.decisions.lines import to_take
from dutybook.web.sending import account_of

TITLE = "looking for what to record"
LONGEST = 100


def something_else(request: HttpRequest, reference: str) -> HttpResponse:
    view, account = opened(request, reference, TITLE), account_of(request)
    wanted = request.GET.get("words", "").strip()[:LONGEST]
    takes = to_take(view, decisions_of(view), account)
    context = {"view": view, "wanted": wanted, "stages": offered(view, account, takes, wanted=wanted)}
    return render(request, "cases/something_else.html", context)
