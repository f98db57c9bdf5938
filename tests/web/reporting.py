"""Going through the journey of a referrer as a browser would: one question a page, then the answers checked and sent.

Nothing here may look into the form that is being sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.test import Client

NEW = "/concerns/new"
CHECK = "/concerns/new/check"
PARTS = re.compile(r"-(day|month|year|time|not-known)$")


def answer(client: Client, typed: Mapping[str, str]) -> None:
    """Sends every answer on its own page; each is kept, whether it can be read or not."""
    for name, fields in by_question(typed).items():
        client.post(f"{NEW}/{name}", fields)


def send(client: Client, *, follow: bool = False, token: str = "") -> Any:
    """Sends the page on which the answers are checked, with the token that stands on it."""
    return client.post(CHECK, {"form-token": token or token_on(client)}, follow=follow)


def report(client: Client, typed: Mapping[str, str], *, follow: bool = False) -> Any:
    answer(client, typed)
    return send(client, follow=follow)


def token_on(client: Client) -> str:
    page = client.get(CHECK).content.decode()
    found = re.search(r'name="form-token" value="([^"]+)"', page)
    return found[1] if found else ""


def by_question(typed: Mapping[str, str]) -> dict[str, dict[str, str]]:
    asked: dict[str, dict[str, str]] = {}
    for field, value in typed.items():
        asked.setdefault(PARTS.sub("", field), {})[field] = value
    return asked
