"""Duties as they stand on a page: one line for each, with its date in words, whom it falls on and its paragraph.

Nothing here may work out what is due; it only says it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from weakref import WeakKeyDictionary

from dutybook.casework.queries import CaseView, urgency
from dutybook.casework.weighing import Weighing
from dutybook.engine import words
from dutybook.engine.english.names import Words
from dutybook.engine.explain import UNTIL_KNOWN
from dutybook.engine.instance import Instance, Missing
from dutybook.engine.procedure import Citation, Procedure
from dutybook.engine.when_asked import WhenAsked
from dutybook.web.asking import things
from dutybook.web.dates import moment_in_words

About = tuple[tuple[str, str], ...]
IDS = re.compile(r"\[([^\[\]]+)\]")
"""How the engine says in a sentence what an answer is about."""

COLOURS = {
    "overdue": "red",
    "open": "blue",
    "held": "purple",
    "met for now": "yellow",
    "cannot tell": "yellow",
    "upcoming": "grey",
    "met": "green",
    "met late": "orange",
    "not needed": "grey",
    "not done": "orange",
}
WORDS = {
    "open": "To do",
    "overdue": "Overdue",
    "held": "On hold",
    "met for now": "Met for now",
    "cannot tell": "Cannot tell yet",
    "upcoming": "Not yet",
    "met": "Done",
    "met late": "Done late",
    "not needed": "Not needed",
    "not done": "Decided not to do",
}
MINUTE, HOUR, DAY = 60, 3_600, 86_400
STATES = {
    "not_asked": "has not been asked",
    "not_known": "was asked, and is not known",
    "not_happened": "has not been recorded",
    "time_not_recorded": "the time was not recorded",
    "none_named": "nobody has named one",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One reading of a duty: its date, how it was kept, and its paragraph."""

    id: str
    title: str
    status: str
    colour: str
    due: str
    waiting: str
    longer: str
    strength: str
    paragraph: str
    source: str
    ours: str
    because: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One duty on a page, with a clock for each reading of its text; the most pressing one comes first.

    What a page does not show of it is never put into words.
    """

    title: str
    about: str
    owner: str
    clocks: Sequence[Clock]
    missing: Sequence[str]
    urgency: tuple[int, float, str]
    duty: Instance

    @property
    def colour(self) -> str:
        return self.clocks[0].colour


def lines(view: CaseView, duties: Iterable[Instance]) -> list[Line]:
    """The lines of these duties, in the order given; readings of one text are one line, met by one deed."""
    seen: Counter[tuple[str, About]] = Counter()
    together: dict[tuple[str, About, int], list[Instance]] = {}
    for duty in duties:
        about = tuple(sorted(duty.about.items()))
        seen[duty.id, about] += 1
        together.setdefault((duty.reading_of or duty.id, about, seen[duty.id, about]), []).append(duty)
    return [_line(view, sorted(readings, key=urgency)) for readings in together.values()]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A duty or a decision that waits for an answer; `anchor` is its place on the procedure's page."""

    title: str
    anchor: str
    paragraph: str
    ours: str


@dataclass(frozen=True, slots=True)
class ToFindOut:
    """A question of the procedure's that is still to be answered, and what waits for the answer."""

    ask: str
    waiting: Sequence[Waiting]


def questions(view: CaseView, decisions: Iterable[Weighing] = ()) -> list[ToFindOut]:
    """What is still to find out, in the procedure's own questions, each with why it is asked."""
    open_ones = [each for each in decisions if each.is_waited_for]
    asked = [*view.to_find_out, *(missing for each in open_ones for missing in each.to_find_out)]
    once = {(each.fact, tuple(sorted(each.about.items()))): each for each in asked}
    return [
        ToFindOut(missing_in_words(view, missing, with_state=False), list(_waiting_for(view, missing, open_ones)))
        for missing in once.values()
    ]


def _waiting_for(view: CaseView, missing: Missing, decisions: Iterable[Weighing]) -> Iterator[Waiting]:
    """Each duty and decision once, however many things it is about."""
    duties = {duty.id: duty for duty in view.unfinished if _asks(duty.missing, missing)}
    for duty in duties.values():
        yield Waiting(duty.title, f"duty-{duty.id}", duty.cite.at, duty.cite.ours)
    asking = {each.decision.id: each.decision for each in decisions if _asks(each.weighed.missing, missing)}
    for decision in asking.values():
        yield Waiting(decision.ask or decision.title, f"decision-{decision.id}", decision.cite.at, decision.cite.ours)


def _asks(asked: Iterable[Missing], missing: Missing) -> bool:
    return any((each.fact, each.about) == (missing.fact, missing.about) for each in asked)


def role(view: CaseView, name: str) -> str:
    """A role under its local name; one that has a duty only until more is known is shown as that."""
    named = name.removesuffix(UNTIL_KNOWN)
    said = words.sentence(Words(view.rules, view.procedure.more.get("terms", {})).role(named)) if name else ""
    return said + name[len(named) :]


def _line(view: CaseView, readings: Sequence[Instance]) -> Line:
    first = readings[0]
    return Line(
        title=first.title,
        about=about_in_words(view, first.about),
        owner=role(view, first.owner),
        clocks=WhenAsked(lambda: (_clock(view, duty) for duty in readings)),
        missing=WhenAsked(partial(_to_find_out, view, readings)),
        urgency=urgency(first),
        duty=first,
    )


def _to_find_out(view: CaseView, readings: Iterable[Instance]) -> list[str]:
    """Each question once, whichever of the readings asks it."""
    return list(dict.fromkeys(missing_in_words(view, each) for duty in readings for each in duty.missing))


