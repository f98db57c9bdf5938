"""Who is in a case beside the person and the children: who told, and who has done something in it.

Who told stands only with those who may read it: nothing may be worked out here from what others wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dutybook.casework.linking import LINKED
from dutybook.casework.queries import CaseView
from dutybook.web.cases.chronology import Written, written
from dutybook.web.duties import role

SOURCE = "source"


@dataclass(frozen=True, slots=True)
class TookPart:
    """Somebody who did something that is on record, and in which role."""

    name: str
    role: str


def who_told(view: CaseView) -> list[Written]:
    """What was recorded of who told, where this reader may read it: the desk, and whoever wrote it."""
    apart = {raw["seq"] for raw in view.raws if raw.get("compartment") == SOURCE}
    return [written(view, entry) for entry in view.stands if entry.seq in apart and entry.type != LINKED]


def took_part(view: CaseView) -> list[TookPart]:
    """Everybody who did what this reader may read of, each once, in the order of the record."""
    return list(dict.fromkeys(_acting(view)))


def _acting(view: CaseView) -> Iterator[TookPart]:
    for entry in view.stands:
        if entry.by:
            yield TookPart(entry.by, role(view, entry.role))
