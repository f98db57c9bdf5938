"""A skeleton passes as it is, shows every chapter, and tells an editor what may be written.

Never checks what the chapters mean.
"""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

from dutybook.cli.main import main
from dutybook.packs import json_schema, load, names, run_examples
from dutybook.packs.pack import read_pack
from dutybook.packs.paths import find
from dutybook.packs.schema.chapters import CHAPTERS
from dutybook.packs.skeleton import SCHEMA, write_skeleton
from dutybook.packs.source import read_file

ALBION = Path(__file__).parent / "small" / "albion"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYBOOK_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize("parent", [[], ["--extends", str(ALBION)]])
def test_a_new_pack_passes_as_it_is(parent: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if parent:
        (tmp_path / "albion").symlink_to(ALBION)
        parent = ["--extends", "albion"]

    assert main(["procedures", "new", "north-mere", *parent, "--in", str(tmp_path)]) == 0

    said = capsys.readouterr()
    assert (said.err, "is written and passes" in said.out) == ("", True)
    assert main(["procedures", "check", str(tmp_path / "north-mere")]) == 0


def test_it_shows_every_chapter_there_is(tmp_path: Path) -> None:
    pack = read_pack(write_skeleton("north-mere", tmp_path))

    assert [chapter for chapter in CHAPTERS if not pack.chapters[chapter]] == []


def test_its_examples_hold_and_there_are_some(tmp_path: Path) -> None:
    folder = write_skeleton("north-mere", tmp_path)

    outcomes = run_examples(load(folder), folder / "examples")

    assert len(outcomes) == 3
    assert [each.differences for each in outcomes if not each.passed] == []


def test_no_name_of_it_is_a_name_of_a_pack_that_comes_with_dutybook(tmp_path: Path) -> None:
    own = stored_names(write_skeleton("north-mere", tmp_path))

    assert [f"{name}: {id}" for name in names() for id in stored_names(find(name)) & own] == []


def stored_names(folder: Path) -> set[str]:
    chapters = read_pack(folder).chapters
    stored = ("things", "events", "facts", "roles", "duties", "decisions", "conditions")
    return {id for each in stored for id in chapters[each]}


def test_every_file_names_the_schema_beside_it_and_fits_it(tmp_path: Path) -> None:
    folder = write_skeleton("north-mere", tmp_path)
    validator = jsonschema_rs.validator_for(json.loads((folder / SCHEMA).read_text(encoding="utf-8")))

    for path in folder.glob("*.yaml"):
        first, _, _ = path.read_text(encoding="utf-8").partition("\n")
        assert first == f"# yaml-language-server: $schema=./{SCHEMA}"
        assert [str(each) for each in validator.iter_errors(read_file(path).data)] == []


@pytest.mark.parametrize("name", names())
def test_the_schema_fits_every_pack_that_comes_with_dutybook(name: str) -> None:
    validator = jsonschema_rs.validator_for(json_schema())
    files = [path for path in find(name).glob("*.yaml") if path.name != "coverage.yaml"]

    assert [str(each) for path in files for each in validator.iter_errors(read_file(path).data)] == []


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({"arises": {"upon": "raised"}}, "a key that is none"),
        ({"within": {"soonest": ["1 day"]}}, "a way of counting that is none"),
        ({"owner": {"rest": {"rol": "head"}}}, "an owner who is nobody"),
        ({"cut_off": {"days": ["friday"], "after": "16:00"}}, "a day that is none"),
    ],
)
def test_an_editor_marks_a_slip_inside_a_form(written: dict[str, object], why: str) -> None:
    validator = jsonschema_rs.validator_for(json_schema())

    assert not validator.is_valid({"duties": {"tell": written}}), why


def test_a_name_that_no_pack_may_have_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "new", "North Mere", "--in", str(tmp_path)]) == 2
    assert "write small letters" in capsys.readouterr().err
    assert list(tmp_path.glob("[nN]orth*")) == []


def test_a_folder_that_is_there_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "north-mere").mkdir()

    assert main(["procedures", "new", "north-mere", "--in", str(tmp_path)]) == 2
    assert "is there already" in capsys.readouterr().err


def test_a_parent_that_is_nowhere_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "new", "north-mere", "--extends", "atlantis", "--in", str(tmp_path)]) == 2
    assert "there is no pack 'atlantis'" in capsys.readouterr().err
