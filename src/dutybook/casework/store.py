"""The one door by which entries come into the record, and the one place where they are opened.

Nothing may be written here without its author and its time, and nothing that is written may be changed.
"""

from __future__ import annotations

import json
import secrets
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from dutybook.casework import chain, crypto, keystore
from dutybook.casework.models import Account, Anchor, Case, Entry, Organisation

Raw = Mapping[str, Any]
"""An entry as a case file has it (docs/language.md): what the engine reads, and what the export writes."""

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""For references that are read out over the telephone: nothing that sounds or looks like another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody says happened, before it has a number: `by` did it, `role` is what they did it as."""

    type: str
    happened_at: str
    by: str
    role: str
    data: Mapping[str, Any] = field(default_factory=dict)
    compartment: str = "general"
    told_by: str = ""
    corrects: int | None = None
    retracted: bool = False
    reason: str = ""


class Conflict(Exception):
    """Somebody recorded in the same case in the meantime. Both are here: what they recorded, and what was to be."""

    def __init__(self, mine: Statement, theirs: Sequence[Entry]) -> None:
        super().__init__(f"{len(theirs)} recorded since")
        self.mine, self.theirs = mine, tuple(theirs)


def open_case(*, kind: str, authority: Organisation, procedure: str) -> Case:
    """A case with no entry yet, and with its key."""
    case = Case.objects.create(kind=kind, authority=authority, procedure=procedure, reference=_new_reference())
    keystore.make_case_key(case.pk)
    return case


def append(
    case: Case,
    statement: Statement,
    *,
    by: Account,
    now: datetime,
    expected_number: int,
    form_token: uuid.UUID | None = None,
) -> Entry:
    """Records one entry as number `expected_number`, or raises `Conflict` if that number is taken.

    The same form sent twice records once: the entry that its token made is given back.
    """
    already = recorded_by_form(form_token, by=by)
    if already is not None:
        return already
    try:
        with transaction.atomic():
            return _insert(case, statement, by=by, now=now, expected_number=expected_number, form_token=form_token)
    except IntegrityError:
        # Two requests in the same instant: the database let one of them through, and this is the other.
        already = recorded_by_form(form_token, by=by)
        if already is not None:
            return already
        raise Conflict(statement, _recorded_since(case, expected_number)) from None


def recorded_by_form(form_token: uuid.UUID | None, *, by: Account) -> Entry | None:
    """The entry that this person's form has already made, if it was sent before."""
    return Entry.objects.filter(form_token=form_token, recorded_by=by).first() if form_token else None


def raw_entries(entries: Iterable[Entry]) -> list[Raw]:
    """Opens entries, of one case or several, in the order given. `reading.py` is who may ask, since it logs."""
    stored = list(entries)
    keys = keystore.entry_keys((entry.case_id, entry.key) for entry in stored)
    return [_open(entry, keys[entry.case_id, entry.key]) for entry in stored]


def raw_by_case(entries: Iterable[Entry]) -> dict[uuid.UUID, list[Raw]]:
    """The same for several cases at once, by case."""
    stored = list(entries)
    by_case: dict[uuid.UUID, list[Raw]] = defaultdict(list)
    for entry, raw in zip(stored, raw_entries(stored), strict=True):
        by_case[entry.case_id].append(raw)
    return by_case


def _insert(
    case: Case, statement: Statement, *, by: Account, now: datetime, expected_number: int, form_token: uuid.UUID | None
) -> Entry:
    before = Entry.objects.filter(case=case).order_by("-number").first()
    if (before.number if before else 0) + 1 != expected_number:
        raise Conflict(statement, _recorded_since(case, expected_number))
    entry = Entry(
        case=case,
        number=expected_number,
        type=statement.type,
        compartment=statement.compartment,
        recorded_at=now.astimezone(UTC),
        recorded_by=by,
        form_token=form_token,
        key=uuid.uuid4(),
        previous_hash=before.hash if before else chain.START,
    )
    _save(_sealed(entry, _sealed_part(statement, by)))
    return entry


def _sealed(entry: Entry, said: Mapping[str, Any]) -> Entry:
    """The entry with what it says sealed in it under a key of its own, and its place in the chain fixed."""
    key = keystore.make_entry_key(entry.case_id, entry.key)
    sealed = crypto.seal(chain.canonical(said), key, bound_to=chain.canonical(chain.header(entry)))
    entry.nonce, entry.ciphertext = sealed.nonce, sealed.ciphertext
    entry.hash = chain.hash_of(entry)
    return entry


def _save(entry: Entry) -> None:
    try:
        entry.save(force_insert=True)
    except IntegrityError:
        keystore.forget_entry_key(entry.case_id, entry.key)
        raise
    # Only once the entry is really there: an anchor of an entry that was rolled back would cry theft.
    transaction.on_commit(partial(_anchor, entry))


def _anchor(entry: Entry) -> None:
    Anchor.objects.create(case=entry.case_id, number=entry.number, hash=entry.hash, anchored_at=entry.recorded_at)


def _recorded_since(case: Case, expected_number: int) -> list[Entry]:
    return list(
        Entry.objects.filter(case=case, number__gte=expected_number).select_related("recorded_by").order_by("number")
    )


def _sealed_part(statement: Statement, by: Account) -> dict[str, Any]:
    """All that says something about a person; keys that say nothing are left out."""
    said = {
        "happened_at": statement.happened_at,
        "by": statement.by,
        "as": statement.role,
        "recorded_by": by.name,
        "told_by": statement.told_by,
        "data": dict(statement.data),
        "corrects": statement.corrects,
        "retracted": statement.retracted,
        "reason": statement.reason,
    }
    return {key: value for key, value in said.items() if value or key == "data"}


def _open(entry: Entry, key: bytes) -> Raw:
    sealed = crypto.Sealed(bytes(entry.nonce), bytes(entry.ciphertext))
    said = json.loads(crypto.unseal(sealed, key, bound_to=chain.canonical(chain.header(entry))))
    clear = {"seq": entry.number, "type": entry.type, "compartment": entry.compartment}
    return clear | {"recorded_at": entry.recorded_at.isoformat()} | said


def _new_reference() -> str:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"
