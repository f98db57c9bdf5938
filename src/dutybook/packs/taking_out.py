"""A procedure without one of its elements, to see what depends on it.

Nothing here may raise for a name that has lost its meaning: it is unknown from then on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from dutybook.engine.forms import (
    AnyOf,
    Different,
    Every,
    Happened,
    IsAnswered,
    IsNotKnown,
    IsOpen,
    Length,
    Means,
    Name,
    SetBy,
)
from dutybook.engine.procedure import (
    After,
    Decision,
    DoneBy,
    Duty,
    Element,
    Event,
    Expires,
    Fact,
    Gate,
    Passage,
    Procedure,
    Provisionally,
    Row,
    Rules,
)
from dutybook.packs.citing import chapter_of, names_in
from dutybook.packs.schema.plain import MEMBERS

TAKEN_OUT = "taken_out"
"""The fact that a name points to once what it named is taken out: nobody asks it, so it is unknown for ever."""

AnyElement = TypeVar("AnyElement", bound=Element)


def without(procedure: Procedure, chapter: str, id: str, member: str = "") -> Procedure:
    """The procedure with one element taken out of every edition and every organisation's layer.

    What named it is unknown from then on, and no error: an example that fails without it fails for its sake.
    """
    return replace(
        procedure,
        editions=tuple((day, _rules_without(rules, chapter, id, member)) for day, rules in procedure.editions),
        organisations={name: without(each, chapter, id, member) for name, each in procedure.organisations.items()},
    )


def _rules_without(rules: Rules, chapter: str, id: str, member: str) -> Rules:
    if id not in chapter_of(rules, chapter):
        return rules
    return _without_member(rules, chapter, id, member) if member else _without_element(rules, chapter, id)


def _with_chapter(rules: Rules, chapter: str, elements: Mapping[str, Element]) -> Rules:
    if chapter in rules.plain:
        return replace(rules, plain={**rules.plain, chapter: cast("Mapping[str, Passage]", elements)})
    return replace(rules, **{chapter: elements})  # type: ignore[arg-type]


def _without_member(rules: Rules, chapter: str, id: str, member: str) -> Rules:
    elements = chapter_of(rules, chapter)
    smaller = _smaller(elements[id], member)
    changed = _with_chapter(rules, chapter, {**elements, id: smaller})
    fact = rules.facts.get(id)
    if isinstance(smaller, Decision) and fact is not None and fact.origin == smaller.origin:
        words = {row.points_to for row in smaller.rows}
        offered = tuple(choice for choice in fact.choices if choice.id in words)
        changed = replace(changed, facts={**rules.facts, id: replace(fact, choices=offered)})
    return changed


def _smaller(element: Element, member: str) -> Element:
    match element:
        case Decision(rows=rows):
            return replace(element, rows=_but(rows, member))
        case Fact(choices=choices):
            return replace(element, choices=_but(choices, member))
        case Passage(more=more):
            kept = {key: _but_key(value, member) if key in MEMBERS else value for key, value in more.items()}
            return replace(element, more=kept)
    return element


def _but(elements: tuple[AnyElement, ...], id: str) -> tuple[AnyElement, ...]:
    return tuple(each for each in elements if each.id != id)


def _but_key(members: Mapping[str, Any], id: str) -> dict[str, Any]:
    return {key: value for key, value in members.items() if key != id}


def _without_element(rules: Rules, chapter: str, id: str) -> Rules:
    changed = _with_chapter(rules, chapter, _but_key(chapter_of(rules, chapter), id))
    facts = dict(changed.facts)
    if chapter == "decisions":
        facts.pop(id, None)
    facts[TAKEN_OUT] = Fact(id=TAKEN_OUT, ask="What was taken out?")
    changed = replace(changed, facts=facts)
    for name in ("events", "facts", "conditions", "duties", "decisions", "gates"):
        elements = {
            key: _forget(each, id) if id in names_in(each) else each for key, each in chapter_of(changed, name).items()
        }
        changed = _with_chapter(changed, name, elements)
    return changed


def _forget(element: Element, gone: str) -> Element:
    """An element that named what is gone, naming it no more."""
    said = {
        each.name: _unknown(getattr(element, each.name), gone) for each in fields(element) if each.name not in _KEPT
    }
    changed: Element = replace(element, **said)
    match changed:
        case Event():
            return replace(
                changed, by=_rest(changed.by, gone), about=_rest(changed.about, gone), asks=_rest(changed.asks, gone)
            )
        case Fact():
            return replace(changed, of=_rest(changed.of, gone))
        case Gate():
            people = _rest(changed.different_people, gone)
            return replace(changed, before=_rest(changed.before, gone), different_people=people)
        case Duty():
            return _forget_in_duty(changed, gone)
        case Decision(kind=kind) if kind == gone:
            return replace(changed, kind=None)
    return changed


_KEPT = {"id", "title", "cite", "set_by", "origin", "ask", "answers", "privacy", "more"}


def _forget_in_duty(duty: Duty, gone: str) -> Duty:
    return replace(
        duty,
        kinds=_rest(duty.kinds, gone),
        ends=_rest(duty.ends, gone),
        counts_from=TAKEN_OUT if duty.counts_from == gone else duty.counts_from,
        done_by=duty.done_by if duty.done_by is not None and duty.done_by.deeds else None,
    )


def _rest(names: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(each for each in names if each != gone)


def _unknown(value: Any, gone: str) -> Any:
    """A value in which whatever named what is gone now names what nobody can know."""
    match value:
        case Name(name=name) if name == gone:
            return Name(TAKEN_OUT)
        case Happened(event=name) | IsOpen(contact=name) if name == gone:
            return Means(Name(TAKEN_OUT))
        case IsAnswered(fact=name) if name == gone:
            return Means(Name(TAKEN_OUT))
        case IsNotKnown(fact=name) if name == gone:
            return IsNotKnown(TAKEN_OUT)
        case AnyOf(kind=name) | Every(kind=name) if name == gone:
            return Means(Name(TAKEN_OUT))
        case Different(fact=fact, kind=kind) if gone in (fact, kind):
            return Means(Name(TAKEN_OUT))
        case Length(anchor=name) if name == gone:
            return replace(value, anchor=TAKEN_OUT)
        case SetBy(fact=name) if name == gone:
            return SetBy(TAKEN_OUT)
        case Expires(duty=name) if name == gone:
            return After(())
        case Provisionally(by=by, until=until) if gone in (by, until):
            return None
        case After(events=events):
            return After(_rest(events, gone), _unknown(value.where, gone))
        case DoneBy(deeds=deeds):
            return DoneBy(value.mode, tuple(_unknown(each, gone) for each in deeds if each.event != gone))
        case Row(points_to=said) if said == f"={gone}":
            return replace(value, points_to=f"={TAKEN_OUT}", when=_unknown(value.when, gone))
        case tuple():
            return tuple(_unknown(each, gone) for each in value)
    return _inside(value, gone)


def _inside(value: Any, gone: str) -> Any:
    """The same, for every part of a data class of the language."""
    if not is_dataclass(value) or isinstance(value, type):
        return value
    said = {each.name: _unknown(getattr(value, each.name), gone) for each in fields(value) if each.name not in _KEPT}
    return replace(value, **said)
