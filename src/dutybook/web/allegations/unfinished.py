"""What somebody began and has not sent: the concern of a referrer, the call sheets of the desk.

None of it is on record, and nobody but its writer may be shown it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from dutybook.casework import drafts
from dutybook.casework.models import Account
from dutybook.engine import words
from dutybook.engine.calendar import Calendar
from dutybook.web.asking.questions import value_of

NEW_CONCERN = "new concern"
CALL_SHEET = "call sheet "
NOTES = "call_notes"
SHOWN = 60
KEEP, QUIETLY = "keep", "quietly"
"""The button that keeps a form, and how the page's own script presses it every few seconds: answered with no page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """One of them, as a line with a link."""

    title: str
    kept: str
    address: str


def unfinished(account: Account, calendar: Calendar) -> list[Begun]:
    """Every one of this person's, the newest first."""
    found = drafts.unfinished(account)
    return [_line(each, calendar) for each in found if each.form == NEW_CONCERN or each.form.startswith(CALL_SHEET)]


def _line(begun: drafts.Unfinished, calendar: Calendar) -> Begun:
    kept = words.moment(begun.kept_at.replace(second=0, microsecond=0), calendar)
    if begun.form == NEW_CONCERN:
        return Begun(title="The concern you began", kept=kept, address=reverse("new_concern"))
    said = value_of(begun.typed, NOTES) or value_of(begun.typed, "adult_name") or "A call without notes yet"
    address = reverse("call_sheet", args=[begun.form.removeprefix(CALL_SHEET)])
    return Begun(title=_first_words(said), kept=kept, address=address)


def _first_words(said: str) -> str:
    line = said.splitlines()[0]
    return line if len(line) <= SHOWN else line[:SHOWN].rsplit(" ", 1)[0] + " …"
