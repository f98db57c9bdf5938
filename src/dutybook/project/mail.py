"""How messages leave: DUTYBOOK_MAIL is the address of a mail server, or a folder; without it none leaves.

Nothing here may say what a message holds, or whom it goes to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

BACKENDS = "django.core.mail.backends"
FILE = "file:"
PORTS = {"smtp": 587, "smtps": 465}
SECONDS = 10
"""How long a mail server may keep somebody waiting who has just recorded something."""


class NoSuchMail(ValueError):
    """DUTYBOOK_MAIL says something that cannot be understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Django's settings for it. `smtp` is encrypted before anything is said, `smtps` from the first byte."""

    backend: str
    is_set_up: bool = True
    folder: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    scheme: str = ""


def chosen(environment: Mapping[str, str]) -> Mail:
    """What DUTYBOOK_MAIL asks for, or that no message leaves."""
    written = environment.get("DUTYBOOK_MAIL", "")
    if not written:
        return Mail(backend=f"{BACKENDS}.dummy.EmailBackend", is_set_up=False)
    if written.startswith(FILE):
        return Mail(backend=f"{BACKENDS}.filebased.EmailBackend", folder=written.removeprefix(FILE))
    return _server(written)


def _server(written: str) -> Mail:
    parts = urlsplit(written)
    if parts.scheme not in PORTS or not parts.hostname:
        raise NoSuchMail("DUTYBOOK_MAIL is no mail server; write smtp://name:password@host:587, or file:FOLDER")
    return Mail(
        backend=f"{BACKENDS}.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        scheme=parts.scheme,
    )
