"""Everything that must be refused, each alone and all of it in one pack: with file, line and cure, at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutybook.packs import check
from tests.packs.writing import HEAD, found_in, write_pack

UNCITED = """\
duties:
  see:
    {title: See the child, for: child, owner: head, strength: must, arises: child_named, done_by: child_named}
"""

UNDECLARED = """\
conditions:
  odd: {means: wings and injury, cite: {at: para 2}}
"""

UNREACHED = """\
decisions:
  level:
    ask: At which level?
    decided_by: officer
    first:
      any: {points_to: low, strength: should, cite: {at: para 8}}
      high: {when: crime, points_to: high, strength: should, cite: {at: para 8}}
    cite: {at: para 8}
"""

UNQUOTED = """\
definitions:
  a: {title: on, says: A word., cite: {at: para 9}}
  b: {title: off, says: A word., cite: {at: para 9}}
  c: {title: true, says: A word., cite: {at: para 9}}
  d: {title: null, says: A word., cite: {at: para 9}}
"""

EXAMPLE = """\
procedure: barset
examples:
  told-in-a-week:
    says: The officer is told within a week.
    kind: allegation
    entries:
      - {type: raised, happened_at: "2026-06-01T10:00:00+01:00", by: Head, as: head, data: {allegation: a1}}
    expect:
      - {at: "2026-06-01T12:00", duty: tell, status: open, due: "2026-06-08"}
"""

EXTENDS = HEAD + "extends: plumstead\n"

REFUSED = {
    "uncited": ("uncited.yaml:2: see has no citation; write cite: {at: para 12, rules: [S-12-2]} or {ours: why}"),
    "undeclared": "undeclared.yaml:2: 'wings' is not declared as a condition or a fact; declare it under conditions",
    "unreached": (
        "unreached.yaml:7: row high is never reached: the rows before it leave nothing;"
        " place it before them with after:, or take it out"
    ),
    "on": "unquoted.yaml:2: 'on' without quotes reads two ways in YAML; write yes or no, or put the word in quotes",
    "off": "unquoted.yaml:3: 'off' without quotes reads two ways in YAML; write yes or no, or put the word in quotes",
    "true": "unquoted.yaml:4: 'true' without quotes reads two ways in YAML; write yes or no, or put the word in quotes",
    "null": (
        "unquoted.yaml:5: 'null' without quotes reads two ways in YAML;"
        " write a value, the word none, or leave the key out"
    ),
    "circle": "pack.yaml:6: a circle: barset -> plumstead -> barset; let each pack extend one above it",
    "example": (
        "one.yaml:3: told-in-a-week: line 9: tell: due is 2026-06-02T10:00:00+01:00, not 2026-06-08;"
        " mend the pack or the example, whichever is not what the document says"
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One pack in which all of it is wrong; it extends another, which extends it."""
    write_pack(tmp_path / "plumstead", head=HEAD + "extends: barset\n", sound="", extra="")
    folder = write_pack(
        tmp_path / "barset",
        head=EXTENDS,
        uncited=UNCITED,
        undeclared=UNDECLARED,
        unreached=UNREACHED,
        unquoted=UNQUOTED,
    )
    (folder / "examples").mkdir()
    (folder / "examples" / "one.yaml").write_text(EXAMPLE, encoding="utf-8")
    return folder


@pytest.mark.parametrize("what", REFUSED)
def test_each_is_refused_with_its_file_its_line_and_the_cure(what: str, folder: Path) -> None:
    assert [each for each in found_in(folder) if each == REFUSED[what]]


def test_all_of_it_is_said_in_one_run_and_nothing_else(folder: Path) -> None:
    assert sorted(found_in(folder)) == sorted(REFUSED.values())


def test_a_circle_is_said_of_each_pack_in_it(folder: Path) -> None:
    circles = [each for each in check([folder, folder.parent / "plumstead"]) if "a circle" in each.what]

    assert sorted(Path(each.path).parent.name for each in circles) == ["barset", "plumstead"]


def test_an_example_that_rests_on_something_wrong_is_not_said_to_fail(tmp_path: Path) -> None:
    """The duty itself is uncited: its example waits until that is mended."""
    wrong = "duties:\n  see: {title: See, owner: head, strength: must, arises: raised, within: 1 day, done_by: told}\n"
    folder = write_pack(tmp_path / "barset", wrong)
    (folder / "examples").mkdir()
    (folder / "examples" / "one.yaml").write_text(EXAMPLE.replace("duty: tell", "duty: see"), encoding="utf-8")

    assert [each.partition(":")[0] for each in found_in(folder)] == ["extra.yaml"]
