"""No line of the engine without a worked case: every small damage to it makes some case come out otherwise.

Where a module has tests of its own, one of those may notice instead.
A damage that no answer can show is listed in EQUIVALENT with the reason; nothing else may survive.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property, partial
from importlib import import_module
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dutybook.engine import reading
from dutybook.engine.calendar import Calendar
from tests.engine import (
    test_belonging,
    test_calendar,
    test_due,
    test_entries,
    test_explain,
    test_grammar,
    test_keep,
    test_moving,
    test_opening,
    test_procedure,
    test_still,
    test_unforeseen,
    test_when_asked,
)
from tests.engine.mutants import Mutant, mutants, survives, unharmed
from tests.spec.cases import CALENDAR, all_cases, disagreements, procedure_for

OWN_TESTS: Mapping[str, tuple[ModuleType, ...]] = {
    "belonging": (test_belonging,),
    "calendar": (test_calendar, test_explain),
    "clock": (test_explain,),
    "decisions": (test_keep,),
    "due": (test_due,),
    "entries": (test_entries, test_belonging),
    "explain": (test_explain,),
    "grammar": (test_grammar,),
    "instance": (test_explain,),
    "keep": (test_keep,),
    "moving": (test_moving,),
    "next_change": (test_still,),
    "opening": (test_opening,),
    "procedure": (test_procedure,),
    "telling": (test_explain,),
    "timescales": (test_keep,),
    "unforeseen": (test_unforeseen,),
    "when_asked": (test_when_asked,),
    "words": (test_due, test_explain),
}

APART = {"__init__", "compare", "comparing", "comparing_heads"}
"""They tell two procedures apart and answer nothing about a case; their own tests are in `test_compare.py`."""

ENGINE = Path(str(reading.__file__)).parent
MODULES = tuple(sorted(path.stem for path in ENGINE.glob("*.py") if path.stem not in APART))

EQUIVALENT: Mapping[str, str] = {
    "arising._later_named: return (entry.lo, entry.hi) → pass": "only saves time: the latest of one is that one",
    "arising._becomes: each > begins → each >= begins": "`begins` is in the set already",
    "arising.arose: raise ValueError(f'nobody can tell whether {self.duty.id} arose') → pass": (
        "nobody asks it of an instance in doubt; it is said for the type checker"
    ),
    "clock.moments: each > self.arising.arose → each >= self.arising.arose": "who asks adds the arising itself",
    "clock.moved: each <= u → each < u": "the date that stands at u is left out",
    "conditions.compiled: return self.named(expression.name) → pass": "only saves time: the name is compiled again",
    "explain.cannot_tell: case _: → ": "nothing but `becomes` and `every` comes here; it is said for the type checker",
    "explain.cannot_tell: raise AssertionError('only what becomes or recurs can be in doubt without an arising')"
    " → pass": "nothing but `becomes` and `every` comes here; it is said for the type checker",
    "known.at: u >= self.last_at → u > self.last_at": "only saves time: looking it up gives the same",
    "known.at: return self.last → pass": "only saves time: looking it up gives the same",
    "known.standing: return known → pass": "only saves time: where nothing is corrected, all that is known stands",
    "missing.without_repeats: return met → pass": "only saves time: one alone repeats nothing",
    "procedure.at: return self.editions[0][1] → pass": "only saves time: of one edition, it is the one on every day",
    "timescales._held_hours: until <= now → until < now": "a hold that ends where the count stands takes nothing",
}

CASES = [(case, procedure_for(case)) for case in all_cases() if "refused" not in case]


def forget() -> None:
    """What was compiled for an earlier question is no part of the next."""
    for module in [each for name, each in sys.modules.items() if name.startswith("dutybook.engine.")]:
        for cached in [each for each in vars(module).values() if hasattr(each, "cache_clear")]:
            cached.cache_clear()
    reading._COMPILED.clear()
    reading._KINDS.clear()
    for calendar in (test_calendar.EASTER, test_calendar.TWO_YEARS, CALENDAR):
        for name in [each for each, found in vars(Calendar).items() if isinstance(found, cached_property)]:
            vars(calendar).pop(name, None)


def places_of(case: Mapping[str, Any], procedure: Any) -> set[tuple[str, int]]:
    """The functions, by file and first line, that a case goes through."""
    found: set[tuple[str, int]] = set()
    forget()
    sys.setprofile(lambda frame, what, _: found.add((frame.f_code.co_filename, frame.f_code.co_firstlineno)))
    try:
        list(disagreements(case, procedure))
    finally:
        sys.setprofile(None)
    return found


def trial_of(mutant: Mutant, reached: list[set[tuple[str, int]]]) -> None:
    """The module's own tests and every case that goes through the damaged function; the first that notices raises."""
    forget()
    for module in OWN_TESTS.get(mutant.module.removeprefix("dutybook.engine."), ()):
        for check in checks_of(module):
            check()
    place = (str(import_module(mutant.module).__file__), mutant.begins)
    for (case, procedure), places in zip(CASES, reached, strict=True):
        if place in places or not mutant.begins:
            forget()
            assert not any(True for _ in disagreements(case, procedure))


def checks_of(module: ModuleType) -> Iterator[Callable[[], None]]:
    """Every test of a module that takes nothing but its rows, with each of them."""
    for name, test in vars(module).items():
        if name.startswith("test_") and not hasattr(test, "hypothesis"):
            marks = [mark.args[:2] for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
            for values in product(*(_rows(*mark) for mark in marks)):
                yield partial(test, **{key: value for row in values for key, value in row.items()})


def _rows(names: Any, rows: Any) -> list[dict[str, Any]]:
    keys = names.replace(" ", "").split(",") if isinstance(names, str) else list(names)
    return [dict(zip(keys, row if len(keys) > 1 else [row], strict=True)) for row in rows]


def survivors(module: str, part: int, parts: int, reached: list[set[tuple[str, int]]]) -> list[str]:
    """The damages to one module that nothing noticed."""
    every = list(mutants(f"dutybook.engine.{module}"))[part::parts]
    return [each.name for each in every if survives(each, partial(trial_of, each, reached))]


def survivors_of(modules: tuple[str, ...]) -> list[str]:
    """The same of several modules, in two processes."""
    reached = [places_of(*each) for each in CASES]
    jobs = [(module, part) for module in modules for part in range(2)]
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as workers:
        found = [workers.submit(survivors, module, part, 2, reached) for module, part in jobs]
        return [name for each in found for name in each.result()]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_put_in_place_unharmed_is_noticed_by_nobody(module: str) -> None:
    mutant = unharmed(f"dutybook.engine.{module}")

    assert survives(mutant, partial(trial_of, mutant, [set()] * len(CASES)))


def test_no_damage_to_the_engine_goes_unnoticed() -> None:
    assert sorted(set(survivors_of(MODULES)) - set(EQUIVALENT)) == []


def test_every_damage_that_is_excused_can_still_be_done() -> None:
    possible = {each.name for module in MODULES for each in mutants(f"dutybook.engine.{module}")}

    assert sorted(set(EQUIVALENT) - possible) == []
