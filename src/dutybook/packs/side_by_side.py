"""Several procedures side by side: for each topic what each of them says, each point with its paragraph and strength.

Nothing that a procedure declares may be left out, and nothing may be written here that no procedure says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dutybook.engine import words
from dutybook.engine.compare import short_name
from dutybook.engine.english import briefly, clocks
from dutybook.engine.english.names import NOUNS, STRENGTHS, Words, title_of
from dutybook.engine.procedure import After, Decision, Duty, Element, Fact, Procedure, Row
from dutybook.packs.alike import Group, alike
from dutybook.packs.by_hash import ByHash
from dutybook.packs.citing import chapter_of
from dutybook.packs.handbook_page import anchor
from dutybook.packs.topics import Topics

LISTED = {"events": "What can be recorded", "facts": "What is asked", "conditions": "Conditions in words"}
"""Chapters that most procedures share: what all of them have is said once, and a column holds what it has beside."""

IN_ROWS = ("decisions", "gates", "meetings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One procedure."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One point of one procedure: what it is called, what it says, how strongly it is worded and where it stands.

    `anchor` is where the handbook page of the procedure says more of it.
    """

    title: str
    anchor: str = ""
    says: str = ""
    limit: str = ""
    strength: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One matter, and what each column says of it, in the order of the columns.

    `shared` is what all of them say alike. `differs`: they give different time limits for one thing to do.
    """

    title: str
    chapter: str
    cells: tuple[tuple[Saying, ...], ...]
    shared: tuple[str, ...] = ()
    differs: bool = False

    @property
    def how_many(self) -> int:
        """How many of the procedures say anything of it."""
        return sum(1 for cell in self.cells if cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic with its lines."""

    id: str
    title: str
    lines: tuple[Line, ...]

    @property
    def limits_differ(self) -> int:
        """How many of its lines give different time limits."""
        return sum(each.differs for each in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """The columns, and every topic of which any of them says something."""

    columns: tuple[Column, ...]
    topics: tuple[Topic, ...]

    def about(self, wanted: str) -> SideBySide:
        """Only the lines that hold these words, or whose topic does."""
        folded = wanted.casefold()
        topics = [
            each
            if folded in each.title.casefold()
            else replace(each, lines=tuple(line for line in each.lines if folded in _text(line)))
            for each in self.topics
        ]
        return replace(self, topics=tuple(each for each in topics if each.lines))


def side_by_side(procedures: Sequence[Procedure]) -> SideBySide:
    """Every topic of these procedures; put together once for procedures of this content."""
    return _side_by_side(tuple(ByHash.of(each) for each in procedures))


def authorities(procedures: Iterable[Procedure]) -> list[Procedure]:
    """Those of the procedures that are an authority's: an organisation's are laid over one, a register is no case's."""
    return [each for each in procedures if each.more.get("kind") == "authority"]


@lru_cache(maxsize=16)
def _side_by_side(keys: tuple[ByHash, ...]) -> SideBySide:
    procedures = [each.procedure for each in keys]
    columns = tuple(Column(name=each.name, title=short_name(each)) for each in procedures)
    return SideBySide(columns=columns, topics=tuple(_topics([_Side.of(each) for each in procedures])))


@dataclass(frozen=True, slots=True)
class _Side:
    """One procedure as it stands in its last edition, in its own words."""

    procedure: Procedure
    words: Words

    @classmethod
    def of(cls, procedure: Procedure) -> _Side:
        rules = procedure.editions[-1][1]
        return cls(procedure, Words(rules, procedure.more.get("terms") or {}))

    def members(self, chapter: str) -> Mapping[str, Element]:
        """The elements of a chapter; a decision that can be read as a question is no question of its own."""
        found = chapter_of(self.words.rules, chapter)
        decisions = self.words.rules.decisions if chapter == "facts" else {}
        return {id: each for id, each in found.items() if id not in decisions}


def _topics(sides: Sequence[_Side]) -> Iterator[Topic]:
    topics = Topics([each.words.rules for each in sides])
    placed: dict[str, list[Line]] = {}
    for topic, line in (*_whole(sides), *_duties(sides, topics), *_elements(sides, topics), *_listed(sides, topics)):
        placed.setdefault(topic, []).append(line)
    for id, title in topics.titles.items():
        if id in placed:
            yield Topic(id=id, title=title, lines=tuple(placed[id]))


def _whole(sides: Sequence[_Side]) -> Iterator[tuple[str, Line]]:
    """What each procedure says of itself."""
    for title, say in _OF_ITSELF.items():
        cells = tuple(tuple(Saying(title=each) for each in say(side.procedure) if each) for side in sides)
        if any(cells):
            yield "procedure", Line(title=title, chapter="procedure", cells=cells)


_OF_ITSELF: Mapping[str, Callable[[Procedure], Iterable[str]]] = {
    "Edition": lambda procedure: (procedure.edition,),
    "Draft or published": lambda procedure: (str(procedure.more.get("status") or ""),),
    "Documents it rests on": lambda procedure: [each["title"] for each in _own_sources(procedure)],
}


def _own_sources(procedure: Procedure) -> Iterable[Mapping[str, str]]:
    """Those that its paragraphs cite."""
    cited = {each.cite.source for _, each in procedure.editions[-1][1].elements()}
    return [said for id, said in (procedure.more.get("sources") or {}).items() if id in cited]


def _duties(sides: Sequence[_Side], topics: Topics) -> Iterator[tuple[str, Line]]:
    """A line for each thing to do, whatever each procedure calls it."""
    for group in alike([side.words.rules.duties.values() for side in sides]):
        cells = tuple(
            tuple(_duty(duty, side) for duty in duties) for side, duties in zip(sides, group.sides, strict=True)
        )
        line = Line(title=_called(group, sides), chapter="duties", cells=cells, differs=_limits_differ(group))
        yield topics.of("duties", next(group.every).id), line


def _called(group: Group, sides: Sequence[_Side]) -> str:
    """By the event that meets them, by what their time counts from, or as the one duty is called."""
    duties = list(group.every)
    event = group.deed or group.start
    rules = next((side.words.rules for side in sides if event in side.words.rules.events), None)
    if rules is None or len(duties) == 1:
        return title_of(duties[0], duties[0].id)
    said = words.event(rules.events[event], event)
    return said if group.deed else f"By when, counted from “{said}”"


def _duty(duty: Duty, side: _Side) -> Saying:
    return Saying(
        title=title_of(duty, duty.id),
        anchor=anchor("duties", duty.id),
        says=clocks.owner(duty.owner, side.words),
        limit=words.sentence(briefly.times(duty, side.words)),
        strength=STRENGTHS[duty.strength],
        at=briefly.paragraph(duty.cite),
    )


def _limits_differ(group: Group) -> bool:
    """Whether two procedures that have it give different limits, of which at least one is a number.

    What they call the moment from which it counts is no difference; another moment is one.
    """
    if not any(duty.within is not None for duty in group.every):
        return False
    return len({frozenset(repr(_limit(duty)) for duty in side) for side in group.sides if side}) > 1


def _limit(duty: Duty) -> tuple[object, ...]:
    start = duty.counts_from or (duty.arises.events if isinstance(duty.arises, After) else duty.arises)
    return duty.within, duty.target, duty.promptly, start


def _elements(sides: Sequence[_Side], topics: Topics) -> Iterator[tuple[str, Line]]:
    """A line for each decision, gate, meeting and so on that any of them has."""
    plain = list(dict.fromkeys(chapter for side in sides for chapter in side.words.rules.plain))
    for chapter in ("decisions", "gates", "directory", "things", *plain):
        for id in dict.fromkeys(id for side in sides for id in side.members(chapter)):
            cells = tuple(tuple(_sayings(side, chapter, id)) for side in sides)
            title = next(
                briefly.called(side.members(chapter)[id], id, side.words)
                for side in sides
                if id in side.members(chapter)
            )
            yield topics.of(chapter, id), Line(title=title, chapter=chapter, cells=cells)


def _sayings(side: _Side, chapter: str, id: str) -> Iterator[Saying]:
    element = side.members(chapter).get(id)
    if element is None:
        return
    if isinstance(element, Decision):
        yield _saying(element, side, anchor(chapter, id), says=f"Decided by {briefly.deciders(element, side.words)}")
        yield from (_row(row, element, side) for row in element.rows)
    else:
        yield _saying(element, side, anchor(chapter, id), says=words.sentence(briefly.clause(element, side.words)))
        yield from (_saying(each, side, says=briefly.clause(each, side.words)) for each in briefly.parts(element))


def _row(row: Row, decision: Decision, side: _Side) -> Saying:
    return Saying(
        title=briefly.pointed(row, decision.id, side.words),
        says=words.sentence(briefly.when(row, side.words)),
        strength=STRENGTHS[row.strength],
        at=briefly.paragraph(row.cite),
    )


def _saying(element: Element, side: _Side, where: str = "", *, says: str) -> Saying:
    """A role is called by its local name."""
    title = briefly.called(element, element.id, side.words)
    if element.id in side.members("roles"):
        title = side.words.role(element.id)
    strength = STRENGTHS.get(str(getattr(element, "more", {}).get("strength") or ""), "")
    return Saying(title=title, anchor=where, says=says, strength=strength, at=briefly.paragraph(element.cite))


def _listed(sides: Sequence[_Side], topics: Topics) -> Iterator[tuple[str, Line]]:
    """A line for each of the long lists of a topic."""
    for chapter, title in LISTED.items():
        for topic, ids in _by_topic(sides, chapter, topics).items():
            said = [{id: _item(side, chapter, id) for id in ids if id in side.members(chapter)} for side in sides]
            shared = [id for id in ids if all(id in each and each[id] == said[0][id] for each in said)]
            cells = tuple(tuple(each[id] for id in each if id not in shared) for each in said)
            line = Line(title=title, chapter=chapter, cells=cells, shared=tuple(said[0][id].title for id in shared))
            yield topic, line


def _by_topic(sides: Sequence[_Side], chapter: str, topics: Topics) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id in dict.fromkeys(id for side in sides for id in side.members(chapter)):
        found.setdefault(topics.of(chapter, id), []).append(id)
    return found


def _item(side: _Side, chapter: str, id: str) -> Saying:
    element = side.members(chapter)[id]
    says = briefly.clause(element, side.words) if isinstance(element, Fact) or chapter == "conditions" else ""
    return _saying(element, side, anchor(chapter, id), says=words.sentence(says))


def _text(line: Line) -> str:
    """All that a line says, for looking words up."""
    said = (part for cell in line.cells for each in cell for part in (each.title, each.says, each.limit, each.at))
    return " ".join((line.title, NOUNS.get(line.chapter, ""), *line.shared, *said)).casefold()
