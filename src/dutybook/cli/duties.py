"""`dutybook duties CASE.yaml`: what must be done, by whom, by when, and which paragraph says so."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from dutybook.cli.all_the_same import in_lines, recorded_all_the_same
from dutybook.cli.question import add_case, asked_of, question
from dutybook.engine import duties_for, words
from dutybook.engine.calendar import Calendar
from dutybook.engine.instance import Instance

FIRST = (
    "overdue",
    "open",
    "upcoming",
    "held",
    "met for now",
    "cannot tell",
    "met late",
    "met",
    "not done",
    "not needed",
)


def add(subparsers: Any) -> None:
    """The command and its arguments."""
    parser = subparsers.add_parser("duties", help="what must be done in a case, by whom, by when, and why")
    add_case(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every instance: as JSON in the procedure's order, else what presses first; and what stands all the same."""
    asked = question(arguments)
    procedure = asked.case.procedure
    found = duties_for(asked.case.entries, procedure, at=asked.at, known_at=asked.known_at)
    if arguments.json:
        answer = {"duties": [each.as_json(procedure.calendar) for each in found]}
        print(json.dumps(asked_of(asked.case, asked.at, asked.known_at) | answer, indent=2, ensure_ascii=False))
        return 0
    for each in sorted(found, key=lambda each: FIRST.index(each.status)):
        print("\n".join(told(each, procedure.calendar)), end="\n\n")
    for line in in_lines(recorded_all_the_same(asked), procedure.at(asked.at)):
        print(line)
    print(f"{len(found)} duties, {procedure.title}, at {words.moment(asked.at, procedure.calendar)}")
    return 0


def told(duty: Instance, calendar: Calendar) -> Iterator[str]:
    """One instance in lines of plain text."""
    about = f" [{', '.join(duty.about.values())}]" if duty.about else ""
    yield f"{duty.status.upper()}: {duty.title or duty.id}{about}"
    paragraph = duty.cite.at or f"ours: {duty.cite.ours}"
    yield f"  {duty.owner.replace('_', ' ')} {duty.strength}; {_limit(duty, calendar)}; {paragraph}"
    if duty.longer_than is not None:
        yield f"  longer than above: {words.longer_than(duty.longer_than, calendar)}"
    for reason in duty.because:
        yield f"  because: {reason}"
    for each in duty.missing:
        of = f" [{', '.join(each.about.values())}]" if each.about else ""
        yield f"  to find out: {each.fact.replace('_', ' ')}{of} ({each.state.replace('_', ' ')})"


def _limit(duty: Instance, calendar: Calendar) -> str:
    if duty.due_at_latest is None:
        return "no date"
    due = words.moment(duty.due_at or duty.due_at_latest, calendar)
    late = f"{words.span(duty.late_by_seconds)} late" if duty.late_by_seconds else duty.timing
    return f"due {due}, {late}"
