"""The one-time code shown on the page in a demonstration, where nobody has an app set up.

Two things must both hold, and neither alone is enough: the switch is on, and the database was made by `dutybook demo`.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.cache import cache

from dutybook.casework import demonstration
from dutybook.casework.models import Account


def shown_code(account: Account) -> str | None:
    """A code that this person can use now, or None outside a demonstration."""
    if not (settings.DUTYBOOK_SHOW_CODES and demonstration.is_demonstration()):
        return None
    authenticator = Authenticator.objects.get(user=account, type=Authenticator.Type.TOTP)
    secret = decrypt(authenticator.data["secret"])
    codes = [
        auth.format_hotp_value(auth.hotp_value(secret, counter)) for counter in auth.yield_hotp_counters_from_time()
    ]
    return next((code for code in reversed(codes) if not _is_used(account, code)), codes[-1])


def _is_used(account: Account, code: str) -> bool:
    return bool(cache.get(f"allauth.mfa.totp.used?user={account.pk}&code={code}"))
