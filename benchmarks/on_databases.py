"""The databases that a benchmark is run on, each in a process of its own: SQLite's files, and PostgreSQL's server.

Never anybody's own database: both are made for the occasion, and gone afterwards.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.postgres import THROWN_AWAY, find_binaries, temporary_cluster

HERE = "--here"
AS_INSTALLED: tuple[str, ...] = ()


def run(bench: str, measure: Callable[[], None]) -> None:
    """`measure` on each database in turn: in a process of its own, since Django takes one for good when it starts."""
    if HERE in sys.argv[1:]:
        measure()
        return
    for title, addresses in _databases():
        with tempfile.TemporaryDirectory(prefix="dutybook-bench-") as home, addresses() as address:
            print(f"{title}:", flush=True)
            environment = os.environ | {"DUTYBOOK_HOME": home} | address
            subprocess.run([sys.executable, "-m", bench, HERE], env=environment, check=True)


def _databases() -> Iterator[tuple[str, Callable[..., object]]]:
    yield "SQLite, as it is shipped", _on_sqlite
    if not find_binaries():
        print("PostgreSQL: not measured, its server is not installed (on Debian: apt-get install postgresql)")
        return
    yield "PostgreSQL, as it is installed", lambda: _on_postgresql(AS_INSTALLED)
    yield "PostgreSQL, told not to wait for the disk", lambda: _on_postgresql(THROWN_AWAY)


@contextmanager
def _on_sqlite() -> Iterator[dict[str, str]]:
    yield {"DUTYBOOK_DATABASE": "", "DUTYBOOK_KEY_STORE": ""}


@contextmanager
def _on_postgresql(settings: tuple[str, ...]) -> Iterator[dict[str, str]]:
    import psycopg

    with temporary_cluster(settings) as server:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            for name in ("record", "keys"):
                connection.execute(f"CREATE DATABASE {name}".encode())
        yield {"DUTYBOOK_DATABASE": f"{server}/record", "DUTYBOOK_KEY_STORE": f"{server}/keys"}
