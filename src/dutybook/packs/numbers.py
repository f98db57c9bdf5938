"""Every number of a procedure's directory: whose it is, which source published it, and of what date that source is.

Nothing here may know whether anybody has rung it, and no number may be here that its pack does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dutybook.engine import words
from dutybook.engine.procedure import Contact, Procedure, Rules

IN_DANGER = "emergency"
"""The contact that stands above every other answer, wherever somebody asks whom to ring."""

UNCHECKED = "nobody is recorded as having rung it to check"
UNUSED = "nobody is recorded as having tried it"
NEVER_RUNG = "never rung to check"
NOT_TO_RING = "published number, do not ring"
"""What stands beside a number in a demonstration: in words, since a colour alone says nothing to many."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number, address or page, as its source publishes it. `source` is empty where it is our own."""

    contact: str
    place: int
    kind: str
    value: str
    says: str
    source: str

    @property
    def key(self) -> tuple[str, str]:
        """What a check of it is found by: a number that is changed in the pack is another one, and unchecked."""
        return self.contact, self.value


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says beside numbers: who last rang each to check; and in a demonstration, that none is to be rung."""

    checked: Mapping[tuple[str, str], str] = field(default_factory=dict)
    is_demonstration: bool = False

    def beside(self, number: Number) -> str:
        """Who last rang it, or that nobody is recorded as having done so."""
        if number.contact == IN_DANGER:
            return NEVER_RUNG
        return self.checked.get(number.key, UNCHECKED if number.kind == "telephone" else UNUSED)

    def warning(self, number: Number) -> str:
        """Empty where it may be rung."""
        return in_a_demonstration(number) if self.is_demonstration else ""

    def address(self, number: Number) -> str:
        """What a link to it leads to; nothing in a demonstration can be dialled or written to."""
        if self.is_demonstration:
            return ""
        schemes = {"telephone": f"tel:{number.value.replace(' ', '')}", "email": f"mailto:{number.value}"}
        return (
            number.value if number.kind == "web" and number.value.startswith("http") else schemes.get(number.kind, "")
        )


def in_a_demonstration(number: Number) -> str:
    """What stands beside it there. In real danger the emergency number may be rung, whatever else is made up."""
    return "only if somebody really is in danger" if number.contact == IN_DANGER else NOT_TO_RING


def numbers_of(contact: Contact, procedure: Procedure) -> list[Number]:
    """The numbers of one contact, in the order of the pack."""
    source = source_of(contact, procedure)
    return [_number(contact.id, place, each, source) for place, each in enumerate(_written(contact), 1)]


def every_number(rules: Rules, procedure: Procedure) -> list[Number]:
    """Those of every contact."""
    return [number for contact in rules.directory.values() for number in numbers_of(contact, procedure)]


def source_of(contact: Contact, procedure: Procedure) -> str:
    """The source with its date, and when it was read; empty for a contact of our own."""
    name = contact.cite.source
    if not name:
        return ""
    head: Mapping[str, Any] = (procedure.more.get("sources") or {}).get(name) or {}
    dated = head.get("dated") or "no date is given"
    read_on = head.get("read_on")
    read = f", read on {words.day(date.fromisoformat(read_on))}" if read_on else ""
    return f"{procedure.sources.get(name, name)} ({dated}){read}"


def _written(contact: Contact) -> Sequence[Mapping[str, Any]]:
    numbers: Sequence[Mapping[str, Any]] = contact.more.get("numbers", ())
    return numbers


def _number(contact: str, place: int, written: Mapping[str, Any], source: str) -> Number:
    return Number(
        contact=contact,
        place=place,
        kind=str(written.get("kind", "")),
        value=str(written.get("value", "")),
        says=str(written.get("says", "")),
        source=source,
    )
