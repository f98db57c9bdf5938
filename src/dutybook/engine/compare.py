"""What differs between two procedures, or two editions of one, in words.

A difference in what is said is one line, and there is no line without one: who set a value, and in which file, is no
difference and may never become a line here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from dutybook.engine import words
from dutybook.engine.english.fields import ORDER, label, plainly, says
from dutybook.engine.english.names import NOUNS, Words, humanised, title_of
from dutybook.engine.procedure import Decision, Element, Fact, Procedure, Rules

NOT_SAID = frozenset({"id", "set_by", "origin"})
"""Fields that say nothing to a reader: `id` is which element it is, the others are where its text was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is said differently. `field` is empty where only one side has the element at all.

    `from_day` is the first day on which they differ so, None for as long as both have been in force.
    """

    chapter: str
    id: str
    field: str
    left: str
    right: str
    sentence: str
    from_day: date | None = None


@dataclass(frozen=True, slots=True)
class _Side:
    name: str
    rules: Rules
    words: Words


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two sides, and what is being compared on them: the chapter, the path of ids, and what it is called."""

    left: _Side
    right: _Side
    chapter: str
    id: str
    called: str

    def within(self, id: str, called: str) -> _Pair:
        return replace(self, id=f"{self.id}/{id}", called=f"{self.called}, {called}")

    def line(self, field: str, left: str, right: str) -> Difference:
        sentence = f"{self.called}, {label(field)}: {self.left.name} {_said(left)}; {self.right.name} {_said(right)}."
        return Difference(chapter=self.chapter, id=self.id, field=field, left=left, right=right, sentence=sentence)

    def only(self, left: Element | None, right: Element | None) -> Difference:
        """The line for an element that one side lacks."""
        side = self.left if left is not None else self.right
        return Difference(
            chapter=self.chapter,
            id=self.id,
            field="",
            left=plainly(left) if left is not None else "",
            right=plainly(right) if right is not None else "",
            sentence=f"Only {side.name} has: {self.called}.",
        )


def compare(left: Procedure, right: Procedure) -> list[Difference]:
    """Every difference, in the order of the chapters; what an edition changes later comes after, with its day."""
    names = _names(left, right)
    first, *later = sorted({day for side in (left, right) for day, _ in side.editions})
    known = compare_rules(left.on(first), right.on(first), *names)
    found = [*_calendars(left, right, names), *known]
    for day in later:
        today = compare_rules(left.on(day), right.on(day), *names)
        found += [_from(day, each) for each in today if each not in known]
        found += [_no_longer(day, each) for each in known if _place(each) not in map(_place, today)]
        known = today
    return found


def compare_rules(left: Rules, right: Rules, left_name: str, right_name: str) -> list[Difference]:
    """What differs between two sets of rules, each called by a name."""
    sides = _Side(left_name, left, Words(left)), _Side(right_name, right, Words(right))
    return list(_rules(*sides))


def _names(left: Procedure, right: Procedure) -> tuple[str, str]:
    """What the two are called: their names, and where those are alike their editions."""
    if left.name != right.name:
        return humanised(left.name).title(), humanised(right.name).title()
    if left.edition != right.edition:
        return f"edition {left.edition}", f"edition {right.edition}"
    return "the first", "the second"


def _calendars(left: Procedure, right: Procedure, names: tuple[str, str]) -> list[Difference]:
    ours, theirs = left.calendar.name, right.calendar.name
    if ours == theirs:
        return []
    sides = [_Side(name, Rules(), Words(Rules())) for name in names]
    pair = _Pair(sides[0], sides[1], "procedure", "calendar", "The calendar of working days")
    return [pair.line("name", ours, theirs)]


def _from(day: date, difference: Difference) -> Difference:
    return replace(difference, from_day=day, sentence=f"From {words.day(day)}: {difference.sentence}")


def _no_longer(day: date, difference: Difference) -> Difference:
    sentence = f"From {words.day(day)} no longer: {difference.sentence}"
    return replace(difference, from_day=day, left="", right="", sentence=sentence)


def _place(difference: Difference) -> tuple[str, str, str]:
    return difference.chapter, difference.id, difference.field


