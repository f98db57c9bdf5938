"""`dutybook procedures list | check | examples`; the others add themselves here.

Nothing here may judge a pack: see `dutybook.packs`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

ELSEWHERE = ("adopt", "compare", "coverage", "move", "new", "one_concern", "ring", "side_by_side", "show")


def add(subparsers: Any) -> None:
    """The command and its own commands."""
    parser = subparsers.add_parser("procedures", help="list, show, check, begin, compare and cover procedure packs")
    inner = parser.add_subparsers(metavar="WHAT", required=True)
    _add_list(inner)
    _add_check(inner)
    _add_examples(inner)
    for name in ELSEWHERE:
        import_module(f"dutybook.cli.{name}").add(inner)


def _add_list(inner: Any) -> None:
    parser = inner.add_parser("list", help="the packs there are")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=list_packs)


def _add_check(inner: Any) -> None:
    parser = inner.add_parser("check", help="everything that is wrong in packs, each with file and line")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="folders or names of packs; all of them if left out")
    parser.add_argument(
        "--against", metavar="OLD", help="an older folder of the pack, whose stored names must not be lost"
    )
    parser.set_defaults(run=check)


def _add_examples(inner: Any) -> None:
    parser = inner.add_parser("examples", help="run the worked examples of packs")
    parser.add_argument("names", nargs="*", metavar="NAME", help="packs; all of them if left out")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=examples)


def list_packs(arguments: argparse.Namespace) -> int:
    """One line a pack: name, edition, status and title."""
    from dutybook.packs.pack import read_pack
    from dutybook.packs.paths import pack_folders

    heads = [read_pack(folder).header for folder in pack_folders()]
    if arguments.json:
        _json(
            [
                head.model_dump(mode="json", include={"name", "title", "kind", "extends", "edition", "status"})
                for head in heads
            ]
        )
    else:
        _lines(f"{head.name:<20} {head.edition or '-':<10} {head.status:<10} {head.title}" for head in heads)
    return 0


def check(arguments: argparse.Namespace) -> int:
    """`path:line: what is wrong; what to write`, one a line; a note fails nothing."""
    from dutybook.packs import check as problems_of
    from dutybook.packs.checks.against import lost_names

    if arguments.against and len(arguments.paths) != 1:
        print("--against compares one pack with its older folder; write the path of that one pack too", file=sys.stderr)
        return 2
    problems = problems_of(arguments.paths or None, today=today())
    if arguments.against:
        problems += lost_names(arguments.paths[0], arguments.against)
    wrong = [each for each in problems if not each.note]
    _lines((f"{each}" for each in wrong), to=sys.stderr)
    _lines(f"{each.path}:{each.line}: note: {each.what}; {each.write}" for each in problems if each.note)
    return 1 if wrong else 0


def examples(arguments: argparse.Namespace) -> int:
    """Every example of the packs, and in what it differs."""
    from dutybook.packs import load, names, run_examples
    from dutybook.packs.examples import FOLDER
    from dutybook.packs.paths import find

    outcomes = [each for name in arguments.names or names() for each in run_examples(load(name), find(name) / FOLDER)]
    failed = [each for each in outcomes if not each.passed]
    if arguments.json:
        _json(
            [
                {
                    "name": each.name,
                    "passed": each.passed,
                    "differences": each.differences,
                    "file": each.file,
                    "line": each.line,
                }
                for each in outcomes
            ]
        )
    else:
        _lines((str(problem) for each in failed for problem in each.problems()), to=sys.stderr)
        _lines([f"{len(outcomes) - len(failed)} examples hold, {len(failed)} do not"])
    return 1 if failed else 0


def today() -> date:
    """The day on which it is asked, for what a review compares with."""
    return datetime.now(UTC).date()


def _lines(lines: Iterable[str], to: Any = None) -> None:
    for line in lines:
        print(line, file=to or sys.stdout)


def _json(data: Any) -> None:
    print(json.dumps(data, indent=2, ensure_ascii=False))
