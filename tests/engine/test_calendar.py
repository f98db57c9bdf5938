"""Each answer of a calendar at its edges: the table's first and last day, the nights the clocks change, month ends."""

import pickle
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.engine.calendar import BeyondTable, Calendar, Skipped

FIRST, LAST = date(2026, 3, 30), date(2026, 4, 10)  # a Monday and a Friday, both worked
THURSDAY, GOOD_FRIDAY, SATURDAY, SUNDAY = (date(2026, 4, day) for day in (2, 3, 4, 5))
EASTER_MONDAY, TUESDAY = date(2026, 4, 6), date(2026, 4, 7)
HOLIDAYS = {GOOD_FRIDAY: "Good Friday", SATURDAY: "A holiday on a Saturday", EASTER_MONDAY: "Easter Monday"}
BST = timezone(timedelta(hours=1))


def a_calendar(zone: str = "Europe/London", first: date = FIRST, last: date = LAST) -> Calendar:
    return Calendar("easter", zone, first, last, dict(HOLIDAYS), "counted by hand")


EASTER = a_calendar()


class NoOffset(tzinfo):
    """A time zone that does not know its offset, which is as good as none."""

    def utcoffset(self, moment: datetime | None) -> None:
        return None

    dst = tzname = utcoffset


# --- which days are worked --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (FIRST, None),
        (THURSDAY, None),
        (GOOD_FRIDAY, "Good Friday"),
        (SATURDAY, "Saturday"),  # it is a holiday too, but nobody misses a Saturday
        (SUNDAY, "Sunday"),
        (EASTER_MONDAY, "Easter Monday"),
        (TUESDAY, None),
        (LAST, None),
    ],
)
def test_a_day_that_is_not_worked_says_why(day: date, why: str | None) -> None:
    assert EASTER.why_not_working(day) == why


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), LAST + timedelta(days=1), date(2030, 1, 1)])
def test_a_day_beyond_the_table_is_refused_not_guessed(day: date) -> None:
    with pytest.raises(BeyondTable) as refused:
        EASTER.why_not_working(day)

    assert (refused.value.day, refused.value.first, refused.value.last) == (day, FIRST, LAST)
    assert str(refused.value) == f"the holiday table covers 2026-03-30 to 2026-04-10; {day} lies beyond it"


def test_a_refusal_can_be_handed_from_one_process_to_another() -> None:
    refused = pickle.loads(pickle.dumps(BeyondTable(TUESDAY, FIRST, LAST)))  # noqa: S301 - made one line above

    assert (refused.day, str(refused)) == (TUESDAY, str(BeyondTable(TUESDAY, FIRST, LAST)))


# --- counting working days --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "n", "ends"),
    [
        (THURSDAY, 1, TUESDAY),
        (GOOD_FRIDAY, 1, TUESDAY),
        (SUNDAY, 1, TUESDAY),
        (EASTER_MONDAY, 1, TUESDAY),
        (THURSDAY, 2, date(2026, 4, 8)),
        (TUESDAY, -1, THURSDAY),
        (EASTER_MONDAY, -1, THURSDAY),
        (GOOD_FRIDAY, -1, THURSDAY),
        (TUESDAY, -2, date(2026, 4, 1)),
        (THURSDAY, 0, THURSDAY),
        (GOOD_FRIDAY, 0, GOOD_FRIDAY),
        (EASTER_MONDAY, 0, EASTER_MONDAY),
    ],
)
def test_the_day_it_starts_from_is_day_nought_worked_or_not(day: date, n: int, ends: date) -> None:
    assert EASTER.add_working_days(day, n) == ends


@pytest.mark.parametrize(
    ("day", "n", "ends"),
    [
        (FIRST, 0, FIRST),
        (FIRST, 1, date(2026, 3, 31)),
        (FIRST, 7, LAST),  # 31 Mar, 1, 2 (3), 7, 8, 9, 10 Apr (7)
        (LAST, 0, LAST),
        (LAST, -1, date(2026, 4, 9)),
        (LAST, -7, FIRST),
        (date(2026, 4, 9), 1, LAST),
        (date(2026, 3, 31), -1, FIRST),
    ],
)
def test_a_count_that_stays_inside_the_table_is_answered_up_to_its_edges(day: date, n: int, ends: date) -> None:
    assert EASTER.add_working_days(day, n) == ends


