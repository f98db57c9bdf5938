"""The one door by which entries come into the record, and the one place where they are opened.

Nothing may be written here without its author and its time, and nothing that is written may be changed.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from dutybook.casework import anchors, chain, crypto, keystore, rows
from dutybook.casework.models import Account, Case, Entry, Organisation
from dutybook.casework.worded_once import several, worded_once

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
    decided_under: Mapping[str, str] | None = None


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
    new = keystore.new_entry(case.pk, expected_number)
    previous_hash = _hash_before(new)
    if previous_hash is not None:
        entry = Entry(
            case=case,
            number=expected_number,
            type=statement.type,
            compartment=statement.compartment,
            recorded_at=now.astimezone(UTC),
            recorded_by=by,
            form_token=form_token,
            key=new.name,
            previous_hash=previous_hash,
        )
        _seal(entry, _sealed_part(statement, by), new.key())
        if _is_let_in(entry):
            return entry
    already = recorded_by_form(form_token, by=by)
    if already is not None:
        return already
    raise Conflict(statement, _recorded_since(case, expected_number))


def recorded_by_form(form_token: uuid.UUID | None, *, by: Account) -> Entry | None:
    """The entry that this person's form has already made, if it was sent before."""
    return Entry.objects.filter(form_token=form_token, recorded_by=by).first() if form_token else None


def raw_entries(entries: Iterable[Entry]) -> list[Raw]:
    """Opens entries, of one case or several, in the order given. `reading.py` is who may ask, since it logs."""
    stored = list(entries)
    keys = keystore.entry_keys((entry.case_id, entry.key) for entry in stored)
    return [_open(entry, keys[entry.case_id, entry.key]) for entry in stored]


class Stored(NamedTuple):
    """An entry's row as the database gave it: more is made of it only where somebody opens it."""

    id: int
    case_id: Any
    number: int
    type: str
    compartment: str
    recorded_at: Any
    recorded_by_id: int
    form_token: Any
    key: Any
    nonce: bytes
    ciphertext: bytes
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Unopened:
    """Some entries of one case as they are stored, with their keys as the key store has them."""

    entries: Sequence[Stored]
    keys: keystore.WrappedKeys

    def opened(self) -> list[Raw]:
        keys = self.keys.unwrapped()
        return [_open(entry, key) for entry, key in zip(_of_cases.read(self.entries), keys, strict=True)]

    def fingerprint(self) -> bytes:
        """The same for the very same entries under the very same keys, and for no others."""
        stored = ([tuple(each) for each in self.entries], list(self.keys.of_entries))
        # Nothing is ever read back from it: it is the quickest way to write down all that the rows hold.
        return hashlib.blake2b(pickle.dumps(stored), digest_size=32).digest()


def stored_by_case(cases: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Stored]]:
    """Every entry of these cases, by case, in one question."""
    rows = map(Stored._make, _of_cases.rows(cases=list(cases)))
    return {uuid.UUID(str(case)): list(some) for case, some in groupby(rows, key=attrgetter("case_id"))}


def unopened_by_case(entries: Mapping[uuid.UUID, Sequence[Stored]]) -> dict[uuid.UUID, Unopened]:
    """With the keys of all of them, in one question."""
    keys = keystore.wrapped_keys({case: [_key_of(each.key) for each in some] for case, some in entries.items()})
    return {case: Unopened(some, keys[case]) for case, some in entries.items()}


@worded_once
def _of_cases(*, cases: Any) -> QuerySet[Entry]:
    return Entry.objects.filter(case__in=several(cases)).order_by("case_id", "number")


@lru_cache(maxsize=65536)
def _key_of(key: str | uuid.UUID) -> str:
    """As the key store names it. SQLite has no such type, and gives the digits alone."""
    return str(uuid.UUID(str(key)))


def _hash_before(new: keystore.NewEntry) -> str | None:
    """What it has to follow; None if its number is not the next.

    The anchor says it. It may lack: in the same transaction, in the same instant, or after a power cut.
    """
    if new.number == 1:
        return chain.START
    if new.hash_before is not None:
        return new.hash_before
    return Entry.objects.filter(case=new.case, number=new.number - 1).values_list("hash", flat=True).first()


def _seal(entry: Entry, said: Mapping[str, Any], key: bytes) -> None:
    """What it says is sealed in it, and so its place in the chain is fixed."""
    head = chain.canonical(chain.header(entry))
    sealed = crypto.seal(chain.canonical(said), key, bound_to=head)
    entry.nonce, entry.ciphertext = sealed.nonce, sealed.ciphertext
    entry.hash = chain.hash_over(entry, head)


def _is_let_in(entry: Entry) -> bool:
    """Of two requests in the same instant, the database itself lets one through."""
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            rows.add(entry)
    except IntegrityError:
        return False
    # Only once the entry is really there: an anchor of an entry that was rolled back would cry theft.
    transaction.on_commit(partial(anchors.anchor, entry))
    return True


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
        "decided_under": statement.decided_under,
    }
    return {key: value for key, value in said.items() if value or key == "data"}


def _open(entry: Entry, key: bytes) -> Raw:
    sealed = crypto.Sealed(bytes(entry.nonce), bytes(entry.ciphertext))
    said = json.loads(crypto.unseal(sealed, key, bound_to=chain.canonical(chain.header(entry))))
    clear = {"seq": entry.number, "type": entry.type, "compartment": entry.compartment}
    return clear | {"recorded_at": entry.recorded_at.isoformat()} | said


def _new_reference() -> str:
    drawn = "".join(settings.DUTYBOOK_CHANCE.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"
