"""Which rules are in force on a day and at a moment, and every element once, in the order of the page."""

from __future__ import annotations

from datetime import date

import pytest

from dutybook.engine.procedure import Procedure
from tests.spec.cases import moment, procedure_for

TWO_EDITIONS = {
    "pack": {
        "things": {"child": {}},
        "events": {"concern_raised": {}},
        "duties": {
            "tell": {
                "arises": "concern_raised",
                "within": "3 days",
                "editions": [{"from": "2026-04-01", "within": "2 days"}],
            }
        },
        "retention": {"file": {"kept_by": "head", "decision": "kept"}},
        "decisions": {"kept": {"first": [{"id": "rest", "points_to": "keep"}]}},
    },
    "entries": [],
}


def days_of(procedure: Procedure, day: date) -> int:
    return procedure.on(day).duties["tell"].within.n  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("day", "days"), [(date(1990, 1, 1), 3), (date(2026, 3, 31), 3), (date(2026, 4, 1), 2), (date(2030, 1, 1), 2)]
)
def test_an_edition_is_in_force_from_its_own_day(day: date, days: int) -> None:
    assert days_of(procedure_for(TWO_EDITIONS), day) == days


@pytest.mark.parametrize(("at", "edition"), [("2026-03-31T23:59:59", 0), ("2026-04-01T00:00", 1)])
def test_it_is_in_force_from_the_first_moment_of_that_day_by_the_wall(at: str, edition: int) -> None:
    procedure = procedure_for(TWO_EDITIONS)

    assert procedure.at(moment(at)) is procedure.editions[edition][1]


def test_every_element_comes_once_with_its_chapter_in_the_order_of_the_page() -> None:
    found = [(chapter, element.id) for chapter, element in procedure_for(TWO_EDITIONS).editions[0][1].elements()]

    assert found == [
        ("things", "child"),
        ("events", "concern_raised"),
        ("facts", "kept"),
        ("duties", "tell"),
        ("decisions", "kept"),
        ("retention", "file"),
    ]
