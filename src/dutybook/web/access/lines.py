"""Who may see a case, in words: each involvement with its days, and each line of the access log as a sentence.

Nothing here may decide who sees what; it only says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dutybook.casework import access_log
from dutybook.casework.access_log import Line
from dutybook.casework.queries import CaseView
from dutybook.casework.who_sees import Involved
from dutybook.engine import words
from dutybook.engine.calendar import Calendar

SAYS = {
    access_log.INVOLVED: "{by} let {whom} in{until}",
    access_log.EXTENDED: "{by} moved the end of what {whom} may see{until}",
    access_log.ENDED: "{by} ended the involvement of {whom}",
    access_log.RECUSED: "{by} took {whom} off the case",
    access_log.RECUSAL_UNDONE: "{by} undid that {whom} was off the case",
    access_log.RESTRICTED: "{by} restricted the case",
    access_log.LIFTED: "{by} lifted the restriction",
    access_log.OPENED: "{by} let themselves in, in an emergency{until}; {whom} was told",
    access_log.LOOKED_AT: "{by} looked at the emergency access of {whom}",
    access_log.LINKED: "{by} locked {whom} out, as the subject or linked to them",
    access_log.UNLINKED: "{by} undid the lock on {whom}",
    access_log.QUESTION_ANSWERED: "{by} answered whether {whom} may be the subject",
    access_log.ORGANISATION_OPENED: "{by} chose who at an organisation may know of the case",
    access_log.ANCHORED_AGAIN: "{by} accepted what was written before the machine stopped",
}
OF_ONESELF = {access_log.RECUSED: "{by} took themselves off the case"}
NOBODY = "a mailbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class InWords:
    """Somebody who is involved, with the days as a person would say them."""

    involved: Involved
    since: str
    until: str
    left: str
    is_soon: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One line of the access log; `account` is whom it is about, if it is an account."""

    says: str
    at: str
    reason: str
    account: int | None
    name: str


def in_words(involved: Involved, view: CaseView) -> InWords:
    calendar = view.procedure.calendar
    return InWords(
        involved=involved,
        since=to_the_minute(involved.since, calendar),
        until=until_in_words(involved.until, calendar, in_an_emergency=involved.in_an_emergency),
        left=days_left(involved.until, view.at, calendar) if involved.until and not involved.in_an_emergency else "",
        is_soon=involved.ends_soon(view.at),
    )


def until_in_words(until: datetime | None, calendar: Calendar, *, in_an_emergency: bool = False) -> str:
    """A day, to its end; an emergency ends at a time."""
    if until is None:
        return "no day is set: the team ends it"
    return to_the_minute(until, calendar) if in_an_emergency else words.day(calendar.day_of(until))


def to_the_minute(moment: datetime, calendar: Calendar) -> str:
    return words.moment(moment.replace(second=0, microsecond=0), calendar)


def days_left(until: datetime, now: datetime, calendar: Calendar) -> str:
    left = (calendar.day_of(until) - calendar.day_of(now)).days
    return {0: "ends today", 1: "ends tomorrow"}.get(left, f"ends in {left} days")


def sentences(log: Sequence[Line], calendar: Calendar) -> list[Sentence]:
    return [_sentence(line, calendar) for line in log]


def _sentence(line: Line, calendar: Calendar) -> Sentence:
    says = OF_ONESELF.get(line.deed, SAYS[line.deed]) if line.whom == line.by else SAYS[line.deed]
    until = until_in_words(line.until, calendar, in_an_emergency=line.deed == access_log.OPENED)
    return Sentence(
        says=says.format(
            by=line.by.name,
            whom=line.whom.name if line.whom else NOBODY,
            until=f", until {until}" if line.until else "",
        ),
        at=to_the_minute(line.at, calendar),
        reason=line.reason,
        account=line.whom.pk if line.whom else None,
        name=line.whom.name if line.whom else NOBODY,
    )
