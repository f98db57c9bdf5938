"""What a page shows of one element of any chapter, or of the head of a pack, as plain data by the keys a pack writes.

Nothing here may choose words or judge: a worked example compares this with what its author expects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from dutybook.engine.english import fields as english
from dutybook.engine.english.names import Words
from dutybook.engine.procedure import Element, Procedure, Rules
from dutybook.packs.citing import chapter_of
from dutybook.packs.loading import passage_data
from dutybook.packs.schema.chapters import PLAIN

HEAD = "pack"
_WRITTEN = {"kind": "of", "kinds": "for", "privacy": "class"}
ROWS = {"rows", "choices", "values", "sections", "agenda", "records"}
_NOT_SHOWN = {"id", "set_by", "origin", "cite", "more"}


def shown_of(procedure: Procedure, chapter: str, id: str) -> dict[str, Any] | None:
    """The element in the latest edition, or None where there is no such element."""
    if chapter == HEAD:
        return _head(procedure)
    rules = procedure.editions[-1][1]
    members = chapter_of(rules, chapter)
    if id not in members:
        return None
    if chapter in PLAIN:
        return _with_order(passage_data(members[id]))
    said = _said(members[id], Words(rules))
    return {**said, "asked_by": asked_by(rules, id)} if chapter == "facts" else said


def asked_by(rules: Rules, fact: str) -> list[str]:
    """The events whose forms ask a fact."""
    return [each.id for each in rules.events.values() if fact in each.asks]


def _head(procedure: Procedure) -> dict[str, Any]:
    own = {
        "name": procedure.name,
        "title": procedure.title,
        "edition": procedure.edition,
        "organisation_fact": procedure.organisation_fact,
    }
    return {**procedure.more, **own}


def _said(element: Element, words: Words) -> dict[str, Any]:
    """The keys of an element of rules; those of its rows and choices by their ids; conditions and times in words."""
    plain = {each.name: getattr(element, each.name) for each in fields(element) if each.name not in _NOT_SHOWN}
    found = {_WRITTEN.get(name, name): _inner(name, value, element, words) for name, value in plain.items()}
    cite = element.cite
    cited = {"source": cite.source, "at": cite.at, "rules": list(cite.rules), "ours": cite.ours}
    return _with_order({**getattr(element, "more", {}), **found, "cite": cited})


def _inner(name: str, value: Any, element: Element, words: Words) -> Any:
    if isinstance(value, tuple) and all(isinstance(each, Element) for each in value):
        return {each.id: _said(each, words) for each in value}
    if isinstance(value, tuple) and all(isinstance(each, str) for each in value):
        return list(value)
    return value if value is None or isinstance(value, str | bool) else english.says(name, value, element, words)


def _with_order(said: dict[str, Any]) -> dict[str, Any]:
    """For each mapping of members, their ids in order, as one text."""
    ordered = {key: value for key, value in said.items() if isinstance(value, Mapping) and key in ROWS}
    return {**said, **{f"order_of_{key}": ", ".join(value) for key, value in ordered.items()}}
