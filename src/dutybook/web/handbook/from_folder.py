"""A pack from a folder of this machine: what is wrong in it, or what it holds, before anybody adopts it.

For whoever may adopt, and only out of the places that the setting names. Nothing is recorded or copied here.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dutybook.casework import permissions
from dutybook.engine.procedure import Procedure
from dutybook.packs.from_folder import Found, NotLookedInto, look_into, offered, places
from dutybook.packs.paths import SETTING
from dutybook.web.asking.form import Error
from dutybook.web.asking.questions import Question, value_of
from dutybook.web.handbook.adopting import standing_of
from dutybook.web.sending import account_of, page, typed_in

FOLDER = Question(
    name="folder",
    ask="Which folder is the pack in?",
    kind="person",
    hint="The name of the folder, or its whole path. It must lie directly in one of the places below.",
)
CHAPTERS = {
    "duties": "duties",
    "decisions": "decisions",
    "gates": "gates",
    "facts": "questions",
    "events": "events",
    "directory": "contacts",
}


def from_folder(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    allowed = permissions.may_adopt(account)
    if isinstance(allowed, permissions.Refused):
        raise PermissionDenied(*allowed.reasons)
    typed, found, errors = typed_in(request), None, []
    if request.method == "POST":
        try:
            found = _look_into(value_of(typed, FOLDER.name))
        except NotLookedInto as why:
            errors = [Error(FOLDER.name, f"{why}.")]
    context: dict[str, Any] = {
        "setting": SETTING,
        "places": places(),
        "offered": [each.name for each in offered()],
        "found": found,
        "holds": _holds(found.procedure) if found and found.procedure else [],
        "standing": standing_of(found.name, account) if found and found.procedure and not found.is_hidden else None,
        "page": page([FOLDER], typed, expected_number=0, errors=errors),
    }
    return render(request, "handbook/from_folder.html", context, status=context["page"].status)


def _look_into(written: str) -> Found:
    if not written:
        raise NotLookedInto("Enter a folder")
    return look_into(written)


def _holds(procedure: Procedure) -> list[str]:
    """`12 duties`, `1 decision`: what stands in its last edition, with what it builds on."""
    rules = procedure.editions[-1][1]
    counted = ((len(getattr(rules, chapter)), called) for chapter, called in CHAPTERS.items())
    return [f"{number} {called.removesuffix('s') if number == 1 else called}" for number, called in counted]
