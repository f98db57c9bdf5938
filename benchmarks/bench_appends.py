"""Chained, encrypted appends beside plain inserts of the same row: one of each in turn, on SQLite and on PostgreSQL.

Nothing is timed but committed work, as a person at the screen waits for it: both wait for the same disk.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import fmean, median
from time import perf_counter
from uuid import uuid4

from benchmarks import on_databases
from benchmarks.case import verdict

GOAL = 0.7
ROUNDS = 800
NOW = datetime(2026, 4, 2, 16, 0, tzinfo=UTC)
SAID = {"allegation": "allegation-1", "what_happened": "Pushed against a radiator, says a pupil. " * 5}


def measure() -> None:
    """On the databases that the environment names."""
    from dutybook.project import start

    start.prepare()
    append, insert = in_turn(*works())
    ratio = median(insert) / median(append)
    print(f"  appends, chained and encrypted: {told(append)}")
    print(f"  plain inserts of the same row:  {told(insert)}")
    print(f"  appends reach {ratio:.2f} of plain inserts; {verdict(ratio >= GOAL, f'at least {GOAL}')}")
    print(f"  by the mean, with the keys that are made ahead: {fmean(insert) / fmean(append):.2f}", flush=True)


def told(times: list[float]) -> str:
    return f"{1 / median(times):.0f} a second ({median(times) * 1000:.2f} ms)"


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


def in_turn(*works: Callable[[int], object]) -> list[list[float]]:
    """How long each took by the clock on the wall, in seconds; the first tenth is warming up, and left out."""
    taken: list[list[float]] = [[] for _ in works]
    gc.disable()
    for number in range(1, ROUNDS + 1):
        for work, times in zip(works, taken, strict=True):
            begun = perf_counter()
            work(number)
            times.append(perf_counter() - begun)
    gc.enable()
    return [times[ROUNDS // 10 :] for times in taken]


if __name__ == "__main__":
    on_databases.run("benchmarks.bench_appends", measure)
