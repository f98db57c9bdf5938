"""One deadline, and how it was counted, without a case."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from dutybook.api import shapes
from dutybook.api.errors import Problem, Refused, problem
from dutybook.api.moments import moment
from dutybook.api.topic import Topic, account_of
from dutybook.casework import procedures
from dutybook.engine import due as due_from
from dutybook.engine.calendar import BeyondTable, Calendar
from dutybook.engine.grammar import parse_timescale

topic = Topic(tags=["due"])

Limit = Annotated[str, Query(max_length=60, description="As `24 hours`, `15 working days`, `3 months`, `same day`.")]
From = Annotated[str, Query(alias="from", description="The start; without an offset, local time.")]
Name = Annotated[str | None, Query(description="Whose calendar counts; without it, that of your own authority.")]


@topic.reads("/due", shapes.Deadline)
def due(request: HttpRequest, limit: Limit, start: From, procedure: Name = None) -> dict[str, Any]:
    """When a limit ends, with the keys of `dutybook due --json`."""
    calendar = _calendar(request, procedure)
    begins = moment(start, "query.from", calendar)
    try:
        return due_from(parse_timescale(limit), begins, calendar).as_json(calendar)
    except BeyondTable as beyond:
        raise _refused(f"No date can be given: {beyond}", "Ask about days that it covers") from None
    except OverflowError:
        raise _refused(f"{limit!r} ends beyond the calendar", "Write a shorter limit") from None
    except ValueError as error:
        raise Refused([problem(str(error), "query.limit")]) from None


def _calendar(request: HttpRequest, name: str | None) -> Calendar:
    if name is None:
        return procedures.of_account(account_of(request)).calendar
    found = procedures.usable_one(name)
    if found is None:
        what = f"{name!r} is no procedure that this service can use"
        write = f"Write one of: {', '.join(each.name for each in procedures.usable())}"
        raise Refused([Problem(what=what, write=write, where="query.procedure")])
    return found.calendar


def _refused(what: str, write: str) -> Refused:
    return Refused([Problem(what=what, write=write, where="query.limit")])
