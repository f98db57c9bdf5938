"""Whom to ring, now or at any moment asked about; and the form by which the desk says that it rang a number to check.

Nothing about a case may be shown here, and no number may be shown without who last checked it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dutybook.casework import permissions, procedures
from dutybook.casework.actions.directory import NotChecked, check_number
from dutybook.casework.directory import CAME_OF_IT, checks_by
from dutybook.casework.models import Account
from dutybook.engine import words
from dutybook.engine.procedure import Procedure
from dutybook.packs.numbers import IN_DANGER, Number, in_a_demonstration, numbers_of
from dutybook.packs.ringing import Book
from dutybook.web.asking.form import Error
from dutybook.web.asking.questions import Option, Question, Typed, Unreadable, read, value_of
from dutybook.web.sending import account_of, page, typed_in

AT = Question(name="at", ask="At which moment?", kind="moment", hint="For example 25 12 2026, at 22:00.")
WHEN = Question(name="on", ask="On which day did you ring it?", kind="date", required="Enter the day on which you rang")
RESULT = Question(
    name="came_of_it",
    ask="What came of it?",
    kind="choice",
    options=tuple(Option(value, label) for value, label in CAME_OF_IT.items()),
    required="Choose what came of it",
)
SAYS = Question(
    name="says",
    ask="What else should others know?",
    kind="text",
    hint="For example the new number, or the hours they gave. It stands beside the number from now on.",
)
QUESTIONS = (WHEN, RESULT, SAYS)


def whom_to_ring(request: HttpRequest) -> HttpResponse:
    account, now = account_of(request), settings.DUTYBOOK_CLOCK()
    procedure = procedures.of_account(account)
    at, errors = _asked(request.GET.lists(), procedure, now)
    authority = account.organisation.own_authority
    book = Book(procedure, checks_by([authority]).told(authority, authority.procedure), at)
    context: dict[str, Any] = {
        "procedure": procedure,
        "rings": book.everybody(),
        "moment": words.moment(at.replace(second=0, microsecond=0), procedure.calendar),
        "is_now": at == now,
        "may_check": isinstance(permissions.may_check_numbers(account), permissions.Allowed),
        "page": page([AT], dict(request.GET.lists()), expected_number=0, errors=errors),
    }
    return render(request, "directory/whom_to_ring.html", context, status=context["page"].status)


def number_checked(request: HttpRequest, contact: str, place: int) -> HttpResponse:
    account, now = account_of(request), settings.DUTYBOOK_CLOCK()
    allowed = permissions.may_check_numbers(account)
    if isinstance(allowed, permissions.Refused):
        raise PermissionDenied(*allowed.reasons)
    procedure = procedures.of_account(account)
    checking = Checking(account, procedure, _number(procedure, contact, place, now), now)
    typed = typed_in(request)
    if request.method != "POST":
        return checking.show(request, checking.opened(), [])
    errors = checking.recorded(typed)
    if errors:
        return checking.show(request, typed, errors)
    messages.success(request, "Recorded. It stands beside the number from now on.")
    return redirect("whom_to_ring")


@dataclass(frozen=True, slots=True)
class Checking:
    """One number while somebody says that they rang it."""

    account: Account
    procedure: Procedure
    number: Number
    now: datetime

    def opened(self) -> Typed:
        """Somebody writes it down when they have rung: today stands there already."""
        parts = {"day": self._today.day, "month": self._today.month, "year": self._today.year}
        return {f"{WHEN.name}-{part}": [str(value)] for part, value in parts.items()}

    def recorded(self, typed: Typed) -> list[Error]:
        """What is to be put right; nothing where it was recorded."""
        said, errors = _read(typed, self.procedure)
        if errors:
            return errors
        try:
            check_number(
                self.number,
                self.account.organisation.own_authority.procedure,
                came_of_it=said[RESULT.name],
                says=value_of(typed, SAYS.name),
                on=date.fromisoformat(said[WHEN.name]),
                by=self.account,
                now=self.now,
                today=self._today,
            )
        except NotChecked as refusal:
            return [Error(WHEN.first_field, str(refusal))]
        return []

    def show(self, request: HttpRequest, typed: Typed, errors: Sequence[Error]) -> HttpResponse:
        authority = self.account.organisation.own_authority
        told = checks_by([authority]).told(authority, authority.procedure)
        context: dict[str, Any] = {
            "contact": self.procedure.at(self.now).directory[self.number.contact],
            "number": self.number,
            "checked": words.sentence(told.beside(self.number)),
            "warning": in_a_demonstration(self.number),
            "page": page(QUESTIONS, typed, expected_number=0, errors=errors),
        }
        return render(request, "directory/number_checked.html", context, status=context["page"].status)

    @property
    def _today(self) -> date:
        return self.procedure.calendar.day_of(self.now)


def _read(typed: Typed, procedure: Procedure) -> tuple[dict[str, Any], list[Error]]:
    said: dict[str, Any] = {}
    errors = []
    for question in QUESTIONS:
        try:
            said[question.name] = read(question, typed, procedure.calendar)
        except Unreadable as unreadable:
            errors.append(Error(question.first_field, str(unreadable)))
    if said.get(WHEN.name) == "not_known":
        errors.append(Error(WHEN.first_field, WHEN.required))
    return said, errors


def _number(procedure: Procedure, contact: str, place: int, now: datetime) -> Number:
    found = procedure.at(now).directory.get(contact)
    numbers = numbers_of(found, procedure) if found is not None else []
    if not 1 <= place <= len(numbers) or contact == IN_DANGER:
        raise Http404
    return numbers[place - 1]


def _asked(query: Any, procedure: Procedure, now: datetime) -> tuple[datetime, list[Error]]:
    """The moment that the address asks about; a day without a time is its noon, and nothing is now."""
    try:
        written = read(AT, dict(query), procedure.calendar)
    except Unreadable as unreadable:
        return now, [Error(AT.first_field, str(unreadable))]
    if not written or written == "not_known":
        return now, []
    if "T" in written:
        return datetime.fromisoformat(written), []
    return procedure.calendar.at_time(date.fromisoformat(written), "12:00"), []
