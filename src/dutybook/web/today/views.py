"""Today: what is due in my cases, and what I wait for. Nothing here may be about a case its reader may not see."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dutybook.casework import procedures
from dutybook.casework.queries import case_sights
from dutybook.engine import words
from dutybook.packs.reviewing import review_of
from dutybook.web.access.today import for_today
from dutybook.web.allegations.unfinished import unfinished
from dutybook.web.sending import account_of
from dutybook.web.subjects import banner
from dutybook.web.today.lists import listed, lists


def today(request: HttpRequest) -> HttpResponse:
    account, now = account_of(request), settings.DUTYBOOK_CLOCK()
    sights = case_sights(account, page="Today", now=now)
    cases = listed(sights, account)
    procedure = procedures.of_account(account)
    calendar = procedure.calendar
    context = {
        "now": words.moment(now.replace(second=0, microsecond=0), calendar),
        "lists": lists(cases),
        "views": sights,
        "cases_listed": cases,
        "review": review_of(procedure, calendar.day_of(now)),
        "unfinished": unfinished(account, calendar),
        "access": for_today(account, [each.case for each in cases], calendar, now=now),
    } | banner.on_today(cases, account)
    return render(request, "today/today.html", context)
