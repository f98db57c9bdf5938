"""Every element of a procedure that cites, down to rows, choices and values, and what names what.

Nothing here may judge whether a citation is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from dutybook.engine.procedure import Decision, Element, Fact, Passage, Procedure, Rules
from dutybook.packs.schema.plain import MEMBERS

NO_NAMES = {"cite", "set_by", "origin", "title", "ask"}
"""Fields whose text names nothing."""


@dataclass(frozen=True, slots=True)
class Citing:
    """An element that cites, and where it is: its chapter, its id, and inside another element its own id there."""

    chapter: str
    id: str
    member: str
    element: Element

    @property
    def path(self) -> str:
        return "/".join(part for part in (self.chapter, self.id, self.member) if part)

    @property
    def place(self) -> str:
        """`barsetshire/allegations.yaml:123 duties/tell-the-officer`."""
        return f"{self.element.origin} {self.path}".strip()


def citing(procedure: Procedure) -> Iterator[Citing]:
    """Every element of every edition that cites a rule of a source, each once."""
    seen: set[str] = set()
    for _, rules in procedure.editions:
        for each in every_element(rules):
            if each.element.cite.rules and each.place not in seen:
                seen.add(each.place)
                yield each


def every_element(rules: Rules) -> Iterator[Citing]:
    """Every element, and after it those inside it. A decision read as a fact is no element of its own."""
    for chapter, element in rules.elements():
        if not (chapter == "facts" and _is_read_from_a_decision(element, rules)):
            yield Citing(chapter, element.id, "", element)
            yield from (Citing(chapter, element.id, inner.id, inner) for inner in members(element))


def _is_read_from_a_decision(fact: Element, rules: Rules) -> bool:
    """Whether no pack declares this fact: it stands where its decision does."""
    return fact.id in rules.decisions and fact.origin == rules.decisions[fact.id].origin


def chapter_of(rules: Rules, chapter: str) -> Mapping[str, Element]:
    """The elements of a chapter, whether the engine reads it or only the page."""
    if chapter in rules.plain:
        return rules.plain[chapter]
    found: Mapping[str, Element] = getattr(rules, chapter, {})
    return found


def members(element: Element) -> Iterator[Element]:
    """Rows of a decision, choices of a fact, values, sections, lines of an agenda."""
    match element:
        case Decision(rows=rows):
            yield from rows
        case Fact(choices=choices):
            yield from choices
        case Passage(more=more):
            for key in MEMBERS:
                yield from (each for each in more.get(key, {}).values() if isinstance(each, Element))


def names_in(value: Any) -> set[str]:
    """Every text anywhere inside an element: among them, every name that it points to."""
    if isinstance(value, str):
        return {value, value.removeprefix("=")}
    if isinstance(value, Mapping):
        return {name for each in value.items() for part in each for name in names_in(part)}
    if isinstance(value, tuple | list):
        return {name for each in value for name in names_in(each)}
    if is_dataclass(value):
        return {
            name for each in fields(value) if each.name not in NO_NAMES for name in names_in(getattr(value, each.name))
        }
    return set()


def related(names: Mapping[str, set[str]], id: str) -> list[str]:
    """The id, those of the elements that name it, of those that name them, and so on: whom its going away may touch."""
    found = [id]
    for near in found:  # the list grows while it is walked
        found += [other for other, named in names.items() if near in named and other not in found]
    return found
