"""Which facts of an entry say who somebody is, and whom they say it of: the adult the case is about, or a child in it.

Nothing here may decide that two people are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dutybook.engine.procedure import NOT_KNOWN

Who = Mapping[str, str]
"""What is said of somebody: `name`, `born_on`, `address`, `works_at`, `role`. Whatever was not said is not there."""

ADULT, CHILD = "adult", "child"


@dataclass(frozen=True, slots=True)
class Part:
    """A part that somebody has in a case: of which kind of thing, if of one, and the facts that say who has it."""

    name: str
    of: str
    facts: Mapping[str, str]


PARTS = (
    Part(
        ADULT,
        of="",
        facts={
            "adult_name": "name",
            "adult_born_on": "born_on",
            "adult_address": "address",
            "organisation": "works_at",
            "role_held": "role",
        },
    ),
    Part(CHILD, of="child", facts={"child_name": "name", "child_born_on": "born_on", "child_address": "address"}),
)

IS_THE_SENIOR_MANAGER, SENIOR_MANAGER = "subject_is_senior_manager", "senior_manager"
"""The fact that says what the adult is, and the role that it says."""

Place = tuple[str, str]
"""The part that somebody has, and the id of the thing they are in the case; the adult is none."""


def said_in(data: Mapping[str, Any], *, recorded_at_the: Callable[[], str]) -> dict[Place, Who]:
    """What an entry says of whom. `recorded_at_the`: the organisation of whoever recorded it; empty for the desk's own.

    Whoever reports that it is the senior manager, and does not say of what organisation, speaks of their own.
    """
    found = {(part.name, thing): _who(part, data) for part in PARTS for thing in _things(part, data)}
    if data.get(IS_THE_SENIOR_MANAGER) is True:
        at_the = {"works_at": where} if (where := recorded_at_the()) else {}
        found[ADULT, ""] = at_the | {"role": SENIOR_MANAGER} | dict(found[ADULT, ""])
    return {place: who for place, who in found.items() if who}


def _who(part: Part, data: Mapping[str, Any]) -> dict[str, str]:
    said = {says: str(data[fact]).strip() for fact, says in part.facts.items() if isinstance(data.get(fact), str)}
    return {says: value for says, value in said.items() if value and value != NOT_KNOWN}


def _things(part: Part, data: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the things of the part's kind that the entry names; a part of no kind is there once."""
    if not part.of:
        yield ""
        return
    named = data.get(part.of) or ()
    yield from [named] if isinstance(named, str) else map(str, named)
