"""Whom a case may be about, in words: each question, how it was answered and why, and who was chosen to know.

Only for the desk: nothing of this may stand on a page that anybody else reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dutybook.casework import access_log, subjects
from dutybook.casework.identifying import BETWEEN
from dutybook.casework.models import Account, Mailbox, OrganisationOpened, Reading, SubjectLink, SubjectQuestion
from dutybook.casework.queries import CaseView
from dutybook.casework.subjects import OrganisationInTheCase
from dutybook.engine import words
from dutybook.engine.calendar import Calendar
from dutybook.web.duties import role

SHARED, NAMED = "shared mailbox", "mailbox of a named person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question about one account or mailbox; `answer` says how it was answered, by whom, when and why."""

    number: int
    name: str
    what: str
    why: tuple[str, ...]
    is_answered: bool
    reaches: bool
    is_mailbox: bool
    answer: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An organisation of the case: closed or not, its questions, and what was chosen, the last choice first."""

    id: int
    name: str
    is_closed: bool
    unanswered: int
    asked: tuple[Asked, ...]
    may_know: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedOut:
    """Somebody who is locked out, why, and what they had read before."""

    name: str
    what: str
    reason: str
    had_read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Why each line of the access log was written, by its number; and each question's own number in the case."""

    reasons: Mapping[int, str]
    numbers: Mapping[int, int]


def kept(view: CaseView) -> Kept:
    return Kept(
        reasons={line.number: line.reason for line in access_log.lines(view.case)},
        numbers={each.pk: number for number, each in enumerate(subjects.questions_of(view.case), 1)},
    )


def asked(view: CaseView, question: SubjectQuestion, kept: Kept) -> Asked:
    holder = subjects.holder_of(question)
    return Asked(
        number=kept.numbers[question.pk],
        name=holder.name,
        what=called(view, holder),
        why=tuple(question.why.split(BETWEEN)),
        is_answered=question.answered_at is not None,
        reaches=bool(question.reaches_the_subject),
        is_mailbox=question.mailbox is not None,
        answer=kept.reasons.get(question.line or 0, ""),
        by=_signed(view.procedure.calendar, question.answered_by, question.answered_at),
    )


def place(view: CaseView, found: OrganisationInTheCase, kept: Kept) -> Place:
    return Place(
        id=found.organisation.pk,
        name=found.organisation.name,
        is_closed=found.is_closed,
        unanswered=len(found.unanswered),
        asked=tuple(asked(view, each, kept) for each in found.questions),
        may_know=tuple(f"{each.name}, {called(view, each)}" for each in found.who_may_know),
        choices=tuple(_choice(view, each, kept) for each in reversed(found.choices)),
    )


def locked_out(view: CaseView, kept: Kept) -> list[LockedOut]:
    """Everybody who is locked out, whoever was asked about them."""
    had_read = subjects.had_read(view.case)
    links = view.case.subject_links.select_related("account__organisation", "linked_by").order_by("pk")
    return [_locked(view, link, kept, had_read.get(link.account, [])) for link in links]


def called(view: CaseView, holder: Account | Mailbox) -> str:
    """What somebody is, as the desk knows them: their role and address, or that a mailbox is shared."""
    if isinstance(holder, Account):
        return f"{role(view, holder.role)}, {holder.email}"
    what = SHARED if holder.is_shared else f"{role(view, holder.role)}, {NAMED}"
    return f"{what}, {holder.email}"


def _locked(view: CaseView, link: SubjectLink, kept: Kept, had_read: list[Reading]) -> LockedOut:
    calendar = view.procedure.calendar
    return LockedOut(
        name=link.account.name,
        what=f"{called(view, link.account)}, {link.account.organisation.name}",
        reason=f"{kept.reasons.get(link.line, '')} {_signed(calendar, link.linked_by, link.linked_at)}".strip(),
        had_read=tuple(f"{words.sentence(words.moment(each.at, calendar))}: {each.page}" for each in had_read),
    )


def _choice(view: CaseView, choice: OrganisationOpened, kept: Kept) -> str:
    signed = _signed(view.procedure.calendar, choice.opened_by, choice.opened_at)
    return f"{kept.reasons.get(choice.line, '')} {signed}"


def _signed(calendar: Calendar, by: Account | None, at: datetime | None) -> str:
    return f"{by.name}, {words.moment(at, calendar)}." if by and at else ""
