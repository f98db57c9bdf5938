"""One deadline and its sentence, without a case; and the words that every sentence is made of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dutybook.engine import words
from dutybook.engine.calendar import BeyondTable, Skipped
from dutybook.engine.due import due
from dutybook.engine.forms import Length
from dutybook.engine.grammar import parse_timescale
from dutybook.engine.procedure import NOT_KNOWN, Choice, Event, Fact
from dutybook.packs.calendars import load_calendar

CALENDAR = load_calendar("england-and-wales")
MAUNDY_THURSDAY = datetime(2026, 4, 2, 15, tzinfo=UTC)  # 16:00 by the wall
THAT_DAY = "Thursday 2 April 2026"
AT_FOUR = f"{THAT_DAY} at 16:00"
EASTER = (
    "not counted: Friday 3 April 2026 (Good Friday), Saturday 4 April 2026, Sunday 5 April 2026,"
    " Monday 6 April 2026 (Easter Monday)"
)


@pytest.mark.parametrize(
    ("timescale", "due_at", "skipped", "start", "said"),
    [
        ("24 hours", "2026-04-03T16:00:00+01:00", 0, AT_FOUR, "Friday 3 April 2026 at 16:00."),
        ("1 working day", "2026-04-07T23:59:59+01:00", 4, THAT_DAY, f"the end of Tuesday 7 April 2026; {EASTER}."),
        ("3 days", "2026-04-05T23:59:59+01:00", 0, THAT_DAY, "the end of Sunday 5 April 2026."),
        ("The same day", "2026-04-02T23:59:59+01:00", 0, THAT_DAY, "the end of Thursday 2 April 2026."),
        ("0 hours", "2026-04-02T16:00:00+01:00", 0, AT_FOUR, "Thursday 2 April 2026 at 16:00."),
    ],
)
def test_a_deadline_says_how_it_was_reached(timescale: str, due_at: str, skipped: int, start: str, said: str) -> None:
    written = timescale.removeprefix("The ")

    found = due(parse_timescale(written), MAUNDY_THURSDAY, CALENDAR).as_json(CALENDAR)

    assert (found["due_at"], len(found["skipped"])) == (due_at, skipped)
    assert found["words"] == f"{timescale} from {start}: {said}"


def test_days_that_were_passed_over_are_named_with_the_reason() -> None:
    found = due(Length(1, "working days"), MAUNDY_THURSDAY, CALENDAR).as_json(CALENDAR)

    assert found["skipped"][0] == {"day": "2026-04-03", "why": "Good Friday"}


def test_a_count_back_passes_over_the_days_before() -> None:
    found = due(Length(1, "working days", "before"), datetime(2026, 4, 7, 9, tzinfo=UTC), CALENDAR)

    assert CALENDAR.day_of(found.due_at) == date(2026, 4, 2)
    assert [each.day.day for each in found.skipped] == [3, 4, 5, 6]


@pytest.mark.parametrize(
    "written", ["3 days after concern_raised", {"earliest": ["3 days"]}, {"set_by": "next_review_on"}]
)
def test_what_only_a_case_can_tell_is_refused(written: Any) -> None:
    with pytest.raises(ValueError, match="only a length such as `24 hours` or `15 working days` can be worked out"):
        due(parse_timescale(written), MAUNDY_THURSDAY, CALENDAR)


def test_beyond_the_holiday_table_there_is_no_deadline() -> None:
    with pytest.raises(BeyondTable):
        due(Length(15, "working days"), datetime(2028, 12, 20, 9, tzinfo=UTC), CALENDAR)


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (60, "1 minute"),
        (2400, "40 minutes"),
        (64800, "18 hours"),
        (86400, "1 day"),
        (183600, "2 days and 3 hours"),
        (208801, "2 days and 10 hours"),
        (90061, "1 day and 1 hour"),
        (3605, "1 hour and 5 seconds"),
    ],
)
def test_a_span_is_said_in_its_two_largest_parts(seconds: int, said: str) -> None:
    assert words.span(seconds) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (Length(24, "hours"), "24 hours"),
        (Length(1, "working days"), "1 working day"),
        (Length(0, "days"), "the same day"),
        (Length(0, "hours"), "0 hours"),
        (Length(2, "days"), "2 days"),
    ],
)
def test_a_length_is_said_in_the_singular_where_it_is_one(length: Length, said: str) -> None:
    assert words.length(length) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (MAUNDY_THURSDAY, "Thursday 2 April 2026 at 16:00"),
        (datetime(2026, 4, 2, 15, 0, 5, tzinfo=UTC), "Thursday 2 April 2026 at 16:00:05"),
        (datetime(2026, 4, 2, 22, 59, 59, tzinfo=UTC), "the end of Thursday 2 April 2026"),
        (datetime(2026, 4, 2, 22, 59, tzinfo=UTC), "Thursday 2 April 2026 at 23:59"),
    ],
)
def test_a_moment_is_said_by_the_wall_and_the_end_of_a_day_as_that(moment: datetime, said: str) -> None:
    assert words.moment(moment, CALENDAR) == said


HURT = Fact(id="hurt", choices=(Choice(id="cut", title="A cut"), Choice(id="small_bruise")))


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        (None, NOT_KNOWN, "Not known"),
        (None, True, "Yes"),
        (None, False, "No"),
        (None, date(2026, 4, 2), "Thursday 2 April 2026"),
        (None, MAUNDY_THURSDAY, "Thursday 2 April 2026 at 16:00"),
        (None, datetime(2026, 4, 2, 22, 59, 59, tzinfo=UTC), "The end of Thursday 2 April 2026"),
        (None, 3, "3"),
        (None, "the_hall", "The hall"),
        (HURT, "cut", "A cut"),
        (HURT, "small_bruise", "Small bruise"),
        (HURT, "graze", "Graze"),
        (HURT, ("cut", "graze"), "A cut, Graze"),
    ],
)
def test_an_answer_is_said_as_a_person_would(fact: Fact | None, value: Any, said: str) -> None:
    assert words.answer(fact, value, CALENDAR) == said


def test_a_day_without_a_name_of_its_own_needs_no_reason_for_not_counting() -> None:
    passed = (Skipped(date(2026, 4, 3), "Good Friday"), Skipped(date(2026, 4, 4), "Saturday"))

    assert words.not_counted(passed) == "not counted: Friday 3 April 2026 (Good Friday), Saturday 4 April 2026"
    assert words.not_counted(()) == ""


def test_events_and_questions_are_called_by_their_titles_or_their_names_in_words() -> None:
    assert words.event(Event(id="concern_raised", title="A concern"), "concern_raised") == "A concern"
    assert words.event(Event(id="concern_raised"), "concern_raised") == "Concern raised"
    assert words.event(None, "concern_raised") == "Concern raised"
    assert words.question(Fact(id="hurt", ask="Was it hurt?", title="Hurt"), "hurt") == "Was it hurt?"
    assert words.question(Fact(id="hurt", title="Hurt"), "hurt") == "Hurt"
    assert words.question(Fact(id="was_hurt"), "was_hurt") == "Was hurt?"
    assert words.question(None, "was_hurt") == "Was hurt?"
