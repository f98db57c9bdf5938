"""The keys: the master key's file, and the key store's wrapped keys of cases, entries and drafts.

A key must never be written anywhere unwrapped, and never into the record's own database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from dutybook.casework import crypto
from dutybook.casework.models import WrappedKey


class NoMasterKey(RuntimeError):
    """The file of the master key is not there, or holds no key."""


class WrongMasterKey(RuntimeError):
    """The master key is not the one these records were encrypted under."""


class KeyDestroyed(RuntimeError):
    """The key store has no such key: what it opened is gone, or the key store is not the one that belongs here."""


def make_case_key(case: UUID) -> None:
    WrappedKey.objects.create(name=_of_case(case), wrapped=crypto.wrap(crypto.new_key(), under=master_key()))


def make_entry_key(case: UUID, name: UUID) -> bytes:
    """A new key, already in the key store before anything is sealed with it."""
    key = crypto.new_key()
    WrappedKey.objects.create(name=_of_entry(case, name), wrapped=crypto.wrap(key, under=case_key(case)))
    return key


def case_key(case: UUID) -> bytes:
    return _unwrapped_by_master(_fetch([_of_case(case)])[_of_case(case)])


def entry_keys(entries: Iterable[tuple[UUID, UUID]]) -> Mapping[tuple[UUID, UUID], bytes]:
    """The keys of many entries, of one case or several, in one question to the key store."""
    wanted = list(entries)
    names = {_of_case(case) for case, _ in wanted} | {_of_entry(*each) for each in wanted}
    wrapped = _fetch(names)
    cases = {case: _unwrapped_by_master(wrapped[_of_case(case)]) for case, _ in wanted}
    return {each: crypto.unwrap(wrapped[_of_entry(*each)], under=cases[each[0]]) for each in wanted}


def forget_entry_key(case: UUID, name: UUID) -> None:
    WrappedKey.objects.filter(name=_of_entry(case, name)).delete()


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


def _fetch(names: Iterable[str]) -> dict[str, bytes]:
    wanted = set(names)
    found = {key.name: bytes(key.wrapped) for key in WrappedKey.objects.filter(name__in=wanted)}
    if missing := wanted - set(found):
        raise KeyDestroyed(f"The key store has no key named {min(missing)}")
    return found


def _of_case(case: UUID) -> str:
    return f"case {case}"


def _of_entry(case: UUID, name: UUID) -> str:
    return f"entry {case} {name}"
