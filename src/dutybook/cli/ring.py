"""`dutybook procedures ring NAME [--at T]`: whom to ring at a moment, with danger above every answer.

Nobody is rung from here, and hours that the procedure does not give are never made up.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dutybook.engine import words

if TYPE_CHECKING:
    from dutybook.packs.ringing import Ring


def add(subparsers: Any) -> None:
    """The command and its arguments."""
    parser = subparsers.add_parser("ring", help="whom to ring now, or at any moment, under a procedure")
    parser.add_argument("name", help="the name of a pack, or the path of its folder")
    parser.add_argument("--at", metavar="TIME", help="the moment asked about; now if left out")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Every contact: in danger, then who is there, then those of whom nobody can say, then those who are closed."""
    from dutybook.cli.question import moment
    from dutybook.packs import load
    from dutybook.packs.numbers import Told
    from dutybook.packs.ringing import Book

    procedure = load(arguments.name)
    at = moment(arguments.at, "--at", procedure.calendar) or datetime.now(UTC).replace(microsecond=0)
    rings = Book(procedure, Told(), at).everybody()
    if arguments.json:
        asked = {"procedure": procedure.name, "at": procedure.calendar.written(at)}
        print(json.dumps(asked | {"ring": [_as_json(each) for each in rings]}, indent=2, ensure_ascii=False))
        return 0
    print(f"{procedure.title}, {words.moment(at, procedure.calendar)}")
    for each in rings:
        print("\n".join(["", *_told(each)]))
    return 0


def _told(ring: Ring) -> Iterator[str]:
    yield f"{ring.title} ({ring.state})"
    for dial in ring.dials:
        says = f"; {dial.number.says}" if dial.number.says else ""
        yield f"  {dial.number.value}{says} ({dial.checked})"
    if not ring.dials:
        yield "  the procedure gives no number"
    for said in (ring.instead and f"otherwise: {ring.instead}", ring.source and f"published in {ring.source}"):
        if said:
            yield f"  {said}"


def _as_json(ring: Ring) -> dict[str, Any]:
    numbers = [
        {"kind": each.number.kind, "value": each.number.value, "says": each.number.says, "checked": each.checked}
        for each in ring.dials
    ]
    return {
        "title": ring.title,
        "state": ring.state,
        "numbers": numbers,
        "instead": ring.instead,
        "source": ring.source,
    }
