"""Today: my cases and what is due in them, overdue first. Nothing here may be about a case its reader may not see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dutybook.casework import drafts, permissions, procedures
from dutybook.casework.queries import CaseView, cases_view
from dutybook.engine import words
from dutybook.engine.explain import UNTIL_KNOWN
from dutybook.engine.instance import Instance
from dutybook.web.allegations.views import NEW_CONCERN
from dutybook.web.duties import Line, lines
from dutybook.web.sending import account_of


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One duty, and the case it is in."""

    view: CaseView
    line: Line


def today(request: HttpRequest) -> HttpResponse:
    account, now = account_of(request), settings.DUTYBOOK_CLOCK()
    views = cases_view(account, page="Today", now=now)
    procedure = procedures.of_account(account)
    context = {
        "now": words.moment(now, procedure.calendar),
        "mine": _due(views, lambda duty: duty.owner in permissions.answers_for(account)),
        "others": _due(views, lambda duty: duty.owner not in permissions.answers_for(account)),
        "views": views,
        "draft": drafts.find(account, NEW_CONCERN) is not None,
    }
    return render(request, "today.html", context)


def _due(views: Iterable[CaseView], wanted: Callable[[Instance], bool]) -> list[CaseLine]:
    """What has a date and is needed, of every case together: the most pressing first, whichever case it is in."""
    found = [
        CaseLine(view, line)
        for view in views
        for line in lines(view, [duty for duty in view.unfinished if wanted(duty) and _is_dated(duty)])
    ]
    return sorted(found, key=lambda each: each.line.urgency)


def _owner(duty: Instance) -> str:
    """The role that has the duty, also while it is theirs only until more is known."""
    return duty.owner.removesuffix(UNTIL_KNOWN)


def _is_dated(duty: Instance) -> bool:
    return duty.due_at is not None and duty.strength != "prompt" and duty.status != "cannot tell"
