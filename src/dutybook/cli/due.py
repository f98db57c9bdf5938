"""`dutybook due "15 working days" --from 2026-04-02T16:00`: one deadline, and how it was counted."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from dutybook.cli.question import required


def add(subparsers: Any) -> None:
    """The command and its arguments."""
    parser = subparsers.add_parser("due", help="when a limit ends, and how that was counted")
    parser.add_argument("limit", metavar="LIMIT", help='as "24 hours", "15 working days", "3 months", "same day"')
    parser.add_argument(
        "--from", dest="start", metavar="T", required=True, help="the start; without an offset, local time"
    )
    parser.add_argument("--procedure", metavar="NAME|PATH", help="whose calendar counts (default: England and Wales)")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the deadline; 1 where the holiday table does not reach, 2 where the limit cannot be read."""
    from dutybook.engine.calendar import BeyondTable
    from dutybook.engine.due import due
    from dutybook.engine.grammar import parse_timescale
    from dutybook.packs.calendars import load_calendar

    if arguments.procedure:
        from dutybook import packs

        calendar = packs.load(arguments.procedure).calendar
    else:
        calendar = load_calendar("england-and-wales")
    start = required(arguments.start, "--from", calendar)
    try:
        found = due(parse_timescale(arguments.limit), start, calendar)
    except BeyondTable as beyond:
        print(f"No date can be given: {beyond}.", file=sys.stderr)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(found.as_json(calendar), indent=2) if arguments.json else found.words)
    return 0
