"""What was noted beside a duty: who chased it and what was said, and when somebody chose to look at it again.

Nothing here may change a duty or a date: both are notes, and the procedure knows neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dutybook.engine.entries import Entry
from dutybook.engine.instance import Instance
from dutybook.engine.procedure import NOT_KNOWN

CHASED, CHASED_DUTY = "duty_chased", "duty_that_was_chased"
HOW, SAID = "chased_by_means_of", "said_when_chased"
LOOK_AGAIN, LOOK_AGAIN_DUTY, LOOK_AGAIN_ON = "look_again_set", "duty_to_look_at_again", "look_again_on"
BESIDE_A_DUTY = {CHASED: CHASED_DUTY, LOOK_AGAIN: LOOK_AGAIN_DUTY}
"""The events that are notes, each with the fact that says beside which duty."""
SAYS = {CHASED: HOW, LOOK_AGAIN: LOOK_AGAIN_ON}
"""What each note is for: without it there is nothing to note."""


@dataclass(frozen=True, slots=True)
class Noted:
    """The notes of one case that stand, in the order in which they were made."""

    chases: Sequence[Entry]
    looks: Sequence[Entry]

    def last_chase(self, duty: Instance) -> Entry | None:
        return next((each for each in reversed(self.chases) if _is_about(each, CHASED_DUTY, duty)), None)

    def looks_again(self, duty: Instance) -> list[Entry]:
        """The last choice of each person: nobody's is overruled by somebody else's."""
        last = {each.by: each for each in self.looks if _is_about(each, LOOK_AGAIN_DUTY, duty)}
        return [each for each in last.values() if day_of(each) is not None]


def noted(stands: Sequence[Entry]) -> Noted:
    """The notes among the entries that stand."""
    return Noted(
        chases=[each for each in stands if each.type == CHASED],
        looks=[each for each in stands if each.type == LOOK_AGAIN],
    )


def day_of(look: Entry) -> date | None:
    """The day that was chosen."""
    chosen = look.answers.get(LOOK_AGAIN_ON, NOT_KNOWN)
    return chosen if isinstance(chosen, date) else None


def _is_about(entry: Entry, fact: str, duty: Instance) -> bool:
    """A duty that arose again is a new one: what was noted of the earlier one is not about it."""
    if entry.answers.get(fact) != duty.id or (duty.arose_at is not None and entry.hi < duty.arose_at):
        return False
    return all(thing in entry.things.get(kind, ()) for kind, thing in duty.about.items())
