"""Gates: what stands before an action, asked before it is done, and again when it is recorded.

Whether a gate is shut is the engine's to say; nothing here may open one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from dutybook.api import errors, shapes
from dutybook.api.about import About, things
from dutybook.api.cases import opened
from dutybook.api.errors import NotFound, Problem
from dutybook.api.topic import Reference, Topic, account_of
from dutybook.casework import permissions
from dutybook.casework.actions.events import NotAllowed
from dutybook.casework.queries import CaseView
from dutybook.casework.store import Statement
from dutybook.engine import may
from dutybook.engine.instance import Reason, Refused, cite_json
from dutybook.engine.procedure import Event, Rules

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
    shut = _shut(view, event, scope, by or account.name)
    return {
        "event": event,
        "about": scope,
        "allowed": not shut,
        "effect": Refused(shut).effect if shut else None,
        "reasons": [_as_json(each, view.rules) for each in shut],
    }


def pass_through(view: CaseView, statement: Statement) -> None:
    """Raises `api.errors.Refused` where a gate before this event refuses it, or asks for a reason that is not given."""
    event = view.rules.events[statement.type]
    shut = {
        each.gate: each for scope in _scopes(event, statement) for each in _shut(view, event.id, scope, statement.by)
    }
    binding = [each for each in shut.values() if each.effect == "refuse" or not statement.reason]
    if binding:
        raise errors.Refused([_stands_before(each, view.rules) for each in binding])


def has_gates(event: str, rules: Rules) -> bool:
    return any(event in gate.before for gate in rules.gates.values())


def _shut(view: CaseView, event: str, about: Mapping[str, str], by: str) -> tuple[Reason, ...]:
    found = may(event, about, view.entries, view.procedure, at=view.at, known_at=view.known_at, by=by)
    return found.reasons if isinstance(found, Refused) else ()


def _scopes(event: Event, statement: Statement) -> Iterator[dict[str, str]]:
    """Every combination of the things that the statement names."""
    named = (statement.data[kind] for kind in event.about)
    for ids in product(*([each] if isinstance(each, str) else each for each in named)):
        yield dict(zip(event.about, ids, strict=True))


def _stands_before(reason: Reason, rules: Rules) -> Problem:
    missing = [f"{each.fact}: {each.state}." for each in reason.missing]
    what = " ".join([f"{_title(reason, rules)}.", *reason.because, *missing])
    if reason.effect == "refuse":
        return Problem(what=what, write="Record first what it waits for", where="body.type")
    return Problem(what=what, write="Record first what it waits for, or send a reason", where="body.reason")


def _title(reason: Reason, rules: Rules) -> str:
    return rules.gates[reason.gate].title or reason.gate


def _as_json(reason: Reason, rules: Rules) -> dict[str, Any]:
    return {
        "gate": reason.gate,
        "title": _title(reason, rules),
        "effect": reason.effect,
        "because": list(reason.because),
        "missing": [each.as_json() for each in reason.missing],
        "cite": cite_json(reason.cite),
    }


def _no_such_event(event: str) -> NotFound:
    what = f"{event!r} is no event of this procedure"
    return NotFound(Problem(what=what, write="Write one of the procedure's events", where="path.event"))
