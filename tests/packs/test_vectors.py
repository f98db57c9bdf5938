"""Every deadline, table row and worked date of the requirements is an example or a test: see `tests/vectors/`.

Each row is looked up and none taken on trust: what carries it is there, cites its rules, gives what the row gives and
has its limit, and an example that holds names it.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dutybook.engine import due
from dutybook.engine.calendar import Calendar
from dutybook.packs.calendars import load_calendar
from tests.packs.vectors import CLOCKS, ROOT, Row, cited_by, given_by, index, named_by, rows_of, rules_of
from tests.spec.test_working_time import CLOCK_TEST_VECTORS, TABLE_A4

INDEX = index()
WORKED = rows_of(CLOCKS)
CALENDAR = load_calendar("england-and-wales")

DEADLINES = {"S-D": range(1, 29), "B-D": range(29, 32), "D-D": range(1, 20), "G-G": range(1, 15), "H-H": range(1, 33)}
TABLES = {
    "b1-": 10,
    "b2-": 12,
    "b3-": 8,
    "b5-": 5,
    "b6-": 7,
    "b7-": 7,
    "b9-": 19,
    "b10-": 6,
    "b11-": 9,
    "b12-": 4,
    "b13-": 6,
    "b15-": 4,
    "b16-": 6,
    "b17-": 11,
    "b18-": 12,
    "b19-": 4,
    **{f"DT-S{n}-": rows for n, rows in enumerate((4, 6, 7, 7, 3, 5, 7, 4, 5, 7, 3, 5, 2, 4, 3, 1), 1)},
    **{f"DT-B{n}-": rows for n, rows in enumerate((8, 7, 6, 3, 8, 3), 1)},
}
"""How many numbered rows each table of the requirements has; b4, b8, b14 and b20 have none and are named by pack."""


def test_no_deadline_and_no_row_of_a_table_is_left_out() -> None:
    wanted = {f"{group}{n}" for group, numbers in DEADLINES.items() for n in numbers}
    wanted |= {f"{table}{n}" for table, rows in TABLES.items() for n in range(1, rows + 1)}

    assert sorted(wanted - {row.id for row in INDEX}) == []
    assert all(any(row.id.startswith(table) for row in INDEX) for table in ("b4-", "b8-", "b14-", "b20-"))


def test_each_row_is_listed_once() -> None:
    ids = [row.id for row in (*INDEX, *WORKED)]

    assert len(ids) == len(set(ids)) > 450


@pytest.mark.parametrize("row", INDEX, ids=str)
def test_what_carries_it_cites_its_rules_and_gives_what_it_gives_and_an_example_names_it(row: Row) -> None:
    examples = [named_by(row.pack)[name] for name in row.shown_by]

    assert set(row.rules) <= {rule for place in row.carried_by if place != "pack" for rule in cited_by(row.pack, place)}
    assert set(row.gives) == given_by(row.pack, row.carried_by)
    assert set(row.carried_by) <= {place for example in examples for place in example.places}
    assert all(example.places & set(row.carried_by) for example in examples)
    assert all((ROOT / path).is_file() for path in row.tested_by)
    assert row.shown_by or row.tested_by


@pytest.mark.parametrize("row", [row for row in INDEX if row.within is not None], ids=str)
def test_the_limit_is_the_packs_own_and_an_example_has_a_date_for_it(row: Row) -> None:
    duties = [place for place in row.carried_by if place.startswith("duties/")]
    examples = [named_by(row.pack)[name] for name in row.shown_by]

    assert {rules_of(row.pack).duties[each.removeprefix("duties/")].within for each in duties} == {row.limit}
    assert row.limit is None or all(any(example.dates.get(duty) for example in examples) for duty in duties)


@pytest.mark.parametrize("row", WORKED, ids=str)
def test_a_worked_date_is_what_the_engine_and_the_pack_s_example_say(row: Row) -> None:
    start, limit = datetime.fromisoformat(row.start), row.limit
    assert limit is not None

    assert due(limit, CALENDAR.from_local(start), CALENDAR).due_at == _end(row.due, CALENDAR)
    for place in row.carried_by:
        dates = {each for name in row.shown_by for each in named_by(row.pack)[name].dates[place]}
        assert any(each.startswith(row.arises or row.due) for each in dates), (place, dates)


def _end(text: str, calendar: Calendar) -> datetime:
    """A bare day is its end."""
    if "T" in text:
        return calendar.from_local(datetime.fromisoformat(text))
    return calendar.end_of(date.fromisoformat(text))


def test_the_worked_dates_are_those_counted_by_hand() -> None:
    by_hand = {(_iso(start), limit) for start, limit, _ in (*TABLE_A4, *CLOCK_TEST_VECTORS)}

    assert by_hand == {(row.start, str(row.within)) for row in WORKED}


def _iso(written: str) -> str:
    return datetime.strptime(written, "%a %d %b %Y %H:%M").isoformat(timespec="minutes")
