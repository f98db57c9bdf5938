"""Whole installations of Dutybook, each with a data folder and two databases of its own, SQLite's or PostgreSQL's.

Nothing here may touch the database of the test run itself: the commands are run as somebody types them.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
VARIABLES = {"record": "DUTYBOOK_DATABASE", "keys": "DUTYBOOK_KEY_STORE"}
FILES = {"record": "dutybook.sqlite3", "keys": "keys/wrapped-keys.sqlite3"}
SERVER = os.environ.get("DUTYBOOK_DATABASE", "")
"""Of PostgreSQL, if that is what the tests are run on."""


@dataclass(frozen=True)
class Installation:
    """A data folder, and the addresses of its databases where they are PostgreSQL's."""

    home: Path
    addresses: dict[str, str]

    @property
    def environment(self) -> dict[str, str]:
        others = {name: value for name, value in os.environ.items() if name not in VARIABLES.values()}
        ours = {VARIABLES[part]: address for part, address in self.addresses.items()}
        return others | ours | {"DUTYBOOK_HOME": str(self.home), "PYTHONPATH": str(ROOT)}

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return self._python("-m", "dutybook.cli.main", *map(str, words))

    def do(self, script: str) -> str:
        """What a script printed that ran inside this installation."""
        done = self._python("-c", script)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def write(self, part: str, statement: str, *values: Any) -> None:
        """As somebody with the database's own password may, who has taken the triggers away."""
        if SERVER:
            with psycopg.connect(self.addresses[part]) as connection:
                for (table,) in connection.execute(
                    "SELECT DISTINCT event_object_table FROM information_schema.triggers"
                ).fetchall():
                    connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
                connection.execute(statement.replace("?", "%s"), values)
            return
        with closing(sqlite3.connect(self.home / FILES[part])) as connection, connection:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(statement, values)

    def lose(self, part: str) -> None:
        """As if it had never been there."""
        if SERVER:
            name = urlsplit(self.addresses[part]).path.strip("/")
            _on_server(f"DROP DATABASE {name} WITH (FORCE)", f"CREATE DATABASE {name}")
            return
        for path in (self.home / FILES[part]).parent.glob(f"{Path(FILES[part]).name}*"):
            path.unlink()

    def _python(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            check=False,
            capture_output=True,
            text=True,
            env=self.environment,
            cwd=self.home.parent,
            timeout=120,
        )


@contextmanager
def installation(folder: Path, like: Installation | None = None) -> Iterator[Installation]:
    """A new one, empty or with all that another holds; its databases go with it."""
    addresses = _databases(like)
    try:
        if like:
            shutil.copytree(like.home, folder)
        else:
            folder.joinpath("keys").mkdir(parents=True, mode=0o700)
        yield Installation(folder, addresses)
    finally:
        for address in addresses.values():
            _on_server(f"DROP DATABASE {urlsplit(address).path.strip('/')} WITH (FORCE)")


def databases_of_rehearsals() -> set[str]:
    """Their names; none where the tests are run on SQLite. What other tests make meanwhile has other names."""
    if not SERVER:
        return set()
    rehearsals = "SELECT datname FROM pg_database WHERE datname LIKE 'dutybook_rehearsal_%'"
    with psycopg.connect(_address("postgres")) as connection:
        return {name for (name,) in connection.execute(rehearsals).fetchall()}


def _databases(like: Installation | None) -> dict[str, str]:
    made = {}
    for part in VARIABLES if SERVER else ():
        name = f"dutybook_commands_{token_hex(6)}"
        template = urlsplit(like.addresses[part]).path.strip("/") if like else "template1"
        _on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
        made[part] = _address(name)
    return made


def _on_server(*statements: str) -> None:
    with psycopg.connect(_address("postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _address(database: str) -> str:
    return urlsplit(SERVER)._replace(path=f"/{database}").geturl()
