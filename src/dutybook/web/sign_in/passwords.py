"""Choosing a password by the link of a new account, and changing one's own. Nobody's password is chosen for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.views import PasswordChangeView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse

from dutybook.casework.actions.accounts import note_chosen_password


class ChoosePassword(PasswordResetConfirmView):
    """The link works once. What it proves is kept in the session, so that no later page carries it in its address."""

    template_name = "sign_in/choose_password.html"
    reset_url_token = "yours"  # noqa: S105 - what stands in the address in the place of the proof

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.error_messages = {"password_mismatch": "The two are not the same. Enter the same password twice"}
        return _asking(form, {"new_password1": "Enter a password", "new_password2": "Enter the same password again"})

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        note_chosen_password(form.user, by=form.user, now=settings.DUTYBOOK_CLOCK())
        messages.success(self.request, "Your password is set. Sign in with it, and set up your code.")
        return answer

    def get_success_url(self) -> str:
        return reverse("account_login")


class ChangePassword(PasswordChangeView):
    """Other sessions of the same person end with the old password; this one goes on."""

    template_name = "sign_in/change_password.html"

    def get_form(self, form_class: Any = None) -> Any:
        return _asking(
            super().get_form(form_class),
            {
                "oldpassword": "Enter your present password",
                "password1": "Enter a new password",
                "password2": "Enter the new password again",
            },
        )

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        note_chosen_password(self.request.user, by=self.request.user, now=settings.DUTYBOOK_CLOCK())
        messages.success(self.request, "Your password is changed. Wherever else you were signed in, you are no longer.")
        return answer

    def get_success_url(self) -> str:
        return reverse("today")


def _asking(form: Form, missing: Mapping[str, str]) -> Form:
    """The form, with what it says where a field was left empty."""
    for name, says in missing.items():
        form.fields[name].error_messages["required"] = says
    return form