@pytest.mark.parametrize(
    ("day", "n", "lacking"),
    [
        (LAST, 1, LAST + timedelta(days=1)),
        (FIRST, 8, LAST + timedelta(days=1)),
        (FIRST, 1000, LAST + timedelta(days=1)),
        (FIRST, -1, FIRST - timedelta(days=1)),
        (LAST, -8, FIRST - timedelta(days=1)),
        (LAST, -1000, FIRST - timedelta(days=1)),
        (LAST + timedelta(days=1), -1, LAST + timedelta(days=1)),
        (LAST + timedelta(days=1), 0, LAST + timedelta(days=1)),
        (FIRST - timedelta(days=1), 1, FIRST - timedelta(days=1)),
        (FIRST - timedelta(days=1), 0, FIRST - timedelta(days=1)),
    ],
)
def test_a_count_that_leaves_the_table_names_the_first_day_it_lacks(day: date, n: int, lacking: date) -> None:
    with pytest.raises(BeyondTable) as refused:
        EASTER.add_working_days(day, n)

    assert refused.value.day == lacking


def test_a_table_that_ends_on_a_weekend_still_answers_from_its_last_day_backwards() -> None:
    to_sunday = a_calendar(first=SATURDAY, last=date(2026, 4, 12))

    assert to_sunday.add_working_days(date(2026, 4, 12), -1) == LAST
    assert to_sunday.add_working_days(SATURDAY, 1) == TUESDAY


def test_the_next_working_day_is_never_the_day_itself() -> None:
    assert EASTER.next_working_day(date(2026, 4, 1)) == THURSDAY
    assert EASTER.next_working_day(THURSDAY) == TUESDAY
    assert EASTER.next_working_day(SATURDAY) == TUESDAY


# --- the days passed over ---------------------------------------------------------------------------------------------

OVER_EASTER = (
    Skipped(GOOD_FRIDAY, "Good Friday"),
    Skipped(SATURDAY, "Saturday"),
    Skipped(SUNDAY, "Sunday"),
    Skipped(EASTER_MONDAY, "Easter Monday"),
)


@pytest.mark.parametrize(
    ("day", "n", "passed_over"),
    [
        (THURSDAY, 1, OVER_EASTER),
        (TUESDAY, -1, OVER_EASTER),
        (FIRST, 7, OVER_EASTER),
        (GOOD_FRIDAY, 1, OVER_EASTER[1:]),
        (EASTER_MONDAY, -1, OVER_EASTER[:3]),
        (EASTER_MONDAY, 1, ()),
        (GOOD_FRIDAY, -1, ()),
        (GOOD_FRIDAY, 0, ()),
        (date(2026, 4, 1), 1, ()),
        (TUESDAY, 3, ()),
    ],
)
def test_the_days_passed_over_are_named_without_the_day_it_starts_from(
    day: date, n: int, passed_over: tuple[Skipped, ...]
) -> None:
    assert EASTER.skipped(day, n) == passed_over


def test_nothing_is_said_of_days_passed_over_beyond_the_table() -> None:
    with pytest.raises(BeyondTable):
        EASTER.skipped(LAST, 1)


# --- days and moments -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 22, 59, 59, 999999, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), date(2026, 7, 1)),  # midnight in summer
        (datetime(2026, 7, 1, 0, 0, tzinfo=BST), date(2026, 7, 1)),
        (datetime(2026, 1, 14, 23, 59, 59, tzinfo=UTC), date(2026, 1, 14)),
        (datetime(2026, 1, 15, 0, 0, tzinfo=UTC), date(2026, 1, 15)),
        (datetime(2026, 1, 15, 0, 30, tzinfo=BST), date(2026, 1, 14)),  # read off a watch an hour fast
    ],
)
def test_a_moment_falls_on_the_day_that_the_wall_says(moment: datetime, day: date) -> None:
    assert EASTER.day_of(moment) == day


