"""A form about who may see a case: what was typed in it, until which day, and what came of sending it.

Whether somebody may do what it asks for is the action's to say, and never decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest

from dutybook.casework.actions.access import Said, Unfit, last_moment
from dutybook.casework.actions.events import NotAllowed
from dutybook.engine.calendar import Calendar
from dutybook.web.asking.form import Error
from dutybook.web.asking.questions import Question, Typed, Unreadable, read, value_of
from dutybook.web.sending import REFUSED, TOKEN, sent_with, typed_in

REASON, ENDS, NO_DAY = "reason", "ends", "no_day"
UNTIL = Question(
    name="until", ask="Last day", kind="date", required="Enter the last day on which they may see the case"
)
USUALLY_MONTHS = 3
FIELD = {"reason": REASON, "until": UNTIL.first_field, "account": REASON, "people": "people", "form_token": REASON}
"""The field to go to for what the action finds unfit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """As it is shown: with the same token as before if it was sent already, so that sending again does it once."""

    typed: Typed
    token: str
    errors: Sequence[Error] = ()

    @property
    def error_at(self) -> dict[str, str]:
        return {error.field: error.text for error in reversed(self.errors)}

    @property
    def status(self) -> int:
        return REFUSED if self.errors else 200

    def value(self, name: str) -> str:
        return value_of(self.typed, name)


def blank(typed: Typed | None = None, errors: Sequence[Error] = ()) -> Form:
    typed = typed or {}
    return Form(typed=typed, token=value_of(typed, TOKEN) or str(uuid4()), errors=errors)


def attempt(request: HttpRequest, do: Callable[[Said, Typed], object]) -> Form | None:
    """Does what was sent; None once it is done, else the form with everything that is to be put right."""
    typed = typed_in(request)
    sent = sent_with(request, typed)
    said = Said(by=sent.by, now=sent.now, reason=value_of(typed, REASON), form_token=sent.form_token)
    try:
        do(said, typed)
    except Unfit as unfit:
        return blank(typed, [Error(FIELD[unfit.part], str(unfit))])
    except NotAllowed as refused:
        return blank(typed, [Error(REASON, each) for each in refused.reasons])
    return None


def until_of(typed: Typed, calendar: Calendar) -> datetime | None:
    """The end of the day that was typed, or None where somebody ticked that there is none; raises `Unfit`."""
    if value_of(typed, ENDS) == NO_DAY:
        return None
    try:
        day = date.fromisoformat(read(UNTIL, typed, calendar))
    except Unreadable as unreadable:
        raise Unfit("until", str(unreadable)) from None
    return last_moment(day, calendar)


def in_three_months(calendar: Calendar) -> Typed:
    """What stands in the form until somebody types another day."""
    return on_day(calendar.add_months(calendar.day_of(settings.DUTYBOOK_CLOCK()), USUALLY_MONTHS))


def on_day(day: date) -> Typed:
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{UNTIL.name}-{part}": [str(number)] for part, number in parts.items()}