def _clock(view: CaseView, duty: Instance) -> Clock:
    return Clock(
        id=duty.id,
        title=duty.title,
        status=WORDS[duty.status],
        colour=COLOURS[duty.status],
        due=due_in_words(view, duty),
        waiting=_waiting(view, duty),
        longer=_longer(view, duty),
        strength=duty.strength,
        paragraph=duty.cite.at,
        source=_source(view.procedure, duty.cite),
        ours=duty.cite.ours,
        because=reasons(view, duty.because),
    )


def reasons(view: CaseView, because: Iterable[str]) -> list[str]:
    """Each sentence once: the engine says for every condition why it holds, and several can hold for one reason."""
    return list(dict.fromkeys(with_names(view, each) for each in because))


def with_names(view: CaseView, sentence: str) -> str:
    """A sentence of the engine's with the things it names as this reader knows them: `(Child 1: Tomasz)` for `[c1]`."""
    return IDS.sub(lambda found: _named(view, found), sentence)


def _named(view: CaseView, found: re.Match[str]) -> str:
    """Square brackets that somebody typed hold no ids, and stay as they are."""
    ids, by_thing = found[1].split(", "), _names(view).by_thing
    if not all(each in by_thing for each in ids):
        return found[0]
    return f"({', '.join(by_thing[each] for each in ids)})"


def label(view: CaseView, kind: str, thing: str) -> str:
    """What a thing of the case is called on its pages."""
    return _names(view).labels[kind, thing]


@dataclass(frozen=True, slots=True)
class _Names:
    """What the things of one view are called, and how many there are of each kind."""

    labels: Mapping[tuple[str, str], str]
    by_thing: Mapping[str, str]
    how_many: Mapping[str, int]


_NAMES: WeakKeyDictionary[CaseView, _Names] = WeakKeyDictionary()
"""Every line of a page asks for them. They go with the view: nothing that a case says may outlive its page."""


def _names(view: CaseView) -> _Names:
    made = _NAMES.get(view)
    if made is None:
        labels = things.labels(view.entries, view.rules)
        by_thing = {thing: said for (_, thing), said in labels.items()}
        made = _NAMES[view] = _Names(labels, by_thing, Counter(kind for kind, _ in labels))
    return made


def due_in_words(view: CaseView, duty: Instance) -> str:
    """The date, and how it was kept: `Due Friday 3 April 2026 at 16:00`."""
    if duty.status in ("not needed", "not done", "cannot tell"):
        return ""
    if duty.met_at is not None:
        return f"Done {_moment(view, duty.met_at)}{_how_late(duty)}"
    if duty.due_at is None:
        return _without_a_date(view, duty)
    said = "Was due" if duty.status == "overdue" else "Due"
    return f"{said} {_moment(view, duty.due_at)}{_or_later(view, duty)}{_how_late(duty)}"


def _waiting(view: CaseView, duty: Instance) -> str:
    """The age of what has no date: nothing is made up in its place."""
    if duty.due_at is not None or duty.arose_at is None or duty.status not in ("open", "held", "met for now"):
        return ""
    return f"Waiting since {_moment(view, duty.arose_at)}"


def _longer(view: CaseView, duty: Instance) -> str:
    """The limit of the procedure above, where the local one can end later, and why it does."""
    if duty.longer_than is None:
        return ""
    return words.sentence(words.longer_than(duty.longer_than, view.procedure.calendar))


def _without_a_date(view: CaseView, duty: Instance) -> str:
    declared = view.rules.duties.get(duty.id)
    return words.sentence(declared.promptly) if declared is not None and declared.promptly else "No date is given"


def _or_later(view: CaseView, duty: Instance) -> str:
    if duty.due_at_latest is None or duty.due_at_latest == duty.due_at:
        return ""
    return f", or as late as {_moment(view, duty.due_at_latest)}: the time it counts from was not recorded"


def _how_late(duty: Instance) -> str:
    if not duty.late_by_seconds:
        return ""
    may_be = "; may be " if duty.timing == "may be late" else "; "
    return f"{may_be}{words.span(duty.late_by_seconds - duty.late_by_seconds % _step(duty.late_by_seconds))} late"


def later_from(duties: Iterable[Instance]) -> datetime | None:
    """From when on one of these is said to be later than now; None: none of them is late and goes on."""
    return min(filter(None, map(_next_step, duties)), default=None)


def _next_step(duty: Instance) -> datetime | None:
    late = duty.late_by_seconds
    if not late or duty.due_at_latest is None or duty.met_at is not None:
        return None
    return duty.due_at_latest + timedelta(seconds=late - late % _step(late) + _step(late))


def _step(late: int) -> int:
    """By how many seconds a page counts how late something is: once it is a day, by the hour."""
    return HOUR if late >= DAY else MINUTE if late >= MINUTE else 1


def _moment(view: CaseView, moment: datetime) -> str:
    return moment_in_words(moment, view.procedure.calendar)


def _source(procedure: Procedure, cite: Citation) -> str:
    return procedure.sources.get(cite.source, "")


def about_in_words(view: CaseView, about: Mapping[str, str]) -> str:
    """Which thing, said only where the case names more than one of its kind."""
    names = _names(view)
    return ", ".join(names.labels[each] for each in about.items() if names.how_many.get(each[0], 0) > 1)


def missing_in_words(view: CaseView, missing: Missing, *, with_state: bool = True) -> str:
    """The question, about which thing, and how far it has been asked."""
    asked = _asked(view, missing.fact)
    about = about_in_words(view, missing.about)
    said = f"{asked} ({about})" if about else asked
    return f"{said} — {STATES[missing.state]}" if with_state else said


def _asked(view: CaseView, name: str) -> str:
    """What is missing can be an answer, or something that has to happen first."""
    if name in view.rules.events:
        return words.event(view.rules.events[name], name)
    return words.question(view.rules.facts.get(name), name)
