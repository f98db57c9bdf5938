"""`dutybook procedures …` and the way every refusal leaves: exit code, standard error, file and line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dutybook.cli.main import COMMANDS, main
from tests.packs.writing import HEAD, SOUND, write_pack

REVIEWED = HEAD + "next_review_on: not_given\n"
WRONG = "things: {plan: {title: Plan}}"
EXAMPLE = """\
examples:
  open:
    entries: [{type: raised, happened_at: "2026-04-02T16:00:00+01:00", by: A, as: head, data: {allegation: a1}}]
    expect: [{at: "2026-04-02T17:00:00+01:00", duty: tell, status: STATUS}]
"""
CONCERN = """\
procedure: staffordshire
kind: allegation
entries:
  - {type: concern_raised, happened_at: "2026-04-02T16:00:00+01:00", by: R, as: senior_manager,
     data: {allegation: a1, harm_may_have_happened: yes}}
"""


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYBOOK_CACHE", str(tmp_path / "cache"))


def with_example(folder: Path, status: str) -> Path:
    (folder / "examples").mkdir()
    (folder / "examples" / "all.yaml").write_text(EXAMPLE.replace("STATUS", status), encoding="utf-8")
    return folder


def test_list_names_every_pack(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pack(tmp_path / "barset")
    monkeypatch.setenv("DUTYBOOK_PROCEDURES", str(tmp_path))

    assert main(["procedures", "list"]) == 0
    assert any(line.startswith("barset ") for line in capsys.readouterr().out.splitlines())
    assert main(["procedures", "list", "--json"]) == 0
    assert {"name": "barset", "title": "A pack for tests"}.items() <= json.loads(capsys.readouterr().out)[0].items()


def test_show_gives_every_element_with_its_paragraph(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "barset")

    assert main(["procedures", "show", str(folder)]) == 0
    assert "  Tell the officer  [tell]  para 6" in capsys.readouterr().out
    assert main(["procedures", "show", str(folder), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["duties"] == [{"id": "tell", "title": "Tell the officer", "at": "para 6", "set_by": "barset"}]


def test_check_is_silent_about_a_sound_pack(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "barset", head=REVIEWED)

    assert main(["procedures", "check", str(folder)]) == 0
    assert capsys.readouterr() == ("", "")


def test_check_says_what_is_wrong_one_a_line_on_standard_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = write_pack(tmp_path / "barset", WRONG, head=REVIEWED)

    assert main(["procedures", "check", str(folder)]) == 1
    assert capsys.readouterr() == (
        "",
        f"{folder}/extra.yaml:1: plan has no citation; write cite: {{at: para 12, rules: [S-12-2]}} or {{ours: why}}\n",
    )


def test_a_note_fails_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    facts = "".join(f"  f{n}: {{ask: F?, answers: yes_no, class: adult, cite: {{at: p}}}}\n" for n in range(17))
    many = (
        f"facts:\n{facts}conditions: {{many: {{means: {' or '.join(f'f{n}' for n in range(17))}, cite: {{at: p}}}}}}\n"
    )

    assert main(["procedures", "check", str(write_pack(tmp_path / "barset", many))]) == 0
    assert ":19: note: not checked" in capsys.readouterr().out


def test_check_against_an_older_folder_names_what_was_lost(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    old = write_pack(tmp_path / "old" / "barset")
    new = write_pack(tmp_path / "new" / "barset", sound=SOUND.replace("grave:", "serious:"))

    assert main(["procedures", "check", str(new), "--against", str(old)]) == 1
    assert "facts: grave is lost" in capsys.readouterr().err


def test_check_against_needs_one_pack_to_compare(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["procedures", "check", "--against", str(write_pack(tmp_path / "barset"))]) == 2
    assert "--against compares one pack" in capsys.readouterr().err


def test_examples_that_hold_are_counted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = with_example(write_pack(tmp_path / "barset"), "open")

    assert main(["procedures", "examples", str(folder)]) == 0
    assert capsys.readouterr().out == "1 examples hold, 0 do not\n"


def test_examples_that_do_not_are_named_with_file_and_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = with_example(write_pack(tmp_path / "barset"), "met")

    assert main(["procedures", "examples", str(folder)]) == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"{folder}/examples/all.yaml:2: open: line 4: tell: status is open, not met;")
    assert main(["procedures", "examples", str(folder), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["passed"] is False


def test_a_pack_that_cannot_be_loaded_is_what_was_asked_about(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["procedures", "show", str(write_pack(tmp_path / "barset", WRONG))]) == 1
    assert "extra.yaml:1: plan has no citation" in capsys.readouterr().err


def test_a_name_that_is_no_pack_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "show", "atlantis"]) == 2
    assert "there is no pack 'atlantis'" in capsys.readouterr().err


def test_a_command_that_is_none_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["proceed"])

    assert stopped.value.code == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_how_it_is_used(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])

    assert stopped.value.code == 0
    assert f"dutybook {command}" in capsys.readouterr().out


def test_counting_working_days_waits_for_neither_django_nor_pydantic() -> None:
    program = (
        "import sys; from dutybook.cli.main import main;"
        "code = main(['due', '15 working days', '--from', '2026-12-24T15:00', '--json']);"
        "print(sorted({'django', 'pydantic'} & set(sys.modules)), code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": "src"},
    )

    assert done.stdout.splitlines()[-1] == "[] 0"


def test_move_says_what_would_be_gained_lost_and_moved_under_another_procedure(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(CONCERN)

    assert main(["procedures", "move", str(case), "england", "--at", "2026-04-09T12:00"]) == 0
    said = capsys.readouterr().out
    assert main(["procedures", "move", str(case), "england", "--at", "2026-04-09T12:00", "--json"]) == 0
    written = json.loads(capsys.readouterr().out)

    assert "Would be gained: 0" in said
    assert "OVERDUE: Tell the duty LADO within 24 hours [a1]" in said
    assert written["to"] == "england"
    assert "tell-the-lado-24-hours" in [each["id"] for each in written["lost"]]


def test_move_lists_what_the_other_procedure_does_not_declare(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(CONCERN)
    other = tmp_path / "elsewhere"
    other.mkdir()
    (other / "pack.yaml").write_text("name: elsewhere\ntitle: Elsewhere\nkind: national\ncalendar: england-and-wales\n")

    assert main(["procedures", "move", str(case), str(other), "--at", "2026-04-09T12:00"]) == 0

    assert "entry 1: concern_raised is not an event of elsewhere" in capsys.readouterr().out