@pytest.mark.parametrize(
    ("day", "starts", "ends"),
    [
        (date(2026, 1, 14), datetime(2026, 1, 14, 0, tzinfo=UTC), datetime(2026, 1, 14, 23, 59, 59, tzinfo=UTC)),
        (date(2026, 7, 1), datetime(2026, 6, 30, 23, tzinfo=UTC), datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC)),
        # 23 hours and 25 hours
        (date(2026, 3, 29), datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_day_starts_at_midnight_and_ends_a_second_before_the_next(
    day: date, starts: datetime, ends: datetime
) -> None:
    assert (EASTER.start_of(day), EASTER.end_of(day)) == (starts, ends)
    assert EASTER.start_of(day).tzinfo is EASTER.end_of(day).tzinfo is UTC
    assert EASTER.day_of(starts) == EASTER.day_of(ends) == day


def test_where_midnight_is_not_shown_the_day_starts_when_the_clock_has_gone_forward() -> None:
    havana = a_calendar("America/Havana")  # on 8 March 2026 from 00:00 to 01:00

    assert havana.start_of(date(2026, 3, 8)) == datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert havana.end_of(date(2026, 3, 7)) == datetime(2026, 3, 8, 4, 59, 59, tzinfo=UTC)


def test_where_midnight_is_shown_twice_the_day_starts_at_the_first() -> None:
    havana = a_calendar("America/Havana")  # on 1 November 2026 from 01:00 back to 00:00

    assert havana.start_of(date(2026, 11, 1)) == datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert havana.end_of(date(2026, 10, 31)) == datetime(2026, 11, 1, 3, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on_the_wall", "moment"),
    [
        (datetime(2026, 4, 2, 16, 0), datetime(2026, 4, 2, 15, 0, tzinfo=UTC)),
        (datetime(2026, 12, 24, 15, 0), datetime(2026, 12, 24, 15, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 0, 59, 59), datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)),
        (datetime(2026, 3, 29, 1, 0), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),  # not shown: it is 02:00 BST
        (datetime(2026, 3, 29, 1, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # not shown: it is 02:30 BST
        (datetime(2026, 3, 29, 2, 0), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # shown twice: the first
        (datetime(2026, 10, 25, 1, 30, fold=1), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_a_time_on_the_wall_is_one_moment(on_the_wall: datetime, moment: datetime) -> None:
    assert EASTER.from_local(on_the_wall) == moment
    assert EASTER.from_local(on_the_wall).tzinfo is UTC


def test_a_moment_is_printed_with_the_offset_of_its_day() -> None:
    assert EASTER.local(datetime(2026, 4, 2, 15, tzinfo=UTC)).isoformat() == "2026-04-02T16:00:00+01:00"
    assert EASTER.local(datetime(2026, 12, 24, 16, tzinfo=BST)).isoformat() == "2026-12-24T15:00:00+00:00"


@pytest.mark.parametrize("naive", [datetime(2026, 4, 2, 16, 0), datetime(2026, 4, 2, 16, 0, tzinfo=NoOffset())])
def test_a_moment_without_an_offset_is_refused(naive: datetime) -> None:
    for question in (EASTER.day_of, EASTER.local):
        with pytest.raises(
            ValueError, match="2026-04-02T16:00:00 has no offset from UTC; write it as 2026-04-02T16:00"
        ):
            question(naive)


@pytest.mark.parametrize("aware", [datetime(2026, 4, 2, 16, 0, tzinfo=UTC), datetime(2026, 4, 2, tzinfo=NoOffset())])
def test_a_time_on_the_wall_with_an_offset_is_refused(aware: datetime) -> None:
    with pytest.raises(ValueError, match="already has an offset; a local time is written without one"):
        EASTER.from_local(aware)


# --- times of day -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "time_of_day", "moment"),
    [
        (THURSDAY, "16:00", datetime(2026, 4, 2, 15, 0, tzinfo=UTC)),
        (THURSDAY, "00:00", datetime(2026, 4, 1, 23, 0, tzinfo=UTC)),
        (THURSDAY, "23:59", datetime(2026, 4, 2, 22, 59, tzinfo=UTC)),
        (date(2026, 12, 24), "09:05", datetime(2026, 12, 24, 9, 5, tzinfo=UTC)),
        (date(2026, 3, 29), "16:00", datetime(2026, 3, 29, 15, 0, tzinfo=UTC)),  # by the wall, not 16 hours in
        (date(2026, 10, 25), "16:00", datetime(2026, 10, 25, 16, 0, tzinfo=UTC)),
    ],
)
def test_a_time_of_day_is_read_off_the_wall(day: date, time_of_day: str, moment: datetime) -> None:
    assert EASTER.at_time(day, time_of_day) == moment


@pytest.mark.parametrize("wrong", ["24:00", "16:60", "4pm", "1600", "9:00", "16:00:00", "16:00\n", "16:00+01:00", ""])
def test_what_is_not_a_time_of_day_is_refused_with_what_to_write(wrong: str) -> None:
    with pytest.raises(ValueError, match='is not a time of day; write hours and minutes, as in "16:00"'):
        EASTER.at_time(THURSDAY, wrong)


# --- months -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "n", "ends"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 28), 1, date(2026, 2, 28)),
        (date(2025, 11, 30), 1, date(2025, 12, 30)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
        (date(2026, 1, 31), -1, date(2025, 12, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 2, 28), 12, date(2026, 2, 28)),  # a day that was clamped once does not go back to the end
    ],
)
def test_months_keep_the_day_or_end_with_the_month(day: date, n: int, ends: date) -> None:
    assert EASTER.add_months(day, n) == ends


# --- laws -------------------------------------------------------------------------------------------------------------

TWO_YEARS = a_calendar(first=date(2026, 1, 1), last=date(2027, 12, 31))
DAYS = st.dates(date(2026, 4, 1), date(2027, 8, 31))
COUNTS = st.integers(-60, 60)


@given(DAYS, COUNTS)
def test_a_count_ends_on_a_working_day_with_as_many_worked_as_were_counted(day: date, n: int) -> None:
    ends = TWO_YEARS.add_working_days(day, n)
    step = 1 if n > 0 else -1

    passed = [day + timedelta(days=i * step) for i in range(1, abs((ends - day).days) + 1)]

    assert sum(TWO_YEARS.why_not_working(each) is None for each in passed) == abs(n)
    assert n == 0 or TWO_YEARS.why_not_working(ends) is None


@given(DAYS, COUNTS)
def test_the_days_passed_over_are_all_that_were_not_worked_between(day: date, n: int) -> None:
    start, ends = sorted((day, TWO_YEARS.add_working_days(day, n)))
    between = [start + timedelta(days=i) for i in range(1, (ends - start).days)]

    passed_over = TWO_YEARS.skipped(day, n)

    assert [each.day for each in passed_over] == [each for each in between if TWO_YEARS.why_not_working(each)]
    assert all(TWO_YEARS.why_not_working(each.day) == each.why for each in passed_over)


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_counting_in_two_goes_comes_to_the_same(day: date, n: int, m: int) -> None:
    in_two_goes = TWO_YEARS.add_working_days(TWO_YEARS.add_working_days(day, n), m)

    assert in_two_goes == TWO_YEARS.add_working_days(day, n + m)


@given(
    st.dates(date(1950, 1, 1), date(2080, 1, 1)), st.sampled_from(["Europe/London", "America/Havana", "Asia/Beirut"])
)
def test_days_follow_one_another_without_gap_or_overlap(day: date, zone: str) -> None:
    calendar = a_calendar(zone)

    assert calendar.end_of(day) + timedelta(seconds=1) == calendar.start_of(day + timedelta(days=1))
    assert calendar.day_of(calendar.start_of(day)) == calendar.day_of(calendar.end_of(day)) == day


def test_two_calendars_of_the_same_rows_are_one_and_the_same() -> None:
    assert a_calendar() == EASTER
    assert {EASTER: "seen"}[a_calendar()] == "seen"
    assert Calendar("easter", "Europe/London", FIRST, LAST, {}, "counted by hand") != EASTER
