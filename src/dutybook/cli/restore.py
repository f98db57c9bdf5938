"""`dutybook restore DIR`: a backup put back where nothing is yet, or only rehearsed, and verified at once.

It must never touch a record that is there.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dutybook.cli import record, verify
from dutybook.cli.progress import Progress
from dutybook.project.home import CannotStart, Home, chosen

if TYPE_CHECKING:
    from dutybook.casework.backups.manifest import Manifest
    from dutybook.casework.verifying import Verified

VARIABLES = {"DUTYBOOK_DATABASE": "record", "DUTYBOOK_KEY_STORE": "keys"}


class NoPlace(CannotStart):
    """Where the backup was to go lacks something that only a person can put there."""


def add(subparsers: Any) -> None:
    """The command and its arguments."""
    parser = subparsers.add_parser("restore", help="put a backup back where nothing is yet, and verify it")
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder of the backup")
    parser.add_argument("--keys", metavar="DIR", type=Path, help="the folder of the keys' archive, if it is another")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--into", metavar="DIR", help="the data folder to restore into, with the master key in it")
    where.add_argument("--rehearse", action="store_true", help="restore into a passing place, verify, and remove it")
    parser.add_argument(
        "--home", default=None, help="where the master key is for a rehearsal (DUTYBOOK_HOME, or yours)"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """1 where what was restored is not whole; 2 where nothing was restored."""
    return record.answer(lambda: _rehearse(arguments) if arguments.rehearse else _into(arguments))


def _into(arguments: argparse.Namespace) -> int:
    record.choose_home(arguments.into)
    _must_have_master_key(chosen())
    return _restore(arguments)


def _rehearse(arguments: argparse.Namespace) -> int:
    from dutybook.casework.backups import manifest

    record.choose_home(arguments.home)
    _must_have_master_key(chosen())
    with _passing_place(chosen(), manifest.read(arguments.folder)):
        return _restore(arguments)


def _must_have_master_key(home: Home) -> None:
    if not home.master_key.exists():
        raise NoPlace(
            f"Put your copy of the master key at {home.master_key} first: it is in no backup, and no backup can be read"
            " without it"
        )


def _restore(arguments: argparse.Namespace) -> int:
    record.set_up()
    from dutybook.casework.backups import restoring
    from dutybook.project import start

    backup = restoring.open_backup(arguments.folder, arguments.keys)
    restoring.restore(backup)
    start.prepare()
    verified = _verified(backup.manifest)
    if not arguments.json:
        print("\n".join(_told(backup, rehearsed=arguments.rehearse)))
    return verify.show(verified, json_wanted=arguments.json)


def _verified(said: Manifest) -> Verified:
    from dutybook.casework import verifying
    from dutybook.casework.backups import restoring

    verified = verifying.verify(progress=Progress("cases"))
    return replace(verified, found=verified.found + tuple(restoring.not_as_backed_up(said)))


def _told(backup: Any, *, rehearsed: bool) -> Iterator[str]:
    counts = ", ".join(f"{what} {number}" for what, number in backup.manifest.counts.items())
    yield f"{'Rehearsed' if rehearsed else 'Restored'}, from the backup of {backup.manifest.made_at}: {counts}."
    if backup.keys is None:
        yield "The archive of the keys is missing: what was encrypted cannot be read."
    yield from backup.manifest.lacks


@contextmanager
def _passing_place(real: Home, said: Manifest) -> Iterator[None]:
    """A data folder, and databases where the backup is of PostgreSQL, that are gone when this is left."""
    with ExitStack() as held:
        home = Home(Path(held.enter_context(tempfile.TemporaryDirectory(prefix="dutybook-rehearsal-"))))
        home.master_key.parent.mkdir(mode=0o700)
        home.master_key.symlink_to(real.master_key)
        os.environ["DUTYBOOK_HOME"] = str(home.folder)
        for variable, part in VARIABLES.items():
            archive = getattr(said, part)
            on_a_server = archive.engine == "postgresql" if archive else bool(os.environ.get(variable))
            address = held.enter_context(_passing_database(variable)) if on_a_server else ""
            os.environ[variable] = address
        held.callback(_close)
        yield


@contextmanager
def _passing_database(variable: str) -> Iterator[str]:
    """The address of a new database beside the one that this variable names."""
    from dutybook.casework.backups.postgresql import PostgreSQL
    from dutybook.project.databases import postgresql

    address = os.environ.get(variable)
    if not address:
        raise NoPlace(f"Set {variable} to a database of PostgreSQL: the rehearsal makes another beside it for a while")
    name = f"dutybook_rehearsal_{token_hex(6)}"
    with PostgreSQL.reached_by(postgresql(address)).beside(name):
        yield urlsplit(address)._replace(path=f"/{name}").geturl()


def _close() -> None:
    from django.db import connections

    connections.close_all()
