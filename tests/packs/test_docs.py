"""The generated pages: written from the packs, and found stale by name."""

import json
import shutil
from pathlib import Path

import pytest

from dutybook.cli import docs
from dutybook.cli.main import main
from dutybook.packs.paths import procedures
from tests.packs.small_packs import FOLDER


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the small packs, its pages written."""
    shutil.copytree(FOLDER, tmp_path / "procedures")
    shutil.copytree(procedures() / "calendars", tmp_path / "procedures" / "calendars")
    for module in ("dutybook.packs.paths", "dutybook.cli.docs"):
        monkeypatch.setattr(f"{module}.procedures", lambda: tmp_path / "procedures")
    assert docs.main([]) == 0
    return tmp_path / "docs" / "generated"


def test_there_is_a_page_for_each_pack_the_schema_and_the_interface(repository: Path) -> None:
    written = {path.name for path in repository.iterdir()}

    pages = {"albion.html", "barsetshire.html", "side-by-side.html"}
    assert written == pages | {"openapi.json", "pack.schema.json"}
    assert "$defs" in json.loads((repository / "pack.schema.json").read_text(encoding="utf-8"))


def test_pages_just_written_are_fresh(repository: Path) -> None:
    assert docs.main(["--check"]) == 0


def test_a_page_that_says_something_else_is_named_and_not_written(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = repository / "albion.html"
    page.write_text("by hand", encoding="utf-8")

    code = docs.main(["--check"])

    assert (code, capsys.readouterr().err) == (1, "docs/generated/albion.html is not fresh; run make docs\n")
    assert page.read_text(encoding="utf-8") == "by hand"


def test_a_page_that_is_not_there_is_not_fresh(repository: Path) -> None:
    (repository / "barsetshire.html").unlink()

    assert docs.main(["--check"]) == 1


def test_a_page_of_a_pack_that_is_gone_is_named(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "ruritania.html").write_text("", encoding="utf-8")

    code = docs.main(["--check"])

    assert (code, "ruritania.html is generated from nothing any more" in capsys.readouterr().err) == (1, True)


# --- dutybook procedures compare --------------------------------------------------------------------------------------


def compare(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["procedures", "compare", *words])
    return code, capsys.readouterr().out


def test_two_packs_are_compared_in_sentences_each_with_its_topic(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = compare(capsys, str(FOLDER / "albion"), str(FOLDER / "barsetshire"))

    assert code == 0
    assert "\nOther | The duty “Tell the officer”, by when: Albion: by the end of the next working day" in f"\n{out}"
    assert (
        "\nOther | Only Barsetshire has “Review the case”: LADO for Barsetshire (will), by the end of the 15th working"
        " day after the last time a concern was raised (para 3).\n"
    ) in out


def test_a_pack_compared_with_itself_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert compare(capsys, str(FOLDER / "albion"), str(FOLDER / "albion")) == (0, "")


def test_json_lists_every_difference_by_chapter_id_and_field(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = compare(capsys, str(FOLDER / "albion"), str(FOLDER / "barsetshire"), "--json")

    within = [each for each in json.loads(out)["differences"] if each["field"] == "within"]
    assert [(each["chapter"], each["id"], each["from_day"]) for each in within] == [
        ("duties", "tell-the-officer", None)
    ]
    assert within[0]["right"] == "within 4 hours of a concern being raised"


def test_a_pack_that_there_is_not_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "compare", "albion", "atlantis"]) == 2
