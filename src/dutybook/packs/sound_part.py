"""Worked examples of a pack in which something is wrong: those that nothing wrong touches are run all the same.

No example may be said to fail because of a mistake that is listed already.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from dutybook.engine.procedure import Procedure, Rules
from dutybook.packs.citing import chapter_of, names_in, related
from dutybook.packs.examples import FOLDER, examples_in, outcome_of
from dutybook.packs.loading import Assembled, calendar_of, procedure_of
from dutybook.packs.problems import PackErrors, Problem
from dutybook.packs.taking_out import without

Wrong = tuple[str, str]
"""A chapter, and the id of an element in which something is wrong."""

UNSOUND = (LookupError, AttributeError, TypeError, ValueError, AssertionError, RecursionError)
"""What can come of asking the engine under rules that are not whole: then no example says anything."""


def of_sound_part(assembled: Assembled, problems: Iterable[Problem]) -> list[Problem]:
    """What fails among the pack's own examples that name nothing wrong, and nothing that rests on it."""
    with suppress(PackErrors, *UNSOUND):
        return list(_failing(assembled, [each for each in problems if not each.note]))
    return []


def _failing(assembled: Assembled, problems: list[Problem]) -> Iterator[Problem]:
    if not assembled.pages:
        return
    wrong = set(_wrong(assembled, problems))
    whole = procedure_of(replace(assembled, problems=()), calendar_of(assembled.stack), {})
    touched = _touched(whole.editions[-1][1], {id for _, id in wrong})
    sound = _without(whole, wrong)
    for example in examples_in(assembled.stack[-1].folder / FOLDER, sound):
        if not names_in(example.written if example.where else {}) & touched:
            yield from outcome_of(example, sound).problems()


def _wrong(assembled: Assembled, problems: Iterable[Problem]) -> Iterator[Wrong]:
    """For each problem the element that begins last before its line."""
    for page in assembled.pages:
        begins: Mapping[str, list[tuple[int, Wrong]]] = defaultdict(list)
        for chapter, elements in page.book.chapters.items():
            for id, found in elements.items():
                begins[found.place.path].append((found.place.line, (chapter, id)))
        for each in problems:
            before = sorted(begins.get(each.path, ()))
            at = bisect_right([line for line, _ in before], each.line)
            if at:
                yield before[at - 1][1]


def _touched(rules: Rules, wrong: Iterable[str]) -> set[str]:
    """What is wrong, what it names or is named by, and so on."""
    chapters = ("events", "facts", "conditions", "duties", "decisions", "gates", "directory")
    names = {id: names_in(each) for chapter in chapters for id, each in chapter_of(rules, chapter).items()}
    return {id for each in wrong for id in related(names, each)}


def _without(procedure: Procedure, wrong: Iterable[Wrong]) -> Procedure:
    for chapter, id in sorted(wrong):
        procedure = without(procedure, chapter, id)
    return procedure
