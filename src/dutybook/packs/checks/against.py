"""Stored names against an older pack: ids of things, events, facts and choices are never lost, only withdrawn.

Entries written long ago name them. Nothing here may compare anything but names.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dutybook.packs.layers import members_of
from dutybook.packs.pack import Pack, Written, read_pack
from dutybook.packs.paths import find
from dutybook.packs.problems import Problem

STORED = ("things", "events", "facts", "decisions")


def lost_names(new: str | Path, old: str | Path) -> list[Problem]:
    """The stored names of the older pack that the newer one neither keeps nor withdraws, or gives another meaning."""
    before, after = read_pack(find(old)), read_pack(find(new))
    return list(_lost(before, after))


def _lost(before: Pack, after: Pack) -> Iterator[Problem]:
    for chapter in STORED:
        for id, element in before.chapters[chapter].items():
            kept = after.chapters[chapter].get(id)
            if kept is None:
                what = f"{chapter}: {id} is lost; it stood at {element.place()}, and entries may name it"
                yield after.head.problem(
                    (), what, f"declare it again, or write {id}: {{withdrawn: why}} under {chapter}"
                )
            else:
                yield from _lost_choices(id, element, kept)
                yield from _reused(id, element, kept)


def _lost_choices(id: str, old: Written, new: Written) -> Iterator[Problem]:
    kept = members_of(new).get("choices", {})
    for choice, row in members_of(old).get("choices", {}).items():
        if choice not in kept:
            place = new.place("choices")
            what = f"the answer {choice!r} to {id} is lost; it stood at {row.place()}, and entries may give it"
            yield Problem(place.path, place.line, what, f"offer it again, or write {choice}: {{withdrawn: why}}")


def _reused(id: str, old: Written, new: Written) -> Iterator[Problem]:
    """The same name for another sort of answer, or about another kind of thing."""
    for name in ("answers", "of", "about"):
        was, now = getattr(old.model, name, None), getattr(new.model, name, None)
        if was != now and name in old.model.model_fields_set and not new.model.withdrawn:
            place = new.place(name)
            what = f"{name} of {id} was {_said(was)} and is now {_said(now)}; entries already name it"
            yield Problem(place.path, place.line, what, "declare a new name, and withdraw this one")


def _said(value: object) -> str:
    return ", ".join(value) or "nothing" if isinstance(value, tuple) else str(value)
