"""A snapshot of a PostgreSQL database by its own pg_dump, and an empty database filled by its pg_restore.

A password must never stand on a command line, where everybody on the machine can read it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import psycopg
from psycopg import IsolationLevel, sql

from dutybook.casework.backups.databases import CannotCopy, Engine, Rows

INSTALLED = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs of each version of PostgreSQL, most of them off the PATH."""

ATTEMPTS = 40
WAIT = "500ms"
"""Less than the second after which PostgreSQL breaks a deadlock: it is the backup that gives way, and tries again."""

PLAINLY = ("--no-owner", "--no-privileges")
"""Whoever restores it is whose it is."""

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)'"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An open transaction that sees one moment, and whose snapshot pg_dump is lent."""

    connection: psycopg.Connection
    of: PostgreSQL

    def rows(self, question: str) -> Rows:
        with _told_of(self.of.name):
            return self.connection.execute(question.encode()).fetchall()

    def write(self, path: Path) -> None:
        ((lent,),) = self.rows("SELECT pg_export_snapshot()")
        self.of.run("pg_dump", "--format=custom", *PLAINLY, f"--snapshot={lent}", f"--file={path}")
        path.chmod(0o600)


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """One database of a server, and how it is reached: the names are those of PostgreSQL's own environment."""

    reached: Mapping[str, str]
    engine: ClassVar[Engine] = "postgresql"

    @classmethod
    def reached_by(cls, settings: Mapping[str, Any]) -> PostgreSQL:
        named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
        return cls({ours: str(settings[django]) for ours, django in named.items() if settings[django]})

    @property
    def name(self) -> str:
        return f"{self.reached['PGDATABASE']} on {self.reached.get('PGHOST', 'this computer')}"

    @contextmanager
    def still(self, *tables: str) -> Iterator[None]:
        """Waits for what is being added to these tables, and lets nothing more be."""
        named = sql.SQL(", ").join(map(sql.Identifier, tables))
        with self._connection() as connection:
            with _told_of(self.name):
                connection.execute(f"SET lock_timeout = '{WAIT}'".encode())
                _lock(connection, sql.SQL("LOCK TABLE {} IN SHARE MODE").format(named))
            yield
            connection.rollback()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        program("pg_dump")
        with self._connection() as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            with _told_of(self.name):
                connection.execute("SELECT 1")  # only reading fixes the moment
            yield Snapshot(connection, self)
            connection.rollback()

    def is_empty(self) -> bool:
        with self._connection() as connection, _told_of(self.name):
            return not connection.execute(TABLES).fetchall()

    def in_the_way(self) -> str:
        return "" if self.is_empty() else f"{self.name} is not empty"

    def fill(self, archive: Path) -> None:
        in_one_go = ("--exit-on-error", "--single-transaction")
        self.run("pg_restore", *in_one_go, *PLAINLY, f"--dbname={self.reached['PGDATABASE']}", str(archive))

    @contextmanager
    def beside(self, name: str) -> Iterator[None]:
        """A new database on the same server, gone again afterwards."""
        self._alone(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield
        finally:
            self._alone(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def run(self, command: str, *words: str) -> None:
        called = subprocess.run(
            [program(command), "--no-password", *words],
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | self.reached,
        )
        if called.returncode:
            raise CannotCopy(f"{command} failed on {self.name}: {called.stderr.strip()}")

    def _alone(self, statement: sql.Composed) -> None:
        """Outside any transaction, as making and dropping a database must be."""
        with self._connection() as connection, _told_of(self.name):
            connection.autocommit = True
            connection.execute(statement)

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection]:
        words = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
        said = {word: self.reached[ours] for word, ours in words.items() if ours in self.reached}
        with _told_of(self.name):
            connection = psycopg.connect(**said)  # type: ignore[arg-type]  # each of these words is a text
        with connection:
            yield connection


def _lock(connection: psycopg.Connection, statement: sql.Composed) -> None:
    """All of the tables or none: somebody may hold one of them and wait for another."""
    connection.commit()
    for attempt in range(1, ATTEMPTS + 1):
        try:
            connection.execute(statement)
            return
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
            connection.rollback()
            if attempt == ATTEMPTS:
                raise


@contextmanager
def _told_of(name: str) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise CannotCopy(f"The database {name} cannot be reached or used: {error}") from error


def program(name: str) -> str:
    """On the PATH, or else of the newest version that is installed."""
    found = shutil.which(name)
    versions = sorted(INSTALLED.glob(f"*/bin/{name}"), key=_version, reverse=True)
    if not found and not versions:
        raise CannotCopy(f"{name} is not installed; it comes with the package postgresql-client")
    return found or str(versions[0])


def _version(path: Path) -> float:
    version = path.parent.parent.name
    return float(version) if version.replace(".", "", 1).isdigit() else 0.0
