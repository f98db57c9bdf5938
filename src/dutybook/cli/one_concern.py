"""`dutybook procedures one-concern [CASE.yaml]`: what every authority's procedure asks about one and the same concern.

Nothing here may judge a concern: see `dutybook.packs.one_concern`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dutybook.cli.duties import told

if TYPE_CHECKING:
    from dutybook.packs.one_concern import Level, Under


def add(inner: Any) -> None:
    """The command and its arguments."""
    parser = inner.add_parser("one-concern", help="what every authority's procedure asks about one concern")
    parser.add_argument(
        "case", metavar="CASE.yaml", nargs="?", help="a case file; without one, the concern that comes with Dutybook"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """A heading for each procedure; below it the levels, the duties, and what is still to be answered."""
    from pathlib import Path

    from dutybook.packs.one_concern import EXAMPLE, read_concern, under_each

    concern = read_concern(Path(arguments.case) if arguments.case else EXAMPLE)
    found = under_each(concern)
    if arguments.json:
        said = {"concern": concern.title, "at": concern.at.isoformat(), "under": [_as_json(each) for each in found]}
        print(json.dumps(said, indent=2, ensure_ascii=False))
        return 0
    print("\n".join([concern.title, concern.says]))
    for each in found:
        print("\n".join(["", *_lines(each)]))
    return 0


def _as_json(under: Under) -> dict[str, Any]:
    procedure = under.procedure
    return {
        "procedure": {"name": procedure.name, "edition": procedure.edition, "hash": procedure.hash},
        "levels": [each.weighed.as_json() for each in under.levels],
        "duties": [each.as_json(procedure.calendar) for each in under.duties],
        "not_declared": [str(each) for each in under.left_out],
        "also": [_as_json(each) for each in under.also],
    }


def _lines(under: Under) -> Iterator[str]:
    yield under.procedure.title.upper()
    yield from (line for level in under.levels for line in _level(level))
    if not under.levels:
        yield "  It says nothing of a level."
    yield from _duties(under)
    for each in under.also:
        yield f"  And at an organisation that follows {each.procedure.title}:"
        yield from (f"  {line}" for line in _duties(each))
    if under.left_out:
        yield f"  It does not ask {len(under.left_out)} of the answers."


def _level(level: Level) -> Iterator[str]:
    asked, weighed = level.decision.ask or level.decision.title, level.weighed
    for each in weighed.points_to:
        answer = each.row.title or each.points_to.replace("_", " ")
        yield f"  {asked} {answer} ({each.row.strength}; {each.row.cite.at or each.row.cite.ours})"
    if not weighed.points_to:
        yield f"  {asked} Still open: {', '.join(each.replace('_', ' ') for each in weighed.possible)}"
    yield from (f"    to find out: {each.fact.replace('_', ' ')}" for each in weighed.missing)


def _duties(under: Under) -> Iterator[str]:
    for each in under.duties:
        yield from (f"  {line}" for line in told(each, under.procedure.calendar) if "because: " not in line)
