"""A snapshot of an SQLite file, and a new file filled from one. An existing file must never be written over."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from dutybook.casework.backups.databases import CannotCopy, Engine, Rows

WAIT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An open read transaction: in WAL mode it sees the file as it was when it began."""

    connection: sqlite3.Connection
    path: Path

    def rows(self, question: str) -> Rows:
        with _told_of(self.path):
            return self.connection.execute(question).fetchall()

    def write(self, path: Path) -> None:
        with _told_of(self.path), closing(sqlite3.connect(path)) as copy:
            self.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with no companion to forget
        path.chmod(0o600)


@dataclass(frozen=True, slots=True)
class SQLite:
    """The database in one file."""

    path: Path
    engine: ClassVar[Engine] = "sqlite"

    @property
    def name(self) -> str:
        return str(self.path)

    @contextmanager
    def still(self, *tables: str) -> Iterator[None]:
        """SQLite has one lock for the whole file."""
        with self._transaction("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        with self._transaction("BEGIN") as connection:
            with _told_of(self.path):
                connection.execute("SELECT count(*) FROM sqlite_master")  # only reading fixes the moment
            yield Snapshot(connection, self.path)

    def is_empty(self) -> bool:
        return not self.path.exists() or self.path.stat().st_size == 0

    def in_the_way(self) -> str:
        """SQLite would play the unfinished writing of a file that was lost into the one that takes its place."""
        companions = [self.path.with_name(self.path.name + ending) for ending in ("-wal", "-journal")]
        left = next((each for each in companions if each.exists()), None)
        if self.is_empty():
            return f"{left} is left from another database" if left else ""
        return f"{self.path} is not empty"

    def fill(self, archive: Path) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.unlink(missing_ok=True)
        with archive.open("rb") as source, self.path.open("xb") as target:
            self.path.chmod(0o600)
            shutil.copyfileobj(source, target)

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        address = f"{self.path.absolute().as_uri()}?mode=rw"
        with _told_of(self.path):
            connection = sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS, isolation_level=None)
        with closing(connection):
            with _told_of(self.path):
                connection.execute(begin)
            yield connection


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise CannotCopy(f"{path} cannot be read: {error}") from error
