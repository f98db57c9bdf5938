"""Plain data in words: what a passage, a contact or the head of a pack says under one key.

No stored name may be said here where what it names has a title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from dutybook.engine import words as plain
from dutybook.engine.english.fields import plainly
from dutybook.engine.english.names import Words, humanised, listed, title_of
from dutybook.engine.procedure import Element, Rules

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CHAPTERS = ("decisions", "events", "facts", "duties", "gates", "conditions", "directory", "things")
_STEPS = ("event", "decision", "meeting", "duty")


def spoken(value: Any, words: Words) -> str:
    """Any value of plain data; the names in it by their titles."""
    match value:
        case str():
            return _text(value, words)
        case Mapping():
            return _mapping(value, words)
        case list() | tuple():
            return listed([spoken(each, words) for each in value])
        case _:
            return plainly(value)


def _text(value: str, words: Words) -> str:
    if _DAY.fullmatch(value):
        return plain.day(date.fromisoformat(value))
    return called(value, words) if _NAME.fullmatch(value) else value


def called(name: str, words: Words) -> str:
    """What a name is called that may be of any chapter; a word that names nothing is itself."""
    if name in words.rules.plain.get("roles", {}):
        return words.role(name)
    element = _element(name, words.rules)
    return title_of(element, name) if element is not None else humanised(name)


def _element(name: str, rules: Rules) -> Element | None:
    chapters = [*(getattr(rules, each) for each in _CHAPTERS), *rules.plain.values()]
    return next((chapter[name] for chapter in chapters if name in chapter), None)


def _mapping(value: Mapping[str, Any], words: Words) -> str:
    if {"kind", "value"} <= set(value):
        return f"{value['kind']} {value['value']}" + (f" ({value['says']})" if value.get("says") else "")
    if "id" in value:
        return _step(value, words)
    return "; ".join(f"{called(str(key), words)}: {spoken(each, words)}" for key, each in value.items())


def _step(step: Mapping[str, Any], words: Words) -> str:
    """A step of a picture, and where it leads."""
    named = next((str(step[key]) for key in _STEPS if step.get(key)), "")
    title = step.get("title") or called(named or str(step["id"]), words)
    leads = [f"{humanised(to)}: {label}" if label else humanised(to) for to, label in (step.get("to") or {}).items()]
    return f"“{title}”" + (f" (to {'; to '.join(leads)})" if leads else "")
