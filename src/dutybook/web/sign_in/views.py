"""The pages of signing in and out. The library decides; nothing here may let anybody in."""

from __future__ import annotations

from typing import Any

from allauth.account.views import AccountInactiveView, LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from dutybook.web.sign_in.shown_code import shown_code


class SignIn(LoginView):
    template_name = "sign_in/password.html"


class EnterCode(AuthenticateView):
    template_name = "sign_in/code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"shown_code": shown_code(self.stage.login.user)}


class SetUpCode(ActivateTOTPView):
    template_name = "sign_in/set_up_code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return redirect("today")
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("today")


class SignOut(LogoutView):
    template_name = "sign_in/sign_out.html"


class AccountClosed(AccountInactiveView):
    template_name = "sign_in/closed.html"
