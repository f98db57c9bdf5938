"""Layers and editions put together: what every element says on one day, and which pack and line said it.

The most local layer that sets a key wins; within a layer, the latest edition in force. A more local value must never
lose to a newer national one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from dutybook.packs.pack import ROWS, Pack, Written, read_pack
from dutybook.packs.paths import Among, find
from dutybook.packs.problems import PackErrors, Place, Problem, UnknownPack
from dutybook.packs.schema.chapters import CHAPTERS
from dutybook.packs.schema.forms import Changed
from dutybook.packs.schema.rules import Choice, Element

APART = {"editions", "from_"}


@dataclass(frozen=True)
class Above:
    """What a pack says of a key that a more local one sets too."""

    pack: str
    value: Any


@dataclass(frozen=True)
class Resolved:
    """An element on one day. `set_by` and `places` are by key as written; `members` are its rows, by key and id.

    `above`: for each key that more than one layer sets, what the next layer up says, which is hidden by it.
    """

    model: Element
    origin: str
    place: Place
    set_by: Mapping[str, str]
    places: Mapping[str, Place]
    members: Mapping[str, Mapping[str, Resolved]]
    spoilt: frozenset[str]
    above: Mapping[str, Above] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def at(self, key: str) -> Place:
        """The line of a key, or of the element where the key is not written."""
        return self.places.get(key, self.place)


@dataclass(frozen=True)
class Book:
    """Everything that a stack of packs says on one day; `gone` are the elements that one of them withdrew."""

    day: date
    chapters: Mapping[str, Mapping[str, Resolved]]
    gone: Mapping[tuple[str, str], Resolved]

    @property
    def withdrawn(self) -> Mapping[tuple[str, str], str]:
        """Why each of the elements that are gone was withdrawn."""
        return {key: each.model.withdrawn for key, each in self.gone.items()}


def stack_of(folder: Path, among: Among = None) -> list[Pack]:
    """The pack in this folder and everything it extends, the nation first."""
    packs, circle = stack_and_circle(folder, among)
    if circle is not None:
        raise PackErrors([circle])
    return packs


def stack_and_circle(folder: Path, among: Among = None) -> tuple[list[Pack], Problem | None]:
    """The same for whoever looks for mistakes: where the packs extend each other in a circle, each of them once."""
    packs: list[Pack] = []
    while True:
        pack = read_pack(folder)
        if any(each.name == pack.name for each in packs):
            circle = " -> ".join([*(each.name for each in reversed(packs)), pack.name])
            return packs, pack.head.problem(["extends"], f"a circle: {circle}", "let each pack extend one above it")
        packs.insert(0, pack)
        if not pack.header.extends:
            return packs, None
        try:
            folder = find(pack.header.extends, beside=folder, among=among)
        except UnknownPack as error:
            what, _, write = str(error).partition("; ")
            raise PackErrors([pack.head.problem(["extends"], what, write)]) from None


def books(stack: Sequence[Pack]) -> list[Book]:
    """What the stack says, on each day from which it says something new; the first begins at date.min."""
    members = {chapter: _layered(stack, chapter) for chapter in CHAPTERS}
    days = {date.min} | {day for elements in members.values() for parts in elements.values() for day in _days(parts)}
    return [_book(members, day) for day in sorted(days)]


def _layered(stack: Sequence[Pack], chapter: str) -> dict[str, list[Written]]:
    found: dict[str, list[Written]] = {}
    for pack in stack:
        for id, written in pack.chapters[chapter].items():
            found.setdefault(id, []).append(written)
    return found


def _days(parts: Iterable[Written]) -> Iterator[date]:
    for part in parts:
        yield from (each.from_ for each in part.model.editions if each.from_)


def _book(members: Mapping[str, Mapping[str, list[Written]]], day: date) -> Book:
    chapters: dict[str, dict[str, Resolved]] = {}
    gone: dict[tuple[str, str], Resolved] = {}
    for chapter, elements in members.items():
        chapters[chapter] = {}
        for id, parts in elements.items():
            found = on_day(parts, day)
            if found is None:
                continue
            if found.model.withdrawn:
                gone[chapter, id] = found
            else:
                chapters[chapter][id] = found
    return Book(day, chapters, gone)


def on_day(parts: Sequence[Written], day: date) -> Resolved | None:
    """The element that these layers say on the day; None before the first edition of one that has nothing else."""
    said = [each for part in parts for each in (part, *editions_of(part, day))]
    if not any(each.model.model_fields_set - APART - {"title", "cite"} for each in said) and any(_days(parts)):
        return None
    return combined(said)


def editions_of(part: Written, day: date = date.max) -> list[Written]:
    """The editions of one layer that are in force on the day, the earliest first."""
    found = [
        Written(part.pack, edition, part.document, (*part.where, "editions", n))
        for n, edition in enumerate(part.model.editions)
        if edition.from_ and edition.from_ <= day
    ]
    return sorted(found, key=lambda each: each.model.from_ or date.min)


def combined(parts: Sequence[Written]) -> Resolved:
    """Key by key, what the last of the parts says."""
    values: dict[str, Any] = {}
    last: dict[str, Written] = {}
    above: dict[str, Above] = {}
    rows: dict[str, dict[str, list[Written]]] = {}
    extra: dict[str, Any] = {}
    for part in parts:
        _forget_other_forms(part.model, values, rows)
        for name in part.model.model_fields_set - APART:
            if name in values and last[name].pack != part.pack:
                above[name] = Above(last[name].pack, values[name])
            said = getattr(part.model, name)
            values[name] = said.of(values.get(name, ())) if isinstance(said, Changed) else said
            last[name] = part
        for name, found in members_of(part).items():
            for id, row in found.items():
                rows.setdefault(name, {}).setdefault(id, []).append(row)
        extra |= part.model.model_extra or {}
    return replace(_resolved(parts, values, last, rows, extra), above=above)


def _resolved(
    parts: Sequence[Written],
    values: dict[str, Any],
    last: Mapping[str, Written],
    rows: Mapping[str, Mapping[str, list[Written]]],
    extra: Mapping[str, Any],
) -> Resolved:
    model_type = type(parts[0].model)
    members = {name: _in_place({id: combined(each) for id, each in found.items()}) for name, found in rows.items()}
    values |= {name: {id: each.model for id, each in found.items()} for name, found in members.items()}
    model = model_type.model_construct(set(values), **values)
    written = {name: model_type.written(name) for name in values}
    return Resolved(
        model=model,
        origin=_origin(parts),
        place=parts[-1].place(),
        set_by={key: last[name].pack for name, key in written.items()},
        places={key: last[name].place(key) for name, key in written.items()},
        members=members,
        spoilt=frozenset(path[0] for part in parts for path in part.spoilt if len(path) == 1),
        extra=extra,
    )


def _origin(parts: Sequence[Written]) -> str:
    """An element begins where the most local pack that has it begins, not at one of its editions, if that can be."""
    outside = [each for each in parts if "editions" not in each.where]
    return (outside or parts)[-1].origin


def _forget_other_forms(model: Element, values: dict[str, Any], rows: dict[str, Any]) -> None:
    """`any` after `means`, or `all` after `first`, takes its place instead of joining it."""
    if any(name in model.model_fields_set for name in model.forms):
        for name in set(model.forms) - model.model_fields_set:
            values.pop(name, None)
            rows.pop(name, None)


def members_of(part: Written) -> dict[str, dict[str, Written]]:
    """The rows that a part of an element writes, by key and id."""
    return {
        name: {id: _member(part, name, id, row) for id, row in value.items()}
        for name in part.model.model_fields_set
        if name in ROWS and isinstance(value := getattr(part.model, name), dict) and value
    }


def _member(part: Written, name: str, id: str, row: Element) -> Written:
    spoilt = frozenset(path[2:] for path in part.spoilt if path[:2] == (name, id))
    return Written(part.pack, row, part.document, (*part.where, name, id), spoilt)


def _in_place(rows: Mapping[str, Resolved]) -> dict[str, Resolved]:
    """Rows as written, those with `after` behind the one they name; withdrawn ones left out, but for choices."""
    order: list[str] = []
    for id, row in rows.items():
        after = getattr(row.model, "after", "")
        order.insert(order.index(after) + 1 if after in order else len(order), id)
    return {id: rows[id] for id in order if not rows[id].model.withdrawn or isinstance(rows[id].model, Choice)}
