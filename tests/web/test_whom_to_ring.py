"""Whom to ring at this hour: the one who is there, and nobody's hours made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dutybook import packs
from dutybook.engine.instance import Instance
from dutybook.engine.procedure import Hours
from dutybook.packs.numbers import Told
from dutybook.packs.ringing import DANGER, NOT_PUBLISHED, Book, Ring

PROCEDURE = packs.load("staffordshire")
WORKING_DAYS = ("mon", "tue", "wed", "thu", "fri")
TELL = Instance(id="tell-the-lado-24-hours", about={}, status="open", timing="in time", arose_at=None)

THURSDAY_NOON = datetime(2026, 4, 2, 11, 0, tzinfo=UTC)
THURSDAY_EVENING = datetime(2026, 4, 2, 18, 0, tzinfo=UTC)
GOOD_FRIDAY_NOON = datetime(2026, 4, 3, 11, 0, tzinfo=UTC)


IN_DANGER = ("Emergency services", DANGER)


def book(hours: tuple[Hours, ...] | None, at: datetime = THURSDAY_NOON, told: Told | None = None) -> Book:
    """The procedure's own directory, with these hours for its duty desk."""
    given = PROCEDURE.at(THURSDAY_NOON)
    desk = replace(given.directory["duty_lado"], hours=hours)
    rules = replace(given, directory=dict(given.directory) | {"duty_lado": desk})
    return Book(replace(PROCEDURE, editions=((date.min, rules),)), told or Told(), at)


def rung(rings: list[Ring]) -> list[tuple[str, str]]:
    return [(each.title, each.state) for each in rings]


@pytest.mark.parametrize(
    ("at", "wanted"),
    [
        (THURSDAY_NOON, [("Duty LADO", "open now")]),
        (THURSDAY_EVENING, [("Emergency Duty Service", "outside working hours"), ("Duty LADO", "closed now")]),
        (GOOD_FRIDAY_NOON, [("Emergency Duty Service", "outside working hours"), ("Duty LADO", "closed now")]),
    ],
)
def test_the_one_who_is_there_comes_first(at: datetime, wanted: list[tuple[str, str]]) -> None:
    office = (Hours(days=WORKING_DAYS, from_time="09:00", to_time="17:00"),)

    assert rung(book(office, at).whom_to_ring(TELL)) == [IN_DANGER, *wanted]


def test_hours_that_the_procedure_does_not_give_are_said_to_be_not_given() -> None:
    assert rung(book(None).whom_to_ring(TELL)) == [
        IN_DANGER,
        ("Duty LADO", "the procedure does not give its hours"),
        ("Emergency Duty Service", "outside working hours"),
    ]


def test_a_duty_that_nobody_is_rung_about_names_nobody() -> None:
    nobody = replace(TELL, id="hold-the-initial-discussion")

    assert book(None).whom_to_ring(nobody) == []


def test_each_number_says_which_source_published_it_and_that_nobody_has_checked_it() -> None:
    _, desk, _ = book(None).whom_to_ring(TELL)

    assert desk.source.endswith("(no date is given), read on Saturday 21 November 2026")
    assert [each.checked for each in desk.dials] == ["nobody is recorded as having rung it to check"]


def test_a_number_that_was_checked_says_by_whom_and_when() -> None:
    told = Told(
        {("duty_lado", "0300 111 8007"): "last checked on Thursday 2 April 2026 by Dilys Marsh: rung and right"}
    )

    _, desk, _ = book(None, told=told).whom_to_ring(TELL)

    assert desk.dials[0].checked.startswith("last checked on Thursday 2 April 2026 by Dilys Marsh")


def test_everybody_is_listed_with_danger_above_and_whoever_is_there_first() -> None:
    office = (Hours(days=WORKING_DAYS, from_time="09:00", to_time="17:00"),)

    at_noon, in_the_evening = book(office).everybody(), book(office, THURSDAY_EVENING).everybody()

    assert rung(at_noon)[:2] == [IN_DANGER, ("Duty LADO", "open now")]
    assert rung(in_the_evening)[0] == IN_DANGER
    assert rung(in_the_evening)[-1] == ("Duty LADO", "closed now")
    assert in_the_evening[-1].instead == "Emergency Duty Service"
    assert {each.title for each in at_noon} == {each.title for each in PROCEDURE.at(THURSDAY_NOON).directory.values()}


def of_a_line_with_hours_of_its_own_on_bank_holidays(at: datetime) -> Ring:
    given = PROCEDURE.at(THURSDAY_NOON)
    week, holiday = Hours(WORKING_DAYS, "08:00", "22:00"), Hours(("mon", "fri"), "12:00", "22:00")
    line = replace(given.directory["duty_lado"], hours=(week,), bank_holidays=(holiday,))
    rules = replace(given, directory={"line": line})
    (ring,) = Book(replace(PROCEDURE, editions=((date.min, rules),)), Told(), at).everybody()
    return ring


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (THURSDAY_EVENING, "open now"),
        (datetime(2026, 4, 3, 10, 59, 59, tzinfo=UTC), "closed now"),  # Good Friday, just before noon
        (GOOD_FRIDAY_NOON, "open now"),
        (datetime(2029, 1, 2, 11, 0, tzinfo=UTC), NOT_PUBLISHED),
    ],
)
def test_the_hours_of_a_bank_holiday_are_its_own_and_unknown_where_none_is_published(at: datetime, state: str) -> None:
    ring = of_a_line_with_hours_of_its_own_on_bank_holidays(at)

    assert ring.state == state
    assert ring.hours == "Monday to Friday 08:00 to 22:00; on bank holidays 12:00 to 22:00"
