"""When a contact is open, when that changes, and where nobody can say."""

from __future__ import annotations

import pytest

from dutybook.engine.entries import Entry
from dutybook.engine.opening import next_opening_change, open_at, opening_changes
from dutybook.engine.procedure import Contact, Hours
from tests.spec.cases import CALENDAR, moment

WEEK = ("mon", "tue", "wed", "thu", "fri")
DESK = Contact(
    id="desk", hours=(Hours(WEEK, "09:00", "12:00"), Hours(WEEK, "13:00", "17:00"), Hours(("sat",), "10:00", "12:00"))
)
LINE = Contact(id="line", hours=(Hours((*WEEK, "sat", "sun"), "18:00", "24:00"),), bank_holidays=True)
TEAM = Contact(id="team", hours=None)
SHORE = Contact(
    id="shore",
    hours=(Hours(("mon", "tue", "wed", "thu"), "08:00", "22:00"), Hours(("sat", "sun"), "09:00", "22:00")),
    bank_holidays=(Hours((*WEEK, "sat", "sun"), "10:00", "12:00"), Hours((*WEEK, "sat", "sun"), "13:00", "16:00")),
)
MONDAYS = Contact(id="mondays", hours=(Hours(("mon",), "09:00", "12:00"),))
NEVER = Contact(id="never", hours=())


def logged(at: str) -> list[Entry]:
    return [Entry(seq=1, type="call_logged", lo=moment(at), hi=moment(at), recorded_at=moment(at))]


@pytest.mark.parametrize(
    ("contact", "at", "is_open"),
    [
        (DESK, "2026-04-02T08:59:59", False),
        (DESK, "2026-04-02T09:00", True),
        (DESK, "2026-04-02T11:59:59", True),
        (DESK, "2026-04-02T12:00", False),
        (DESK, "2026-04-02T13:00", True),
        (DESK, "2026-04-02T17:00", False),
        (DESK, "2026-04-03T10:00", False),  # Good Friday
        (DESK, "2026-04-04T10:00", True),  # a Saturday
        (DESK, "2026-04-05T10:00", False),
        (DESK, "2029-01-02T10:00", None),  # nobody has published the holidays
        (DESK, "2029-01-06T10:00", True),  # a Saturday needs no table
        (LINE, "2026-04-03T18:00", True),
        (LINE, "2026-04-03T17:59:59", False),
        (LINE, "2026-04-03T23:59:59", True),
        (LINE, "2026-04-04T00:00", False),
        (LINE, "2029-01-02T19:00", True),
        (SHORE, "2026-04-02T08:00", True),
        (SHORE, "2026-04-06T09:59:59", False),  # Easter Monday
        (SHORE, "2026-04-06T10:00", True),
        (SHORE, "2026-04-06T12:00", False),
        (SHORE, "2026-04-06T13:00", True),
        (SHORE, "2026-04-06T16:00", False),
        (SHORE, "2026-04-03T10:00", True),  # Good Friday, though it is shut on every other Friday
        (SHORE, "2026-04-10T10:00", False),
        (SHORE, "2029-01-02T11:00", None),  # nobody has published the holidays
        (SHORE, "2029-01-06T09:00", True),  # a Saturday
        (TEAM, "2026-04-02T10:00", None),
        (NEVER, "2026-04-02T10:00", False),
    ],
)
def test_a_contact_is_open_in_its_hours_and_hours_not_given_are_unknown(
    contact: Contact, at: str, is_open: bool | None
) -> None:
    assert open_at(contact, moment(at), CALENDAR) is is_open


@pytest.mark.parametrize(
    ("contact", "after", "changes"),
    [
        (DESK, "2026-04-02T08:00", "2026-04-02T09:00"),
        (DESK, "2026-04-02T09:00", "2026-04-02T12:00"),
        (DESK, "2026-04-02T12:30", "2026-04-02T13:00"),
        (DESK, "2026-04-02T17:00", "2026-04-04T10:00"),
        (DESK, "2026-04-04T12:00", "2026-04-07T09:00"),
        (MONDAYS, "2026-03-30T12:00", "2026-04-13T09:00"),  # exactly a fortnight on, over Easter Monday
        (LINE, "2026-04-03T18:00", "2026-04-04T00:00"),
        (DESK, "2028-12-30T12:00", "2029-01-01T00:00"),  # from then on nobody can say
        (DESK, "2029-01-05T12:00", "2029-01-06T00:00"),  # but of a Saturday
        (SHORE, "2026-04-02T22:00", "2026-04-03T10:00"),
        (SHORE, "2026-04-06T12:00", "2026-04-06T13:00"),
        (TEAM, "2026-04-02T10:00", None),
        (NEVER, "2026-04-02T10:00", None),
    ],
)
def test_the_next_change_is_the_next_edge_of_its_hours(contact: Contact, after: str, changes: str | None) -> None:
    assert next_opening_change(contact, moment(after), CALENDAR) == (changes and moment(changes))


def test_the_changes_run_from_the_first_entry_s_day_to_the_moment_asked_about() -> None:
    found = opening_changes(DESK, logged("2026-04-01T10:00"), moment("2026-04-04T10:00"), CALENDAR)

    edges = [
        "04-01T09:00",
        "04-01T12:00",
        "04-01T13:00",
        "04-01T17:00",
        "04-02T09:00",
        "04-02T12:00",
        "04-02T13:00",
        "04-02T17:00",
    ]
    assert list(found) == [moment(f"2026-{each}") for each in [*edges, "04-04T10:00"]]


def test_where_the_holiday_table_ends_the_day_itself_is_a_change() -> None:
    found = opening_changes(DESK, logged("2028-12-31T10:00"), moment("2029-01-01T10:00"), CALENDAR)

    assert list(found) == [moment("2029-01-01T00:00")]


def test_a_saturday_beyond_the_table_ends_the_doubt_of_the_friday() -> None:
    found = opening_changes(DESK, logged("2029-01-05T10:00"), moment("2029-01-06T11:00"), CALENDAR)

    assert set(found) == {moment(each) for each in ("2029-01-05T00:00", "2029-01-06T00:00", "2029-01-06T10:00")}


@pytest.mark.parametrize(
    ("contact", "entries"), [(None, logged("2026-04-01T10:00")), (TEAM, logged("2026-04-01T10:00")), (DESK, [])]
)
def test_nothing_changes_where_there_are_no_hours_or_no_case(contact: Contact | None, entries: list[Entry]) -> None:
    assert list(opening_changes(contact, entries, moment("2026-04-04T10:00"), CALENDAR)) == []
