"""A random question told in a few lines, for the person who must find out which engine is wrong.

Nothing here may be read by a test: it is only shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from dutybook.engine.forms import And, Compare, Length, Name, Not, Or, Value
from dutybook.engine.procedure import Procedure
from tests.agreement.histories import Question

UNSAID = {"title", "cite", "set_by", "origin", "id", "more", "ask", "privacy"}


def story(question: Question) -> str:
    lines = [*_rules(question.procedure), "entries:", *(f"  {_entry(entry)}" for entry in question.entries)]
    return "\n".join([*lines, f"at {question.at}, known at {question.known_at}"])


def _rules(procedure: Procedure) -> Iterator[str]:
    for each in (procedure, *procedure.organisations.values()):
        for day, rules in each.editions:
            yield f"{each.name} from {day}:"
            for chapter in ("conditions", "duties", "decisions", "gates"):
                for element in getattr(rules, chapter).values():
                    yield f"  {element.id}: {short(element)}"


def _entry(entry: Any) -> str:
    when = entry.hi if entry.lo == entry.hi else f"{entry.lo or 'not known'} to {entry.hi}"
    parts = [f"{entry.seq} {entry.type} {when}", f"recorded {entry.recorded_at}", f"{entry.things} {entry.answers}"]
    parts += [f"corrects {entry.corrects}"] if entry.corrects else []
    return ", ".join([*parts, "retracted"] if entry.retracted else parts)


def short(part: Any) -> str:
    """An expression, timescale or element as a pack would nearly write it, with only what it says."""
    match part:
        case Name(name):
            return name
        case Value(value):
            return repr(value)
        case Not(inner):
            return f"not {short(inner)}"
        case And(parts):
            return f"({' and '.join(map(short, parts))})"
        case Or(parts):
            return f"({' or '.join(map(short, parts))})"
        case Compare(left, op, right):
            return f"{short(left)} {op} {short(right)}"
        case Length(n, unit, direction, anchor):
            return f"{n} {unit}" + (f" {direction} {anchor}" if anchor else "")
        case tuple():
            return f"[{', '.join(map(short, part))}]"
    return _fields(part) if is_dataclass(part) else str(part)


def _fields(part: Any) -> str:
    said = {each.name: getattr(part, each.name) for each in fields(part) if each.name not in UNSAID}
    words = [f"{name}: {short(value)}" for name, value in said.items() if value not in (None, (), "", False)]
    return f"{type(part).__name__} {{{', '.join(words)}}}"
