"""The holiday tables that ship: right day by day, and what a person reads when one of their files is wrong."""

import json
from datetime import date, timedelta
from pathlib import Path

import govuk_bank_holidays
import holidays
import pytest

from dutybook.engine.calendar import Calendar
from dutybook.packs.calendars import WrongCalendar, changes_to_agree_with, load_calendar
from tools import bank_holidays

PUBLISHED = Path(govuk_bank_holidays.__file__).with_name("bank-holidays.json")
SOUND = """\
name: easter
zone: Europe/London
covers:
  from: "2026-03-30"
  to: "2026-04-10"
source: counted by hand
holidays:
  "2026-04-03": Good Friday
  "2026-04-06": Easter Monday
"""
OUTSIDE = "is outside 2026-03-30 to 2026-04-10; widen `covers`, or take the day out"
NO_ZONE = 'is not a time zone; write one of the tz database, as "Europe/London"'
COVERS = 'covers:\n  from: "2026-03-30"\n  to: "2026-04-10"'
NO_FROM = '3: there is no "from" here; add it'
NO_TO = '3: there is no "to" here; add it'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "easter.yaml"
    path.write_text(SOUND, encoding="utf-8")
    return path


def test_a_file_gives_its_calendar(file: Path) -> None:
    easter = {date(2026, 4, 3): "Good Friday", date(2026, 4, 6): "Easter Monday"}

    calendar = load_calendar(file)

    span = date(2026, 3, 30), date(2026, 4, 10)
    assert calendar == Calendar("easter", "Europe/London", *span, easter, "counted by hand")


def test_every_day_of_the_table_agrees_with_an_independent_one() -> None:
    calendar = load_calendar("england-and-wales")
    england = holidays.country_holidays("GB", subdiv="ENG")
    days = [calendar.first + timedelta(days=i) for i in range((calendar.last - calendar.first).days + 1)]

    worked = [day for day in days if calendar.why_not_working(day) is None]

    assert worked == [day for day in days if day.weekday() < 5 and day not in england]


def test_the_table_is_the_published_one_and_covers_its_years_whole() -> None:
    calendar = load_calendar("england-and-wales")
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    last_published = date.fromisoformat(published["england-and-wales"]["events"][-1]["date"])

    assert changes_to_agree_with(published, calendar) == []
    assert (calendar.first, calendar.last) == (date(2012, 1, 1), date(last_published.year, 12, 31))
    assert all(day.weekday() < 5 for day in calendar.holidays)


def test_a_name_that_is_no_calendar_is_answered_with_the_names_there_are() -> None:
    for name in ("narnia", "../calendars/england-and-wales", "england-and-wales.yaml"):
        with pytest.raises(WrongCalendar) as refused:
            load_calendar(name)

        assert str(refused.value) == f'there is no calendar "{name}"; write one of: england-and-wales'


def test_a_calendar_of_an_added_folder_is_found_by_its_name(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file.parent / "calendars").mkdir()
    file.rename(file.parent / "calendars" / file.name)
    monkeypatch.setenv("DUTYBOOK_PROCEDURES", str(file.parent))

    assert load_calendar("easter").name == "easter"
    assert load_calendar("england-and-wales").name == "england-and-wales"


