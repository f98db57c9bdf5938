"""What an entry of a case file may say, how it is read, and every refusal with what to write instead.

Nothing here asks what follows from an entry: that is in the worked cases.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dutybook.engine.entries import Entry, EntryRefused, read_entry, value_of
from dutybook.engine.procedure import NOT_KNOWN, Choice, Fact
from tests.spec.short_form import language_case

PROCEDURE = language_case(
    {
        "pack": {
            "things": {"child": {}, "meeting": {}},
            "events": {
                "concern_raised": {},
                "child_seen": {"about": ["child"]},
                "invited": {"about": ["child", "meeting"]},
            },
            "facts": {
                "injury": {"of": "child", "answers": "yes_no"},
                "attends": {"of": ["child", "meeting"]},
                "room": {},
            },
            "duties": {
                "tell-officer": {"owner": "head", "arises": "concern_raised", "editions": [{"from": "2026-04-01"}]}
            },
        },
        "entries": [{"data": {"room": "the hall"}}],
    }
)
CALENDAR = PROCEDURE.calendar
CHOICES = (Choice(id="bruise"), Choice(id="cut"), Choice(id="graze", withdrawn="now a cut"))


def entry(**written: Any) -> Entry:
    """A concern on 2 April 2026 at 16:00, but for what is written here."""
    raw = {"type": "concern_raised", "happened_at": "2026-04-02T16:00:00+01:00"} | written
    return read_entry({key: value for key, value in raw.items() if value is not None}, 7, PROCEDURE)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


# --- when it happened -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "lo", "hi"),
    [
        ("2026-04-02T16:00:00+01:00", utc(2026, 4, 2, 15), utc(2026, 4, 2, 15)),
        ("2026-04-02T16:00:00.999+01:00", utc(2026, 4, 2, 15), utc(2026, 4, 2, 15)),
        (" about 2026-04-02T16:00:00+01:00 ", utc(2026, 4, 2, 15), utc(2026, 4, 2, 15)),
        ("2026-04-02", utc(2026, 4, 1, 23), utc(2026, 4, 2, 22, 59, 59)),
        ("2026-02", utc(2026, 2, 1), utc(2026, 2, 28, 23, 59, 59)),
        ("2025", utc(2025, 1, 1), utc(2025, 12, 31, 23, 59, 59)),
        ("2026-02-03/2026-02", utc(2026, 2, 3), utc(2026, 2, 28, 23, 59, 59)),
        ("2026-02-03T10:00:00+00:00/2026-02-03T10:00:00+00:00", utc(2026, 2, 3, 10), utc(2026, 2, 3, 10)),
    ],
)
def test_a_time_is_a_moment_a_day_a_month_a_year_or_a_span(written: str, lo: datetime, hi: datetime) -> None:
    read = entry(happened_at=written)

    assert (read.lo, read.hi, read.recorded_at) == (lo, hi, hi)
    assert read.happened_at == written.strip()


@pytest.mark.parametrize(
    ("written", "recorded", "lo", "hi"),
    [
        ("2026-02-03", "2026-02-03T10:00:00+00:00", utc(2026, 2, 3), utc(2026, 2, 3, 10)),
        ("2026-02-03", "2026-02-03T00:00:00+00:00", utc(2026, 2, 3), utc(2026, 2, 3)),
        ("2026-02-03", "2026-02-03T23:59:59+00:00", utc(2026, 2, 3), utc(2026, 2, 3, 23, 59, 59)),
        ("2026-02-03", "2026-02-05T10:00:00+00:00", utc(2026, 2, 3), utc(2026, 2, 3, 23, 59, 59)),
        ("2026-02-01T09:00:00+00:00/2026-02-03", "2026-02-03T10:00:00+00:00", utc(2026, 2, 1, 9), utc(2026, 2, 3, 10)),
        ("not known", "2026-02-03T10:00:00+00:00", None, utc(2026, 2, 3, 10)),
        ("not_known", "2026-02-03T10:00:00+00:00", None, utc(2026, 2, 3, 10)),
        ("about not known", "2026-02-03T10:00:00+00:00", None, utc(2026, 2, 3, 10)),
        ("2026-02-03T10:00:00+00:00", "2026-02-03T10:00:00+00:00", utc(2026, 2, 3, 10), utc(2026, 2, 3, 10)),
    ],
)
def test_a_day_recorded_before_it_is_over_reaches_to_the_recording(
    written: str, recorded: str, lo: datetime | None, hi: datetime
) -> None:
    read = entry(happened_at=written, recorded_at=recorded)

    assert (read.lo, read.hi) == (lo, hi)
    assert read.recorded_at == datetime.fromisoformat(recorded)


LATER = (
    "is later than recorded_at 2026-02-03T10:00:00+00:00; an entry says what has happened: write a plan as an answer"
)


@pytest.mark.parametrize(
    ("written", "recorded", "says"),
    [
        ("2026-02-03T10:00:01+00:00", "2026-02-03T10:00:00+00:00", LATER),
        ("2026-02-03 11:00:00+00:00", "2026-02-03T10:00:00+00:00", LATER),
        ("2026-02-01/2026-02-03T11:00:00+00:00", "2026-02-03T10:00:00+00:00", LATER),
        ("2026-02-04", "2026-02-03T10:00:00+00:00", LATER),
        ("2026-02-03/2026-02-01", None, "ends before it begins; write the earlier moment first"),
        ("not known", None, "so recorded_at is needed; write when it was recorded"),
        ("2026-02-30", None, "'2026-02-30' is not a day of the calendar; write a day as 2026-04-02"),
        ("2026-13", None, "'2026-13-01' is not a day of the calendar"),
        ("0000", None, "'0000-01-01' is not a day of the calendar"),
        ("1899-12-31", None, "happened_at 1899-12-31 is not of our times; write a year from 1900 to 2199"),
        ("1899-12-31T10:00:00+00:00", None, "happened_at 1899-12-31T10:00:00+00:00 is not of our times"),
        ("2200", None, "happened_at 2200-01-01 is not of our times; write a year from 1900 to 2199"),
        ("Thursday", None, "happened_at 'Thursday' is not a time; write a moment as 2026-04-02T16:00:00+01:00"),
        ("", None, "happened_at '' is not a time"),
        ("2026-04-02T16:00:00", None, "has no offset; write 2026-04-02T16:00:00+01:00, or the bare day"),
        ("2026-02-03", "yesterday", "recorded_at 'yesterday' is not a time"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_what_to_write(written: str, recorded: str | None, says: str) -> None:
    with pytest.raises(EntryRefused) as refused:
        entry(happened_at=written, recorded_at=recorded)

    assert says in str(refused.value)


# --- what it says -----------------------------------------------------------------------------------------------------


def test_an_entry_keeps_who_did_it_what_it_names_and_what_it_answers() -> None:
    data = {"child": ["c1", "c2"], "meeting": "m1", "injury": True, "attends": "no", "room": "the hall"}
    read = entry(type="invited", by="Sam", **{"as": "social_worker"}, data=data, corrects=3)

    assert (read.seq, read.type, read.by, read.role, read.corrects, read.retracted) == (
        7,
        "invited",
        "Sam",
        "social_worker",
        3,
        False,
    )
    assert read.things == {"child": ("c1", "c2"), "meeting": ("m1",)}
    assert read.answers == {"injury": True, "attends": False, "room": "the hall"}
    assert read.place == (read.hi, 7)


def test_an_entry_without_data_says_nothing_but_that_it_happened() -> None:
    read = entry()

    assert (read.things, read.answers, read.by, read.role, read.corrects) == ({}, {}, "", "", None)


def test_a_retraction_names_the_entry_it_takes_back_and_nothing_else() -> None:
    read = entry(type="child_seen", corrects=3, retracted=True)

    assert (read.corrects, read.retracted, read.things) == (3, True, {})


def test_a_decision_that_a_duty_will_not_be_done_says_which_and_why() -> None:
    read = entry(type="duty_not_done", data={"duty": "tell-officer", "reason": "told already", "child": "c1"})

    assert read.answers == {"duty": "tell-officer", "reason": "told already"}
    assert read.things == {"child": ("c1",)}


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({"happend_at": "2026-04-02"}, "'happend_at' is not a key of an entry; write one of: as, by, compartment"),
        ({"retracted": True}, "retracted says that an earlier entry never was; write which one: corrects: SEQ"),
        ({"type": "concern_rased"}, "'concern_rased' is not an event of layer-1; write one of: concern_raised"),
        ({"type": "child_seen"}, "child_seen is about a child and names none; write data: {child: ID}"),
        ({"type": "invited", "data": {"child": "c1"}}, "invited is about a meeting and names none"),
        ({"data": {"child": []}}, "child: [] names no child; write one id, or several as [c1, c2]"),
        ({"data": {"child": ["c1", 2]}}, "child: ['c1', 2] names no child"),
        ({"data": {"child": ["c1", ""]}}, "child: ['c1', ''] names no child"),
        ({"data": {"child": 2}}, "child: 2 names no child"),
        ({"data": {"injury": True}}, "injury is a fact of a child and the entry names none; write child: ID beside it"),
        (
            {"data": {"harm": True}},
            "'harm' is neither a thing nor a fact of layer-1; write one of: attends, injury, room",
        ),
        (
            {"type": "duty_not_done", "data": {"duty": "tell", "reason": "x"}},
            "duty_not_done needs data: {duty: …, reason: …}",
        ),
        ({"type": "duty_not_done", "data": {"duty": "tell-officer"}}, "duty_not_done needs data"),
        ({"type": "duty_not_done", "data": {"duty": "tell-officer", "reason": ""}}, "write one of: tell-officer"),
        (
            {"type": "duty_not_done", "data": {"duty": "tell-officer", "reason": "x", "injury": True}},
            "'injury' is not part of duty_not_done; write duty, reason and the things it is about",
        ),
    ],
)
def test_what_the_procedure_does_not_declare_is_refused_with_what_to_write(written: dict[str, Any], says: str) -> None:
    with pytest.raises(EntryRefused) as refused:
        entry(**written)

    assert says in str(refused.value)


def test_where_nothing_of_the_kind_is_declared_the_refusal_says_so() -> None:
    empty = language_case({"pack": {"events": {"concern_raised": {}}}, "entries": []})

    with pytest.raises(EntryRefused, match="'harm' is neither a thing nor a fact of layer-1; none is declared"):
        read_entry({"type": "concern_raised", "happened_at": "2026-04-02", "data": {"harm": True}}, 1, empty)


# --- answers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "written", "read"),
    [
        ("yes_no", True, True),
        ("yes_no", "yes", True),
        ("yes_no", False, False),
        ("yes_no", "no", False),
        ("yes_no", "not_known", NOT_KNOWN),
        ("choice", "bruise", "bruise"),
        ("choice", "graze", "graze"),
        ("choices", ["bruise", "cut"], ("bruise", "cut")),
        ("choices", "bruise", ("bruise",)),
        ("date", "2026-04-02", date(2026, 4, 2)),
        ("date", date(2026, 4, 2), date(2026, 4, 2)),
        ("moment", "2026-04-02T16:00:00+01:00", utc(2026, 4, 2, 15)),
        ("moment", "2026-04-02", date(2026, 4, 2)),
        ("moment", date(2026, 4, 2), date(2026, 4, 2)),
        ("moment", "not_known", NOT_KNOWN),
        ("number", 3, 3),
        ("number", 2.5, 2.5),
        ("number", "3", 3),
        ("number", "2.5", 2.5),
        ("text", "the hall", "the hall"),
        ("person", "Sam", "Sam"),
    ],
)
def test_an_answer_is_read_as_its_question_wants_it(answers: str, written: Any, read: Any) -> None:
    found = value_of(Fact(id="asked", answers=answers, choices=CHOICES), written, CALENDAR)

    assert (found, type(found)) == (read, type(read))


@pytest.mark.parametrize(
    ("answers", "written", "says"),
    [
        ("yes_no", "perhaps", "asked: 'perhaps' does not answer it; write yes or no, or not_known"),
        ("yes_no", 2, "write yes or no"),
        ("choice", "scratch", "asked: 'scratch' does not answer it; write one of bruise, cut, or not_known"),
        ("choice", 3, "write one of bruise, cut"),
        ("choices", ["bruise", "scratch"], "asked: 'scratch' does not answer it"),
        ("date", "tomorrow", "asked: 'tomorrow' does not answer it; write a day as 2026-04-02"),
        ("date", "1899-12-31", "asked 1899-12-31 is not of our times; write a year from 1900 to 2199"),
        ("date", datetime(2026, 4, 2, 16), "write a day as 2026-04-02"),
        ("moment", "2026-04-31", "write a day as 2026-04-02"),
        ("moment", "at four", "asked 'at four' is not a time"),
        ("moment", "2026-04-02T16:00:00", "asked 2026-04-02T16:00:00 has no offset; write 2026-04-02T16:00:00+01:00"),
        ("number", True, "asked: True does not answer it; write a number"),
        ("number", "many", "write a number"),
        ("number", None, "write a number"),
        ("text", 3, "asked: 3 does not answer it; write words"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_what_to_write(answers: str, written: Any, says: str) -> None:
    with pytest.raises(EntryRefused) as refused:
        value_of(Fact(id="asked", answers=answers, choices=CHOICES), written, CALENDAR)

    assert says in str(refused.value)


def test_a_choice_without_a_list_takes_any_word() -> None:
    assert value_of(Fact(id="asked", answers="choice"), "bruise", CALENDAR) == "bruise"
