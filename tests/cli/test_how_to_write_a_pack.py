"""The page about writing a pack works: its files are written, commands typed, recipes those of a pack that passes.

Never checks what each command answers in full, which its own tests do; only what the page says that it will answer.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dutybook.packs.pack import files_of
from dutybook.packs.schema.chapters import CHAPTERS
from dutybook.packs.source import read_file, read_text
from tests.packs.test_every_key import BARSETSHIRE
from tests.repo import tree

PAGE = tree.text_of(tree.ROOT / "docs" / "how-to" / "write-a-pack.md")
RECIPES = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
FILE = re.compile(r"In `([^`]+)`:$")


def blocks() -> Iterator[tuple[str, str]]:
    """Every indented block: the file that it is to be written into, or none for what is to be typed."""
    without_recipes = re.sub(r"```yaml\n.*?```", "", PAGE, flags=re.DOTALL)
    before = ""
    for part in without_recipes.split("\n\n"):
        if part.startswith("    "):
            named = FILE.search(before)
            yield named[1] if named else "", "\n".join(line[4:] for line in part.splitlines()) + "\n"
        before = part


def typed(folder: Path, script: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", f"set -e\n{script}"], cwd=folder, capture_output=True, text=True, check=False, env=environment
    )


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What each block of commands printed, with every file of the page written on the way."""
    folder = tmp_path_factory.mktemp("page")
    found = []
    beside = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    environment = {**os.environ, **beside, "DUTYBOOK_CACHE": str(folder / "cache"), "LC_ALL": "C.UTF-8"}
    for file, text in blocks():
        if file:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
        else:
            done = typed(folder, text, environment)
            assert (done.returncode, done.stderr) == (0, ""), text
            found.append(done.stdout)
    return found


def test_the_skeleton_the_page_begins_with_passes(answers: list[str]) -> None:
    assert "packs/north-mere is written and passes" in answers[0]
    assert "[concern_raised]" in answers[1]
    assert "about: allegation\n" in answers[1]
    assert "asked_by: concern_raised" in answers[1]


def test_the_small_pack_passes_with_its_example(answers: list[str]) -> None:
    assert answers[2] == "1 examples hold, 0 do not\n"


def test_the_case_is_answered_as_the_page_says(answers: list[str]) -> None:
    said = answers[3]

    assert said.index("OPEN: Tell the officer") < said.index("MET LATE: Tell the officer")
    assert "to find out: child was hurt" in said
    assert "Tuesday 7 April 2026" in said


def test_a_pack_in_the_folder_of_the_setting_is_found_by_its_name(answers: list[str]) -> None:
    assert {"little-hythe", "north-mere"} <= {line.split()[0] for line in answers[4].splitlines() if line}


def test_the_harder_recipes_pass_in_the_small_pack_and_are_proved(answers: list[str]) -> None:
    assert answers[5] == "5 examples hold, 0 do not\n"


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_stands_in_the_shire_that_is_in_no_atlas(recipe: str) -> None:
    written = read_text(recipe)

    assert written.problems == ()
    for chapter, elements in written.data.items():
        for id, element in elements.items():
            assert is_within(element, whole(chapter)[id]), f"{chapter}/{id}"


def whole(chapter: str) -> dict[str, Any]:
    """Every element of a chapter as its files write it."""
    read = [read_file(path).data for path in files_of(BARSETSHIRE)[1:]]
    return {id: element for each in read for id, element in each.get(chapter, {}).items()}


def is_within(part: Any, found: Any) -> bool:
    if isinstance(part, dict):
        return isinstance(found, dict) and all(
            key in found and is_within(each, found[key]) for key, each in part.items()
        )
    return bool(part == found)


def test_every_chapter_is_explained() -> None:
    assert [chapter for chapter in CHAPTERS if f"| `{chapter}` |" not in PAGE] == []


def test_no_command_stands_where_no_test_types_it() -> None:
    shown = "".join(text for file, text in blocks() if not file)

    assert [each for each in re.findall(r"dutybook [a-z]+ .*", PAGE) if each not in shown] == []
