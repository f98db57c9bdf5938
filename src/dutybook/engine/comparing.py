"""What differs between the rules of one day and those of another procedure: every field of every element, in words.

A difference in what is said is one line, and there is no line without one: who set a value, and in which file, is no
difference and may never become a line here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from dutybook.engine.english import briefly, data
from dutybook.engine.english.fields import ORDER, citation, label, says
from dutybook.engine.english.names import NOUNS, Words, humanised, listed
from dutybook.engine.procedure import Citation, Decision, Element, Fact, Rules

NOT_SAID = frozenset({"id", "set_by", "origin"})
"""Fields that say nothing to a reader: `id` is which element it is, the others are where its text was found."""

WHERE_IT_STANDS = "cite"
"""The field of a difference that is only the paragraph: two authorities seldom have the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is said differently. `field` is empty where only one side has the element at all.

    `about` is how its sentence begins, and the rest of the sentence is what each of the two says of that.
    `left_at` and `right_at` are the paragraphs in which the two say it. `from_day` is the first day on which they
    differ so, None for as long as both have been in force.
    """

    chapter: str
    id: str
    field: str
    about: str
    left: str
    right: str
    left_at: str = ""
    right_at: str = ""
    sentence: str
    from_day: date | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what it is called, and its rules in its own words."""

    name: str
    rules: Rules
    words: Words


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides, and what is being compared on them: the chapter, the path of ids, what it is called, where it stands.

    What has no paragraph of its own stands in that of what it is a part of.
    """

    left: Side
    right: Side
    chapter: str
    id: str = ""
    called: str = ""
    at: tuple[str, str] = field(default=("", ""))

    def within(self, id: str, called: str) -> Pair:
        return replace(self, id=f"{self.id}/{id}", called=f"{self.called}, {called}")

    def standing(self, left: Element | None, right: Element | None) -> Pair:
        """With the paragraphs of these two."""
        ours, theirs = (briefly.paragraph(each.cite) if each is not None else "" for each in (left, right))
        return replace(self, at=(ours or self.at[0], theirs or self.at[1]))

    def line(self, field: str, left: str, right: str, *, about: str = "") -> Difference:
        """The line for one field; `about` says what it is about where the name of the field does not."""
        at = ("", "") if field == WHERE_IT_STANDS else self.at
        both = f"{_said(self.left.name, left, at[0])}; {_said(self.right.name, right, at[1])}"
        about = about or f"{self.called}, {label(field)}"
        return self._difference(field, (left, right), about, f"{about}: {both}", at)

    def only(self, left: Element | None, right: Element | None) -> Difference:
        """The line for an element that one side lacks, with what the other says in it."""
        side, element, at = (self.left, left, 0) if left is not None else (self.right, right, 1)
        said = briefly.clause(element, side.words, self.id) if element is not None else ""
        called = f"{self.called[:1].lower()}{self.called[1:]}"
        what = f"{called}{': ' if said else ''}{said}{_in_brackets(self.at[at])}"
        sides = (said or called, "") if left is not None else ("", said or called)
        return self._difference("", sides, self.called, f"Only {side.name} has {what}", self.at)

    def _difference(
        self, field: str, said: tuple[str, str], about: str, sentence: str, at: tuple[str, str]
    ) -> Difference:
        return Difference(
            chapter=self.chapter,
            id=self.id,
            field=field,
            about=about,
            left=said[0],
            right=said[1],
            left_at=at[0],
            right_at=at[1],
            sentence=sentence if sentence.endswith(".") else f"{sentence}.",
        )


def between(left: Side, right: Side) -> Iterator[Difference]:
    """Every difference between the rules of two sides, in the order of the chapters."""
    ours, theirs = _by_place(left.rules), _by_place(right.rules)
    for chapter, id in [*ours, *(place for place in theirs if place not in ours)]:
        both = ours.get((chapter, id)), theirs.get((chapter, id))
        title = briefly.called(both[0] or both[1], id, (left if both[0] is not None else right).words)
        called = f"The {NOUNS.get(chapter, chapter)} “{title}”"
        yield from _elements(Pair(left, right, chapter, id, called), *both)


def _by_place(rules: Rules) -> dict[tuple[str, str], Element]:
    return {(chapter, each.id): each for chapter, each in rules.elements() if not _is_only_its_decision(each, rules)}


def _is_only_its_decision(element: Element, rules: Rules) -> bool:
    """A decision read as a fact says nothing that its rows do not: one change of a row is one line."""
    decision = rules.decisions.get(element.id)
    return isinstance(element, Fact) and decision is not None and decision.origin == element.origin


def _elements(pair: Pair, left: Element | None, right: Element | None) -> Iterator[Difference]:
    pair = pair.standing(left, right)
    if left is None or right is None:
        yield pair.only(left, right)
        return
    for name in [each.name for each in fields(left) if each.name not in NOT_SAID]:
        ours, theirs = getattr(left, name), getattr(right, name)
        if name in ("rows", "choices"):
            yield from _parts(pair, name, ours, theirs, ordered=_read_from_the_top(left))
        elif ours == theirs:
            continue
        elif name == "more":
            yield from between_data(pair, "", ours, theirs)
        else:
            yield _line(pair, name, (ours, left), (theirs, right))


def _line(pair: Pair, name: str, left: tuple[Any, Element], right: tuple[Any, Element]) -> Difference:
    """One field of an element."""
    if name == WHERE_IT_STANDS:
        return pair.line(name, *_stands(pair, left[0], right[0]))
    sides = (pair.left, left[1]), (pair.right, right[1])
    if also := _beyond_the_other(left[0], right[0]):
        said = [_also(says(name, each, element, side.words)) for each, (side, element) in zip(also, sides, strict=True)]
    else:
        both = left[0], right[0]
        said = [says(name, each, element, side.words) for each, (side, element) in zip(both, sides, strict=True)]
    return pair.line(name, *apart(said, (left[0], right[0])))


def apart(said: Sequence[str], values: tuple[Any, Any]) -> tuple[str, str]:
    """Two texts; values that happen to sound alike are written as data, so that the line shows a difference."""
    return (said[0], said[1]) if said[0] != said[1] else (repr(values[0]), repr(values[1]))


def _stands(pair: Pair, left: Citation, right: Citation) -> tuple[str, str]:
    """The two paragraphs, with no more around them than it takes to tell them apart."""
    said = [briefly.stands(each) for each in (left, right)]
    if said[0] == said[1]:
        said = [citation(each) for each in (left, right)]
    return apart(said, (left, right))


def _beyond_the_other(left: Any, right: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]] | None:
    """Of two lists of names that share some, what each has that the other lacks; None where that tells nothing."""
    if not (_are_names(left) and _are_names(right)):
        return None
    ours, theirs = (tuple(each for each in side if each not in other) for side, other in ((left, right), (right, left)))
    return (ours, theirs) if (ours or theirs) and set(left) & set(right) else None


def _are_names(value: Any) -> bool:
    return isinstance(value, tuple | list) and all(isinstance(each, str) for each in value)


def _also(names: str) -> str:
    return f"also {names}" if names else "none of that"


def _parts(
    pair: Pair, name: str, left: tuple[Element, ...], right: tuple[Element, ...], *, ordered: bool
) -> Iterator[Difference]:
    """Rows or choices, by id."""
    ours, theirs = ({each.id: each for each in side} for side in (left, right))
    for id in [*ours, *(each for each in theirs if each not in ours)]:
        part = ours.get(id), theirs.get(id)
        yield from _elements(pair.within(id, _part_called(pair, name, id, *part)), *part)
    shared = [id for id in ours if id in theirs], [id for id in theirs if id in ours]
    if ordered and shared[0] != shared[1]:
        said = [[_title(pair, each[id], id) for id in ids] for each, ids in ((ours, shared[0]), (theirs, shared[1]))]
        yield pair.line(ORDER, *_apart_in_order(said, shared))


def _apart_in_order(said: list[list[str]], ids: tuple[list[str], list[str]]) -> tuple[str, str]:
    """The titles in order; the ids, where two of the titles are alike and the order would not show."""
    listed_so = said if said[0] != said[1] else [[humanised(id) for id in side] for side in ids]
    return ", ".join(listed_so[0]), ", ".join(listed_so[1])


def _part_called(pair: Pair, name: str, id: str, left: Element | None, right: Element | None) -> str:
    noun = name.removesuffix("s")
    return f"the {noun} “{_title(pair, left or right, id, pair.left if left is not None else pair.right)}”"


def _title(pair: Pair, element: Element | None, id: str, side: Side | None = None) -> str:
    return briefly.called(element, id, (side or pair.left).words, pair.id)


def _read_from_the_top(element: Element) -> bool:
    return isinstance(element, Decision) and element.mode == "first"


def between_data(pair: Pair, path: str, left: Any, right: Any) -> Iterator[Difference]:
    """Plain data: mappings key by key, and everything else whole."""
    if left == right:
        return
    if isinstance(left, Element) or isinstance(right, Element):
        yield from _member(pair, left, right)
    elif not (isinstance(left, Mapping) and isinstance(right, Mapping)):
        yield pair.line(path, *_data(pair, left, right))
    else:
        for key in [*left, *(each for each in right if each not in left)]:
            yield from between_data(pair, f"{path}.{key}".lstrip("."), left.get(key), right.get(key))


def _member(pair: Pair, left: Element | None, right: Element | None) -> Iterator[Difference]:
    """A value of a vocabulary, a section of a meeting: an element inside plain data."""
    either = left or right
    id = either.id if either is not None else ""
    yield from _elements(pair.within(id, f"“{_title(pair, either, id)}”"), left, right)


def _data(pair: Pair, left: Any, right: Any) -> tuple[str, str]:
    """The two in words."""
    if also := _beyond_the_other(left, right):
        said = [_also(data.spoken(each, side.words)) for each, side in zip(also, (pair.left, pair.right), strict=True)]
    else:
        said = [_whole(value, side) for value, side in ((left, pair.left), (right, pair.right))]
    return apart(said, (left, right))


def _whole(value: Any, side: Side) -> str:
    if isinstance(value, Mapping) and any(isinstance(each, Element) for each in value.values()):
        return listed([briefly.called(each, id, side.words) for id, each in value.items()])
    return "" if value is None else data.spoken(value, side.words)


def _said(name: str, words: str, at: str) -> str:
    return f"{name}: {words}{_in_brackets(at)}" if words else f"{name} says nothing{_in_brackets(at)}"


def _in_brackets(at: str) -> str:
    return f" ({at})" if at else ""
