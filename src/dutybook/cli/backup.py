"""`dutybook backup DIR`: a copy of the record and of its keys, in two files apart. The master key is never copied."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutybook.cli import record
from dutybook.cli.progress import Progress

if TYPE_CHECKING:
    from dutybook.casework.backups.manifest import Manifest


def add(subparsers: Any) -> None:
    """The command and its arguments."""
    parser = subparsers.add_parser("backup", help="a copy of the record and of its keys, in two files apart")
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that is not there yet, or is empty")
    parser.add_argument("--keys", metavar="DIR", type=Path, help="another folder, for the archive of the keys alone")
    record.add_home(parser)
    parser.add_argument("--json", action="store_true", help="the manifest, as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """1 where the backup is not complete; 2 where none was made."""
    return record.answer(lambda: _back_up(arguments))


def _back_up(arguments: argparse.Namespace) -> int:
    record.choose_home(arguments.home)
    record.set_up()
    record.must_be_there("default")
    from django.conf import settings

    from dutybook.casework.backups.making import back_up

    keys_tried = Progress("cases whose keys were tried")
    made = back_up(arguments.folder, keys_folder=arguments.keys, now=settings.DUTYBOOK_CLOCK(), progress=keys_tried)
    if arguments.json:
        print(json.dumps(made.as_json(), indent=2, ensure_ascii=False))
    else:
        print("\n".join(_told(made, arguments, str(settings.DUTYBOOK_MASTER_KEY_FILE))))
    for why in made.lacks:
        print(why, file=sys.stderr)
    return 1 if made.lacks else 0


def _told(made: Manifest, arguments: argparse.Namespace, master_key: str) -> Iterator[str]:
    counts = ", ".join(f"{what} {number}" for what, number in made.counts.items())
    yield f"{'Incomplete' if made.lacks else 'Complete'}: {counts}."
    yield f"The record is in {arguments.folder / made.record.file}"
    if made.keys:
        yield f"Its keys are in  {(arguments.keys or arguments.folder) / made.keys.file}"
    yield f"The master key is in neither, and without it neither can be read; keep a copy of {master_key} elsewhere."
