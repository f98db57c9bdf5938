"""The demonstration's people and cases, as `demo_cases.yaml` tells them.

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
    """One entry: who recorded it, how long before now it happened, and what it says."""

    event: str
    by: str
    working_days_ago: int = 0
    at: str = ""
    minutes_ago: int = 0
    recorded_after_minutes: int = 20
    as_role: str = ""
    done_by: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One case: its entries in order, who else is let in, and whose account is locked out as its subject."""

    says: str
    steps: tuple[Step, ...]
    involve: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """All of it."""

    procedure: str
    authority: str
    password: str
    places: tuple[Place, ...]
    people: tuple[Person, ...]
    cases: tuple[Told, ...]


def the_story() -> Story:
    """What stands in `demo_cases.yaml`."""
    written = yaml.safe_load(resources.files("dutybook.cli").joinpath("demo_cases.yaml").read_text(encoding="utf-8"))
    return Story(
        procedure=written["procedure"],
        authority=written["authority"],
        password=written["password"],
        places=tuple(Place(id=each, name=name) for each, name in written["places"].items()),
        people=tuple(Person(id=each, **person) for each, person in written["people"].items()),
        cases=tuple(_case(case) for case in written["cases"]),
    )


def _case(written: dict[str, Any]) -> Told:
    return Told(**written | {"steps": tuple(Step(**step) for step in written["steps"])})
