"""The people of tests/cast.py, and a browser of each with its sign-in behind it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from dutybook.casework.models import Account
from tests.cast import anchored, case, cast, master_key, on_thursday, quick_passwords

__all__ = ["anchored", "case", "cast", "master_key", "on_thursday", "quick_passwords", "signed_in"]


@pytest.fixture
def signed_in(db: None) -> Callable[[Account], Client]:
    """A client of somebody who has given both a password and a code."""

    def sign_in(account: Account) -> Client:
        TOTP.activate(account, generate_totp_secret())
        client = Client()
        client.force_login(account)
        return client

    return sign_in
