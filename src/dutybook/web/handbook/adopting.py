"""The page on which an authority adopts a procedure: what it would change, and why it is adopted.

Nothing about a case may be shown here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dutybook import packs
from dutybook.casework import permissions
from dutybook.casework.actions.adoption import NotAdopted, adopt_procedure
from dutybook.casework.adoption import Adoption, adopted_by
from dutybook.casework.models import Account
from dutybook.engine import words
from dutybook.engine.compare import compare
from dutybook.engine.procedure import Procedure
from dutybook.packs.keeping import copy_of
from dutybook.packs.reviewing import review_of
from dutybook.web.asking.form import Error
from dutybook.web.asking.questions import Question, Typed, value_of
from dutybook.web.sending import account_of, page, typed_in

REASON = Question(
    name="reason",
    ask="Why is it adopted?",
    kind="text",
    hint="For example who agreed it, and when. It is kept in the authority's register.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an authority has adopted of a procedure, in words, and whether its folder still says the same."""

    is_adopted: bool
    is_the_same: bool
    says: str
    why: str


def adopt(request: HttpRequest, name: str) -> HttpResponse:
    account = account_of(request)
    if name not in packs.names():
        raise Http404
    allowed = permissions.may_adopt(account)
    if isinstance(allowed, permissions.Refused):
        raise PermissionDenied(*allowed.reasons)
    typed, errors = typed_in(request), []
    if request.method == "POST":
        errors = _adopted(name, account, typed)
        if not errors:
            messages.success(request, "It is adopted. Cases are read under it from now on.")
            return redirect("procedure", name)
    return _show(request, name, account, typed, errors)


def standing_of(name: str, account: Account) -> Standing:
    """How this person's authority stands with a procedure."""
    authority = account.organisation.own_authority
    adopted = adopted_by([authority])
    last = adopted.last(authority, name)
    return Standing(
        is_adopted=last is not None,
        is_the_same=last is not None and last.digest == copy_of(name).digest,
        says=_says(last, adopted.procedure(authority, name)) if last else "",
        why=last.reason if last else "",
    )


def _says(last: Adoption, procedure: Procedure) -> str:
    edition = f"edition {last.edition}, " if last.edition else ""
    return f"Adopted: {edition}by {last.by} on {words.moment(last.at, procedure.calendar)}."


def _adopted(name: str, account: Account, typed: Typed) -> list[Error]:
    """What is to be put right; nothing where it was adopted."""
    try:
        adopt_procedure(name, by=account, reason=value_of(typed, REASON.name), now=settings.DUTYBOOK_CLOCK())
    except NotAdopted as refusal:
        return [Error(REASON.name, f"{refusal}.")]
    except packs.PackErrors as wrong:
        return [Error(REASON.name, str(problem)) for problem in wrong.problems]
    return []


def _show(request: HttpRequest, name: str, account: Account, typed: Typed, errors: Sequence[Error]) -> HttpResponse:
    authority = account.organisation.own_authority
    standing, new = standing_of(name, account), packs.load(name)
    now = adopted_by([authority]).procedure(authority, name)
    context: dict[str, Any] = {
        "procedure": new,
        "standing": standing,
        "review": review_of(new, new.calendar.day_of(settings.DUTYBOOK_CLOCK())),
        "differences": [each.sentence for each in compare(now, new)] if standing.is_adopted else [],
        "page": page([REASON], typed, expected_number=0, errors=errors),
    }
    return render(request, "handbook/adopt.html", context, status=context["page"].status)
