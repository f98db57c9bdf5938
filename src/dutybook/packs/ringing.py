"""Whom to ring, about a duty or at all, at one moment: the contacts of the procedure's own directory, and who is there.

Hours that the procedure does not give are said to be not given; nobody's office hours may be assumed. Above every
answer stands whom to ring where somebody is in danger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from dutybook.engine import words
from dutybook.engine.english.fields import bank_holidays, hours
from dutybook.engine.instance import Instance
from dutybook.engine.opening import open_at
from dutybook.engine.procedure import Contact, Procedure, Rules
from dutybook.packs.numbers import IN_DANGER, Number, Told, in_a_demonstration, numbers_of, source_of

OUT_OF_HOURS = "outside working hours"
OPEN = {True: "open now", False: "closed now", None: "the procedure does not give its hours"}
NOT_PUBLISHED = "nobody can say: that year's bank holidays are not published"
DANGER = "if somebody is in danger now, before anything else"
FIRST = {True: 0, None: 1, False: 2}
"""Who is there comes first, then those of whom nobody can say, then those who are not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """One number as a page shows it, with who last checked it; `warning` stands beside it in a demonstration."""

    number: Number
    warning: str
    checked: str

    @property
    def may_be_checked(self) -> bool:
        """Nobody rings for help to see whether it answers."""
        return self.number.contact != IN_DANGER


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One contact: what it is called, how it is reached, and whether anybody is there at that moment."""

    title: str
    dials: Sequence[Dial]
    state: str
    source: str = ""
    serves: str = ""
    hours: str = ""
    instead: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A directory at one moment, with what is said beside its numbers."""

    procedure: Procedure
    told: Told
    at: datetime

    @property
    def rules(self) -> Rules:
        return self.procedure.at(self.at)

    def whom_to_ring(self, duty: Instance) -> list[Ring]:
        """The contact by which the duty is done, and who answers when it is closed: that one first, when it is.

        Where anybody is to be rung at all, whom to ring in danger comes before them.
        """
        declared = self.rules.duties.get(duty.id)
        deeds = declared.done_by.deeds if declared is not None and declared.done_by is not None else ()
        waited_for = {deed.event for deed in deeds}
        rings: list[Ring] = []
        for contact in self.rules.directory.values():
            if waited_for & set(contact.more.get("rung_for", ())):
                rings.extend(self._at_this_hour(contact))
        return list({ring.title: ring for ring in (*self.in_danger(), *rings)}.values()) if rings else []

    def in_danger(self) -> Iterator[Ring]:
        """Whom to ring in danger, where the procedure has it."""
        contact = self.rules.directory.get(IN_DANGER)
        if contact is not None:
            yield self._ring(contact, DANGER)

    def everybody(self) -> list[Ring]:
        """Every contact: in danger, then who is there, then those of whom nobody can say, then those who are closed."""
        others = [each for each in self.rules.directory.values() if each.id != IN_DANGER]
        return [*self.in_danger(), *(self._in_full(each) for each in sorted(others, key=self._order))]

    def _order(self, contact: Contact) -> tuple[bool, int]:
        return not contact.more.get("numbers"), FIRST[self._is_open(contact)]

    def _is_open(self, contact: Contact) -> bool | None:
        return open_at(contact, self.at, self.procedure.calendar)

    def _state(self, contact: Contact) -> str:
        """Where hours are given and nobody can say all the same, it is the holiday table that ends too early."""
        is_open = self._is_open(contact)
        return NOT_PUBLISHED if is_open is None and contact.hours is not None else OPEN[is_open]

    def _at_this_hour(self, contact: Contact) -> Iterator[Ring]:
        is_open = self._is_open(contact)
        first = self._ring(contact, self._state(contact))
        other = self.rules.directory.get(str(contact.more.get("out_of_hours", "")))
        if other is None or is_open:
            yield first
            return
        instead = self._ring(other, OUT_OF_HOURS)
        yield from ((first, instead) if is_open is None else (instead, first))

    def _ring(self, contact: Contact, state: str) -> Ring:
        dials = [self._dial(each) for each in numbers_of(contact, self.procedure)]
        source = source_of(contact, self.procedure) if dials else ""
        return Ring(title=contact.title, dials=dials, state=state, source=source)

    def _in_full(self, contact: Contact) -> Ring:
        bare, other = self._ring(contact, self._state(contact)), str(contact.more.get("out_of_hours", ""))
        instead = self.rules.directory.get(other)
        return Ring(
            title=bare.title,
            dials=bare.dials,
            state=bare.state,
            source=bare.source,
            serves=_joined(contact.more.get("serves", "")),
            hours=words.sentence(_in_the_week_and_on_bank_holidays(contact)),
            instead=instead.title if instead is not None and not self._is_open(contact) else "",
            says=str(contact.more.get("says", "")),
        )

    def _dial(self, number: Number) -> Dial:
        return Dial(number=number, warning=in_a_demonstration(number), checked=self.told.beside(number))


def _in_the_week_and_on_bank_holidays(contact: Contact) -> str:
    week = hours(contact.hours)
    if not contact.hours or contact.bank_holidays is True:
        return week
    return f"{week}; on bank holidays {bank_holidays(contact.bank_holidays)}"


def _joined(said: str | Iterable[str]) -> str:
    return said if isinstance(said, str) else ", ".join(said)
