"""Gates: what stands before an action, asked before it is done; and what one has against a recording, in words.

Whether a gate is shut is not decided here; nothing here may open one.
"""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from dutybook.api import errors, shapes
from dutybook.api.about import About, things
from dutybook.api.cases import opened
from dutybook.api.errors import NotFound, Problem
from dutybook.api.topic import Reference, Topic, account_of
from dutybook.casework import permissions
from dutybook.casework.actions.events import require
from dutybook.casework.gates import Before, GatesShut, before
from dutybook.casework.queries import CaseView
from dutybook.engine.instance import Reason, cite_json
from dutybook.engine.procedure import Rules

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
    require(permissions.may_record(account, view.case, declared))
    scope = things(about, declared.about)
    found = before(view, declared, {kind: [thing] for kind, thing in scope.items()}, by=by or account.name)
    return {
        "event": event,
        "about": scope,
        "allowed": not found.shut,
        "effect": _effect(found),
        "reasons": [_as_json(each, view.rules) for each in found.shut],
    }


def stands_before(view: CaseView, shut: GatesShut) -> errors.Refused:
    """What is wrong, in words: the gates that refuse it, or else those that ask for a reason."""
    binding = [each for each in shut.before.shut if each.effect == "refuse" or not shut.before.refuses]
    return errors.Refused([_problem(each, view.rules, refuses=shut.before.refuses) for each in binding])


def _problem(reason: Reason, rules: Rules, *, refuses: bool) -> Problem:
    missing = [f"{each.fact}: {each.state}." for each in reason.missing]
    what = " ".join([f"{_title(reason, rules)}.", *reason.because, *missing])
    if refuses:
        write = "Record first what it waits for, or, if it has happened, send already and a reason"
        return Problem(what=what, write=write, where="body.type")
    return Problem(what=what, write="Record first what it waits for, or send a reason", where="body.reason")


def _effect(found: Before) -> str | None:
    if not found.shut:
        return None
    return "refuse" if found.refuses else "reason"


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
