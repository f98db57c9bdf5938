"""The page that says who may see a case, and who has read what of it.

Whoever is not of the team that holds it reads only of their own part. Nothing is changed here.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dutybook.casework import notices, permissions, who_sees
from dutybook.casework.models import Reading
from dutybook.casework.queries import CaseView
from dutybook.casework.who_sees import Involved, WhoSees
from dutybook.web.access.lines import days_left, in_words, sentences, to_the_minute, until_in_words
from dutybook.web.cases.opening import opened, refused_unless
from dutybook.web.duties import role
from dutybook.web.sending import account_of

TITLE = "who may see this case"


def who_may_see(request: HttpRequest, reference: str) -> HttpResponse:
    view, account = opened(request, reference, TITLE), account_of(request)
    if isinstance(permissions.may_say_who_sees(account, view.case, now=view.at), permissions.Allowed):
        may_undo = isinstance(permissions.may_undo_a_recusal(account, view.case, now=view.at), permissions.Allowed)
        context = {"view": view, "me": account, "may_undo": may_undo} | _for_the_team(view)
        return render(request, "access/who_may_see.html", context)
    own = who_sees.own_involvement(view.case, account, now=view.at)
    return render(request, "access/own_part.html", {"view": view, "me": account, "own": _own(view, own) if own else {}})


def reading_log(request: HttpRequest, reference: str) -> HttpResponse:
    view = opened_for_the_team(request, reference, "who has read this case")
    page = who_sees.readings(view.case, request.GET.get("page", 1))
    context = {"view": view, "page": page, "readings": [_read(view, each) for each in page]}
    return render(request, "access/reading_log.html", context)


def opened_for_the_team(request: HttpRequest, reference: str, title: str) -> CaseView:
    """The case, for whoever of the team holds it; whoever else sees it is told that they do not say who may."""
    view = opened(request, reference, title)
    refused_unless(permissions.may_say_who_sees(account_of(request), view.case, now=view.at))
    return view


def _for_the_team(view: CaseView) -> dict[str, Any]:
    found, calendar = who_sees.who_sees(view.case, now=view.at), view.procedure.calendar
    return {
        "holders": [(each, role(view, each.role)) for each in found.holders],
        "involved": [in_words(each, view) for each in found.involved if not _is_listed_above(each, found)],
        "off": sentences(found.off, calendar),
        "restricted": sentences([found.restriction], calendar)[0] if found.restriction else None,
        "log": sentences(found.log, calendar),
        "waiting": notices.waiting_for_mail(view.case),
    }


def _is_listed_above(involved: Involved, found: WhoSees) -> bool:
    """Whoever is named in a restricted case stands there as one of those who hold it."""
    return found.restriction is not None and involved.until is None and involved.account in found.holders


def _own(view: CaseView, own: Any) -> dict[str, str]:
    """Not why they were let in: that is what the team said among themselves."""
    calendar = view.procedure.calendar
    return {
        "since": to_the_minute(own.granted_at, calendar),
        "until": until_in_words(own.ends_at, calendar),
        "left": days_left(own.ends_at, view.at, calendar) if own.ends_at else "",
        "by": own.granted_by.name,
    }


def _read(view: CaseView, reading: Reading) -> dict[str, str]:
    return {
        "at": to_the_minute(reading.at, view.procedure.calendar),
        "by": reading.account.name,
        "organisation": reading.account.organisation.name,
        "page": reading.page[:1].upper() + reading.page[1:],
        "ground": reading.ground,
    }
