"""Names that entries were stored under are never lost, renamed or given another meaning: only withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutybook.packs.checks.against import lost_names
from tests.packs.writing import SOUND, write_pack

CHANGES = {
    "an event renamed": ("told: {title", "was_told: {title", "events: told is lost"),
    "a fact taken out": ("  people: {ask: How many people?, answers: number, class: adult, cite: {at: para 4}}\n", "", "facts: people is lost"),
    "a thing renamed": ("  child: {title: Child", "  minor: {title: Child", "things: child is lost"),
    "a choice taken out": ("home: {title: At home}, ", "", "the answer 'home' to setting is lost"),
    "another sort of answer": ("How many people?, answers: number", "How many people?, answers: text", "answers of people was number and is now text"),
    "about another thing": ("grave: {of: allegation,", "grave: {of: child,", "of of grave was allegation and is now child"),
    "an event about something else": ("about: [child], asks", "about: [allegation], asks", "about of child_named was child and is now allegation"),
}  # fmt: skip
LINES = {
    "a choice taken out": 22,
    "another sort of answer": 17,
    "about another thing": 15,
    "an event about something else": 10,
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_stored_name_that_is_lost_is_said(name: str, tmp_path: Path) -> None:
    was, now, expected = CHANGES[name]
    old = write_pack(tmp_path / "old" / "barset")
    new = write_pack(tmp_path / "new" / "barset", sound=SOUND.replace(was, now))

    (problem,) = lost_names(new, old)

    assert problem.what.startswith(expected)
    assert problem.line == LINES.get(name, 1)


KEPT = {
    "a name withdrawn": "  people: {withdrawn: nobody counts}\n",
    "another question and another role": "  people: {ask: How many were there?, answers: number, class: child, cite: {at: q}}\n",
}


@pytest.mark.parametrize("name", KEPT)
def test_what_entries_do_not_name_may_change(name: str, tmp_path: Path) -> None:
    was = "  people: {ask: How many people?, answers: number, class: adult, cite: {at: para 4}}\n"
    old = write_pack(tmp_path / "old" / "barset")
    new = write_pack(tmp_path / "new" / "barset", sound=SOUND.replace(was, KEPT[name]))

    assert lost_names(new, old) == []


def test_duties_and_conditions_are_nobodys_stored_names(tmp_path: Path) -> None:
    old = write_pack(tmp_path / "old" / "barset")
    new = write_pack(
        tmp_path / "new" / "barset", sound=SOUND.replace("  tell:", "  tell-them:").replace("child_hurt", "hurt")
    )

    assert lost_names(new, old) == []
