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

    assert "rows: high (High), slow (Stuck), rest (Low)" in capsys.readouterr().out.splitlines()


def test_it_can_be_had_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "show", str(BARSETSHIRE), "facts/outcome", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["order_of_choices"] == "substantiated, unfounded, malicious, unproven"


def test_an_element_that_is_none_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "show", str(BARSETSHIRE), "events/nothing"]) == 2
    assert "there is no 'events/nothing' in barsetshire" in capsys.readouterr().err
