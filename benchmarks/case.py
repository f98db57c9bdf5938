"""The one case that every benchmark is about, and how a figure is told.

No benchmark may time its own reading of the case: it is read here, before any clock is started.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from statistics import median
from time import process_time

from dutybook import packs
from dutybook.engine.procedure import Procedure, Rules

FILE = Path(__file__).with_name("case.yaml")
DATES = tuple(
    datetime.fromisoformat(each)
    for each in ("2026-03-04T12:00:00+00:00", "2026-04-14T09:00:00+01:00", "2026-05-05T12:00:00+01:00")
)
"""Early, in the middle, and at the end of the case; the last is the one that is timed."""


@cache
def case() -> packs.Case:
    """The case, read under its own procedure."""
    return packs.read_case(FILE)


def procedure() -> Procedure:
    return case().procedure


def rules() -> Rules:
    """The rules in force at the end of the case."""
    return procedure().at(DATES[-1])


def medians(*works: Callable[[], object], rounds: int, in_a_row: int = 1) -> list[float]:
    """The median processor time of each work, in seconds, without the garbage collector: each in turn in every round.

    A work of well under a millisecond is done several times `in_a_row`; alone it would time the waking of the caches.
    """
    taken: list[list[float]] = [[] for _ in works]
    for work in works:
        work()
    for _ in range(rounds):
        gc.collect()
        gc.disable()
        for work, times in zip(works, taken, strict=True):
            start = process_time()
            for _ in range(in_a_row):
                work()
            times.append((process_time() - start) / in_a_row)
        gc.enable()
    return [median(times) for times in taken]


def verdict(met: bool, goal: str) -> str:
    return f"goal {goal}: {'meets' if met else 'misses'} the goal"
