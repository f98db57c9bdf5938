"""The pointer from one case to another about the same events: a reference, and never a word about what is in it.

Whoever reads the one may learn nothing of the other from here unless they see that too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime

from dutybook.casework import visibility
from dutybook.casework.models import Account, Case
from dutybook.casework.store import LETTERS, Statement
from dutybook.engine.entries import Entry, EntryRefused

LINKED, TO = "linked_case_noted", "linked_case"
"""The event and its one fact, wherever a procedure declares them."""
REFERENCE = re.compile(rf"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}")


def pointer(to: Case, *, by: Account, now: datetime) -> Statement:
    """What is recorded in a case that has to do with another."""
    return Statement(
        type=LINKED,
        happened_at=now.replace(microsecond=0).isoformat(),
        by=by.name,
        role=by.role,
        data={TO: to.reference},
        compartment="source",
    )


def pointed_to(entries: Iterable[Entry]) -> frozenset[str]:
    """The references of the cases that these entries point to: nobody may be shown one that they do not see."""
    return frozenset(str(entry.answers[TO]) for entry in entries if TO in entry.answers)


def seen_among(named: Collection[str], *, reader: Account, now: datetime) -> list[Case]:
    """The cases of these references, as far as this reader sees them."""
    if not named:
        return []
    return list(visibility.cases_for(reader, now=now).filter(reference__in=named).order_by("reference"))


def refuse_words(statement: Statement) -> None:
    """Raises `EntryRefused` where a pointer holds anything but a reference."""
    said = statement.data.get(TO)
    if said is not None and not REFERENCE.fullmatch(str(said)):
        raise EntryRefused(f"{TO} holds a reference and no words; write it as it stands on the case, as ABCD-2345")
