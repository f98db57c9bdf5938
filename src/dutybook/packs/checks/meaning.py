"""The checks in the order in which they are read: those that loading makes, and those that only `check` makes.

Nothing here may leave a check out because another found something, unless it could not be made at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dutybook.packs.checks import hidden, longer, naming, organisation, tables, written
from dutybook.packs.checks import whole as elements
from dutybook.packs.checks.answers import misread
from dutybook.packs.checks.circles import circles
from dutybook.packs.checks.doing import done_once_for_all, undoable, unrecorded
from dutybook.packs.checks.page import Page
from dutybook.packs.checks.scope import out_of_scope
from dutybook.packs.checks.undated import undated
from dutybook.packs.pack import Pack
from dutybook.packs.problems import Problem


def of_stack(stack: Sequence[Pack], *, whole: bool) -> Iterator[Problem]:
    """What is wrong in the packs' own words, each against those above it."""
    for n, pack in enumerate(stack):
        yield from written.written_wrongly(pack, stack[:n])
        if whole:
            yield from written.uncited(pack, stack[:n])
    yield from organisation.loosened(stack)


def of_page(page: Page, *, whole: bool) -> Iterator[Problem]:
    """What is wrong with what they say together on one day; without `whole`, roles and missing keys are let be."""
    yield from naming.undeclared(page)
    yield from naming.two_meanings(page)
    yield from circles(page)
    yield from out_of_scope(page)
    yield from misread(page)
    yield from undoable(page)
    yield from organisation.out_of_reach(page)
    if whole:
        yield from _whole(page)


def of_pages(pages: Sequence[Page]) -> Iterator[Problem]:
    """What is wrong with what they say from day to day, each named once: at its first line of a day."""
    yield from {(each.path, each.line): each for each in reversed(list(longer.unexplained(pages)))}.values()


def _whole(page: Page) -> Iterator[Problem]:
    yield from elements.unsaid(page)
    yield from elements.one_form(page)
    yield from elements.both_tables(page)
    yield from naming.undeclared_roles(page)
    yield from unrecorded(page)
    yield from done_once_for_all(page)


def slowly(stack: Sequence[Pack], pages: Sequence[Page]) -> Iterator[Problem]:
    """What takes longer, and what only a person can settle: truth tables, and editions that nobody has looked at."""
    yield from hidden.hidden_editions(stack)
    for page in pages:
        yield from undated(page)
        if not any(True for _ in circles(page)):
            yield from tables.settled(page)
            yield from tables.unreachable(page)
