"""Local values that are older than the national edition they hide: nobody may have looked at the newer one.

Listed until the pack says `seen:` with a day on or after that edition. Nothing here may prefer the newer value by
itself: the more local layer wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from dutybook.packs.checks.written import parts_of
from dutybook.packs.layers import APART
from dutybook.packs.pack import Pack, Written
from dutybook.packs.problems import Problem

NEVER_HIDES = APART | {"cite", "title", "seen", "withdrawn"}


def hidden_editions(stack: Sequence[Pack]) -> Iterator[Problem]:
    """Every value of the most local pack that hides a newer edition of a pack above it."""
    pack, above = stack[-1], stack[:-1]
    for chapter, elements in pack.chapters.items():
        for id, element in elements.items():
            for other in (each.chapters[chapter][id] for each in above if id in each.chapters[chapter]):
                yield from _hidden(id, element, other, pack)


def _hidden(id: str, element: Written, other: Written, pack: Pack) -> Iterator[Problem]:
    begins = pack.header.in_force_from or date.min
    for name in sorted(_set_by(element) & _set_by(other)):
        newest = max((each for each in _days(other, name) if each), default=date.min)
        own, part = max(((day or begins, n) for n, day in enumerate(_days(element, name)) if _sets(element, n, name)))
        seen = element.model.seen or date.min
        if newest > max(own, seen):
            key = element.model.written(name)
            place = parts_of(element)[part].place(key)
            what = f"{key} of {id} is older than the edition of {newest} in {other.pack}, which it hides"
            yield Problem(
                place.path, place.line, what, f'look at that edition, then change {key}, or write seen: "{newest}"'
            )


def _set_by(element: Written) -> set[str]:
    return {name for part in parts_of(element) for name in part.model.model_fields_set} - NEVER_HIDES


def _days(element: Written, name: str) -> list[date | None]:
    """For the element and each edition, from when it sets the key: None for always, or not at all."""
    return [part.model.from_ if name in part.model.model_fields_set else None for part in parts_of(element)]


def _sets(element: Written, n: int, name: str) -> bool:
    return name in parts_of(element)[n].model.model_fields_set
