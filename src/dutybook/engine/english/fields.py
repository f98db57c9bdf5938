"""What one field of an element says, whichever field it is: for a list of differences.

Nothing here may compare: it is given one value and says it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dutybook.engine.english import clocks, conditions
from dutybook.engine.english.names import STRENGTHS, Words, humanised, listed
from dutybook.engine.forms import Timescale
from dutybook.engine.procedure import Citation, Duty, Element, Hours

LABELS = {
    "about": "what it is about",
    "again": "what happens when it arises again",
    "agreed": "whether they must agree",
    "answers": "the kind of answer",
    "arises": "when it arises",
    "ask": "the question",
    "asks": "the questions it asks",
    "before": "what it stands before",
    "by": "who may record it",
    "cite": "where it stands",
    "counts_from": "what the time counts from",
    "cut_off": "the time of day after which it counts from the next working day",
    "decided_by": "who decides",
    "different_people": "what different people must do",
    "done_by": "what counts as doing it",
    "earlier_counts": "whether an earlier one counts",
    "ends": "what ends it",
    "form": "what it means",
    "held_while": "when its clock stands still",
    "if_unknown": "what its clock does while that is not known",
    "kind": "what it is about",
    "kinds": "what it is for",
    "mode": "how its rows are read",
    "needs": "what it needs",
    "no_open_duties": "whether every duty must be done first",
    "of": "what it is a question about",
    "owner": "who does it",
    "points_to": "what it points to",
    "privacy": "who may read it",
    "promptly": "how soon, where there is no number",
    "provisionally": "what counts for the time being",
    "reading_of": "which text it is one reading of",
    "strength": "how strongly it is worded",
    "target": "the time aimed at",
    "until": "until when",
    "when": "when it applies",
    "within": "by when",
}

ORDER = "order"
"""The field of a difference that is only the order of rows read from the top."""


def label(field: str) -> str:
    """A field, or a path into plain data, as a practitioner would call it."""
    return LABELS.get(field) or ": ".join(humanised(part) for part in field.split("."))


def says(field: str, value: Any, element: Element | None, words: Words) -> str:
    """The value in words; "" if there is none."""
    if value is None or value in ("", ()):
        return ""
    say = _SAID.get(field)
    return say(value, words, element) if say is not None else plainly(value)


def plainly(value: Any) -> str:
    """Any value of plain data."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Citation():
            return citation(value)
        case Element():
            return value.title or humanised(value.id)
        case Mapping():
            return "; ".join(f"{humanised(str(key))}: {plainly(each)}" for key, each in value.items())
        case list() | tuple():
            return listed([plainly(each) for each in value])
        case _:
            return str(value)


def citation(cite: Citation) -> str:
    """Source, paragraph and rules; or that the rule is our own, and why."""
    if cite.ours:
        return f"our own: {cite.ours}"
    rules = f"({', '.join(cite.rules)})" if cite.rules else ""
    return " ".join(part for part in (cite.source, cite.at, rules) if part)


def hours(open_at: tuple[Hours, ...] | None) -> str:
    """Opening hours; None is "not given", and never a guess."""
    if open_at is None:
        return "opening hours are not given"
    if len(open_at) == 1 and len(open_at[0].days) == len(clocks.DAYS) and open_at[0].to_time == "24:00":
        return "at all hours"
    return "; ".join(f"{_days(each.days)} {each.from_time} to {each.to_time}" for each in open_at)


def _days(days: tuple[str, ...]) -> str:
    week = list(clocks.DAYS)
    first = week.index(days[0]) if days else 0
    if len(days) > 2 and list(days) == week[first : first + len(days)]:
        return f"{clocks.DAYS[days[0]]} to {clocks.DAYS[days[-1]]}"
    return listed([clocks.DAYS[day] for day in days])


def _scale(value: Timescale, words: Words, element: Element | None) -> str:
    start = clocks.start_of(element, words) if isinstance(element, Duty) else "the start"
    return clocks.timescale(value, words, start)


def _of_each(name: Callable[[Words], Callable[[str], str]]) -> Callable[..., str]:
    return lambda value, words, _: listed(
        [name(words)(each) for each in ((value,) if isinstance(value, str) else value)]
    )


_EXPRESSION: Callable[..., str] = lambda value, words, _: conditions.expression(value, words)  # noqa: E731
_EVENTS = _of_each(lambda words: words.event)
_KINDS = _of_each(lambda words: words.kind)
_ROLES = _of_each(lambda words: words.role)

_SAID: dict[str, Callable[..., str]] = {
    "within": _scale,
    "target": _scale,
    "until": _scale,
    "when": _EXPRESSION,
    "held_while": _EXPRESSION,
    "needs": _EXPRESSION,
    "form": lambda value, words, _: conditions.form(value, words),
    "arises": lambda value, words, _: clocks.arises(value, words),
    "owner": lambda value, words, _: clocks.owner(value, words),
    "done_by": lambda value, words, _: clocks.done_by(value, words),
    "cut_off": lambda value, words, _: clocks.cut_off(value, words),
    "provisionally": lambda value, words, _: clocks.provisionally(value, words),
    "counts_from": _of_each(lambda words: words.fact),
    "asks": _of_each(lambda words: words.fact),
    "ends": _EVENTS,
    "before": _EVENTS,
    "different_people": _EVENTS,
    "by": _ROLES,
    "decided_by": _ROLES,
    "about": _KINDS,
    "of": _KINDS,
    "kinds": _KINDS,
    "kind": _KINDS,
    "strength": lambda value, words, _: STRENGTHS[value],
    "hours": lambda value, words, _: hours(value),
}
