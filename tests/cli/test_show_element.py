"""`dutybook procedures show PACK CHAPTER/ID`: all that a pack says of one element, for whoever builds on it."""

from __future__ import annotations

import json

import pytest

from dutybook.cli.main import main
from tests.packs.test_every_key import BARSETSHIRE


def test_every_key_of_an_element_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "show", str(BARSETSHIRE), "events/advice_asked"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert {"about: consultation", "asks: what_worries", "by: staff_member, senior_manager"} <= set(lines)


def test_rows_are_named_with_their_titles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "show", str(BARSETSHIRE), "decisions/level"]) == 0

    rows = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("rows: "))
    assert rows.startswith("rows: high (High, when serious is answered yes or sector not known), slow (Stuck, when ")
    assert rows.endswith(", rest (Low)")


def test_it_can_be_had_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "show", str(BARSETSHIRE), "facts/outcome", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["order_of_choices"] == "substantiated, unfounded, malicious, unproven"


def test_a_choice_says_when_it_is_offered_and_whether_it_was_withdrawn(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "show", str(BARSETSHIRE), "facts/outcome"]) == 0

    said = capsys.readouterr().out
    assert "malicious (Malicious, when sector is “A school”)" in said
    assert "unproven (Unproven, withdrawn: a notice took this word away)" in said


def test_a_fact_says_which_forms_ask_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "show", str(BARSETSHIRE), "facts/outcome"]) == 0

    assert "asked_by: meeting_held" in capsys.readouterr().out.splitlines()


def test_one_chapter_can_be_listed_with_what_each_fact_is_of_how_it_is_answered_and_which_forms_ask_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["procedures", "show", str(BARSETSHIRE), "facts"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["", "FACTS"]
    assert "  What was found?  [outcome]  para 15  (choice of allegation; asked by meeting_held)" in lines


def test_one_chapter_can_be_had_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "show", str(BARSETSHIRE), "facts", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"procedure", "facts"}
    assert next(each for each in found["facts"] if each["id"] == "outcome")["asked_by"] == ["meeting_held"]


def test_a_chapter_that_is_none_is_bad_usage_and_all_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "show", str(BARSETSHIRE), "facs"]) == 2

    assert "there is no chapter 'facs' in barsetshire; write one of things, events, facts" in capsys.readouterr().err


def test_an_element_that_is_none_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "show", str(BARSETSHIRE), "events/nothing"]) == 2
    assert "there is no 'events/nothing' in barsetshire" in capsys.readouterr().err