@pytest.mark.parametrize(
    ("right", "wrong", "problems"),
    [
        (
            SOUND,
            "",
            [f'1: there is no "{key}" here; add it' for key in ("name", "zone", "covers", "source", "holidays")],
        ),
        (COVERS, "covers: {}", [NO_FROM, NO_TO]),
        (COVERS, "covers: always", ["3: there are no rows here; write them as `key: value`"]),
        (SOUND, "easter", ["1: there are no rows here; write them as `key: value`"]),
        ("name: easter\n", "", ['1: there is no "name" here; add it']),
        ("name: easter", 'name: ""', ["1: there is no text here; write some"]),
        ("name: easter", "name: 7", ["1: there is no text here; write some"]),
        ("Europe/London", "London", [f'2: "London" {NO_ZONE}']),
        ("Europe/London", "Europe", [f'2: "Europe" {NO_ZONE}']),
        ("Europe/London", "../x", [f'2: "../x" {NO_ZONE}']),
        ("  to:", "  till:", [NO_TO, '5: "till" is no key of this; write one of: from, to']),
        ('"2026-03-30"', "30 March", ['4: "30 March" is not a day; write it as "2026-04-03"']),
        ('"2026-04-06":', '"2026-04-31":', ['9: "2026-04-31" is not a day; write it as "2026-04-03"']),
        ('"2026-04-06":', '"20260406":', ['9: "20260406" is not a day; write it as "2026-04-03"']),
        (": Easter Monday", ": {}", ["9: there is no text here; write some"]),
        ("-04-06", "-03-29", [f"9: 2026-03-29 {OUTSIDE}"]),
        ("-04-06", "-04-11", [f"9: 2026-04-11 {OUTSIDE}"]),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_what_to_write(
    file: Path, right: str, wrong: str, problems: list[str]
) -> None:
    file.write_text(SOUND.replace(right, wrong), encoding="utf-8")

    with pytest.raises(WrongCalendar) as refused:
        load_calendar(file)

    assert str(refused.value).splitlines() == [f"{file}:{problem}" for problem in problems]


def test_all_mistakes_are_listed_at_once(file: Path) -> None:
    wrong = SOUND.replace("easter", "7", 1).replace("03-30", "02-30").replace("04-06", "04-6")
    file.write_text(wrong, encoding="utf-8")

    with pytest.raises(WrongCalendar) as refused:
        load_calendar(file)

    assert [problem.line for problem in refused.value.problems] == [1, 4, 9]


@pytest.mark.parametrize("wrong", ["holidays: }", 'holidays: {"2026-04-03": One, "2026-04-03": Two}', "zone: null"])
def test_what_is_not_strict_yaml_is_refused_before_it_is_read(file: Path, wrong: str) -> None:
    file.write_text(SOUND.split("holidays:")[0] + wrong, encoding="utf-8")

    with pytest.raises(WrongCalendar) as refused:
        load_calendar(file)

    assert refused.value.problems[0].line == 7


def test_the_first_and_the_last_day_covered_may_be_holidays_and_may_be_one_day(file: Path) -> None:
    one_day = SOUND.replace("2026-03-30", "2026-04-03").replace("2026-04-10", "2026-04-03")
    file.write_text(one_day.replace('  "2026-04-06": Easter Monday\n', ""), encoding="utf-8")

    assert load_calendar(file).why_not_working(date(2026, 4, 3)) == "Good Friday"


def test_a_table_that_ends_before_it_begins_is_refused(file: Path) -> None:
    turned = SOUND.split("holidays:")[0].replace("2026-03-30", "2026-04-11")
    file.write_text(f"{turned}holidays: {{}}\n", encoding="utf-8")

    with pytest.raises(WrongCalendar, match=r":3: 2026-04-11 to 2026-04-10 covers no day; write the earlier day first"):
        load_calendar(file)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongCalendar, match=r"none\.yaml:1: cannot be read"):
        load_calendar(tmp_path / "none.yaml")


def test_a_newer_published_table_says_what_to_change_and_leaves_the_years_it_dropped(file: Path) -> None:
    older = 'holidays:\n  "2025-12-31": A year that it dropped\n  "2026-01-01": A day that it lacks'
    file.write_text(SOUND.replace("2026-03-30", "2025-04-01").replace("holidays:", older), encoding="utf-8")
    published = [
        {"date": "2026-04-03", "title": "Good Friday", "notes": ""},
        {"date": "2026-04-07", "title": "Queen\N{RIGHT SINGLE QUOTATION MARK}s Jubilee", "notes": "Extra bank holiday"},
    ]

    changes = changes_to_agree_with({"easter": {"events": published}}, load_calendar(file))

    assert changes == [
        '2026-01-01: the published table says "not a holiday", the file "A day that it lacks"',
        '2026-04-06: the published table says "not a holiday", the file "Easter Monday"',
        '2026-04-07: the published table says "Queen\'s Jubilee (extra bank holiday)", the file "not a holiday"',
    ]


def test_the_command_compares_a_downloaded_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    moved = tmp_path / "bank-holidays.json"
    moved.write_text(PUBLISHED.read_text(encoding="utf-8").replace("2028-05-01", "2028-05-08"), encoding="utf-8")

    assert bank_holidays.main([str(PUBLISHED)]) == 0
    assert bank_holidays.main([str(moved)]) == 1

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "nothing to change"
    assert [line[:10] for line in said[1:]] == ["2028-05-01", "2028-05-08"]
