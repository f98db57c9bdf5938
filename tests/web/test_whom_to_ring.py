"""Whom to ring at this hour: the one who is there, and nobody's hours made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dutybook import packs
from dutybook.engine.instance import Instance
from dutybook.engine.procedure import Hours, Rules
from dutybook.web.ringing import whom_to_ring

PROCEDURE = packs.load("staffordshire")
WORKING_DAYS = ("mon", "tue", "wed", "thu", "fri")
TELL = Instance(id="tell-the-lado-24-hours", about={}, status="open", timing="in time", arose_at=None)

THURSDAY_NOON = datetime(2026, 4, 2, 11, 0, tzinfo=UTC)
THURSDAY_EVENING = datetime(2026, 4, 2, 18, 0, tzinfo=UTC)
GOOD_FRIDAY_NOON = datetime(2026, 4, 3, 11, 0, tzinfo=UTC)


def rules(hours: tuple[Hours, ...] | None) -> Rules:
    """The procedure's own directory, with these hours for its duty desk."""
    given = PROCEDURE.at(THURSDAY_NOON)
    desk = replace(given.directory["duty_lado"], hours=hours)
    return replace(given, directory=dict(given.directory) | {"duty_lado": desk})


@pytest.mark.parametrize(
    ("at", "rung"),
    [
        (THURSDAY_NOON, [("Duty LADO", "open now")]),
        (THURSDAY_EVENING, [("Emergency Duty Service", "outside working hours"), ("Duty LADO", "closed now")]),
        (GOOD_FRIDAY_NOON, [("Emergency Duty Service", "outside working hours"), ("Duty LADO", "closed now")]),
    ],
)
def test_the_one_who_is_there_comes_first(at: datetime, rung: list[tuple[str, str]]) -> None:
    office = (Hours(days=WORKING_DAYS, from_time="09:00", to_time="17:00"),)

    found = whom_to_ring(TELL, rules(office), PROCEDURE.calendar, at)

    assert [(each.title, each.state) for each in found] == rung


def test_hours_that_the_procedure_does_not_give_are_said_to_be_not_given() -> None:
    found = whom_to_ring(TELL, rules(None), PROCEDURE.calendar, THURSDAY_NOON)

    assert [(each.title, each.state) for each in found] == [
        ("Duty LADO", "the procedure does not give its hours"),
        ("Emergency Duty Service", "outside working hours"),
    ]


def test_a_duty_that_nobody_is_rung_about_names_nobody() -> None:
    nobody = replace(TELL, id="hold-the-initial-discussion")

    assert whom_to_ring(nobody, rules(None), PROCEDURE.calendar, THURSDAY_NOON) == []
