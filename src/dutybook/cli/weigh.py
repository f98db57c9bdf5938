"""`dutybook weigh DECISION CASE.yaml`: what the procedure points to, which rows led to it, and what would settle it."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from dutybook.cli.question import add_case, question
from dutybook.engine import points_to
from dutybook.engine.belonging import rules_together
from dutybook.engine.entries import EntryRefused
from dutybook.engine.instance import Weighed
from dutybook.engine.procedure import Decision


def add(subparsers: Any) -> None:
    """The command and its arguments."""
    parser = subparsers.add_parser("weigh", help="what the procedure points to in a decision")
    parser.add_argument("decision", metavar="DECISION", help="the decision's name")
    parser.add_argument("--about", metavar="KIND=ID", action="append", default=[], help="the thing it is about")
    add_case(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what the rows give."""
    asked = question(arguments)
    procedure = asked.case.procedure
    decisions = rules_together(procedure, procedure.organisations, asked.at).decisions
    if arguments.decision not in decisions:
        known = ", ".join(decisions)
        print(f"{arguments.decision!r} is not a decision of {procedure.name}; write one of: {known}", file=sys.stderr)
        return 2
    about = _about(arguments.about, decisions[arguments.decision])
    try:
        found = points_to(
            arguments.decision, asked.case.entries, procedure, about=about, at=asked.at, known_at=asked.known_at
        )
    except KeyError:
        said = ", ".join(f"{kind}={id}" for kind, id in about.items())
        raise EntryRefused(
            f"{arguments.decision} is decided only under an organisation's own procedure, which {said} does not follow;"
            " write --about with what follows it"
        ) from None
    print(json.dumps(found.as_json(), indent=2, ensure_ascii=False) if arguments.json else _told(found))
    return 0


def _about(written: list[str], decision: Decision) -> dict[str, str]:
    pairs = [each.partition("=") for each in written]
    if any(not sign or not kind or not id for kind, sign, id in pairs):
        raise EntryRefused("--about names no thing; write --about KIND=ID, as in --about allegation=a1")
    about = {kind: id for kind, _, id in pairs}
    if decision.kind and decision.kind not in about:
        raise EntryRefused(f"{decision.id} is decided for each {decision.kind}; write --about {decision.kind}=ID")
    return about


def _told(found: Weighed) -> str:
    lines = [
        f"{each.points_to.replace('_', ' ')} ({each.row.strength}; {each.row.cite.at})" for each in found.points_to
    ]
    lines += [f"  because: {reason}" for each in found.points_to for reason in each.because]
    lines += [f"possible: {each.replace('_', ' ')}" for each in found.possible]
    lines += [f"to find out: {each.fact.replace('_', ' ')} ({each.state.replace('_', ' ')})" for each in found.missing]
    if found.decided is not None:
        lines.append(f"decided: {found.decided.replace('_', ' ')}" + (", which differs" if found.differs else ""))
    return "\n".join(lines) or "The procedure points to nothing."
