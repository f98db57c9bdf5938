"""Everything that can be found wrong in packs: what loading finds, what takes longer, and the worked examples.

All of it at once, stage by stage: the next stage is left out only where it could say nothing true.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from dutybook.engine.procedure import Procedure
from dutybook.packs.checks.meaning import slowly
from dutybook.packs.examples import FOLDER, departures, run_examples
from dutybook.packs.layers import stack_and_circle, stack_of
from dutybook.packs.loading import assemble, load
from dutybook.packs.pack import Pack
from dutybook.packs.passed import digest_of, has_passed, remember
from dutybook.packs.paths import find, names
from dutybook.packs.problems import PackErrors, Problem, in_order
from dutybook.packs.reviewing import reviews_passed
from dutybook.packs.sound_part import of_sound_part


def check(paths: Iterable[str | Path] | None = None, *, today: date | None = None) -> list[Problem]:
    """What is wrong in these packs (by folder or name; all of them by default). A note fails nothing.

    It is what could not be decided; and, where `today` is given, a review whose day has passed.
    """
    every = list(paths or names())
    found = [problem for path in every for problem in check_pack(path)]
    return in_order([*found, *(note for path in every if today for note in _reviews(path, today))])


def _reviews(which: str | Path, today: date) -> list[Problem]:
    with suppress(PackErrors):
        return list(reviews_passed(stack_of(find(which)), today))
    return []


def check_pack(which: str | Path) -> list[Problem]:
    """What is wrong in one pack and in those it extends, with the worked examples that nothing wrong touches."""
    try:
        stack, circle = stack_and_circle(find(which))
        assembled = assemble(stack)
        lines = {(each.path, each.line) for each in assembled.problems}
        more = (each for each in slowly(assembled.stack, assembled.pages) if (each.path, each.line) not in lines)
        problems = [*([circle] if circle else []), *assembled.problems, *more]
        if any(not each.note for each in problems):
            return [*problems, *of_sound_part(assembled, problems)]
        return [*problems, *_examples(load(which), assembled.stack)]
    except PackErrors as error:
        return list(error.problems)


def passes(procedure: Procedure, which: str | Path | None = None) -> bool:
    """Whether the pack holds its examples and those of the packs above, by the hash of a run or by running them."""
    return not _examples(procedure, stack_of(find(which or procedure.name)))


def _examples(procedure: Procedure, stack: Iterable[Pack]) -> list[Problem]:
    """The examples that do not hold; none are run again that passed as they stand."""
    packs = list(stack)
    digest = digest_of(procedure, (path for pack in packs for path in (pack.folder / FOLDER).glob("*.yaml")))
    if has_passed(digest):
        return []
    outcomes = run_examples(procedure, packs[-1].folder / FOLDER)
    problems = [problem for outcome in outcomes for problem in outcome.problems()] + departures(procedure, packs)
    if not problems:
        remember(digest)
    return problems
