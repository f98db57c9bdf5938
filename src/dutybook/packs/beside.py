"""Two procedures beside each other: what differs, by topic, a line each, as a practitioner would put it.

No difference may be lost here, and none made: what differs is for `dutybook.engine.compare` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from dutybook.engine import words
from dutybook.engine.compare import compare, sides_on_the_first_day
from dutybook.engine.comparing import WHERE_IT_STANDS, Difference, Side
from dutybook.engine.comparing_heads import HEAD
from dutybook.engine.english import briefly
from dutybook.engine.english.names import listed, title_of
from dutybook.engine.forms import Length
from dutybook.engine.procedure import Duty, Procedure
from dutybook.packs.alike import Group, alike
from dutybook.packs.by_hash import ByHash
from dutybook.packs.citing import chapter_of
from dutybook.packs.topics import Topics

MENTIONED = {"events": "Only {} records", "facts": "Only {} asks", "conditions": "Only {} has the conditions"}
"""Chapters of which those that one procedure has alone are one line, and how the line begins."""

FIRST = ("duties", "decisions", "gates", "meetings")
"""The chapters that come first within a topic; those of `MENTIONED` come last."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What differs about one topic."""

    id: str
    title: str
    differences: tuple[Difference, ...]


def beside(left: Procedure, right: Procedure) -> tuple[Topic, ...]:
    """The topics in which two procedures differ; none where they say the same."""
    return _beside(ByHash.of(left), ByHash.of(right))


@lru_cache(maxsize=64)
def _beside(left: ByHash, right: ByHash) -> tuple[Topic, ...]:
    """Put together once for two procedures of this content."""
    one, other = left.procedure, right.procedure
    topics = Topics([rules for side in (one, other) for _, rules in side.editions])
    placed: dict[str, list[Difference]] = {}
    for each in _in_words(one, other, topics):
        placed.setdefault(_topic(each, topics), []).append(each)
    return tuple(
        Topic(id, title, tuple(sorted(placed[id], key=_rank))) for id, title in topics.titles.items() if id in placed
    )


def _topic(difference: Difference, topics: Topics) -> str:
    return HEAD if difference.chapter == HEAD else topics.of(difference.chapter, difference.id.split("/")[0])


def _rank(difference: Difference) -> tuple[bool, int]:
    """Only another paragraph comes last; what a case asks for comes before what forms and conditions hold."""
    order = (*FIRST, "", *MENTIONED)
    place = difference.chapter if difference.chapter in order else ""
    return difference.field == WHERE_IT_STANDS, order.index(place)


def _in_words(left: Procedure, right: Procedure, topics: Topics) -> Iterator[Difference]:
    found = _without_paragraphs_shown_anyway(compare(left, right))
    sides = sides_on_the_first_day(left, right)
    gathered = [each for each in found if _is_gathered(each)]
    yield from _duties(sides, {each.id for each in gathered if each.chapter == "duties"})
    yield from _mentioned(sides, gathered, topics)
    yield from (each for each in found if not _is_gathered(each))


def _without_paragraphs_shown_anyway(found: Sequence[Difference]) -> list[Difference]:
    """Another paragraph is a line of its own only where no other line of that element shows it."""
    shown = {(each.chapter, each.id, each.from_day) for each in found if each.left_at != each.right_at}
    return [
        each for each in found if each.field != WHERE_IT_STANDS or (each.chapter, each.id, each.from_day) not in shown
    ]


def _is_gathered(difference: Difference) -> bool:
    """Whether this is a whole element that one side lacks, and of a chapter that is said in another way."""
    whole = not difference.field and "/" not in difference.id and difference.from_day is None
    return whole and (difference.chapter == "duties" or difference.chapter in MENTIONED)


def _duties(sides: tuple[Side, Side], ids: set[str]) -> Iterator[Difference]:
    """Duties that one procedure has under this id; where the other has one for the same thing, both in one line."""
    for group in alike([[duty for duty in side.rules.duties.values() if duty.id in ids] for side in sides]):
        if group.how_many > 1:
            said = [_together(duties, side) for side, duties in zip(sides, group.sides, strict=True)]
            yield _line(sides, "duties", next(group.every).id, _about(group, sides), said)
        else:
            yield from (_alone(sides, place, duty) for place in (0, 1) for duty in group.sides[place])


def _about(group: Group, sides: tuple[Side, Side]) -> str:
    """What the duties of a group are about, as the line begins."""
    event = group.deed or group.start
    rules = next(side.rules for side in sides if event in side.rules.events)
    said = words.event(rules.events[event], event)
    return said if group.deed else f"By when, counted from “{said}”"


def _together(duties: Sequence[Duty], side: Side) -> str:
    """The soonest first."""
    return listed([_duty(each, side) for each in sorted(duties, key=_how_soon)])


def _how_soon(duty: Duty) -> float:
    """Only to put them in order: whatever is no plain length comes last."""
    hours = {"hours": 1, "days": 24, "working days": 24, "weeks": 168, "months": 720, "years": 8760}
    within = duty.within
    return within.n * hours[within.unit] if isinstance(within, Length) and within.anchor is None else inf


def _duty(duty: Duty, side: Side) -> str:
    """A time limit comes first, where there is one: that is what is compared."""
    title, who = f"“{title_of(duty, duty.id)}”", briefly.who(duty, side.words)
    limit, at = briefly.limit(duty, side.words), briefly.paragraph(duty.cite)
    if duty.within is not None:
        return f"{limit} ({'; '.join(part for part in (title, who, at) if part)})"
    return f"{title}, {who}: {limit}{f' ({at})' if at else ''}"


def _alone(sides: tuple[Side, Side], place: int, duty: Duty) -> Difference:
    side, at = sides[place], briefly.paragraph(duty.cite)
    said = ["", ""]
    said[place] = f"{briefly.clause(duty, side.words)}{f' ({at})' if at else ''}"
    return _line(sides, "duties", duty.id, f"Only {side.name} has “{title_of(duty, duty.id)}”", said)


def _mentioned(sides: tuple[Side, Side], gathered: Sequence[Difference], topics: Topics) -> Iterator[Difference]:
    """What one procedure alone records, asks or reads about a topic is one line, however much that is."""
    together: dict[tuple[str, str, int], list[str]] = {}
    for each in gathered:
        if each.chapter in MENTIONED:
            place = 0 if each.left else 1
            together.setdefault((topics.of(each.chapter, each.id), each.chapter, place), []).append(each.id)
    for (_, chapter, place), ids in together.items():
        members = chapter_of(sides[place].rules, chapter)
        titles = [f"“{briefly.called(members[id], id, sides[place].words)}”" for id in ids]
        said = ["", ""]
        said[place] = "; ".join(titles)
        yield _line(sides, chapter, ids[0], MENTIONED[chapter].format(sides[place].name), said)


def _line(sides: tuple[Side, Side], chapter: str, id: str, about: str, said: Sequence[str]) -> Difference:
    """A line that says what both have, or what only one has."""
    both = [f"{side.name}: {words}" for side, words in zip(sides, said, strict=True) if words]
    sentence = f"{about}: {'; '.join(both)}." if len(both) > 1 else f"{about}: {said[0] or said[1]}."
    return Difference(chapter=chapter, id=id, field="", about=about, left=said[0], right=said[1], sentence=sentence)
