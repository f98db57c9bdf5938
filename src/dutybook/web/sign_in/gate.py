"""Lets nobody further who has given a password and set up no one-time code. No page may be reached around it."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

WITHOUT_A_CODE = {"mfa_activate_totp", "account_logout"}


class CodeRequired:
    """Asked before every page, once it is known which page it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if not request.user.is_authenticated or _page(request) in WITHOUT_A_CODE:
            return None
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return None
        return redirect("mfa_activate_totp")


def _page(request: HttpRequest) -> str | None:
    return request.resolver_match.url_name if request.resolver_match else None
