"""The demonstration's places, people and cases: ten written out, and the many that a seed draws.

Nobody in it exists, and nothing is recorded here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True, kw_only=True)
class Place:
    """An organisation of the demonstration."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Box:
    """Where a place is written to."""

    place: str
    name: str
    email: str
    role: str
    shared: bool = False


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who can sign in; `what` says it as people say it."""

    id: str
    name: str
    what: str
    email: str
    role: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One entry: who recorded it, how long before now it happened, and what it says.

    `reason`: why it is recorded although a gate of the procedure stood before it.
    """

    event: str
    by: str
    working_days_ago: int = 0
    at: str = ""
    minutes_ago: int = 0
    recorded_after_minutes: int = 20
    as_role: str = ""
    done_by: str = ""
    reason: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One case: its entries in order, who else is let in, and whose account is locked out as its subject.

    `unanswered`: the desk has not answered yet whom it may be about. `beside`: a case about a child was made from the
    case of this `key`.
    """

    says: str
    steps: tuple[Step, ...]
    involve: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""
    unanswered: bool = False
    kind: str = "allegation"
    key: str = ""
    beside: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """All of it. What is drawn comes after what is written out, and the cases about children last."""

    seed: int
    procedure: str
    authority: str
    password: str
    places: tuple[Place, ...]
    mailboxes: tuple[Box, ...]
    people: tuple[Person, ...]
    cases: tuple[Told, ...]


def the_story(*, seed: int, drawn: int | None = None) -> Story:
    """Everybody and the cases; `drawn` is how many to draw, all of them if it is not given."""
    from dutybook.cli.demo_drawing import draw

    people = written("demo_people.yaml")
    persons = tuple(Person(id=each, **person) for each, person in people["people"].items())
    return Story(
        seed=seed,
        procedure=people["procedure"],
        authority=people["authority"],
        password=people["password"],
        places=tuple(Place(id=each, name=name) for each, name in people["places"].items()),
        mailboxes=tuple(Box(**box) for box in people["mailboxes"]),
        people=persons,
        cases=(
            *map(_case, written("demo_cases.yaml")["cases"]),
            *draw(people["procedure"], persons, seed)[:drawn],
            *map(_case, written("demo_children.yaml")["cases"]),
        ),
    )


def written(name: str) -> dict[str, Any]:
    """What one of the demonstration's own files says."""
    text = resources.files("dutybook.cli").joinpath(name).read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def _case(written: dict[str, Any]) -> Told:
    return Told(**written | {"steps": tuple(Step(**step) for step in written["steps"])})
