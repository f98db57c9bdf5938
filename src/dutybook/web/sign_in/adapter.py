"""Where the sign-in library's manner is set.

Nobody makes an account by themselves, and code secrets are stored encrypted.
"""

from __future__ import annotations

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse

from dutybook.casework import crypto, drafts, keystore
from dutybook.casework.models import Account
from dutybook.web.sign_in.sent_again import KEPT

PURPOSE = "sign-in codes"


class NobodySignsUp(DefaultAccountAdapter):
    """Accounts are given to people by those who run the service."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The email address or the password is not right. Enter both again",
        "enter_current_password": "That is not your present password. Enter it again",
        "too_many_login_attempts": "Too many attempts. Wait 5 minutes, then try again",
    }

    def add_message(self, *_message: object, **_more: object) -> None:
        """Whoever has signed in sees that they have; a green banner is for what was recorded."""

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Only setting up the first code would ask, and nothing else can be reached between the password and that."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """First of all to what somebody sent after their session had ended, if it still waits for them."""
        waits = isinstance(request.user, Account) and drafts.find(request.user, KEPT) is not None
        return reverse("send_again") if waits else str(super().get_login_redirect_url(request))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SealedCodes(DefaultMFAAdapter):
    """Whoever reads the database must not be able to make a person's codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right, or has been used. Enter the code that your app shows now"
    }

    def encrypt(self, text: str) -> str:
        sealed = crypto.seal(text.encode(), keystore.key_for(PURPOSE), bound_to=PURPOSE.encode())
        return base64.b64encode(sealed.nonce + sealed.ciphertext).decode()

    def decrypt(self, encrypted_text: str) -> str:
        stored = base64.b64decode(encrypted_text)
        sealed = crypto.Sealed(stored[: crypto.NONCE_BYTES], stored[crypto.NONCE_BYTES :])
        return crypto.unseal(sealed, keystore.key_for(PURPOSE), bound_to=PURPOSE.encode()).decode()
