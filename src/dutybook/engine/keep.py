"""What is kept, reviewed, removed or held, per controller: the retention decisions of a procedure, weighed.

Nothing is ever destroyed from here; a period that no source gives is no period.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dutybook.engine.belonging import rules_together
from dutybook.engine.conditions import keys
from dutybook.engine.decisions import weigh
from dutybook.engine.entries import Entry
from dutybook.engine.instance import Weighed, cite_json
from dutybook.engine.procedure import Passage, Procedure
from dutybook.engine.reading import Reading


@dataclass(frozen=True, slots=True)
class Kept:
    """One record of one controller, about certain things: what its retention decision points to."""

    record: Passage
    about: dict[str, str]
    weighed: Weighed

    def as_json(self, procedure: Procedure) -> dict[str, Any]:
        """The record, who keeps it, what the rows point to, and until when (local time), if the source says."""
        written = procedure.calendar.written
        return {
            "record": self.record.id,
            "title": self.record.title,
            "kept_by": self.record.more.get("kept_by", ""),
            "about": self.about,
            "points_to": [
                {
                    "row": each.row.id,
                    "points_to": each.points_to,
                    "until": written(each.until),
                    "until_at_least": written(each.until_at_least),
                    "says": each.row.more.get("says", ""),
                    "because": list(each.because),
                    "cite": cite_json(each.row.cite),
                }
                for each in self.weighed.points_to
            ],
            "possible": list(self.weighed.possible),
            "missing": [each.as_json() for each in self.weighed.missing],
        }


def keep_until(entries: Iterable[Entry], procedure: Procedure, *, at: datetime, known_at: datetime) -> list[Kept]:
    """Every retention record of the procedure, for every thing its decision is about, in the procedure's order.

    An organisation's own record is kept for what follows its procedure, and for nothing else.
    """
    reading = Reading(entries, procedure, at, known_at)
    rules = rules_together(procedure, procedure.organisations, reading.t)
    found: list[Kept] = []
    for id, declared in rules.plain.get("retention", {}).items():
        decision = rules.decisions[declared.more["decision"]]
        for about in keys((decision.kind,) if decision.kind else (), reading.known):
            record = reading.edition(about, reading.t).rules.plain.get("retention", {}).get(id)
            if record is not None:
                found.append(Kept(record, about, weigh(reading, decision.id, about)))
    return found
