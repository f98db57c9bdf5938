"""Procedures: which there are, and what the page of one says, as data. Nothing about a case may be given here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from dutybook import packs
from dutybook.api import shapes
from dutybook.api.errors import NotFound, Problem
from dutybook.api.topic import Topic, now
from dutybook.casework.procedures import usable, usable_one
from dutybook.engine.english import clocks
from dutybook.engine.english.names import Words
from dutybook.engine.instance import cite_json
from dutybook.engine.procedure import Duty, Event, Fact, Procedure

topic = Topic(tags=["procedures"])


@topic.reads("/procedures", list[shapes.ProcedureLine])
def procedures(request: HttpRequest) -> list[dict[str, str]]:
    """Every procedure that this service can use: one with a fault in it is left out until it is mended."""
    return [{"name": each.name, "title": each.title, "edition": each.edition} for each in usable()]


@topic.reads("/procedures/{name}", shapes.Procedure)
def procedure(request: HttpRequest, name: str) -> dict[str, Any]:
    """A procedure as in force today: its duties, the events to be recorded, their questions, the plain chapters."""
    found = _found(name)
    rules, words = found.at(now()), Words(found.at(now()), found.more.get("terms", {}))
    return {
        **_head(found),
        "duties": [_duty(each, words) for each in rules.duties.values()],
        "events": [_event(each) for each in rules.events.values()],
        "facts": [_fact(each) for each in rules.facts.values()],
        "chapters": packs.as_data(found),
    }


def _found(name: str) -> Procedure:
    found = usable_one(name)
    if found is None:
        what, known = f"{name!r} is no procedure that this service can use", (each.name for each in usable())
        raise NotFound(Problem(what=what, write=f"Write one of: {', '.join(known)}", where="path.name"))
    return found


def _head(found: Procedure) -> dict[str, Any]:
    return {
        "name": found.name,
        "title": found.title,
        "edition": found.edition,
        "hash": found.hash,
        "sources": dict(found.sources),
    }


def _duty(duty: Duty, words: Words) -> dict[str, Any]:
    return {
        "id": duty.id,
        "title": duty.title,
        "owner": clocks.owner(duty.owner, words),
        "strength": duty.strength,
        "about": list(duty.kinds),
        "arises": clocks.arises(duty.arises, words),
        "by_when": clocks.time(duty, words),
        "done": clocks.done_by(duty.done_by, words) if duty.done_by else "",
        "cite": cite_json(duty.cite),
        "set_by": dict(duty.set_by),
    }


def _event(event: Event) -> dict[str, Any]:
    return _named(event.id, event.about) | {
        "title": event.title,
        "by": list(event.by),
        "asks": list(event.asks),
        "compartment": event.privacy,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    offered = [choice.id for choice in fact.choices if not choice.withdrawn]
    return _named(fact.id, fact.of) | {"ask": fact.ask or fact.title, "answers": fact.answers, "choices": offered}


def _named(id: str, about: Iterable[str]) -> dict[str, Any]:
    return {"id": id, "about": list(about)}
