"""What the operations of every topic share: the answers they declare, who is asking, and when.

Nothing about a case may be decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Router

from dutybook.api.errors import Error
from dutybook.api.shapes import Conflicting
from dutybook.casework.models import Account

Reference = Annotated[str, Path(max_length=20, pattern="^[A-Za-z0-9-]+$", description="The case's reference.")]

REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Error)


class Topic(Router):
    """The operations of one topic: each either reads or records, and declares every answer it can give."""

    def reads(self, path: str, answer: Any, **more: Any) -> Callable[..., Any]:
        return self.get(path, response={200: answer} | REFUSALS, by_alias=True, exclude_unset=True, **more)

    def records(self, path: str, answer: Any) -> Callable[..., Any]:
        declared = {201: answer} | REFUSALS | {409: Conflicting}
        return self.post(path, response=declared, by_alias=True, exclude_unset=True)


def account_of(request: HttpRequest) -> Account:
    """Whoever is signed in; no operation is reached by anybody else."""
    if not isinstance(request.user, Account):
        raise PermissionError("nobody is signed in")
    return request.user


def now() -> datetime:
    moment: datetime = settings.DUTYBOOK_CLOCK()
    return moment
