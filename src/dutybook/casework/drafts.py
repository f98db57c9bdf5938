"""What somebody typed and could not record yet: kept encrypted, for them alone, until it is recorded or thrown away.

A draft is no part of the record and must never be read as if it were.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from dutybook.casework import crypto, keystore
from dutybook.casework.models import Account, Draft
from dutybook.casework.worded_once import worded_once

Typed = Mapping[str, Sequence[str]]
"""What a form held, each field with all its values."""


def keep(account: Account, form: str, typed: Typed, *, now: datetime) -> None:
    """Keeps what was typed in this form in place of what was kept before."""
    sealed = crypto.seal(json.dumps(dict(typed)).encode(), _key(), bound_to=_bound_to(account, form))
    values = {"kept_at": now, "nonce": sealed.nonce, "ciphertext": sealed.ciphertext}
    Draft.objects.update_or_create(account=account, form=form, defaults=values)


def find(account: Account, form: str) -> Typed | None:
    """What this person last typed in this form, if it is not recorded yet."""
    draft = Draft.objects.filter(account=account, form=form).first()
    if draft is None:
        return None
    return _opened(account, draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A form that somebody began."""

    form: str
    kept_at: datetime
    typed: Typed


def unfinished(account: Account, prefix: str = "") -> list[Unfinished]:
    """Every form that this person began, whose name begins so: the newest first, in one query."""
    kept = _kept(prefix, account=account.pk)
    return [Unfinished(form=each.form, kept_at=each.kept_at, typed=_opened(account, each)) for each in kept]


@worded_once
def _kept(prefix: str, *, account: Any) -> QuerySet[Draft]:
    return Draft.objects.filter(account=account, form__startswith=prefix).order_by("-kept_at")


def drop(account: Account, form: str) -> None:
    Draft.objects.filter(account=account, form=form).delete()


def _opened(account: Account, draft: Draft) -> Typed:
    sealed = crypto.Sealed(bytes(draft.nonce), bytes(draft.ciphertext))
    typed: Typed = json.loads(crypto.unseal(sealed, _key(), bound_to=_bound_to(account, draft.form)))
    return typed


def _key() -> bytes:
    return keystore.key_for("drafts")


def _bound_to(account: Account, form: str) -> bytes:
    return f"{account.pk} {form}".encode()
