"""The archive of the key store, encrypted under the master key.

No part of it may be read under another key, in another order, or cut short without being noticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from dutybook.casework import crypto, keystore

PURPOSE = "key store archives"
PART_BYTES = 1 << 20
SEALED_BYTES = PART_BYTES + 16
"""AES-GCM adds a tag of sixteen bytes to each part."""


def seal_file(plain: Path, sealed: Path) -> None:
    """Writes `sealed` anew; it is readable by this account alone."""
    key = keystore.key_for(PURPOSE)
    with plain.open("rb") as source, sealed.open("xb") as target:
        sealed.chmod(0o600)
        for number, (part, is_last) in enumerate(_parts(source, PART_BYTES)):
            made = crypto.seal(part, key, bound_to=_place(number, is_last))
            target.write(made.nonce + made.ciphertext)


def unseal_file(sealed: Path, plain: Path) -> None:
    """Writes `plain` anew; raises `keystore.WrongMasterKey`."""
    key = keystore.key_for(PURPOSE)
    with sealed.open("rb") as source, plain.open("xb") as target:
        for number, (part, is_last) in enumerate(_parts(source, crypto.NONCE_BYTES + SEALED_BYTES)):
            made = crypto.Sealed(part[: crypto.NONCE_BYTES], part[crypto.NONCE_BYTES :])
            target.write(_opened(made, key, _place(number, is_last)))


def _opened(made: crypto.Sealed, key: bytes, place: bytes) -> bytes:
    try:
        return crypto.unseal(made, key, bound_to=place)
    except crypto.Tampered:
        raise keystore.WrongMasterKey(
            "The master key does not open the archive of the keys: it is not the one that they were archived under."
            " Nothing was read. Restore the right file."
        ) from None


def _place(number: int, is_last: bool) -> bytes:
    return f"{PURPOSE} {number} {'last' if is_last else 'more'}".encode()


def _parts(source: IO[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    part = source.read(size)
    while True:
        following = source.read(size)
        yield part, not following
        if not following:
            return
        part = following
