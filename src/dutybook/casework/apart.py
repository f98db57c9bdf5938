"""What is said in one go and is for different readers: a concern, whose child it is about, and who told, an entry each.

Nothing may be lost on the way: what no other event asks stays where it was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dutybook.casework.store import Statement
from dutybook.engine.procedure import Event, Rules

WITH_A_CONCERN: Mapping[str, Sequence[str]] = {
    "child_described": ("child_name",),
    "source_recorded": ("origin", "reporter_kind", "not_dealt_with_properly"),
}
"""The events that are recorded together with a concern, and which of their questions are asked with it."""

WHOM = ("adult_name", "child_name")
"""Whom it is about: asked first with every concern."""


def asked_with_a_concern(rules: Rules) -> tuple[str, ...]:
    """The questions asked with a concern whose answers stand in entries of their own."""
    return tuple(fact for event, facts in WITH_A_CONCERN.items() if event in rules.events for fact in facts)


def told_apart(concern: Statement, rules: Rules) -> tuple[Statement, list[Statement]]:
    """The concern without what is for other readers, and that in a statement for each of them."""
    others = list(_others(concern, rules))
    moved = {name for other in others for name in other.data if name in rules.facts}
    left = {name: value for name, value in concern.data.items() if name not in moved}
    return replace(concern, data=_without_loose_things(left, concern.type, rules)), others


def _others(concern: Statement, rules: Rules) -> Iterator[Statement]:
    for name, facts in WITH_A_CONCERN.items():
        event = rules.events.get(name)
        said = {fact: concern.data[fact] for fact in facts if fact in concern.data}
        if event is not None and said:
            yield replace(concern, type=name, data=_about(concern, event) | said, compartment=event.privacy)


def _about(concern: Statement, event: Event) -> dict[str, Any]:
    return {kind: concern.data[kind] for kind in event.about}


def _without_loose_things(data: Mapping[str, Any], event: str, rules: Rules) -> dict[str, Any]:
    """A child whose name has moved is named where it has gone, unless something else that is said is about it."""
    answered = (kind for name in data if name in rules.facts for kind in rules.facts[name].of)
    named = {*rules.events[event].about, *answered}
    return {name: value for name, value in data.items() if name not in rules.things or name in named}
