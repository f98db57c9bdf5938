"""`duties`, `weigh`, `due` and `keep`, as somebody types them: what is printed, and how a refusal leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dutybook.cli.main import main
from tests.packs.test_every_key import BARSETSHIRE
from tests.packs.writing import write_pack

RAISED = """\
procedure: staffordshire
kind: allegation
entries:
  - type: concern_raised
    happened_at: 2026-04-02T16:00:00+01:00
    by: Head teacher
    as: senior_manager
    data: {allegation: a1}
"""
TOLD = (
    RAISED
    + """\
  - type: designated_officer_told
    happened_at: 2026-04-04T10:00:00+01:00
    recorded_at: 2026-04-05T09:00:00+01:00
    by: Head teacher
    as: senior_manager
    data: {allegation: a1}
"""
)
READINGS = ("tell-the-lado-24-hours", "tell-the-lado-one-working-day")
KEYS = {
    "id", "about", "title", "owner", "strength", "status", "timing", "arose_at", "due_at", "due_at_latest",
    "longer_than", "target_at", "met_at", "late_by_seconds", "moved", "since", "recorded_late", "reading_of", "because",
    "missing", "cite", "set_by",
}  # fmt: skip


@pytest.fixture
def case(tmp_path: Path) -> Any:
    def written(text: str) -> str:
        (tmp_path / "case.yaml").write_text(text)
        return str(tmp_path / "case.yaml")

    return written


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(words) == 0
    return json.loads(capsys.readouterr().out)


def the_two_readings(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    found = {each["id"]: each for each in answer(capsys, "duties", *words, "--json")["duties"]}
    return [found[each] for each in READINGS]


def test_a_concern_on_maundy_thursday_gives_two_clocks_each_cited(
    case: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = the_two_readings(capsys, case(RAISED), "--at", "2026-04-02T17:00")

    assert (first["due_at"], first["cite"]["at"], first["status"]) == ("2026-04-03T16:00:00+01:00", "para 12", "open")
    assert (second["due_at"], second["cite"]["at"], second["status"]) == (
        "2026-04-07T23:59:59+01:00",
        "para 16",
        "open",
    )
    assert first["reading_of"] == second["reading_of"]


def test_told_on_the_saturday_meets_one_reading_late_and_the_other_in_time(
    case: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = the_two_readings(capsys, case(TOLD), "--at", "2026-04-05T12:00")

    assert (first["status"], first["late_by_seconds"], first["timing"]) == ("met late", 64800, "late")
    assert (second["status"], second["late_by_seconds"], second["timing"]) == ("met", 0, "in time")


def test_before_the_telling_was_recorded_the_first_reading_is_overdue(
    case: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    first, _ = the_two_readings(capsys, case(TOLD), "--known-at", "2026-04-04T12:00")

    assert (first["status"], first["late_by_seconds"]) == ("overdue", 72000)


def test_the_answer_has_just_the_keys_that_were_promised(case: Any, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "duties", case(TOLD), "--at", "2026-04-05T12:00", "--json")

    assert set(found) == {"procedure", "at", "known_at", "duties"}
    assert set(found["procedure"]) == {"name", "edition", "hash"}
    assert all(set(each) == KEYS for each in found["duties"])
    assert all(set(each["cite"]) >= {"source", "at", "rules"} for each in found["duties"])


def test_in_plain_words_the_duty_comes_with_its_paragraph_and_its_reason(
    case: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["duties", case(RAISED), "--at", "2026-04-02T17:00"]) == 0

    said = capsys.readouterr().out
    assert "due Friday 3 April 2026 at 16:00" in said
    assert "para 12" in said
    assert "because: A concern was raised on Thursday 2 April 2026 at 16:00 (Head teacher)." in said


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("happened_at: 2026-04-02T16:00:00", "has no offset; write 2026-04-02T16:00:00+01:00"),
        ("happened_at: 2026-13-02", "write a day as 2026-04-02"),
        (
            "happened_at: 2026-04-02T16:00:00+01:00\n    recorded_at: 2026-04-01T09:00:00+01:00",
            "later than recorded_at",
        ),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_its_line_and_what_to_write(
    case: Any, capsys: pytest.CaptureFixture[str], wrong: str, said: str
) -> None:
    path = case(RAISED.replace("happened_at: 2026-04-02T16:00:00+01:00", wrong))

    assert main(["duties", path]) == 2

    refusal = capsys.readouterr().err
    assert said in refusal
    assert f"{path}:5:" in refusal


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("type: concern_raised", "type: concern_rased", "concern_raised"),
        ("{allegation: a1}", "{allegation: a1, shoe_size: 9}", "'shoe_size' is neither a thing nor a fact"),
        ("{allegation: a1}", "{allegation: a1, so_serious: perhaps}", "write yes or no, or not_known"),
        ("{allegation: a1}", "{}", "is about an allegation and names none"),
    ],
)
def test_what_the_pack_does_not_declare_is_refused_with_what_to_write(
    case: Any, capsys: pytest.CaptureFixture[str], right: str, wrong: str, said: str
) -> None:
    assert main(["duties", case(RAISED.replace(right, wrong))]) == 2

    assert said in capsys.readouterr().err


def test_a_bare_date_is_a_day_and_not_midnight(case: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = case(RAISED.replace("happened_at: 2026-04-02T16:00:00+01:00", "happened_at: 2026-04-02"))

    first, second = the_two_readings(capsys, path, "--at", "2026-04-03T12:00")

    assert (first["due_at"], first["due_at_latest"]) == ("2026-04-03T00:00:00+01:00", "2026-04-03T23:59:59+01:00")
    assert (first["timing"], [each["fact"] for each in first["missing"]][-1]) == ("may be late", "the start")
    assert second["due_at"] == second["due_at_latest"] == "2026-04-07T23:59:59+01:00"


def test_beyond_the_holiday_table_one_duty_loses_its_date_and_the_case_keeps_its_page(
    case: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = case(RAISED.replace("2026-04-02T16:00:00+01:00", "2031-04-02T16:00:00+01:00"))

    first, second = the_two_readings(capsys, path, "--known-at", "2031-04-02T18:00", "--at", "2031-04-02T18:00")

    assert first["due_at"] == "2031-04-03T16:00:00+01:00"
    assert (second["due_at"], second["status"]) == (None, "open")
    assert any("the holiday table covers" in each for each in second["because"])


def test_a_limit_over_christmas_is_counted_and_names_the_days_it_skipped(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "due", "15 working days", "--from", "2026-12-24T15:00", "--json")

    assert set(found) == {"due_at", "skipped", "words"}
    assert found["due_at"] == "2027-01-19T23:59:59+00:00"
    assert {"day": "2026-12-25", "why": "Christmas Day"} in found["skipped"]
    assert len(found["skipped"]) == 11


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("due", "3 working days", "--from", "2031-01-01"), 1, "the holiday table covers"),
        (("due", "a while", "--from", "2026-01-01"), 2, "'a while' is not a timescale"),
        (("due", "24 hours", "--from", "tomorrow"), 2, "'tomorrow' is not a time"),
        (("due", "3 months after concern_raised", "--from", "2026-01-01"), 2, "without a case"),
        (("duties", "nowhere.yaml"), 2, "nowhere.yaml"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_its_exit_code(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, said: str
) -> None:
    assert main(words) == code

    assert said in capsys.readouterr().err


def test_weigh_says_what_the_procedure_points_to_and_with_which_keys(
    case: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = case(RAISED.replace("{allegation: a1}", "{allegation: a1, harm_may_have_happened: yes}"))

    found = answer(capsys, "weigh", "threshold", path, "--about", "allegation=a1", "--at", "2026-04-02T17:00", "--json")

    assert set(found) == {"decision", "points_to", "possible", "missing", "decided", "differs"}
    assert [each["points_to"] for each in found["points_to"]] == ["potentially_met"]
    assert set(found["points_to"][0]) == {"row", "points_to", "strength", "because", "cite"}


def test_weigh_refuses_a_decision_that_is_not_there_and_one_about_nothing(
    case: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["weigh", "weather", case(RAISED)]) == 2
    assert "'weather' is not a decision" in capsys.readouterr().err

    assert main(["weigh", "threshold", case(RAISED)]) == 2
    assert "write --about allegation=ID" in capsys.readouterr().err


def test_keep_names_every_record_and_states_no_period_that_no_source_gives(
    case: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, "keep", case(RAISED), "--at", "2026-04-02T17:00", "--json")

    assert found["keep"]
    assert all(row["until"] is None for each in found["keep"] for row in each["points_to"])


ALL_THE_SAME = """\
procedure: {pack}
kind: allegation
entries:
  - {{type: concern_raised, happened_at: "2026-06-01T10:00:00+01:00", by: Head, as: senior_manager,
     data: {{allegation: a1, sector: club}}}}
  - {{type: meeting_held, happened_at: "2026-06-02T10:00:00+01:00", by: Cass, as: chair,
     data: {{allegation: a1, outcome: malicious}}}}
  - {{type: threshold_agreed, happened_at: "2026-06-02T12:00:00+01:00", by: Lee, as: designated_officer,
     data: {{allegation: a1}}}}
  - {{type: case_closed, happened_at: "2026-06-03T10:00:00+01:00", by: Lee, as: caretaker, data: {{allegation: a1}}}}
