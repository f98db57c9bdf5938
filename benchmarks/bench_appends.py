"""Chained, encrypted appends beside plain inserts of the same row: one of each in turn, on SQLite and on PostgreSQL.

Nothing is timed but committed work, as a person at the screen waits for it; and never on anybody's own database.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from statistics import median
from time import perf_counter
from uuid import uuid4

from benchmarks.case import verdict
from tests.postgres import find_binaries, temporary_cluster

GOAL = 0.7
ROUNDS = 400
NOW = datetime(2026, 4, 2, 16, 0, tzinfo=UTC)
SAID = {"allegation": "allegation-1", "what_happened": "Pushed against a radiator, says a pupil. " * 5}
HERE = "--here"


def main() -> None:
    """Each database in a process of its own, with a data folder that is gone afterwards."""
    for title, addresses in databases():
        with tempfile.TemporaryDirectory(prefix="dutybook-bench-") as home, addresses() as address:
            print(f"{title}:", flush=True)
            environment = os.environ | {"DUTYBOOK_HOME": home} | address
            subprocess.run([sys.executable, "-m", "benchmarks.bench_appends", HERE], env=environment, check=True)


def databases() -> Iterator[tuple[str, Callable[..., object]]]:
    yield "SQLite", on_sqlite
    if find_binaries():
        yield "PostgreSQL (a server of its own, told not to wait for the disk)", on_postgresql
    else:
        print("PostgreSQL: not measured, its server is not installed (on Debian: apt-get install postgresql)")


@contextmanager
def on_sqlite() -> Iterator[dict[str, str]]:
    yield {"DUTYBOOK_DATABASE": "", "DUTYBOOK_KEY_STORE": ""}


@contextmanager
def on_postgresql() -> Iterator[dict[str, str]]:
    import psycopg

    with temporary_cluster() as server:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            for name in ("record", "keys"):
                connection.execute(f"CREATE DATABASE {name}".encode())
        yield {"DUTYBOOK_DATABASE": f"{server}/record", "DUTYBOOK_KEY_STORE": f"{server}/keys"}


def measure() -> None:
    """On the databases that the environment names."""
    from dutybook.project import start

    start.prepare()
    append, insert = works()
    append_time, insert_time = in_turn(append, insert)

    ratio = insert_time / append_time
    print(f"  appends, chained and encrypted: {1 / append_time:.0f} a second ({append_time * 1000:.2f} ms)")
    print(f"  plain inserts of the same row:  {1 / insert_time:.0f} a second ({insert_time * 1000:.2f} ms)")
    print(f"  appends reach {ratio:.2f} of plain inserts; {verdict(ratio >= GOAL, f'at least {GOAL}')}", flush=True)


def works() -> tuple[Callable[[int], object], Callable[[int], object]]:
    """Recording entry number n through the one door, and writing a row like it straight into the same table."""
    from dutybook.casework import chain, store
    from dutybook.casework.models import Account, Entry, Organisation

    authority = Organisation.objects.create(name="Northmere Council", procedure="any")
    by = Account.objects.create(name="Dilys Marsh", email="dilys@northmere.example", role="any", organisation=authority)
    cases = [store.open_case(kind="allegation", authority=authority, procedure="any") for _ in range(2)]
    said = store.Statement(type="concern_raised", happened_at=NOW.isoformat(), by=by.name, role=by.role, data=SAID)
    plain = chain.canonical(store._sealed_part(said, by))
    row = {"type": said.type, "compartment": said.compartment, "recorded_at": NOW, "recorded_by": by}
    filled = {"nonce": bytes(12), "ciphertext": plain + bytes(16), "previous_hash": chain.START, "hash": chain.START}

    def append(number: int) -> object:
        return store.append(cases[0], said, by=by, now=NOW, expected_number=number, form_token=uuid4())

    def insert(number: int) -> object:
        return Entry.objects.create(case=cases[1], number=number, form_token=uuid4(), key=uuid4(), **row, **filled)

    return append, insert


def in_turn(*works: Callable[[int], object]) -> list[float]:
    """The median time of each by the clock on the wall, in seconds; the first tenth is warming up."""
    taken: list[list[float]] = [[] for _ in works]
    gc.disable()
    for number in range(1, ROUNDS + 1):
        for work, times in zip(works, taken, strict=True):
            begun = perf_counter()
            work(number)
            times.append(perf_counter() - begun)
    gc.enable()
    return [median(times[ROUNDS // 10 :]) for times in taken]


if __name__ == "__main__":
    if HERE in sys.argv[1:]:
        measure()
    else:
        main()
