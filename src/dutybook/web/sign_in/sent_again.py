"""What somebody sent after their session had ended: kept until they are signed in again, then sent or thrown away.

A signed cookie says whose browser it is. Nothing here may show anybody what somebody else typed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from dutybook.casework import drafts
from dutybook.casework.models import Account
from dutybook.web.asking.questions import Typed, value_of
from dutybook.web.sending import account_of, typed_in

WHOSE, LASTS = "whose", timedelta(days=7)
"""The cookie, and how long after somebody's last page here their browser is still taken to be theirs."""
KEPT = "sent after the session ended"
WHERE = "sent-to"
QUIETLY = {"keep": ["quietly"]}
"""What a script sends by itself stays on its page, and is not what somebody sent."""


class SameMethodRedirect(HttpResponseRedirect):
    """The browser sends the same form there."""

    status_code = 307


class SignInFirst(LoginRequiredMiddleware):
    """Lets nobody further who is not signed in, and keeps the form that they were sending."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        account, typed = _whose(request), typed_in(request) if request.method == "POST" else {}
        if account is None or not _is_kept(typed):
            return super().handle_no_permission(request, view_func)
        drafts.keep(account, KEPT, {**typed, WHERE: [request.get_full_path()]}, now=settings.DUTYBOOK_CLOCK())
        return redirect_to_login(reverse("send_again"))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if _signs_out(request):
            response.delete_cookie(WHOSE)
        elif isinstance(request.user, Account) and _signed(request) != str(request.user.pk):
            response.set_signed_cookie(
                WHOSE, str(request.user.pk), max_age=LASTS, httponly=True,
                secure=settings.SESSION_COOKIE_SECURE, samesite=settings.SESSION_COOKIE_SAMESITE,
            )  # fmt: skip
        return response


def send_again(request: HttpRequest) -> HttpResponse:
    """Sent, it is no longer kept here: whatever page it is for keeps it from then on."""
    account = account_of(request)
    kept = drafts.find(account, KEPT)
    if kept is None:
        return redirect("today")
    if request.method != "POST":
        fields = [(name, each) for name, values in kept.items() if name != WHERE for each in values]
        return render(request, "sign_in/send_again.html", {"fields": fields})
    drafts.drop(account, KEPT)
    return redirect("today") if request.GET.get("forget") == "yes" else SameMethodRedirect(value_of(kept, WHERE))


def _whose(request: HttpRequest) -> Account | None:
    """Who was signed in here last and has not signed out."""
    signed = _signed(request)
    return Account.objects.filter(pk=signed, is_active=True).first() if signed else None


def _signed(request: HttpRequest) -> str | None:
    signed: str | None = request.get_signed_cookie(WHOSE, default=None, max_age=LASTS)
    return signed


def _is_kept(typed: Typed) -> bool:
    """Nobody's password is kept."""
    return bool(typed) and not (QUIETLY.items() <= typed.items() or any("password" in name for name in typed))


def _signs_out(request: HttpRequest) -> bool:
    page = request.resolver_match.url_name if request.resolver_match else None
    return page == "account_logout" and request.method == "POST"
