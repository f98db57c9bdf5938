"""The index of `tests/vectors/`: every deadline, table row and worked date of the requirements, and what proves it.

Nothing here may judge a row: whether an example holds is for the examples, and when a limit ends is for the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dutybook import engine
from dutybook.engine.forms import Timescale
from dutybook.engine.grammar import parse_timescale
from dutybook.engine.procedure import Rules
from dutybook.packs import load
from dutybook.packs.citing import chapter_of, members
from dutybook.packs.examples import examples_in
from dutybook.packs.expected import Story, Written
from tests.packs.worked import story_of, weighed_rows

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "vectors"
CLOCKS = "clocks"
IN_DOUBT = "?"
"""As a row of a decision: nobody can tell, since a fact is missing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the index. `carried_by`: chapter/id, or decisions/id/row; `gives`: what such rows point to."""

    id: str
    says: str = ""
    pack: str = ""
    carried_by: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    within: Any = None
    shown_by: tuple[str, ...] = ()
    tested_by: tuple[str, ...] = ()
    start: str = ""
    due: str = ""
    arises: str = ""

    def __str__(self) -> str:
        return self.id

    @property
    def limit(self) -> Timescale | None:
        return None if self.within in (None, "none") else parse_timescale(self.within)


def rows_of(part: str) -> list[Row]:
    """The rows of one file of the index."""
    written = yaml.safe_load((FOLDER / f"{part}.yaml").read_text(encoding="utf-8"))
    return [_row(id, keys) for id, keys in written.items()]


def _row(id: str, keys: Mapping[str, Any]) -> Row:
    named: dict[str, Any] = {"carried_by" if key == "is" else key: _whole(value) for key, value in keys.items()}
    return Row(id=id, **named)


def _whole(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def index() -> list[Row]:
    """Every row of a deadline or of a table."""
    return [row for path in sorted(FOLDER.glob("*.yaml")) if path.stem != CLOCKS for row in rows_of(path.stem)]


# --- what a pack has, and what its examples name ----------------------------------------------------------------------


def cited_by(pack: str, place: str) -> set[str]:
    """The rule ids that an element cites, with those of its rows; or those of one row."""
    chapter, _, id = place.partition("/")
    id, _, row = id.partition("/")
    element = chapter_of(rules_of(pack), chapter)[id]
    inside = {each.id: each for each in members(element)}
    found = [inside[row]] if row and row != IN_DOUBT else [element, *inside.values()]
    return {rule for each in found for rule in each.cite.rules}


def given_by(pack: str, places: Iterable[str]) -> set[str]:
    """What those of the places that are rows of a decision point to."""
    parts = [place.split("/") for place in places if place.count("/") == 2 and not place.endswith(IN_DOUBT)]
    decisions = rules_of(pack).decisions
    return {each.points_to for _, id, row in parts for each in decisions[id].rows if each.id == row}


@cache
def rules_of(pack: str) -> Rules:
    """The latest edition."""
    return load(pack).editions[-1][1]


@dataclass
class Named:
    """What one example names, and the dates it expects of each duty, as written: when it is due, or when it arose."""

    places: set[str] = field(default_factory=set)
    dates: dict[str, set[str]] = field(default_factory=dict)


@cache
def named_by(pack: str) -> dict[str, Named]:
    """By its name, what each of a pack's own examples names."""
    procedure = load(pack)
    return {
        each.name: _named(each.written, story_of(each, procedure), list(weighed_rows(each, procedure)))
        for each in examples_in(None, procedure)
    }


def _named(written: Mapping[str, Any], story: Story, weighed: list[Written]) -> Named:
    found = Named()
    for row in written.get("expect", []):
        found.places.add(f"duties/{row['duty']}")
        dates = {str(row[key]) for key in ("due", "arose") if row.get(key, "none") != "none"}
        found.dates.setdefault(f"duties/{row['duty']}", set()).update(dates)
    found.places.update(place for row in weighed for place in _of_table(story, row))
    found.places.update(_of_others(written))
    return found


def _of_table(story: Story, row: Written) -> Iterator[str]:
    """The decision, the rows that hold, and that it cannot be told."""
    about, clocks = row.get("about"), story.clocks(row)
    answer = engine.points_to(row["decision"], story.entries, story.procedure, about=about, **clocks)
    yield f"decisions/{row['decision']}"
    yield from (f"decisions/{row['decision']}/{each.row.id}" for each in answer.points_to)
    if answer.missing:
        yield f"decisions/{row['decision']}/{IN_DOUBT}"


def _of_others(written: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"retention/{row['record']}" for row in written.get("keep", []))
    yield from (f"directory/{row['contact']}" for row in written.get("ring", []))
    yield from (f"events/{row['event']}" for row in written.get("asks", []))
    yield from (row["element"] for row in written.get("shows", []))
    yield from (f"gates/{gate}" for row in written.get("gates", []) for gate in row.get("blocked_by", []))
