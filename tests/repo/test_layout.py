"""The shape of the repository: where things live, how long a file may grow, what a newcomer always finds.

Never checks what a linter checks already.
"""

import ast
import tomllib
from pathlib import Path

import dutybook
from tests.repo import tree

LONGEST = 400
MEANINGLESS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "service", "services", "misc"}
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "GLOSSARY.md", "LICENSE", "docs/tour.md")
PARTS_OF_A_DECISION = ("## Context", "## Decision", "## Consequences")


def test_no_python_file_or_template_is_longer_than_400_lines() -> None:
    own = [path for path in (*tree.python_files(), *tree.templates()) if not tree.is_vendored(path)]

    too_long = {tree.name(path): lines for path in own if (lines := _lines(path)) > LONGEST}

    assert not too_long, "a file over 400 lines is a missing noun"


def test_no_module_has_a_name_that_says_nothing() -> None:
    modules = [path.relative_to(tree.ROOT).with_suffix("") for path in tree.python_files()]

    assert not [str(module) for module in modules if MEANINGLESS & set(module.parts)]


def test_every_module_says_what_lives_in_it() -> None:
    own = [path for path in tree.python_files() if "migrations" not in path.parts and tree.text_of(path).strip()]

    assert not [tree.name(path) for path in own if not ast.get_docstring(ast.parse(tree.text_of(path)))]


def test_every_module_of_the_product_belongs_to_a_layer() -> None:
    layers = {"engine", "packs", "casework", "web", "api", "cli", "project"}
    inside = [path.relative_to(tree.SOURCE) for path in tree.python_files() if tree.SOURCE in path.parents]

    assert {path.parts[0] for path in inside if len(path.parts) > 1} <= layers
    assert [str(path) for path in inside if len(path.parts) == 1] == ["__init__.py"]


def test_the_pages_a_newcomer_looks_for_are_there_and_have_text() -> None:
    assert not [page for page in PAGES if len(tree.text_of(tree.ROOT / page)) < 200]


def test_every_decision_has_a_number_of_its_own_and_its_three_parts() -> None:
    records = sorted((tree.ROOT / "docs" / "decisions").glob("*.md"))

    numbers = [record.name[:4] for record in records]

    assert numbers == [f"{number:04}" for number in range(1, len(records) + 1)]
    assert not [record.name for record in records if not _has_in_order(record, PARTS_OF_A_DECISION)]


def test_the_changelog_has_a_place_for_what_is_not_released_yet() -> None:
    headings = [line for line in tree.text_of(tree.ROOT / "CHANGELOG.md").splitlines() if line.startswith("## ")]

    assert headings[0] == "## Unreleased"


def test_the_version_is_said_the_same_in_both_places() -> None:
    project = tomllib.loads(tree.text_of(tree.ROOT / "pyproject.toml"))["project"]

    assert project["version"] == dutybook.__version__


def test_no_file_is_left_half_done() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "X" * 3 + " ")
    own = [path for path in (*tree.python_files(), *tree.templates()) if not tree.is_vendored(path)]

    assert not [tree.name(path) for path in own if any(mark in tree.text_of(path) for mark in marks)]


def _lines(path: Path) -> int:
    return len(tree.text_of(path).splitlines())


def _has_in_order(record: Path, parts: tuple[str, ...]) -> bool:
    text = tree.text_of(record)
    places = [text.find(f"\n{part}\n") for part in parts]
    return text.startswith("# ") and -1 not in places and places == sorted(places)
