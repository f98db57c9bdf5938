"""What the naive engine knows at one instant: the entries that stand, the things they name, the answers they give.

Nothing here may be kept from one question to the next: every answer is looked for among all the entries again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any, NamedTuple

from dutybook.engine.calendar import Calendar
from dutybook.engine.entries import Entry
from dutybook.engine.instance import Missing, MissingState
from dutybook.engine.procedure import DUTY_NOT_DONE, NOT_KNOWN, Procedure, Rules

JUST_BEFORE, AT = -1, 0
"""The sides of a moment: what happens at it is known at it, and not just before it."""

SECOND = timedelta(seconds=1)
"""The grain of time: a moment is behind the next second, and not before."""


class Instant(NamedTuple):
    """A moment and the side of it that is looked at; instants sort in the order of time."""

    time: datetime
    side: int = AT


Scope = Mapping[str, str]


@dataclass(frozen=True)
class View:
    """Where an expression is read: over these entries, under these rules, about these things, at this instant."""

    record: tuple[Entry, ...]
    calendar: Calendar
    rules: Rules
    scope: Scope
    now: Instant

    def about(self, scope: Scope) -> View:
        return replace(self, scope={**self.scope, **scope})

    def at(self, time: datetime, side: int = AT) -> View:
        return replace(self, now=Instant(time, side))

    def under(self, rules: Rules) -> View:
        return replace(self, rules=rules)

    def known(self) -> list[Entry]:
        return [entry for entry in self.record if Instant(entry.hi) <= self.now]

    def things(self, kind: str) -> list[str]:
        """The ids of a kind, in the order of their naming."""
        named = [each for entry in self.known() for each in entry.things.get(kind, ())]
        return list(dict.fromkeys(named))

    def narrowed(self, kinds: Iterable[str]) -> dict[str, str]:
        return {kind: self.scope[kind] for kind in kinds if kind in self.scope}


def standing(entries: Sequence[Entry], known_at: datetime) -> tuple[Entry, ...]:
    """The entries known at `known_at`, each corrected one replaced, in the order of the page."""
    known = [entry for entry in entries if entry.recorded_at <= known_at]
    places = [(entry.seq, _content(entry, known)) for entry in known if entry.corrects is None]
    kept = [replace(content, seq=seq) for seq, content in places if content is not None]
    return tuple(sorted(kept, key=lambda entry: entry.place))


def _content(entry: Entry, known: Sequence[Entry]) -> Entry | None:
    """What stands where this entry was recorded: its last correction, nothing if it was retracted, or itself."""
    later = sorted(
        (each for each in known if each.corrects == entry.seq), key=lambda each: (each.recorded_at, each.seq)
    )
    contents = [content for each in later if (content := _content(each, known)) is not None]
    if any(content.retracted for content in contents):
        return None
    return contents[-1] if contents else entry


def combinations(view: View, kinds: Sequence[str], entry: Entry | None = None) -> list[dict[str, str]]:
    """Every key of these kinds: the ids that the entry names, else all there are."""
    named = entry.things if entry else {}
    ids = [list(dict.fromkeys(named[kind])) if kind in named else view.things(kind) for kind in kinds]
    return [dict(zip(kinds, each, strict=True)) for each in product(*ids)]


def names(entry: Entry, scope: Scope, kinds: Iterable[str]) -> bool:
    """Whether the entry names every id in scope of these kinds."""
    return all(scope[kind] in entry.things.get(kind, ()) for kind in kinds if kind in scope)


def happenings(view: View, event: str) -> list[Entry]:
    """The known entries of an event that are about what is in scope."""
    declared = view.rules.events.get(event)
    about = declared.about if declared else ()
    return [entry for entry in view.known() if entry.type == event and names(entry, view.scope, about)]


def kinds_of(rules: Rules, fact: str) -> tuple[str, ...]:
    if fact in rules.facts:
        return rules.facts[fact].of
    kind = rules.decisions[fact].kind
    return (kind,) if kind else ()


def answer(view: View, fact: str) -> Any:
    """The last answer to the fact about what is in scope; None when nobody answered."""
    of = kinds_of(view.rules, fact)
    given = [
        entry.answers[fact]
        for entry in view.known()
        if entry.type != DUTY_NOT_DONE and fact in entry.answers and names(entry, view.scope, of)
    ]
    return given[-1] if given else None


def unknown(view: View, fact: str) -> Missing:
    """Why the fact is not known; `answer` is None or `NOT_KNOWN`."""
    state: MissingState = "not_known" if answer(view, fact) == NOT_KNOWN else "not_asked"
    return Missing(fact, view.narrowed(kinds_of(view.rules, fact)), state)


def is_unknown(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value == NOT_KNOWN)


def rules_about(procedure: Procedure, record: tuple[Entry, ...], scope: Scope, on: datetime, at: datetime) -> Rules:
    """The rules of the day `on` for these things: their organisation's, when at `at` they name one that has a pack."""
    rules = procedure.at(on)
    fact = procedure.organisation_fact
    if not fact or not set(rules.facts[fact].of) <= set(scope):
        return rules
    named = answer(View(record, procedure.calendar, rules, scope, Instant(at)), fact)
    organisation = procedure.organisations.get(named) if isinstance(named, str) else None
    return organisation.at(on) if organisation else rules
