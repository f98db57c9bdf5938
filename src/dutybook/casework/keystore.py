"""The keys: the master key's file, and the key store's wrapped keys of cases and entries.

A key must never be written anywhere unwrapped, and never into the record's own database; none is remembered unwrapped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connections

from dutybook.casework import crypto
from dutybook.casework.models import WrappedKey
from dutybook.casework.routers import KEYS

AHEAD = 16
"""How many entries' keys of a case are made at once, so that the key store waits for its disk once for all of them."""

FIND = {
    "sqlite": "SELECT name, wrapped FROM casework_wrappedkey WHERE name IN (SELECT value FROM json_each(%s))",
    "postgresql": "SELECT name, wrapped FROM casework_wrappedkey"
    " WHERE name IN (SELECT value FROM json_array_elements_text(%s::json))",
}
"""However many names there are, they are one parameter: neither database takes any number of them."""

NEW_ENTRY = """
SELECT name, wrapped FROM casework_wrappedkey WHERE name IN (%s, %s)
UNION ALL SELECT hash, NULL FROM (
    SELECT hash FROM casework_anchor WHERE "case" = %s AND number = %s ORDER BY id DESC LIMIT 1
) AS before
"""
"""Two keys, and in the same question what the entry before was anchored with, which is known by having no key."""


class NoMasterKey(RuntimeError):
    """The file of the master key is not there, or holds no key."""


class WrongMasterKey(RuntimeError):
    """The master key is not the one these records were encrypted under."""


class KeyDestroyed(RuntimeError):
    """The key store has no such key: what it opened is gone, or the key store is not the one that belongs here."""


def make_case_key(case: UUID) -> None:
    """With the keys of its first entries."""
    key = crypto.new_key()
    of_case = WrappedKey(name=_of_case(case), wrapped=crypto.wrap(key, under=master_key()))
    WrappedKey.objects.bulk_create([of_case, *_keys_ahead(case, 1, under=key)])


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What the key store has for an entry that is to have this number.

    `name` is that of its key, and `hash_before` the hash of the entry before it, if that is anchored already.
    """

    case: UUID
    number: int
    name: UUID
    hash_before: str | None
    _above: bytes
    _wrapped: bytes | None

    def key(self) -> bytes:
        """On the key store's disk before anything is sealed with it, and made now if it was not made ahead.

        Of two who try for the same number both get it, and the record's database lets only one of them in.
        """
        under = _unwrapped_by_master(self._above)
        return crypto.unwrap(self._wrapped or self._made(under), under=under)

    def _made(self, under: bytes) -> bytes:
        WrappedKey.objects.bulk_create(_keys_ahead(self.case, self.number, under=under), ignore_conflicts=True)
        ours = _of_entry(self.case, self.name)
        return _fetch([ours])[ours]


def new_entry(case: UUID, number: int) -> NewEntry:
    """Asks the key store once; raises `KeyDestroyed` if the case has no key any more."""
    name = _name_of(case, number)
    above, ours = _of_case(case), _of_entry(case, name)
    with connections[KEYS].cursor() as cursor:
        of_case = case if cursor.db.features.has_native_uuid_field else case.hex
        cursor.execute(NEW_ENTRY, [above, ours, of_case, number - 1])
        rows = cursor.fetchall()
    keys = {name: bytes(wrapped) for name, wrapped in rows if wrapped is not None}
    hash_before = next((hashed for hashed, wrapped in rows if wrapped is None), None)
    return NewEntry(case, number, name, hash_before, _must_be_there(keys, above), keys.get(ours))


def case_key(case: UUID) -> bytes:
    return _unwrapped_by_master(_fetch([_of_case(case)])[_of_case(case)])


@dataclass(frozen=True, slots=True)
class WrappedKeys:
    """The keys of some entries of one case, in the order asked for, as the key store has them."""

    of_case: bytes
    of_entries: Sequence[bytes]

    def unwrapped(self) -> list[bytes]:
        under = _unwrapped_by_master(self.of_case)
        return [crypto.unwrap(each, under=under) for each in self.of_entries]


def wrapped_keys(entries: Mapping[UUID, Sequence[UUID] | Sequence[str]]) -> dict[UUID, WrappedKeys]:
    """Of many entries, of one case or several, in one question to the key store; raises `KeyDestroyed`."""
    names = {case: _of_entries(case, keys) for case, keys in entries.items()}
    found = _fetch({*map(_of_case, names), *(name for some in names.values() for name in some)})
    return {case: WrappedKeys(found[_of_case(case)], [found[name] for name in some]) for case, some in names.items()}


def entry_keys(entries: Iterable[tuple[UUID, UUID]]) -> Mapping[tuple[UUID, UUID], bytes]:
    """The same, ready to open them with."""
    by_case: dict[UUID, list[UUID]] = {}
    for case, key in entries:
        by_case.setdefault(case, []).append(key)
    opened = {case: wrapped.unwrapped() for case, wrapped in wrapped_keys(by_case).items()}
    return {(case, key): found for case, keys in by_case.items() for key, found in zip(keys, opened[case], strict=True)}


def make_person_key(person: UUID) -> bytes:
    """A key that hangs on no case: destroying a case's key must not take away who somebody in another case is."""
    key = crypto.new_key()
    WrappedKey.objects.create(name=_of_person(person), wrapped=crypto.wrap(key, under=master_key()))
    return key


