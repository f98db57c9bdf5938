"""Correcting an entry, from the form filled with what was recorded; and retracting one that should never have been.

Always with a reason. The entry that was wrong stays in the record, and is never shown as if it had not been there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dutybook.casework import permissions, queries
from dutybook.casework.actions import corrections, not_doing
from dutybook.casework.actions.events import Sent
from dutybook.casework.queries import CaseView
from dutybook.casework.store import Statement
from dutybook.engine.entries import Entry
from dutybook.engine.procedure import DUTY_NOT_DONE
from dutybook.web.asking import things
from dutybook.web.asking.filled import can_be_typed, filled
from dutybook.web.asking.form import Error, EventForm
from dutybook.web.asking.questions import Question, Typed, value_of
from dutybook.web.cases.chronology import written
from dutybook.web.cases.opening import attempt, event_form, is_recorded, opened, refused_unless
from dutybook.web.sending import Page, account_of, page, sent_with, typed_in

CORRECTING, RETRACTING = "correcting an entry", "retracting an entry"
WHY_WRONG = Question(name="why-wrong", ask="What was wrong with the entry?", kind="text")
WHY_RETRACTED = Question(name="why-wrong", ask="Why should this entry never have been recorded?", kind="text")
NO_REASON = Error(WHY_WRONG.name, "Enter what was wrong with the entry")
NO_REASON_TO_RETRACT = Error(WHY_WRONG.name, "Enter why this entry should never have been recorded")


@dataclass(frozen=True, slots=True)
class _Entry:
    """The page about one entry that is to be corrected or retracted."""

    request: HttpRequest
    view: CaseView
    entry: Entry
    title: str
    questions: list[Question]

    def show(self, shown: Page) -> HttpResponse:
        template = "cases/retract.html" if self.title == RETRACTING else "cases/correct.html"
        context = {"view": self.view, "entry": written(self.view, self.entry), "number": self.number, "page": shown}
        return render(self.request, template, context, status=shown.status)

    @property
    def number(self) -> int:
        return self.view.numbers[self.entry.seq]

    def opened(self, typed: Typed) -> HttpResponse:
        return self.show(page(self.questions, typed, expected_number=queries.next_number(self.view.case)))

    def put_right(self, typed: Typed, errors: list[Error]) -> HttpResponse:
        number = sent_with(self.request, typed).expected_number
        return self.show(page(self.questions, typed, expected_number=number, errors=errors))

    def send(self, said: Statement, typed: Typed) -> HttpResponse:
        view = self.view
        came = attempt(
            lambda: opened(self.request, view.case.reference, self.title),
            lambda sent: _record(view, said, sent),
            sent_with(self.request, typed),
            field=WHY_WRONG.name,
        )
        if came.done:
            messages.success(self.request, f"Entry {self.number} is {'retracted' if said.retracted else 'corrected'}.")
            return redirect("case", view.case.reference)
        return self.show(page(self.questions, typed, expected_number=came.expected_number, errors=came.errors,
                              clashed=came.clashed, others=came.since))  # fmt: skip


def correct(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    view = opened(request, reference, CORRECTING)
    if is_recorded(request):
        return redirect("case", reference)
    entry = _entry(request, view, number)
    form = _form(request, view, entry)
    shown = _Entry(request, view, entry, CORRECTING, [*form.questions(), WHY_WRONG])
    if request.method != "POST":
        return shown.opened(filled(entry, view.procedure.calendar))
    typed = typed_in(request)
    statement, errors = form.statement(typed)
    reason = value_of(typed, WHY_WRONG.name)
    if statement is None or not reason:
        return shown.put_right(typed, errors if reason else [*errors, NO_REASON])
    return shown.send(_correction(view, entry, form, statement, reason=reason), typed)


def retract(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    view = opened(request, reference, RETRACTING)
    if is_recorded(request):
        return redirect("case", reference)
    refused_unless(permissions.may_retract(account_of(request), view.case))
    entry = _entry(request, view, number)
    shown = _Entry(request, view, entry, RETRACTING, [WHY_RETRACTED])
    if request.method != "POST":
        return shown.opened({})
    typed = typed_in(request)
    reason = value_of(typed, WHY_RETRACTED.name)
    return (
        shown.send(_retraction(entry, reason=reason), typed)
        if reason
        else shown.put_right(typed, [NO_REASON_TO_RETRACT])
    )


def _entry(request: HttpRequest, view: CaseView, number: int) -> Entry:
    """What stands in this entry's place now; its corrections have no page of their own."""
    seq = next((each.seq for each in view.entries if each.corrects is None and view.numbers[each.seq] == number), None)
    if seq is None:
        raise Http404
    entry = next((each for each in view.stands if each.seq == seq), None)
    if entry is None:
        raise PermissionDenied("This entry was retracted. If it did happen, record it again.")
    wrong = corrections.entry_to_correct(view.case, seq, by=account_of(request))
    refused_unless(permissions.may_correct(account_of(request), view.case, recorded_by=wrong.recorded_by_id))
    return entry


def _form(request: HttpRequest, view: CaseView, entry: Entry) -> EventForm:
    """Everything that the entry answers is asked again, also what its event does not ask."""
    governed = view.under_the_rules_for(entry.things)
    view = governed if entry.type in governed.rules.events else view
    declared = view.rules.events.get(entry.type)
    if declared is None:
        raise PermissionDenied("There is no form for this entry. Retract it, and record it again.")
    beside = tuple(fact for fact in entry.answers if fact not in declared.asks)
    keeps_when = "" if can_be_typed(entry.happened_at) else entry.happened_at
    return event_form(view, account_of(request), declared, beside=beside, keeps_when=keeps_when)


def _correction(view: CaseView, entry: Entry, form: EventForm, statement: Statement, *, reason: str) -> Statement:
    """Who did it, how the desk knows, and what it is about stand as they were where the form does not ask."""
    asked = {question.name for question in form.questions()}
    kept = {kind: list(ids) for kind, ids in entry.things.items() if things.PREFIX + kind not in asked}
    by, role = (statement.by, statement.role) if form.asks_who else (entry.by, entry.role)
    told_by = next(raw.get("told_by", "") for raw in view.raws if raw["seq"] == entry.seq)
    return replace(
        statement,
        by=by,
        role=role,
        data=kept | dict(statement.data),
        told_by=told_by,
        corrects=entry.seq,
        reason=reason,
    )


def _record(view: CaseView, said: Statement, sent: Sent) -> Any:
    """That a duty will not be done is no event of the procedure: taking it back is an action of its own."""
    if said.type == DUTY_NOT_DONE:
        return not_doing.take_back(view, said.corrects or 0, reason=said.reason, sent=sent)
    return corrections.correct_entry(view.case, said, procedure=view.procedure, sent=sent, view=view)


def _retraction(entry: Entry, *, reason: str) -> Statement:
    return Statement(
        type=entry.type,
        happened_at=entry.happened_at,
        by=entry.by,
        role=entry.role,
        corrects=entry.seq,
        retracted=True,
        reason=reason,
    )
