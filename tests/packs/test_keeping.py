"""Copies of procedures: they say what the pack said on that day, whatever becomes of the pack."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from dutybook.engine.compare import compare
from dutybook.packs import load
from dutybook.packs.keeping import NotTheCopy, copy_of, procedure_in
from dutybook.packs.paths import SETTING, find, procedures

NAME = "staffordshire"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packs that may be changed, and is looked into first."""
    shutil.copytree(procedures(), tmp_path / "procedures")
    monkeypatch.setenv(SETTING, str(tmp_path / "procedures"))
    return tmp_path / "procedures" / NAME


def test_the_same_pack_makes_the_same_copy_wherever_it_lies(pack: Path) -> None:
    elsewhere = copy_of(NAME)

    shutil.rmtree(pack.parent)

    assert copy_of(NAME) == elsewhere
    assert find(NAME) == procedures() / NAME


def test_a_copy_says_what_the_pack_says(tmp_path: Path) -> None:
    copied, now = procedure_in(copy_of(NAME), tmp_path / "kept"), load(NAME)

    assert copied.hash == now.hash
    assert compare(copied, now) == []
    assert copied.calendar == now.calendar


def test_a_copy_goes_on_saying_what_the_pack_said(pack: Path, tmp_path: Path) -> None:
    before = copy_of(NAME)
    for path in (pack / "allegations.yaml", pack.parent / "calendars" / "england-and-wales.yaml"):
        said = path.read_text(encoding="utf-8").replace("within: 24 hours", "within: 30 hours", 1)
        path.write_text(said.replace("Easter Monday", "A later Monday"))

    then, now = procedure_in(before, tmp_path / "kept"), load(NAME)

    assert copy_of(NAME).digest != before.digest
    assert [each.field for each in compare(then, now)] == ["within"]
    assert then.calendar != now.calendar


def test_a_changed_holiday_table_is_another_copy(pack: Path) -> None:
    before = copy_of(NAME)
    calendar = pack.parent / "calendars" / "england-and-wales.yaml"

    calendar.write_text(calendar.read_text(encoding="utf-8").replace("Good Friday", "A good Friday"))

    assert copy_of(NAME).digest != before.digest


def test_a_copy_that_was_changed_is_refused(tmp_path: Path) -> None:
    copy = copy_of(NAME)
    other = copy_of("england")

    for archive in (other.archive, b"nothing"):
        with pytest.raises(NotTheCopy, match="is not what was adopted"):
            procedure_in(replace(copy, archive=archive), tmp_path / "kept")


def test_two_can_lay_out_one_copy_at_once(tmp_path: Path) -> None:
    copy = copy_of(NAME)
    first = procedure_in(copy, tmp_path / "kept")

    again = procedure_in(copy, tmp_path / "kept")

    assert again is first
    assert [each.name for each in (tmp_path / "kept").iterdir()] == [copy.digest]
