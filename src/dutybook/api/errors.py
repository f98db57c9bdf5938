"""The one shape of every error, and which refusal becomes which status.

No error may say anything about a case to somebody who may not know of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from pydantic import BaseModel, Field

from dutybook.casework.actions.events import NotAllowed
from dutybook.casework.visibility import NotThere
from dutybook.engine.entries import EntryRefused

PLAIN = {
    400: ("What was sent cannot be read as JSON", "Send one JSON object, in UTF-8"),
    401: ("Nobody is signed in", "Sign in with password and code, and send the session's cookie"),
    403: ("The request does not carry the protection of its session", "Send the cookie csrftoken as X-CSRFToken"),
    404: ("There is nothing here, or not for you", "Check the reference and the names in the address"),
    405: ("This address does not take that method", "Use one of the methods in the header Allow"),
    429: ("Too many requests", "Wait as long as the header Retry-After says"),
}
FAULT = (
    "Something went wrong, and it is not your doing",
    "Try again later; if it stays, tell those who run the service",
)


class Problem(BaseModel):
    """One thing that is wrong."""

    what: str = Field(description="What is wrong.")
    write: str = Field(description="What to write or do instead.")
    where: str = Field(description="The part of the request, as in body.happened_at; empty for the whole.")


class Error(BaseModel):
    """What every refusal looks like; `also` holds what else has to be put right, if there is more."""

    error: Problem
    also: list[Problem] = []


class Refused(Exception):
    """The request cannot be carried out as it is written; every reason at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].what)
        self.problems = tuple(problems)


def problem(refusal: str, where: str = "") -> Problem:
    """A refusal of the engine's: what is wrong, and after the semicolon what to write."""
    what, _, write = refusal.partition("; ")
    return Problem(what=what, write=write or "Write it as the procedure's page says", where=where)


class NotFound(Exception):
    """Something that the reader may know of, or that is nobody's secret, is not there."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


def body_of(problems: Sequence[Problem]) -> dict[str, Any]:
    """The first as `error`, the others under `also`."""
    first, *others = (each.model_dump() for each in problems)
    return {"error": first} | ({"also": others} if others else {})


def plain(status: int) -> dict[str, Any]:
    """The body for a status about which nothing more is to be said."""
    what, write = PLAIN.get(status, FAULT)
    return body_of([Problem(what=what, write=write, where="")])


def declare_errors(api: NinjaAPI) -> None:
    """Ties each kind of refusal to its answer."""

    def answer(request: HttpRequest, refusal: Exception | type[Exception]) -> HttpResponse:
        status, body = told(refusal)
        return api.create_response(request, body, status=status)

    for kind in (NotAllowed, PermissionDenied, NotThere, NotFound, Refused, EntryRefused, ValidationError, HttpError):
        api.add_exception_handler(kind, answer)


def told(refusal: object) -> tuple[int, dict[str, Any]]:
    """The status and the body of a refusal."""
    match refusal:
        case NotAllowed():
            return 403, body_of([_reason(each) for each in refusal.reasons])
        case PermissionDenied():
            return 403, body_of([_reason(str(each)) for each in refusal.args])
        case NotFound():
            return 404, body_of([refusal.problem])
        case Refused():
            return 422, body_of(refusal.problems)
        case EntryRefused():
            return 422, body_of([problem(str(refusal), "body")])
        case ValidationError():
            return 422, body_of([_invalid(each) for each in refusal.errors])
        case HttpError():
            return refusal.status_code, plain(refusal.status_code)
        case _:
            return 404, plain(404)


def _reason(reason: str) -> Problem:
    """A reason of casework's is two sentences: why not, and what to do."""
    what, _, write = reason.partition(". ")
    return Problem(what=what, write=write or "Ask the designated officer", where="")


def _invalid(error: Mapping[str, Any]) -> Problem:
    """The library names the place from the kind of parameter, through the name of our function's argument."""
    kind, *path = (str(each) for each in error["loc"])
    inside = path[1:] if kind == "body" else path
    said = str(error["msg"]).removeprefix("Value error, ")
    return Problem(what=said, write="Write it as the published document says", where=".".join([kind, *inside]))
