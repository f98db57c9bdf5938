"""Every authority's procedure side by side, by topic. Nothing about a case may be shown here."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dutybook.casework import procedures
from dutybook.packs import side_by_side_page
from dutybook.packs.side_by_side import authorities
from dutybook.web.handbook.comparing import choosing
from dutybook.web.handbook.numbers import marked
from dutybook.web.sending import account_of

LONGEST = 100


def side_by_side(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    wanted = request.GET.get("words", "").strip()[:LONGEST]
    usable = procedures.usable_by(account)
    found = authorities(usable)
    fragment = side_by_side_page.fragment(found, lambda name: reverse("procedure", args=[name]), wanted)
    context = {
        "wanted": wanted,
        "fragment": marked(fragment),
        "found_nothing": not side_by_side_page.has_topics(fragment),
    }
    return render(request, "handbook/side_by_side.html", context | choosing(account, usable))


@login_not_required
def stylesheet(_request: HttpRequest) -> HttpResponse:
    """The style of what stands side by side, which stands with its mark-up in the packs."""
    return HttpResponse(side_by_side_page.stylesheet(), content_type="text/css; charset=utf-8")
