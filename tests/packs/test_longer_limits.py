"""A local limit that can end later than the national one: it needs its reason, and both are shown.

Never checks how a limit is counted: see the tests of the engine.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dutybook.cli.main import main
from dutybook.engine.forms import Earliest, FirstOf, Latest, Length, Name, SetBy, Timescale
from dutybook.engine.procedure import CutOff
from dutybook.packs import PackErrors, handbook, load
from dutybook.packs.calendars import load_calendar
from dutybook.packs.checks.longer import Later, Limit, first_later
from tests.packs.writing import found_in, write_pack

ENGLAND = load_calendar("england-and-wales")
BARSETSHIRE = Path(__file__).parent / "barsetshire" / "barsetshire"

LOCAL = """\
name: {name}
title: A local pack
kind: authority
extends: nation
calendar: england-and-wales
"""

HOURS, DAY = Length(24, "hours"), Length(1, "working days")
SAME_DAY_IF_HURT = FirstOf(((Name("hurt"), Length(0, "days")), (None, DAY)))
FRIDAYS = CutOff("16:00", ("fri",))


def limit(within: Timescale | None, cut_off: CutOff | None = None, counts_from: str | None = None) -> Limit:
    return Limit(within, cut_off, counts_from)


def local_pack(tmp_path: Path, duty: str) -> Path:
    write_pack(tmp_path / "nation")
    return write_pack(tmp_path / "shire", duty, head=LOCAL, sound="")


def test_a_longer_limit_without_a_reason_is_refused_with_an_hour_at_which_it_ends_later(tmp_path: Path) -> None:
    folder = local_pack(
        tmp_path, "duties:\n  tell:\n    within: 1 working day\n    cite: {source: handbook, at: para 1}\n"
    )

    assert found_in(folder) == [
        "extra.yaml:3: within of tell can end later than that of nation: begun Thursday 1 January 2026 at 00:00,"
        " it ends the end of Friday 2 January 2026, and that Friday 2 January 2026 at 00:00;"
        " write because: why it may; both limits are shown then wherever the duty is"
    ]
    with pytest.raises(PackErrors):
        load(folder)


def test_with_its_reason_it_loads_and_both_limits_are_shown() -> None:
    procedure = load(BARSETSHIRE)
    duty = procedure.editions[-1][1].duties["report-to-the-council"]

    assert duty.longer is not None
    assert (duty.within, duty.longer.within, duty.longer.set_by) == (DAY, HOURS, "albion")
    page = handbook.fragment(procedure)
    assert "the council&#x27;s office is shut at the weekend" in page
    assert "within 24 hours" in page


def test_a_reason_for_what_is_never_later_is_refused(tmp_path: Path) -> None:
    folder = local_pack(
        tmp_path,
        "duties:\n  tell:\n    within: 12 hours\n    because: it is busy\n    cite: {source: handbook, at: para 1}\n",
    )

    assert found_in(folder) == [
        "extra.yaml:4: tell says because, and never ends later than the limit of nation; take because out"
    ]


@pytest.mark.parametrize(
    ("own", "above", "is_later"),
    [
        # A working day ends at midnight of the next one: never before 24 hours, and mostly after.
        (limit(HOURS), limit(DAY), False),
        (limit(DAY), limit(HOURS), True),
        # Two days can be over before two working days are, and never after.
        (limit(Length(2, "days")), limit(Length(2, "working days")), False),
        # Seventy-two hours may run past two working days, and past three days they never do.
        (limit(Length(72, "hours")), limit(Length(2, "working days")), True),
        (limit(Length(72, "hours")), limit(Length(3, "days")), True),
        # Over Christmas fifteen working days are longer than three weeks.
        (limit(Length(15, "working days")), limit(Length(3, "weeks")), True),
        (limit(Length(20, "days")), limit(Length(1, "months")), False),
        # A cut-off moves the start of the same limit.
        (limit(DAY, FRIDAYS), limit(DAY), True),
        (limit(DAY), limit(DAY, FRIDAYS), False),
        # The earlier of two is never later than either.
        (limit(Earliest((HOURS, DAY))), limit(HOURS), False),
        (limit(Earliest((Length(48, "hours"), DAY))), limit(HOURS), True),
        # So nothing else in it matters, not even what hangs on an answer.
        (limit(Earliest((DAY, SAME_DAY_IF_HURT))), limit(DAY), False),
        (limit(Earliest((SetBy("agreed_on"), DAY))), limit(DAY), False),
        (limit(Earliest((DAY, SAME_DAY_IF_HURT)), FRIDAYS), limit(DAY), True),
        # Nor is anything later than the later of two if it is not later than one of them.
        (limit(DAY), limit(Latest((SetBy("agreed_on"), DAY))), False),
        # Before an anchor, fewer days are later.
        (limit(Length(1, "days", "before", "held")), limit(Length(3, "days", "before", "held")), True),
        (limit(Length(4, "days", "before", "held")), limit(Length(3, "working days", "before", "held")), True),
        # A row for each answer: one that is longer makes it so.
        (limit(FirstOf(((Name("young"), HOURS), (None, Length(2, "weeks"))))), limit(Length(2, "weeks")), False),
        (limit(FirstOf(((Name("young"), HOURS), (None, Length(3, "weeks"))))), limit(Length(2, "weeks")), True),
    ],
)
def test_every_hour_of_two_years_is_tried(own: Limit, above: Limit, is_later: bool) -> None:
    found = first_later(own, above, ENGLAND)

    assert (found is not None) is is_later
    assert found is None or found.own is None or (found.above is not None and found.own > found.above)


@pytest.mark.parametrize(
    ("own", "above"),
    [
        (limit(SetBy("agreed_on")), limit(HOURS)),
        (limit(DAY, counts_from="incident_on"), limit(DAY)),
        (limit(Length(1, "days", "before", "held")), limit(Length(2, "days"))),
    ],
)
def test_what_hangs_on_more_than_the_start_counts_as_later(own: Limit, above: Limit) -> None:
    assert first_later(own, above, ENGLAND) == Later()


def test_a_limit_where_there_was_none_is_no_later() -> None:
    assert first_later(limit(DAY), limit(None), ENGLAND) is None


CASE = """\
procedure: PROCEDURE
kind: allegation
entries:
  - {type: concern_raised, happened_at: "2026-06-05T17:00:00+01:00", by: Head, as: senior_manager,
     data: {allegation: a1, sector: school}}
"""


def test_the_command_and_its_json_give_both_limits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(CASE.replace("PROCEDURE", str(BARSETSHIRE)), encoding="utf-8")

    assert main(["duties", str(case), "--at", "2026-06-06T18:00"]) == 0
    said = capsys.readouterr().out
    assert "due the end of Monday 8 June 2026, in time" in said
    assert "longer than above: Albion: within 24 hours" in said
    assert "(Saturday 6 June 2026 at 17:00); longer here because the council's office is shut at the weekend" in said

    assert main(["duties", str(case), "--at", "2026-06-06T18:00", "--json"]) == 0
    found = {each["id"]: each["longer_than"] for each in json.loads(capsys.readouterr().out)["duties"]}
    assert found.pop("report-to-the-council") == {
        "within": "within 24 hours of a concern being raised",
        "set_by": "albion",
        "due_at": "2026-06-06T17:00:00+01:00",
        "because": "the council's office is shut at the weekend",
    }
    assert set(found.values()) == {None}