def person_keys(people: Iterable[UUID]) -> Mapping[UUID, bytes]:
    """The keys of these people, in one question to the key store."""
    wanted = set(people)
    wrapped = _fetch(map(_of_person, wanted))
    return {each: _unwrapped_by_master(wrapped[_of_person(each)]) for each in wanted}


def key_for(purpose: str) -> bytes:
    """A key of its own for drafts or sign-in secrets, which no case owns: derived from the master key."""
    return hashlib.blake2b(purpose.encode(), key=master_key(), digest_size=crypto.KEY_BYTES).digest()


def master_key() -> bytes:
    return _read_master_key(Path(settings.DUTYBOOK_MASTER_KEY_FILE))


@lru_cache(maxsize=4)
def _read_master_key(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text().strip())
    except FileNotFoundError:
        raise NoMasterKey(
            f"{path} is not there; `dutybook serve` makes it on the first run, otherwise restore your copy"
        ) from None
    except ValueError:
        raise NoMasterKey(
            f"{path} holds no key; it should be 64 characters of 0-9 and a-f. Restore your copy of it"
        ) from None
    if len(key) != crypto.KEY_BYTES:
        raise NoMasterKey(f"{path} holds {len(key)} bytes and a key has {crypto.KEY_BYTES}; restore your copy of it")
    return key


def _unwrapped_by_master(wrapped: bytes) -> bytes:
    try:
        return crypto.unwrap(wrapped, under=master_key())
    except crypto.WrongKey:
        raise WrongMasterKey(
            f"The master key in {settings.DUTYBOOK_MASTER_KEY_FILE} is not the one these records were encrypted under."
            " Nothing was read. Restore the right file."
        ) from None


def _keys_ahead(case: UUID, number: int, *, under: bytes) -> Iterator[WrappedKey]:
    """New keys for the entries from this number on."""
    for each in range(number, number + AHEAD):
        yield WrappedKey(name=_of_entry(case, _name_of(case, each)), wrapped=crypto.wrap(crypto.new_key(), under=under))


def _name_of(case: UUID, number: int) -> UUID:
    """By the number, so that no entry ever has two keys."""
    return uuid5(case, str(number))


def _fetch(names: Iterable[str]) -> dict[str, bytes]:
    wanted = set(names)
    found = _found(wanted)
    for name in sorted(wanted - found.keys()):
        _must_be_there(found, name)
    return found


def _found(names: Iterable[str]) -> dict[str, bytes]:
    with connections[KEYS].cursor() as cursor:
        cursor.execute(FIND[cursor.db.vendor], [json.dumps(list(names))])
        return {name: bytes(wrapped) for name, wrapped in cursor.fetchall()}


def _must_be_there(found: Mapping[str, bytes], name: str) -> bytes:
    if name not in found:
        raise KeyDestroyed(f"The key store has no key named {name}")
    return found[name]


def _of_case(case: UUID) -> str:
    return f"case {case}"


def _of_entry(case: UUID, name: UUID) -> str:
    return f"entry {case} {name}"


def _of_entries(case: UUID, names: Iterable[UUID | str]) -> list[str]:
    of_case = f"entry {case} "
    return [f"{of_case}{name}" for name in names]


def _of_person(person: UUID) -> str:
    return f"person {person}"