def _rules(left: _Side, right: _Side) -> Iterator[Difference]:
    ours, theirs = _by_place(left.rules), _by_place(right.rules)
    for chapter, id in [*ours, *(place for place in theirs if place not in ours)]:
        both = ours.get((chapter, id)), theirs.get((chapter, id))
        called = f"The {NOUNS.get(chapter, chapter)} “{_called(both[0] or both[1], id)}”"
        yield from _elements(_Pair(left, right, chapter, id, called), *both)


def _called(element: Element | None, id: str) -> str:
    """A question is called by its words, anything else by its title."""
    return element.ask if isinstance(element, Fact) and element.ask else title_of(element, id)


def _by_place(rules: Rules) -> dict[tuple[str, str], Element]:
    return {(chapter, each.id): each for chapter, each in rules.elements() if not _is_only_its_decision(each, rules)}


def _is_only_its_decision(element: Element, rules: Rules) -> bool:
    """A decision read as a fact says nothing that its rows do not: one change of a row is one line."""
    decision = rules.decisions.get(element.id)
    return isinstance(element, Fact) and decision is not None and decision.origin == element.origin


def _elements(pair: _Pair, left: Element | None, right: Element | None) -> Iterator[Difference]:
    if left is None or right is None:
        yield pair.only(left, right)
        return
    for name in [each.name for each in fields(left) if each.name not in NOT_SAID]:
        ours, theirs = getattr(left, name), getattr(right, name)
        if ours == theirs and name not in ("rows", "choices"):
            continue
        if name in ("rows", "choices"):
            yield from _parts(pair, name, ours, theirs, ordered=_read_from_the_top(left))
        elif name == "more":
            yield from _data(pair, "", ours, theirs)
        else:
            yield _line(pair, name, (ours, left), (theirs, right))


def _line(pair: _Pair, name: str, left: tuple[Any, Element], right: tuple[Any, Element]) -> Difference:
    """One field. Values that happen to sound alike are written as data, so that the line shows a difference."""
    said = says(name, *left, pair.left.words), says(name, *right, pair.right.words)
    return pair.line(name, *(said if said[0] != said[1] else (repr(left[0]), repr(right[0]))))


def _parts(
    pair: _Pair, name: str, left: tuple[Element, ...], right: tuple[Element, ...], *, ordered: bool
) -> Iterator[Difference]:
    """Rows or choices, by id."""
    ours, theirs = ({each.id: each for each in side} for side in (left, right))
    for id in [*ours, *(each for each in theirs if each not in ours)]:
        part = ours.get(id), theirs.get(id)
        called = f"the {name.removesuffix('s')} “{title_of(part[0] or part[1], id)}”"
        yield from _elements(pair.within(id, called), *part)
    shared = [id for id in ours if id in theirs], [id for id in theirs if id in ours]
    if ordered and shared[0] != shared[1]:
        yield pair.line(ORDER, *(", ".join(humanised(id) for id in side) for side in shared))


def _read_from_the_top(element: Element) -> bool:
    return isinstance(element, Decision) and element.mode == "first"


def _data(pair: _Pair, path: str, left: Any, right: Any) -> Iterator[Difference]:
    """Plain data: mappings key by key, and everything else whole."""
    if left == right:
        return
    if isinstance(left, Element) or isinstance(right, Element):
        yield from _member(pair, left, right)
    elif not (isinstance(left, Mapping) and isinstance(right, Mapping)):
        yield pair.line(path, *_apart(left, right))
    else:
        for key in [*left, *(each for each in right if each not in left)]:
            yield from _data(pair, f"{path}.{key}".lstrip("."), left.get(key), right.get(key))


def _member(pair: _Pair, left: Element | None, right: Element | None) -> Iterator[Difference]:
    """A value of a vocabulary, a section of a meeting: an element inside plain data."""
    either = left or right
    id = either.id if either is not None else ""
    yield from _elements(pair.within(id, f"“{title_of(either, id)}”"), left, right)


def _apart(left: Any, right: Any) -> tuple[str, str]:
    said = ["" if side is None else plainly(side) for side in (left, right)]
    return (said[0], said[1]) if said[0] != said[1] else (repr(left), repr(right))


def _said(words: str) -> str:
    return f"says “{words}”" if words else "says nothing"
