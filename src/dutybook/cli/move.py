"""`dutybook procedures move CASE.yaml TO`: what would change if a case were under another procedure.

Nothing here may judge what changes: see `dutybook.engine.moving`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dutybook.cli.duties import told
from dutybook.cli.question import add_case, asked_of, question, required
from dutybook.engine import words

if TYPE_CHECKING:
    from dutybook.engine.calendar import Calendar
    from dutybook.engine.moving import Changes, Moved
    from dutybook.engine.procedure import Procedure

HEADINGS = {"gained": "Would be gained", "lost": "Would be lost", "moved": "Would move"}


def add(inner: Any) -> None:
    """The command and its arguments."""
    parser = inner.add_parser("move", help="what would change if a case were under another procedure")
    add_case(parser, procedure=False)
    parser.add_argument("to", metavar="TO", help="the name of another pack or edition, or the path of its folder")
    parser.add_argument("--edition", metavar="DAY", help="as its edition of this day says, as if it were in force")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from dutybook import packs
    from dutybook.engine.moving import Side, what_changes

    asked, there = question(arguments), _there(arguments)
    case = asked.case
    entries, ignored = packs.entries_under(case.raw["entries"], there)
    changes = what_changes(
        Side(case.entries, case.procedure), Side(entries, there), at=asked.at, known_at=asked.known_at
    )
    if arguments.json:
        head = asked_of(case, asked.at, asked.known_at) | {"to": there.name, "not_declared_there": list(ignored)}
        print(json.dumps(head | as_json(changes, case.procedure.calendar), indent=2, ensure_ascii=False))
    else:
        print("\n".join([*lines(changes, case.procedure.calendar), *_left_out(ignored, there.title)]))
    return 0


def _there(arguments: argparse.Namespace) -> Procedure:
    from dutybook import packs
    from dutybook.engine.moving import as_if_in_force

    there = packs.load(arguments.to)
    if not arguments.edition:
        return there
    day = required(arguments.edition, "--edition", there.calendar)
    return as_if_in_force(there, there.calendar.day_of(day))


def as_json(changes: Changes, calendar: Calendar) -> dict[str, Any]:
    """Duties as `dutybook duties --json` writes them; one that moves, before and after."""
    return {
        "gained": [each.as_json(calendar) for each in changes.gained],
        "lost": [each.as_json(calendar) for each in changes.lost],
        "moved": [
            {
                "differs": list(each.differs),
                "before": each.before.as_json(calendar),
                "after": each.after.as_json(calendar),
            }
            for each in changes.moved
        ],
        "same": [each.before.as_json(calendar) for each in changes.same],
    }


def lines(changes: Changes, calendar: Calendar) -> Iterator[str]:
    for name, heading in HEADINGS.items():
        found = getattr(changes, name)
        yield f"{heading}: {len(found)}"
        for each in found:
            yield from (f"  {line}" for line in _told(each, calendar))
        yield ""
    yield f"Would stay as they are: {len(changes.same)}"


def _told(each: Any, calendar: Calendar) -> Iterator[str]:
    if hasattr(each, "before"):
        yield from _moved(each, calendar)
    else:
        yield from list(told(each, calendar))[:2]


def _moved(each: Moved, calendar: Calendar) -> Iterator[str]:
    yield each.after.title or each.after.id
    for field in each.differs:
        left, right = (_said(getattr(side, field), calendar) for side in (each.before, each.after))
        yield f"  {field.removesuffix('_at').replace('_', ' ')}: {left} → {right}"


def _said(value: Any, calendar: Calendar) -> str:
    if value is None:
        return "none"
    return value.replace("_", " ") if isinstance(value, str) else words.moment(value, calendar)


def _left_out(ignored: tuple[str, ...], title: str) -> Iterator[str]:
    if ignored:
        yield f"\nNot declared in {title}, and left out of it:"
        yield from (f"  {each}" for each in ignored)
