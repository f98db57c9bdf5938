"""Which things a question is about, as written in an address: `KIND=ID`. Nothing here may choose between two things."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from ninja import Query

from dutybook.api.errors import Problem, Refused

About = Annotated[list[str], Query(description="A thing it is about, as KIND=ID; several may be given.")]


def things(written: Iterable[str], needed: Iterable[str]) -> dict[str, str]:
    """The things by kind; refused with everything that is not written as one, and every kind that is needed."""
    pairs = [each.partition("=") for each in written]
    about = {kind: thing for kind, sign, thing in pairs if kind and sign and thing}
    wrong = [_problem(f"{''.join(each)!r} names no thing", "KIND=ID") for each in pairs if not all(each)]
    wrong += [
        _problem(f"It is about one {kind}, and none is named", f"{kind}=ID") for kind in needed if kind not in about
    ]
    if wrong:
        raise Refused(wrong)
    return about


def _problem(what: str, write: str) -> Problem:
    return Problem(what=what, write=f"Write about={write}", where="query.about")
