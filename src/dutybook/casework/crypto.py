"""Sealing and wrapping: AES-256-GCM for what is stored, AES key wrap for the keys. No key is kept or looked up here."""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

KEY_BYTES = 32
NONCE_BYTES = 12


class WrongKey(ValueError):
    """The key at hand is not the one that wrapped this."""


class Tampered(ValueError):
    """What was sealed has been changed, or has been moved to where it does not belong."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What can be stored where others may look."""

    nonce: bytes
    ciphertext: bytes


def new_key() -> bytes:
    return AESGCM.generate_key(bit_length=KEY_BYTES * 8)


def seal(plain: bytes, key: bytes, *, bound_to: bytes) -> Sealed:
    """`bound_to` is not hidden, but the seal breaks if it is anything else when opened."""
    nonce = os.urandom(NONCE_BYTES)
    return Sealed(nonce, AESGCM(key).encrypt(nonce, plain, bound_to))


def unseal(sealed: Sealed, key: bytes, *, bound_to: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed.nonce, sealed.ciphertext, bound_to)
    except InvalidTag:
        raise Tampered("the seal is broken") from None


def wrap(key: bytes, *, under: bytes) -> bytes:
    return aes_key_wrap(under, key)


def unwrap(wrapped: bytes, *, under: bytes) -> bytes:
    try:
        return aes_key_unwrap(under, wrapped)
    except InvalidUnwrap:
        raise WrongKey("this key does not open it") from None
