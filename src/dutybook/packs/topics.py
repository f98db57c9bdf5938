"""Under which topic each element of a procedure stands: the stages of a case, and beside them the chapters of a pack.

No element may be without a topic, and no topic may be made for one authority: the stages are those the packs declare.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from dutybook.engine.english.names import title_of
from dutybook.engine.forms import Name
from dutybook.engine.procedure import (
    After,
    Condition,
    Decision,
    Duty,
    Element,
    Event,
    Expires,
    Fact,
    Gate,
    Passage,
    Recurs,
    Rules,
)
from dutybook.engine.reads import Answer, First, Last, Leaf, OfEach, leaves_of
from dutybook.packs import handbook
from dutybook.packs.citing import chapter_of

STAGES = "stages"
"""The vocabulary whose values are the stages of a case, each with the events that happen in it."""

WHOLE, OTHER = "procedure", "other"
_APART = {WHOLE: "The procedure as a whole", OTHER: "Other"}
_OF_ITS_OWN = (
    "directory",
    "roles",
    "definitions",
    "records",
    "retention",
    "statistics",
    "targets",
    "standards",
    "flows",
)
"""Chapters that are a topic, whatever case they are about."""

_FALL_BACK = ("meetings", "vocabularies", "guidance", "strands", "things")
"""Chapters that are a topic for those of their elements that no stage of a case has."""

Place = tuple[str, str]


class Topics:
    """The topics of several procedures, in order, and which of them an element falls into.

    An event stands under the stage that all of them share, wherever one of them also shows it in a stage of its own.
    """

    def __init__(self, every: Sequence[Rules]) -> None:
        self._every = every
        self._known: dict[Place, str] = {}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Every topic that there can be, in the order of a page."""
        headings = {each.name: each.heading for each in handbook.CHAPTERS}
        chapters = {name: headings.get(name, name.capitalize()) for name in (*_OF_ITS_OWN, *_FALL_BACK)}
        return {WHOLE: _APART[WHOLE]} | self._stages | chapters | {OTHER: _APART[OTHER]}

    def of(self, chapter: str, id: str) -> str:
        """The topic of an element, by the first procedure that can tell."""
        if (chapter, id) not in self._known:
            self._known[chapter, id] = OTHER  # whatever leads back here leads nowhere
            found = (self._placed(chapter, id, rules) for rules in self._every if id in chapter_of(rules, chapter))
            self._known[chapter, id] = next((each for each in found if each != OTHER), OTHER)
        return self._known[chapter, id]

    @cached_property
    def _stages(self) -> dict[str, str]:
        """Each stage behind the one it follows where it is first met."""
        titles: dict[str, str] = {}
        order: list[str] = []
        for values in map(_stages_of, self._every):
            before = ""
            for id, stage in values.items():
                if id not in titles:
                    order.insert(order.index(before) + 1 if before else len(order), id)
                    titles[id] = title_of(stage, id)
                before = id
        return {id: titles[id] for id in order}

    @cached_property
    def _by_event(self) -> Mapping[str, str]:
        """Later ones count: the stages of few, then those that every procedure with stages has."""
        declared = [values for values in map(_stages_of, self._every) if values]
        shared = set.intersection(*(set(values) for values in declared)) if declared else set()
        every = [(id, stage) for values in reversed(declared) for id, stage in reversed([*values.items()])]
        every.sort(key=lambda each: each[0] in shared)
        return {event: id for id, stage in every for event in stage.more.get("events", ())}

    def _placed(self, chapter: str, id: str, rules: Rules) -> str:
        if chapter in _OF_ITS_OWN:
            return chapter
        if chapter == "decisions" and any(place[0] == "retention" for place in _naming(id, rules)):
            return "retention"
        element = chapter_of(rules, chapter)[id]
        found = (self._of_event(each, rules) for each in _events_of(element, rules))
        placed = next((each for each in found if each != OTHER), OTHER)
        if placed != OTHER:
            return placed
        return self._by_what_it_names(chapter, element, rules)

    def _of_event(self, event: str, rules: Rules) -> str:
        return self._by_event.get(event, OTHER)

    def _by_what_it_names(self, chapter: str, element: Element, rules: Rules) -> str:
        """By an element that it names or that names it; its own chapter, or none, is the last resort."""
        found = (self.of(*place) for place in _named_by(chapter, element, rules))
        placed = next((each for each in found if each != OTHER), OTHER)
        return chapter if placed == OTHER and chapter in _FALL_BACK else placed


def _stages_of(rules: Rules) -> Mapping[str, Passage]:
    stages = rules.plain.get("vocabularies", {}).get(STAGES)
    values: Mapping[str, Passage] = stages.more.get("values", {}) if stages is not None else {}
    return values


def _events_of(element: Element, rules: Rules) -> Iterator[str]:
    """The events that an element is about, the nearest first."""
    match element:
        case Event(id=id):
            yield id
        case Duty():
            yield from (deed.event for deed in element.done_by.deeds) if element.done_by else ()
            yield from element.arises.events if isinstance(element.arises, After) else ()
        case Gate(before=before):
            yield from before
        case Decision(id=id) | Fact(id=id):
            yield from (event.id for event in rules.events.values() if id in event.asks)
        case Passage(more=more):
            yield from _names(more.get("held_by"))
            yield from (*_names(more.get("opened_by")), *_names(more.get("closed_by")))


def _named_by(chapter: str, element: Element, rules: Rules) -> Iterator[Place]:
    """Elements through which a topic can be found where no event tells it."""
    match element:
        case Duty(arises=Expires(duty=duty)):
            yield "duties", duty
        case Duty(arises=Recurs(from_fact=fact)):
            yield "facts", fact
        case Decision(id=id):
            yield from _naming(id, rules)
            yield from (place for row in element.rows for place in _read(leaves_of(row.when, rules)))
        case Fact(id=id) if id in rules.decisions:
            yield "decisions", id
        case Condition():
            yield from _read(leaves_of(Name(element.id), rules))
        case Passage(more=more):
            yield from (("facts", each) for each in _names(more.get("of_fact")))
            yield from ((each.split("/")[0], each.split("/")[1]) for each in _names(more.get("for")) if "/" in each)
            yield from (("decisions", each) for key in ("chaired_by", "convened_by") for each in _names(more.get(key)))


def _naming(decision: str, rules: Rules) -> Iterator[Place]:
    """What names a decision: a meeting whose chair or guests it settles, a rule about how long records are kept."""
    for chapter in ("meetings", "retention"):
        for id, passage in rules.plain.get(chapter, {}).items():
            if decision in [value for value in passage.more.values() if isinstance(value, str)]:
                yield chapter, id


def _read(leaves: Iterable[Leaf]) -> Iterator[Place]:
    """The facts and events that a condition comes down to."""
    for leaf in leaves:
        match leaf:
            case Answer(name=name):
                yield "facts", name
            case First(event=event) | Last(event=event):
                yield "events", event
            case OfEach(leaves=inner):
                yield from _read(inner)


def _names(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()
