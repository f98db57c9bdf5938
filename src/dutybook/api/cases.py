"""Cases: those I may see, one of them, its duties, and the case as a file.

What a reader may not read is left out by the casework that was asked; nothing may be added to it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from dutybook.api import shapes
from dutybook.api.moments import At, KnownAt, asked
from dutybook.api.topic import Reference, Topic, account_of, now
from dutybook.casework import export, own_numbers, procedures, queries, visibility
from dutybook.casework.queries import CaseView
from dutybook.engine.procedure import NOT_KNOWN

topic = Topic(tags=["cases"])

A_CASE_FILE = {
    "type": "object",
    "required": ["procedure", "kind", "entries"],
    "properties": {
        "procedure": {"type": "string"},
        "kind": {"type": "string"},
        "entries": {"type": "array", "items": {"$ref": "#/components/schemas/Entry"}},
    },
}
AS_A_FILE = {"responses": {200: {"content": {"application/yaml": {"schema": A_CASE_FILE}}}}}


@topic.reads("/cases", list[shapes.CaseLine])
def cases(request: HttpRequest) -> list[dict[str, Any]]:
    """Every case you may see."""
    return [_line(view) for view in queries.cases_view(account_of(request), page="cases, as JSON", now=now())]


@topic.reads("/cases/{reference}", shapes.Case)
def case(request: HttpRequest, reference: Reference, at: At = None, known_at: KnownAt = None) -> dict[str, Any]:
    """One case: its people, its duties and the entries you may read, at a moment and as known at another."""
    view = opened(request, reference, "the case, as JSON", at, known_at)
    return {
        **_line(view),
        **_duties(view),
        "next_number": own_numbers.count(view.case, account_of(request), read=view.numbers).next,
        "people": list(_people(view)),
        "entries": [own_numbers.numbered(raw, view.numbers) for raw in view.raws],
    }


@topic.reads("/cases/{reference}/duties", shapes.Duties)
def duties(request: HttpRequest, reference: Reference, at: At = None, known_at: KnownAt = None) -> dict[str, Any]:
    """The duties of a case, with the keys of `dutybook duties --json`."""
    return _duties(opened(request, reference, "the duties, as JSON", at, known_at))


@topic.reads("/cases/{reference}/case.yaml", None, openapi_extra=AS_A_FILE)
def case_file(request: HttpRequest, reference: Reference) -> HttpResponse:
    """The case as the file that `dutybook duties` reads: what you may read of it, and no more."""
    view = opened(request, reference, "the case as a file")
    response = HttpResponse(export.case_file(view.case, view.raws), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{view.case.reference}.yaml"'
    return response


def opened(
    request: HttpRequest, reference: str, title: str, at: str | None = None, known_at: str | None = None
) -> CaseView:
    """The case as whoever asks may read it, with its line in the reading log; or `visibility.NotThere`."""
    account, moment = account_of(request), now()
    case = visibility.case_for(account, reference, now=moment)
    moments = asked(at, known_at, procedures.of_case(case).calendar, now=moment)
    return queries.case_view(account, reference, page=title, now=moment, at=moments.at, known_at=moments.known_at)


def _duties(view: CaseView) -> dict[str, Any]:
    """The stable keys of `dutybook duties --json`."""
    procedure, local = view.procedure, view.procedure.calendar.local
    return {
        "procedure": {"name": procedure.name, "edition": procedure.edition, "hash": procedure.hash},
        "at": local(_to_the_second(view.at)).isoformat(),
        "known_at": local(_to_the_second(view.known_at)).isoformat(),
        "duties": [each.as_json(procedure.calendar) for each in view.duties],
    }


def _to_the_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _line(view: CaseView) -> dict[str, Any]:
    said = view.case
    return {"reference": said.reference, "kind": said.kind, "procedure": said.procedure, "about": view.about}


def _people(view: CaseView) -> Iterator[dict[str, Any]]:
    """The adult, whatever else has a name, and whoever did something: each once, as last named."""
    people = {("adult", ""): {"name": view.about, "as": "adult", "about": {}}} if view.about else {}
    for entry in view.stands:
        for kind, ids in entry.things.items():
            name = entry.answers.get(f"{kind}_name", NOT_KNOWN)
            for thing in ids if name != NOT_KNOWN else ():
                people[kind, thing] = {"name": str(name), "as": kind, "about": {kind: thing}}
        if entry.by:
            people[entry.role, entry.by] = {"name": entry.by, "as": entry.role, "about": {}}
    yield from people.values()
