"""Names that entries were stored under are never lost, renamed or given another meaning: only withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutybook.packs.checks.against import lost_names
from tests.packs.writing import SOUND, write_pack

PEOPLE = "  people: {ask: How many people?, answers: number, class: adult, cite: {at: para 4}}\n"

CHANGES = {
    "an event renamed": ("told: {title", "was_told: {title", 1, "events: told is lost"),
    "a fact taken out": (PEOPLE, "", 1, "facts: people is lost"),
    "a thing renamed": ("  child: {title: Child", "  minor: {title: Child", 1, "things: child is lost"),
    "a choice taken out": ("home: {title: At home}, ", "", 22, "the answer 'home' to setting is lost"),
    "another sort of answer": (
        "How many people?, answers: number",
        "How many people?, answers: text",
        17,
        "answers of people was number and is now text",
    ),
    "about another thing": (
        "grave: {of: allegation,",
        "grave: {of: child,",
        15,
        "of of grave was allegation and is now child",
    ),
    "an event about something else": (
        "about: [child], asks",
        "about: [allegation], asks",
        10,
        "about of child_named was child and is now allegation",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_stored_name_that_is_lost_is_said(name: str, tmp_path: Path) -> None:
    was, now, line, expected = CHANGES[name]
    old = write_pack(tmp_path / "old" / "barset")
    new = write_pack(tmp_path / "new" / "barset", sound=SOUND.replace(was, now))

    (problem,) = lost_names(new, old)

    assert problem.what.startswith(expected)
    assert problem.line == line


KEPT = {
    "a name withdrawn": "  people: {withdrawn: nobody counts}\n",
    "another question": "  people: {ask: How many were there?, answers: number, class: child, cite: {at: q}}\n",
}


@pytest.mark.parametrize("name", KEPT)
def test_what_entries_do_not_name_may_change(name: str, tmp_path: Path) -> None:
    old = write_pack(tmp_path / "old" / "barset")
    new = write_pack(tmp_path / "new" / "barset", sound=SOUND.replace(PEOPLE, KEPT[name]))

    assert lost_names(new, old) == []


def test_duties_and_conditions_are_nobodys_stored_names(tmp_path: Path) -> None:
    old = write_pack(tmp_path / "old" / "barset")
    renamed = SOUND.replace("  tell:", "  tell-them:").replace("child_hurt", "hurt")
    new = write_pack(tmp_path / "new" / "barset", sound=renamed)

    assert lost_names(new, old) == []
