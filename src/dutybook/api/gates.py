"""Gates: what stands before an action, asked before it is done. Nothing that has happened is refused here."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from dutybook.api import shapes
from dutybook.api.about import About, things
from dutybook.api.cases import opened
from dutybook.api.errors import NotFound, Problem
from dutybook.api.topic import Reference, Topic, account_of
from dutybook.casework import permissions
from dutybook.casework.actions.events import NotAllowed
from dutybook.engine import may
from dutybook.engine.instance import Reason, Refused, cite_json

topic = Topic(tags=["gates"])

By = Annotated[str | None, Query(max_length=200, description="Who would do it; without it, you.")]


@topic.reads("/cases/{reference}/events/{event}/gates", shapes.Gates)
def may_record(
    request: HttpRequest,
    reference: Reference,
    event: str,
    about: About = [],  # noqa: B006 - the library copies it, and publishes it as the default
    by: By = None,
) -> dict[str, Any]:
    """Whether an event may be recorded now, or which gates are shut and why."""
    account, view = account_of(request), opened(request, reference, "the gates before an event, as JSON")
    declared = view.rules.events.get(event)
    if declared is None:
        raise _no_such_event(event)
    allowed = permissions.may_record(account, view.case, declared)
    if isinstance(allowed, permissions.Refused):
        raise NotAllowed(allowed)
    scope = things(about, declared.about)
    found = may(event, scope, view.entries, view.procedure, at=view.at, known_at=view.at, by=by or account.name)
    shut = found.reasons if isinstance(found, Refused) else ()
    return {
        "event": event,
        "about": scope,
        "allowed": not shut,
        "effect": found.effect if isinstance(found, Refused) else None,
        "reasons": [_as_json(each) for each in shut],
    }


def _as_json(reason: Reason) -> dict[str, Any]:
    return {
        "gate": reason.gate,
        "effect": reason.effect,
        "because": list(reason.because),
        "missing": [each.as_json() for each in reason.missing],
        "cite": cite_json(reason.cite),
    }


def _no_such_event(event: str) -> NotFound:
    what = f"{event!r} is no event of this procedure"
    return NotFound(Problem(what=what, write="Write one of the procedure's events", where="path.event"))
