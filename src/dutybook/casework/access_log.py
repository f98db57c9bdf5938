"""The access log of a case: each line is one deed about who may see it, in order, with who did it and why.

Chained and anchored as the entries are. Nothing may be written here but whole deeds, and no reason in the clear.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from dutybook.casework import chain, crypto, keystore
from dutybook.casework.models import AccessChange, Account, Case, LogAnchor

LOG = "access"
PURPOSE = b"access log"

INVOLVED, EXTENDED, ENDED = "involvement_granted", "involvement_extended", "involvement_ended"
RECUSED, RESTRICTED, LIFTED = "recused", "case_restricted", "restriction_lifted"
OPENED, LOOKED_AT = "opened_in_an_emergency", "emergency_looked_at"
LINKED, UNLINKED = "subject_linked", "subject_unlinked"
QUESTION_ANSWERED, ORGANISATION_OPENED = "subject_question_answered", "organisation_opened"
RECUSAL_UNDONE, ANCHORED_AGAIN = "recusal_undone", "anchored_again"

DEEDS = frozenset(
    {
        INVOLVED, EXTENDED, ENDED, RECUSED, RESTRICTED, LIFTED, OPENED, LOOKED_AT, LINKED, UNLINKED, QUESTION_ANSWERED,
        ORGANISATION_OPENED, RECUSAL_UNDONE, ANCHORED_AGAIN,
    }
)  # fmt: skip
"""Every deed there is a line for. These names are stored: none is renamed, and none used again for another deed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as it is read: what was done, by whom, to whom, until when, and why."""

    number: int
    deed: str
    by: Account
    at: datetime
    whom: Account | None
    until: datetime | None
    reason: str


@transaction.atomic
def note(
    case: Case,
    deed: str,
    *,
    by: Account,
    now: datetime,
    reason: str,
    whom: Account | None = None,
    until: datetime | None = None,
    settles: Mapping[str, Any] | None = None,
    form_token: UUID | None = None,
) -> AccessChange:
    """Writes the next line of this case's log; `settles` says what stands by it, for `verify` to compare."""
    if deed not in DEEDS:
        raise ValueError(f"{deed} is no deed of the access log")
    before = _last(case)
    line = AccessChange(
        case=case,
        number=before.number + 1 if before else 1,
        deed=deed,
        by=by,
        at=now.astimezone(UTC),
        whom=whom,
        until=until.astimezone(UTC) if until else None,
        form_token=form_token,
        settles=chain.canonical(settles).decode() if settles else None,
        previous_hash=before.hash if before else chain.START,
    )
    _seal(line, reason)
    line.save(force_insert=True)
    # Only once the line is really there, as with the entries.
    transaction.on_commit(partial(anchor, line))
    return line


def made_by_form(form_token: UUID | None) -> AccessChange | None:
    """The line that this form has already made, if it was sent before."""
    return AccessChange.objects.filter(form_token=form_token).first() if form_token else None


def written_by_form(form_token: UUID | None, *, by: Account) -> AccessChange | None:
    """The same, if it was this person's form."""
    made = made_by_form(form_token)
    return made if made is not None and made.by_id == by.pk else None


def lines(case: Case) -> list[Line]:
    """The whole log of a case, opened, in the order in which it was written."""
    stored = case.access_changes.select_related("by", "whom").order_by("number")
    return list(opened(stored, _key(case.pk)))


def opened(stored: Iterable[AccessChange], key: bytes) -> Iterable[Line]:
    """Lines of one case, with what was sealed in them."""
    for line in stored:
        sealed = crypto.Sealed(bytes(line.nonce), bytes(line.ciphertext))
        said = json.loads(crypto.unseal(sealed, key, bound_to=chain.canonical(header(line))))
        yield Line(number=line.number, deed=line.deed, by=line.by, at=line.at, whom=line.whom, until=line.until,
                   reason=said["reason"])  # fmt: skip


def header(line: AccessChange) -> dict[str, Any]:
    """All that stands in the clear; changing any of it breaks both the hash and the seal."""
    # Left out where there is none, so that the lines from before this column keep their hash.
    settles = {"settles": line.settles} if line.settles is not None else {}
    return settles | {
        "case": str(line.case_id),
        "number": line.number,
        "deed": line.deed,
        "by": line.by_id,
        "at": line.at.astimezone(UTC).isoformat(),
        "whom": line.whom_id,
        "until": line.until.astimezone(UTC).isoformat() if line.until else None,
        "form_token": str(line.form_token) if line.form_token else None,
    }


def hash_of(line: AccessChange) -> str:
    hashed = hashlib.sha256(line.previous_hash.encode())
    for part in (chain.canonical(header(line)), bytes(line.nonce), bytes(line.ciphertext)):
        hashed.update(part)
    return hashed.hexdigest()


def opens(line: AccessChange) -> bool:
    """Whether its own key opens it: nobody without the keys can make a line that does."""
    try:
        list(opened([line], _key(line.case_id)))
    except (keystore.KeyDestroyed, keystore.WrongMasterKey, ValueError):
        return False
    return True


def anchor(line: AccessChange) -> None:
    """Writes its hash down a second time, in the key store."""
    LogAnchor.objects.create(log=LOG, case=line.case_id, number=line.number, hash=line.hash, anchored_at=line.at)


def _last(case: Case) -> AccessChange | None:
    # Two deeds in one instant wait for each other here, or both would take the same number.
    Case.objects.select_for_update().get(pk=case.pk)
    return AccessChange.objects.filter(case=case).order_by("-number").first()


def _seal(line: AccessChange, reason: str) -> None:
    sealed = crypto.seal(
        chain.canonical({"reason": reason}), _key(line.case_id), bound_to=chain.canonical(header(line))
    )
    line.nonce, line.ciphertext = sealed.nonce, sealed.ciphertext
    line.hash = hash_of(line)


def _key(case: UUID) -> bytes:
    """Derived from the case's key: whoever destroys that one destroys these reasons with it."""
    return hashlib.blake2b(PURPOSE, key=keystore.case_key(case), digest_size=crypto.KEY_BYTES).digest()
