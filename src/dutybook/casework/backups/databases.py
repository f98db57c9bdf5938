"""What a backup asks of a database, whichever it is, and which two there are.

Nothing about casework may be known here.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal, Protocol

from django.db import connections

from dutybook.casework.backups import BackupRefused

Engine = Literal["sqlite", "postgresql"]
Rows = list[tuple[Any, ...]]


class CannotCopy(BackupRefused):
    """A database could not be read or filled; says which, and what to do."""


class Snapshot(Protocol):
    """A database as it was at one moment, whatever is written to it since."""

    def rows(self, question: str) -> Rows: ...

    def write(self, path: Path) -> None:
        """The whole of it into a new file."""


class Database(Protocol):
    """One database, reached beside Django, which knows nothing of snapshots."""

    @property
    def engine(self) -> Engine: ...

    @property
    def name(self) -> str: ...

    def still(self, *tables: str) -> AbstractContextManager[None]:
        """Until this is left, nobody adds to these tables; who wants to, waits."""

    def snapshot(self) -> AbstractContextManager[Snapshot]: ...

    def is_empty(self) -> bool: ...

    def in_the_way(self) -> str:
        """What must be gone before it can be filled, or nothing."""

    def fill(self, archive: Path) -> None:
        """With what `write` wrote; only ever where nothing is in the way."""


def database(alias: str) -> Database:
    """The one that Django knows by this name."""
    settings = connections[alias].settings_dict
    if connections[alias].vendor == "postgresql":
        from dutybook.casework.backups.postgresql import PostgreSQL

        return PostgreSQL.reached_by(settings)
    from dutybook.casework.backups.sqlite import SQLite

    return SQLite(Path(settings["NAME"]))
