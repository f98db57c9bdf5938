"""What differs between the heads of two procedures: title, edition, status, authorities, sources and their own words.

A field of a head that is said nowhere else may never be left out: one that has no words of its own is said as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from dutybook.engine.comparing import Difference, Pair, Side, apart, between_data
from dutybook.engine.english import data
from dutybook.engine.english.names import humanised, listed
from dutybook.engine.procedure import Procedure

HEAD = "procedure"
"""The chapter under which differences between heads stand."""

SAID_ELSEWHERE = frozenset({"name", "hash", "layers", "sources", "editions", "organisations", "more"})
"""Fields that follow from what a pack says, or are compared one by one below."""

LABELS = {
    "title": "Its title",
    "edition": "Its edition",
    "organisation_fact": "The answer that says which organisation's own procedure applies",
    "calendar": "The calendar of working days",
    "name": "The name that the pack goes by",
    "kind": "What kind of pack it is",
    "status": "Whether it is a draft or published",
    "authorities": "The authorities it is for",
    "next_review_on": "The day on which it is to be looked at again",
    "in_force_from": "The day from which it is in force",
    "extends": "What it is laid over",
}


def heads(left: Procedure, right: Procedure, sides: tuple[Side, Side]) -> Iterator[Difference]:
    """Every difference, a line for each key of a head."""
    pair = Pair(*sides, chapter=HEAD, called="The procedure as a whole")
    for name in [each.name for each in fields(left) if each.name not in SAID_ELSEWHERE]:
        yield from _key(pair, name, *(_own(name, side) for side in (left, right)))
    if left.title == right.title:
        yield from _key(pair, "name", left.name, right.name)
    for name in [*left.more, *(each for each in right.more if each not in left.more)]:
        compared = _ENTRIES.get(name, _key)
        yield from compared(pair, name, left.more.get(name), right.more.get(name))


def _own(name: str, procedure: Procedure) -> Any:
    """A field of a head; a calendar is its name, since what stands in it is no pack's."""
    return procedure.calendar.name if name == "calendar" else getattr(procedure, name)


def _key(pair: Pair, name: str, left: Any, right: Any) -> Iterator[Difference]:
    if left != right:
        about = LABELS.get(name) or f"The procedure as a whole, {humanised(name)}"
        said = _value(name, left, pair.left), _value(name, right, pair.right)
        yield pair.line(name, *apart(said, (left, right)), about=about)


def _value(name: str, value: Any, side: Side) -> str:
    if not value:
        return ""
    if name == "authorities":
        return listed(value.values())
    return str(value) if name in ("title", "edition", "name", "calendar") else data.spoken(value, side.words)


def _terms(pair: Pair, name: str, left: Any, right: Any) -> Iterator[Difference]:
    """The local name of a role is a line."""
    for role in _keys(left, right):
        ours, theirs = (each.get(role, "") for each in (left or {}, right or {}))
        if ours != theirs:
            about = f"What “{_own_title(pair, role)}” is called"
            yield pair.line(f"{name}.{role}", ours, theirs, about=about)


def _own_title(pair: Pair, role: str) -> str:
    """What the role is called before any procedure gives it a local name."""
    found = (side.rules.plain.get("roles", {}).get(role) for side in (pair.left, pair.right))
    return next((each.title for each in found if each is not None and each.title), humanised(role))


def _sources(pair: Pair, name: str, left: Any, right: Any) -> Iterator[Difference]:
    """A document that only one of them rests on is a line, and so is each thing said differently of one."""
    for id in _keys(left, right):
        ours, theirs = (left or {}).get(id), (right or {}).get(id)
        title = (ours or theirs or {}).get("title") or humanised(id)
        if ours is None or theirs is None:
            said = ["" if each is None else f"“{title}”" for each in (ours, theirs)]
            yield pair.line(f"{name}.{id}", *said, about="A document that it rests on")
        else:
            yield from between_data(pair.within(id, f"the source “{title}”"), "", ours, theirs)


def _departures(pair: Pair, name: str, left: Any, right: Any) -> Iterator[Difference]:
    """An example of what it is laid over that does not hold, with why."""
    for id in _keys(left, right):
        ours, theirs = (each.get(id, "") for each in (left or {}, right or {}))
        if ours != theirs:
            about = f"Why “{humanised(id)}” does not hold here"
            yield pair.line(f"{name}.{id}", ours, theirs, about=about)


def _keys(left: Any, right: Any) -> list[str]:
    return [*(left or {}), *(each for each in right or {} if each not in (left or {}))]


_ENTRIES = {"terms": _terms, "sources": _sources, "departures": _departures}
