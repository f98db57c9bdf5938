"""Duties and timescales in words: "by the end of the 15th working day after a strategy discussion being held".

Nothing here may work out a date.
"""

from __future__ import annotations

from typing import assert_never

from dutybook.engine.english import conditions
from dutybook.engine.english.names import Words, listed
from dutybook.engine.forms import Earliest, Expression, FirstOf, Latest, Length, SetBy, Timescale
from dutybook.engine.procedure import (
    After,
    Arises,
    Becomes,
    CutOff,
    Deed,
    DoneBy,
    Duty,
    Expires,
    OwnerRow,
    Provisionally,
    Recurs,
)
from dutybook.engine.words import length

DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}

NO_NUMBER = "no number of days is given"


def timescale(scale: Timescale, words: Words, start: str) -> str:
    """A limit as a phrase, counted from what `start` says."""
    match scale:
        case Length():
            return _limit(scale, words, start)
        case Earliest(parts=parts):
            return "whichever comes first: " + listed([timescale(each, words, start) for each in parts], "or")
        case Latest(parts=parts):
            return "whichever comes last: " + listed([timescale(each, words, start) for each in parts], "or")
        case FirstOf(rows=rows):
            return "; ".join(_row(when, each, words, start) for when, each in rows)
        case SetBy(fact=fact):
            return f"by the time that {_answer(fact, words)} sets"
        case _:
            assert_never(scale)


def time(duty: Duty, words: Words) -> str:
    """By when a duty is to be done, or that no number is given."""
    start = start_of(duty, words)
    if duty.within is not None:
        return timescale(duty.within, words, start)
    if duty.promptly:
        said = words.quote(duty.promptly)
        return said if duty.promptly.lower().startswith("no ") else f"{said}; {NO_NUMBER}"
    return "no time is given"


def start_of(duty: Duty, words: Words) -> str:
    """What a duty's clock counts from, as a noun."""
    if duty.counts_from is not None:
        return _answer(duty.counts_from, words)
    match duty.arises:
        case After(events=events):
            return listed([words.happening(each) for each in events], "or")
        case Becomes(condition=condition):
            return f"the moment at which {conditions.expression(condition, words)}"
        case Expires(duty=expired):
            return f"the time for {words.duty(expired)} running out"
        case Recurs():
            return "each such day"
        case _:
            assert_never(duty.arises)


def arises(how: Arises, words: Words) -> str:
    """When a duty arises."""
    match how:
        case After(events=events, where=where):
            return "when " + listed([words.happens(each) for each in events], "or") + _where(where, words)
        case Becomes(condition=condition):
            return f"each time it becomes so that {conditions.expression(condition, words)}"
        case Expires(duty=duty):
            return f"when the time for {words.duty(duty)} passes and it has not been done"
        case Recurs(every=every, from_fact=fact):
            return f"on the day of {_answer(fact, words)}, and every {length(every)} after it"
        case _:
            assert_never(how)


def owner(rows: tuple[OwnerRow, ...], words: Words) -> str:
    """Who does it; rows are read from the top."""
    said = []
    for place, row in enumerate(rows):
        if row.when is not None:
            said.append(f"{words.role(row.role)} if {conditions.expression(row.when, words)}")
        else:
            said.append(f"otherwise {words.role(row.role)}" if place else words.role(row.role))
    return "; ".join(said)


def done_by(done: DoneBy, words: Words) -> str:
    """What counts as doing it."""
    joined = listed([_deed(each, words) for each in done.deeds], "or" if done.mode == "any" else "and")
    return f"when {joined}"


def held(duty: Duty, words: Words) -> str:
    """When the clock stands still."""
    if duty.held_while is None:
        return ""
    unknown = "it stands still" if duty.if_unknown == "hold" else "it runs on"
    return (
        f"the clock stands still while {conditions.expression(duty.held_while, words)};"
        f" while that is not known, {unknown}"
    )


def cut_off(cut: CutOff, words: Words) -> str:
    days = "any day" if len(cut.days) == len(DAYS) else listed([DAYS[day] for day in cut.days], "or")
    return f"after {words.quote(cut.after)} on {days}, the count starts on the next working day"


def provisionally(how: Provisionally, words: Words) -> str:
    return f"met for the time being when {words.happens(how.by)}, while {words.duty(how.until)} is not overdue"


def _limit(scale: Length, words: Words, start: str) -> str:
    start = _anchor(scale.anchor, words) if scale.anchor else start
    if scale.n == 0:
        return f"by the end of the day of {start}"
    if scale.direction == "before":
        return f"at least {length(scale)} before {start}"
    if scale.unit in ("days", "working days"):
        unit = scale.unit.removesuffix("s")
        return f"by the end of the {'next' if scale.n == 1 else _ordinal(scale.n)} {unit} after {start}"
    return f"within {length(scale)} of {start}"


def _anchor(name: str, words: Words) -> str:
    if name in words.rules.events:
        return f"the last time {words.happened(name, otherwise='“{}”')}"
    return _answer(name, words)


def _answer(fact: str, words: Words) -> str:
    """A fact as the moment or the day that answers it."""
    called = words.fact(fact)
    return called if called.startswith("the answer to") else f"the answer to “{called}”"


def _row(when: Expression | None, scale: Timescale, words: Words, start: str) -> str:
    limit = timescale(scale, words, start)
    return f"otherwise {limit}" if when is None else f"if {conditions.expression(when, words)}, {limit}"


def _where(where: Expression | None, words: Words) -> str:
    return "" if where is None else f", where {conditions.expression(where, words)}"


def _deed(deed: Deed, words: Words) -> str:
    return words.happens(deed.event) + _where(deed.where, words)


def _ordinal(n: int) -> str:
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
