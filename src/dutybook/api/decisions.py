"""Decisions: what the procedure points to. The decision itself is recorded as an event, and is a person's."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from dutybook.api import shapes
from dutybook.api.about import About, things
from dutybook.api.cases import opened
from dutybook.api.errors import NotFound, Problem
from dutybook.api.moments import At, KnownAt
from dutybook.api.topic import Reference, Topic
from dutybook.engine import points_to

topic = Topic(tags=["decisions"])


@topic.reads("/cases/{reference}/decisions/{decision}", shapes.Weighed)
def weigh(
    request: HttpRequest,
    reference: Reference,
    decision: str,
    about: About = [],  # noqa: B006 - the library copies it, and publishes it as the default
    at: At = None,
    known_at: KnownAt = None,
) -> dict[str, Any]:
    """What the procedure points to in a decision, with the keys of `dutybook weigh --json`."""
    view = opened(request, reference, "weighing a decision, as JSON", at, known_at)
    declared = view.rules.decisions
    if decision not in declared:
        raise _no_such_decision(decision, sorted(declared))
    kind = declared[decision].kind
    scope = things(about, [kind] if kind else [])
    if decision not in view.under_the_rules_for(scope).rules.decisions:
        raise _no_such_decision(decision, sorted(view.under_the_rules_for(scope).rules.decisions))
    found = points_to(decision, view.entries, view.procedure, about=scope, at=view.at, known_at=view.known_at)
    return found.as_json()


def _no_such_decision(decision: str, known: list[str]) -> NotFound:
    what = f"{decision!r} is no decision of this procedure"
    return NotFound(Problem(what=what, write=f"Write one of: {', '.join(known)}", where="path.decision"))
