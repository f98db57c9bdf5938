"""The record that `verify`, `backup` and `restore` are about: opened as it is, and how a refusal about it leaves.

Nothing here may make, change or bring up to date a database.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from dutybook.cli.serve import WITHOUT_WEB
from dutybook.project.home import CannotStart


class NoRecord(CannotStart):
    """There is no record where one was looked for, or not one that this version can read."""


def add_home(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", default=None, help="the data folder (DUTYBOOK_HOME, or your own data folder)")


def choose_home(folder: str | None) -> None:
    if folder:
        os.environ["DUTYBOOK_HOME"] = folder


def set_up() -> None:
    """Settles which databases there are, and opens neither."""
    import django

    from dutybook.project import start

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", start.SETTINGS)
    try:
        django.setup()
    except ValueError as why:  # an address in the environment that cannot be one
        raise NoRecord(str(why)) from why


def must_be_there(*aliases: str) -> None:
    """Raises `NoRecord` unless these databases hold what this version of Dutybook wrote."""
    from dutybook.casework.backups.databases import database

    for alias in aliases:
        found = database(alias)
        if found.is_empty():
            raise NoRecord(f"{found.name} is empty or not there; name the data folder with --home")
        if _is_out_of_date(alias, found.name):
            raise NoRecord(
                f"{found.name} was last used by another version of Dutybook; if that was an older one,"
                " `dutybook serve` brings it up to date"
            )


def answer(work: Callable[[], int]) -> int:
    """What the command answers; 2 with the reason where it must not, or cannot, do what was asked."""
    try:
        return work()
    except ModuleNotFoundError as missing:
        if missing.name != "django":
            raise
        return _refuse(WITHOUT_WEB)
    except Exception as error:
        if not isinstance(error, _refusals()):
            raise
        return _refuse(str(error))


def _is_out_of_date(alias: str, name: str) -> bool:
    from django.db import DatabaseError, connections
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connections[alias])
    except DatabaseError as why:
        raise NoRecord(f"{name} cannot be read: {why}") from why
    newer = {each for each in executor.loader.applied_migrations if each[0] == "casework"}
    newer -= set(executor.loader.disk_migrations)
    return bool(newer or executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _refusals() -> tuple[type[Exception], ...]:
    """Those of the keys can only be met, and only be imported, once it is settled which databases there are."""
    from django.apps import apps
    from django.db import DatabaseError

    from dutybook.casework.backups import BackupRefused

    if not apps.ready:
        return (CannotStart, BackupRefused)
    from dutybook.casework import keystore

    return (CannotStart, BackupRefused, DatabaseError, keystore.NoMasterKey, keystore.WrongMasterKey)


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 2
