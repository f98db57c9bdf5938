"""Two procedures beside each other, and the form on which somebody says which two.

Nothing about a case may be shown here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dutybook.casework import procedures
from dutybook.casework.models import Account
from dutybook.engine.procedure import Procedure
from dutybook.packs import beside_page
from dutybook.web.asking.form import Error
from dutybook.web.handbook.numbers import marked
from dutybook.web.sending import account_of

FIELDS = ("one", "other")
NONE: Mapping[str, str] = {}


def choose_two(request: HttpRequest) -> HttpResponse:
    """Asks which two; once both are there and are not the same, it shows them."""
    account = account_of(request)
    names = {field: request.GET[field] for field in FIELDS if field in request.GET}
    errors = _wrong(names, account) if len(names) == len(FIELDS) else []
    if len(names) == len(FIELDS) and not errors:
        return redirect("beside", names["one"], names["other"])
    offered = choosing(account, procedures.usable(), names)
    return render(request, "handbook/choose_two.html", offered | {"errors": errors})


def beside(request: HttpRequest, name: str, other: str) -> HttpResponse:
    account = account_of(request)
    left, right = procedures.read_by(account, name), procedures.read_by(account, other)
    if left is None or right is None:
        raise Http404
    fragment = marked(beside_page.fragment(left, right))
    # `procedure` is where every page looks for what it shows that nobody has adopted.
    context = {"procedure": (left, right), "left": left, "right": right, "fragment": fragment}
    return render(request, "handbook/beside.html", context)


def choosing(account: Account, usable: Iterable[Procedure], chosen: Mapping[str, str] = NONE) -> dict[str, Any]:
    """What the form offers; the reader's own procedure comes first."""
    own = account.organisation.own_authority.procedure
    offered = sorted(usable, key=lambda each: (each.name != own, each.title))
    return {"offered": [_option(each) for each in offered], "chosen": {"one": own, "other": "", **chosen}}


def _option(procedure: Procedure) -> dict[str, str]:
    return {"value": procedure.name, "text": procedure.title}


def _wrong(names: dict[str, str], account: Account) -> list[Error]:
    unknown = [field for field in FIELDS if procedures.read_by(account, names[field]) is None]
    if unknown:
        return [Error(field, "Choose a procedure") for field in unknown]
    return [Error("other", "Choose another procedure than the first")] if len({*names.values()}) == 1 else []
