"""The organisation of whoever asks, with its authority: nearly every page wants both. No account is looked for here."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dutybook.casework.models import Account, Organisation
from dutybook.casework.worded_once import worded_once


def with_their_organisation(account: Account) -> Account:
    """The same account, with both at hand."""
    if not Account.organisation.is_cached(account):
        [account.organisation] = _organisation(pk=account.organisation_id)
    return account


@worded_once
def _organisation(*, pk: Any) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk=pk).select_related("authority")
