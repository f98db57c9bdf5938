"""From a folder of YAML to a `Procedure`, or to everything that is wrong with it.

Nothing here may use the sound part of a wrong pack.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dutybook.engine.calendar import Calendar
from dutybook.engine.procedure import Procedure, Rules
from dutybook.packs.calendars import WrongCalendar, load_calendar
from dutybook.packs.checks import meaning
from dutybook.packs.checks.page import Page
from dutybook.packs.elements import rules_of
from dutybook.packs.layers import books, stack_of
from dutybook.packs.pack import Pack, read_pack
from dutybook.packs.paths import Among, find, pack_folders
from dutybook.packs.problems import PackErrors, Problem, in_order


@dataclass(frozen=True)
class Assembled:
    """A stack of packs put together, with what is wrong in it; `pages` hold the rules of each edition."""

    stack: tuple[Pack, ...]
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]


def load(which: str | Path, among: Among = None) -> Procedure:
    """The procedure of a pack, by name or by the path of its folder; everything it needs is looked for `among` these.

    Raises `PackErrors` with all that is wrong, `UnknownPack` where there is no such pack.
    """
    folder = find(which, among=among)
    stack = stack_of(folder, among)
    digest = digest_of([*stack, *organisations_over(stack, among)])
    return _loaded(folder, digest, None if among is None else tuple(among), Path.cwd())


def assemble(stack: Sequence[Pack], *, whole: bool = True, among: Among = None) -> Assembled:
    """The stack put together and looked at; without `whole`, citations, roles and what an element needs are let be."""
    if not all(pack.digest for pack in stack):
        return _put_together(tuple(stack), whole, among)
    where = tuple((pack.folder, pack.digest) for pack in stack)
    return _kept(where, _Stack(tuple(stack)), whole, None if among is None else tuple(among), Path.cwd())


class _Stack:
    """Packs that are told apart by their folders and digests alone, beside them in the key."""

    def __init__(self, packs: tuple[Pack, ...]) -> None:
        self.packs = packs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Stack)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=32)
def _kept(
    _where: tuple[tuple[Path, str], ...], stack: _Stack, whole: bool, among: tuple[Path, ...] | None, _shown_from: Path
) -> Assembled:
    """By what the packs say: the same stack is put together once in a process, whoever loads or checks it."""
    return _put_together(stack.packs, whole, among)


def _put_together(stack: tuple[Pack, ...], whole: bool, among: Among) -> Assembled:
    problems = [problem for pack in stack for problem in pack.problems]
    if any(pack.broken for pack in stack):
        return Assembled(stack, (), tuple(in_order(problems)))
    sources = {pack.name: _only_source(pack) for pack in stack}
    calendar = _calendar_if_any(stack, among)
    pages = tuple(Page(book, rules_of(book, sources), stack, calendar) for book in books(stack))
    found = [*meaning.of_stack(stack, whole=whole)]
    found += [problem for page in pages for problem in meaning.of_page(page, whole=whole)]
    found += meaning.of_pages(pages)
    return Assembled(stack, pages, tuple(in_order([*problems, *found])))


def _calendar_if_any(stack: Sequence[Pack], among: Among) -> Calendar | None:
    with suppress(PackErrors):
        return calendar_of(stack, among)
    return None


def procedure_of(assembled: Assembled, calendar: Calendar, organisations: Mapping[str, Procedure]) -> Procedure:
    """The procedure; raises `PackErrors` where anything is wrong."""
    if assembled.problems:
        raise PackErrors(assembled.problems)
    stack = assembled.stack
    head = stack[-1].header
    return Procedure(
        name=stack[-1].name,
        title=head.title,
        edition=head.edition,
        hash=digest_of(stack),
        calendar=calendar,
        editions=tuple((page.book.day, page.rules) for page in assembled.pages),
        layers=tuple(pack.name for pack in stack),
        sources={key: source.title for pack in stack for key, source in pack.header.sources.items()},
        organisations=organisations,
        organisation_fact=next(
            (pack.header.organisation_fact for pack in reversed(stack) if pack.header.organisation_fact), ""
        ),
        more=_more(stack),
    )


def digest_of(stack: Sequence[Pack]) -> str:
    """One hash of everything that the packs of a stack say."""
    return hashlib.sha256("\n".join(f"{pack.name} {pack.digest}" for pack in stack).encode()).hexdigest()


def as_data(procedure: Procedure) -> dict[str, Any]:
    """The plain chapters as the page shows them, as plain data, by chapter and id; the last edition."""
    rules: Rules = procedure.editions[-1][1]
    return {
        chapter: {id: passage_data(each) for id, each in members.items()} for chapter, members in rules.plain.items()
    }


def passage_data(passage: Any) -> dict[str, Any]:
    """One element of a plain chapter, and the elements inside it, as plain data."""
    cite = passage.cite
    said = {"title": passage.title, **{key: _inner(value) for key, value in passage.more.items()}}
    return said | {"cite": {"source": cite.source, "at": cite.at, "rules": list(cite.rules), "ours": cite.ours}}


def _inner(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: passage_data(each) if hasattr(each, "chapter") else each for key, each in value.items()}
    return value


@lru_cache(maxsize=16)
def _loaded(folder: Path, digest: str, among: tuple[Path, ...] | None, _shown_from: Path) -> Procedure:
    """The procedure of this content; put together once in a process."""
    stack = stack_of(folder, among)
    calendar = calendar_of(stack, among)
    over = organisations_over(stack, among)
    organisations = {pack.name: procedure_of(assemble([*stack, pack], among=among), calendar, {}) for pack in over}
    return procedure_of(assemble(stack, among=among), calendar, organisations)


def calendar_of(stack: Sequence[Pack], among: Among = None) -> Calendar:
    """The holiday table that the most local pack names."""
    pack = next((each for each in reversed(stack) if each.header.calendar), stack[-1])
    try:
        return load_calendar(pack.header.calendar, among)
    except WrongCalendar as error:
        raise PackErrors([pack.head.problem(["calendar"], str(error), "write calendar: england-and-wales")]) from None


def organisations_over(stack: Sequence[Pack], among: Among = None) -> list[Pack]:
    """The packs of organisations that extend one of these."""
    layers = {pack.name for pack in stack}
    packs = [read_pack(folder) for folder in pack_folders(among)]
    return [
        pack
        for pack in packs
        if pack.header.kind == "organisation" and pack.header.extends in layers and pack.name not in layers
    ]


def _only_source(pack: Pack) -> str:
    return next(iter(pack.header.sources)) if len(pack.header.sources) == 1 else ""


def _more(stack: Sequence[Pack]) -> dict[str, Any]:
    """What the head of the most local pack says beside; terms and sources are joined from all layers."""
    head = stack[-1].header.model_dump(mode="json")
    joined = {
        key: {id: said for pack in stack for id, said in pack.header.model_dump(mode="json")[key].items()}
        for key in ("terms", "sources")
    }
    kept = ("kind", "status", "authorities", "next_review_on", "in_force_from", "extends", "departures")
    return {key: head[key] for key in kept} | joined
