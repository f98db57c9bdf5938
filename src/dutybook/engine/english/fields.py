"""What one field of an element says, whichever field it is: for a list of differences.

Nothing here may compare: it is given one value and says it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dutybook.engine.english import clocks, conditions
from dutybook.engine.english.names import STRENGTHS, Words, humanised, listed
from dutybook.engine.forms import Length, Timescale
from dutybook.engine.procedure import Citation, Duty, Element, Hours, Longer
from dutybook.engine.words import length

LABELS = {
    "about": "what it is about",
    "again": "what happens when it arises again",
    "agreed": "whether they must agree",
    "answers": "the kind of answer",
    "arises": "when it arises",
    "ask": "the question",
    "bank_holidays": "on bank holidays",
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
    "longer": "the limit above it that it lengthens, and why",
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
    "says": "what it says",
    "title": "what it is called",
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
        case Length():
            return length(value)
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


def bank_holidays(kept: bool | tuple[Hours, ...]) -> str:
    """What happens on a bank holiday."""
    if isinstance(kept, tuple):
        return listed(f"{each.from_time} to {each.to_time}" for each in kept)
    return "as on the day of the week" if kept else "closed"


def _days(days: tuple[str, ...]) -> str:
    week = list(clocks.DAYS)
    first = week.index(days[0]) if days else 0
    if len(days) > 2 and list(days) == week[first : first + len(days)]:
        return f"{clocks.DAYS[days[0]]} to {clocks.DAYS[days[-1]]}"
    return listed([clocks.DAYS[day] for day in days])


def _scale(value: Timescale, words: Words, element: Element | None) -> str:
    start = clocks.start_of(element, words) if isinstance(element, Duty) else "the start"
    return clocks.timescale(value, words, start)


def longer(over: Longer, words: Words, element: Element | None) -> str:
    """The limit of the pack above, whose it is, and why the more local one is longer."""
    because = words.quote(over.because)
    return f"{humanised(over.set_by).title()}: {_above(over, words, element)}; longer here because {because}"


def _above(over: Longer, words: Words, element: Element | None) -> str:
    cut_off = f", {clocks.cut_off(over.cut_off, words)}" if over.cut_off else ""
    return _scale(over.within, words, element) + cut_off


Say = Callable[[Any, Words, Element | None], str]


def _aloud(say: Callable[[Any, Words], str]) -> Say:
    """A way of saying that needs nothing of the element around the value."""
    return lambda value, words, _: say(value, words)


def _each(name: Callable[[Words, str], str]) -> Say:
    """A name, or several."""
    return lambda value, words, _: listed(name(words, each) for each in ((value,) if isinstance(value, str) else value))


_SAID: dict[str, Say] = {
    **dict.fromkeys(("within", "target", "until"), _scale),
    **dict.fromkeys(("when", "held_while", "needs"), _aloud(conditions.expression)),
    "counts_from": _each(Words.fact),
    "asks": _each(Words.question),
    **dict.fromkeys(("ends", "before", "different_people"), _each(Words.event)),
    **dict.fromkeys(("by", "decided_by"), _each(Words.role)),
    **dict.fromkeys(("about", "of", "kinds", "kind"), _each(Words.kind)),
    "form": _aloud(conditions.form),
    "arises": _aloud(clocks.arises),
    "owner": _aloud(clocks.owner),
    "done_by": _aloud(clocks.done_by),
    "cut_off": _aloud(clocks.cut_off),
    "longer": lambda value, words, element: longer(value, words, element),
    "provisionally": _aloud(clocks.provisionally),
    "strength": lambda value, words, element: STRENGTHS[value],
    "hours": lambda value, words, element: hours(value),
    "bank_holidays": lambda value, words, element: bank_holidays(value),
}
