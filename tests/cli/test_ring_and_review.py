"""`dutybook procedures ring`, and what `show` and `check` say of a review whose day has passed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dutybook.cli.main import main
from dutybook.packs import check, names
from dutybook.packs.pack import read_pack
from dutybook.packs.paths import find
from tests.packs.writing import HEAD, write_pack

DIRECTORY = """\
directory:
  emergency:
    {title: Emergency services, numbers: [{kind: telephone, value: "999"}], hours: always, cite: {ours: danger first}}
  desk:
    title: The desk
    numbers: [{kind: telephone, value: 01632 960100}]
    hours: {mon-fri: ["09:00", "17:00"]}
    out_of_hours: night_desk
    cite: {at: para 7}
  night_desk:
    {title: The night desk, numbers: [{kind: telephone, value: 01632 960101}], hours: not_given, cite: {at: para 7}}
"""


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYBOOK_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    ("at", "states"),
    [
        ("2026-12-23T10:00", ["open now", "the procedure does not give its hours"]),
        # A bank holiday, and a night.
        ("2026-12-25T10:00", ["the procedure does not give its hours", "closed now"]),
        ("2026-12-23T22:00", ["the procedure does not give its hours", "closed now"]),
    ],
)
def test_whom_to_ring_at_any_moment_with_danger_above_every_answer(
    at: str, states: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_pack(tmp_path / "barset", DIRECTORY)

    assert main(["procedures", "ring", str(folder), "--at", at, "--json"]) == 0

    danger, *others = json.loads(capsys.readouterr().out)["ring"]
    assert [each["value"] for each in danger["numbers"]] == ["999"]
    assert [each["state"] for each in others] == states
    assert {each["numbers"][0]["checked"] for each in others} == {"nobody is recorded as having rung it to check"}


def test_in_words_a_closed_contact_says_who_answers_instead(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_pack(tmp_path / "barset", DIRECTORY)

    assert main(["procedures", "ring", str(folder), "--at", "2026-12-25T10:00"]) == 0

    said = capsys.readouterr().out
    assert said.index("999") < said.index("01632 960101") < said.index("01632 960100")
    assert "otherwise: The night desk" in said
    assert "published in The handbook (no date is given)" in said


@pytest.mark.parametrize(
    ("written", "said", "noted"),
    [
        ('"2020-01-31"', "Its review was due on Friday 31 January 2020, and that day has passed.", True),
        ('"2199-01-31"', "It is to be reviewed on Thursday 31 January 2199.", False),
        ("not_given", "Its source gives no day of review.", False),
    ],
)
def test_a_review_whose_day_has_passed_is_said_and_fails_nothing(
    written: str, said: str, noted: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_pack(tmp_path / "barset", head=HEAD + f"next_review_on: {written}\n")

    assert main(["procedures", "show", str(folder)]) == 0
    assert said in capsys.readouterr().out
    assert main(["procedures", "check", str(folder)]) == 0
    assert ("that day has passed; look whether its source has a newer edition" in capsys.readouterr().out) is noted


def test_a_head_that_says_nothing_of_a_review_is_asked_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "check", str(write_pack(tmp_path / "barset"))]) == 0
    assert "write next_review_on: and the day, or next_review_on: not_given" in capsys.readouterr().out


def test_a_day_of_review_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "barset", head=HEAD + "next_review_on: soon\n")

    assert [f"{each.line}: {each.what}" for each in check([folder])] == ["6: 'soon' is not a day"]


@pytest.mark.parametrize("name", names())
def test_every_pack_says_when_it_is_reviewed_or_that_its_source_gives_no_day(name: str) -> None:
    assert read_pack(find(name)).header.next_review_on
