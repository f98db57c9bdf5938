"""What each pack writes, layer by layer: citations, editions, rows and ids as they stand in its own files.

Nothing here may look at what a layer above it says: see `hidden`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dutybook.packs.layers import members_of, on_day
from dutybook.packs.pack import Pack, Written
from dutybook.packs.problems import Problem
from dutybook.packs.schema.forms import Changed
from dutybook.packs.schema.rules import Choice, Element
from dutybook.packs.schema.words import is_kebab, is_snake


def written_wrongly(pack: Pack, above: Iterable[Pack]) -> Iterator[Problem]:
    """What is wrong in one pack's own words."""
    layers = [*above, pack]
    for chapter, elements in pack.chapters.items():
        for id, element in elements.items():
            yield from _editions(id, element)
            yield from _questions(
                id, element, [each.chapters[chapter][id] for each in layers[:-1] if id in each.chapters[chapter]]
            )
            for part in parts_of(element):
                yield from _rows(part, layers)


def uncited(pack: Pack, above: Iterable[Pack]) -> Iterator[Problem]:
    """Elements and rows without a citation, and citations of a source that no layer lists."""
    sources = {key for each in (*above, pack) for key in each.header.sources}
    for elements in pack.chapters.values():
        for id, element in elements.items():
            for name, part in ((id, element), *_inside(element)):
                yield from _cited(name, part, pack, sources)


def parts_of(element: Written) -> list[Written]:
    """The element, and each of its editions."""
    editions = enumerate(element.model.editions)
    return [element, *(_edition(element, n, each) for n, each in editions)]


def _edition(element: Written, n: int, model: Element) -> Written:
    return Written(element.pack, model, element.document, (*element.where, "editions", n))


def _inside(element: Written) -> Iterator[tuple[str, Written]]:
    for part in parts_of(element):
        for rows in members_of(part).values():
            yield from rows.items()


def _cited(id: str, part: Written, pack: Pack, sources: set[str]) -> Iterator[Problem]:
    cite = part.model.cite
    if cite is None:
        if not isinstance(part.model, Choice) and not part.model.withdrawn and ("cite",) not in part.spoilt:
            yield _problem(part, f"{id} has no citation", "write cite: {at: para 12, rules: [S-12-2]} or {ours: why}")
    elif cite.source and cite.source not in sources:
        yield _problem(
            part,
            f"{cite.source!r} is no source of this pack",
            f"write one of {', '.join(sorted(sources))}",
            "cite",
            "source",
        )
    elif cite.at and not cite.source and len(pack.header.sources) != 1:
        what = f"{id} cites {cite.at!r} and not of which source"
        yield _problem(
            part,
            what,
            f"write source: {' or '.join(sorted(sources)) or 'and list it under sources: of pack.yaml'}",
            "cite",
        )


def _editions(id: str, element: Written) -> Iterator[Problem]:
    if element.model.from_ is not None:
        yield _problem(element, f"{id} has `from` outside an edition", "write editions: [{from: …, …}]", "from")
    days: set[date] = set()
    for n, edition in enumerate(element.model.editions):
        part = _edition(element, n, edition)
        if edition.from_ is None:
            yield _problem(part, f"an edition of {id} has no day", 'write from: "2026-04-10"')
        elif edition.from_ in days:
            yield _problem(
                part,
                f"two editions of {id} begin on {edition.from_}",
                "give each its own day, or make them one",
                "from",
            )
        days |= {edition.from_} if edition.from_ else set()
        if edition.editions:
            yield _problem(part, f"an edition of {id} has editions", "list them side by side", "editions")


def _questions(id: str, element: Written, over: list[Written]) -> Iterator[Problem]:
    """Of the questions of a pack above, only those that it asks can be left out, and others added."""
    for part in parts_of(element):
        changed = getattr(part.model, "asks", ())
        if not isinstance(changed, Changed):
            continue
        before = [*over, element] if part.model.from_ else over
        day = part.model.from_ - timedelta(days=1) if part.model.from_ else date.max
        found = on_day(before, day) if before else None
        asked = getattr(found.model, "asks", ()) if found is not None else ()
        for fact in (each for each in changed.without if each not in asked):
            write = f"write one of {', '.join(asked)}" if asked else "leave it out"
            yield _problem(part, f"{id} asks no {fact} that could be left out", write, "asks", "without")
        for fact in (each for each in changed.add if each in asked):
            yield _problem(part, f"{id} asks {fact} already", "leave it out of add", "asks", "add")


def _rows(part: Written, layers: list[Pack]) -> Iterator[Problem]:
    for key, rows in members_of(part).items():
        known = _row_ids(part, key, layers)
        for id, row in rows.items():
            after = getattr(row.model, "after", "")
            if after and after not in known:
                yield _problem(
                    row, f"there is no row {after!r} to come after", f"write one of {', '.join(known)}", "after"
                )
            if not (is_snake(id) if isinstance(row.model, Choice) else is_kebab(id) or is_snake(id)):
                yield _problem(
                    row, f"{id!r} is not an id", "write small letters and digits, with _ in a choice and - in a row"
                )


def _row_ids(part: Written, key: str, layers: list[Pack]) -> list[str]:
    """The rows of every layer, since a row may be placed behind one of a pack above."""
    chapter, id = str(part.where[0]), str(part.where[1])
    found = [pack.chapters[chapter][id] for pack in layers if id in pack.chapters[chapter]]
    return list(
        dict.fromkeys(row for each in found for inner in parts_of(each) for row in members_of(inner).get(key, {}))
    )


def _problem(part: Written, what: str, write: str, *inside: str) -> Problem:
    place = part.place(*inside)
    return Problem(place.path, place.line, what, write)