"""


def test_what_was_recorded_past_a_gate_unoffered_or_by_another_role_stands_and_is_said(
    case: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = case(ALL_THE_SAME.format(pack=BARSETSHIRE))

    assert main(["duties", path, "--at", "2026-06-04T12:00"]) == 0
    lines = capsys.readouterr().out.split("RECORDED ALL THE SAME:\n")[1].splitlines()[:-1]

    assert lines == [
        "  entry 2, The meeting was held (Cass): “Malicious” is offered only when sector is “A school”. para 15",
        "  entry 4, The case was closed (Lee): Whoever agreed does not close. para 19",
        "  entry 4, The case was closed (Lee): Nothing is left to do. para 19",
        "  entry 4, The case was closed (Lee): Caretaker recorded it, where Designated officer does. ours: the end",
    ]


def test_a_case_as_the_procedure_foresees_it_has_nothing_to_say_all_the_same(
    case: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["duties", case(RAISED), "--at", "2026-04-02T17:00"]) == 0

    assert "ALL THE SAME" not in capsys.readouterr().out


KEPT = """\
procedure: {pack}
kind: allegation
entries: [{{type: closed, happened_at: "2026-03-09T12:00:00+00:00", by: Bea, as: officer, data: {{}}}}]
"""
RETENTION = """\
facts:
  pension_age_on: {ask: On which day is pension age?, answers: date, class: adult, cite: {at: p}}
decisions:
  file_kept:
    title: How long
    ask: How long?
    decided_by: officer
    first: {all: {title: Keep, points_to: keep, strength: must, until: UNTIL, cite: {at: para 3}}}
    cite: {at: para 3}
retention:
  file: {title: The file, says: Kept., kept_by: officer, decision: file_kept, cite: {at: para 3}}
"""


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (
            "{latest: [10 years after closed, {set_by: pension_age_on}]}",
            "keep, at least until the end of Sunday 9 March 2036 (para 3)",
        ),
        ("10 years after closed", "keep, until the end of Sunday 9 March 2036 (para 3)"),
        ("{set_by: pension_age_on}", "keep, the period cannot be told yet (para 3)"),
    ],
)
def test_keep_says_what_is_certain_of_a_period(
    until: str, said: str, case: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = write_pack(tmp_path / "barset", RETENTION.replace("UNTIL", until))

    assert main(["keep", case(KEPT.format(pack=folder)), "--at", "2026-03-10T12:00"]) == 0

    assert said in capsys.readouterr().out
