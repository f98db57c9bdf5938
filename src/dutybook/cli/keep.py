"""`dutybook keep CASE.yaml`: which records of a case are kept, by whom, until when, and why."""

from __future__ import annotations

import argparse
import json
from typing import Any

from dutybook.cli.question import add_case, asked_of, question
from dutybook.engine import keep_until, words
from dutybook.engine.calendar import Calendar
from dutybook.engine.instance import Pointed
from dutybook.engine.keep import Kept


def add(subparsers: Any) -> None:
    """The command and its arguments."""
    parser = subparsers.add_parser("keep", help="until when the records of a case are kept")
    add_case(parser, known_at=False, procedure=False)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every record."""
    asked = question(arguments)
    procedure = asked.case.procedure
    found = keep_until(asked.case.entries, procedure, at=asked.at, known_at=asked.known_at)
    if arguments.json:
        head = asked_of(asked.case, asked.at, asked.known_at)
        print(json.dumps(head | {"keep": [each.as_json(procedure) for each in found]}, indent=2, ensure_ascii=False))
        return 0
    for each in found:
        print(_told(each, procedure.calendar))
    return 0


def _told(kept: Kept, calendar: Calendar) -> str:
    about = f" [{', '.join(kept.about.values())}]" if kept.about else ""
    lines = [f"{kept.record.title or kept.record.id}{about}"]
    for each in kept.weighed.points_to:
        lines.append(
            f"  {each.points_to.replace('_', ' ')}, {_until(each, calendar)} ({each.row.cite.at or each.row.cite.ours})"
        )
        if says := each.row.more.get("says"):
            lines.append(f"  {says}")
    lines += [f"  possible: {each.replace('_', ' ')}" for each in kept.weighed.possible]
    lines += [f"  to find out: {each.fact.replace('_', ' ')}" for each in kept.weighed.missing]
    return "\n".join(lines)


def _until(pointed: Pointed, calendar: Calendar) -> str:
    if pointed.until is not None:
        return f"until {words.moment(pointed.until, calendar)}"
    if pointed.until_at_least is not None:
        return f"at least until {words.moment(pointed.until_at_least, calendar)}"
    return "the period cannot be told yet" if pointed.row.until is not None else "no period is stated"
