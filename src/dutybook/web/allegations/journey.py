"""Reporting a concern as a journey: one question a page, back, check your answers, save and come back.

Every answer is kept before it is read, so that nothing typed is lost. What happens to it then is not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dutybook.casework import apart, drafts, permissions, procedures, reports, store, visibility
from dutybook.casework.actions.allegations import receive_allegation
from dutybook.casework.models import Account, Case
from dutybook.casework.permissions import REPORTS
from dutybook.engine.entries import EntryRefused
from dutybook.web.allegations.answered import answer_in_words
from dutybook.web.allegations.unfinished import KEEP, NEW_CONCERN, QUIETLY
from dutybook.web.asking.form import HAPPENED, Error, EventForm
from dutybook.web.asking.questions import Question, Typed, Unreadable, read, value_of
from dutybook.web.sending import TOKEN, account_of, page, sent_with, typed_in

FIRST_KNEW = "When did anyone at your organisation first know about this?"
CHANGING = "changing"


@dataclass(frozen=True, slots=True)
class Answered:
    """A line of the page on which the answers are checked."""

    question: Question
    answer: str
    address: str


def new_concern(request: HttpRequest) -> HttpResponse:
    """Where the journey begins, or goes on; the desk takes a call instead."""
    account = account_of(request)
    if isinstance(permissions.may_take_calls(account), permissions.Allowed):
        return redirect("call_sheets")
    form = _form(account)
    kept = drafts.find(account, NEW_CONCERN)
    to = _go_on(form, kept) if kept is not None else _address(form.questions()[0])
    return render(request, "allegations/new_concern.html", {"kept": kept is not None, "next": to})


def concern_question(request: HttpRequest, question: str) -> HttpResponse:
    account = account_of(request)
    form = _form(account)
    asked = next((each for each in form.questions() if each.name == question), None)
    if asked is None:
        raise Http404
    typed = drafts.find(account, NEW_CONCERN) or {}
    if request.method != "POST":
        return _ask(request, form, asked, typed)
    sent = typed_in(request)
    typed = _kept(account, asked, typed, sent, now=form.now)
    if value_of(sent, KEEP) == QUIETLY:
        return HttpResponse(status=204)
    if value_of(sent, KEEP):
        messages.success(request, "What you typed is kept. Only you can see it, and nothing has been reported yet.")
        return redirect("today")
    errors = _errors(form, asked, typed)
    if errors:
        return _ask(request, form, asked, typed, errors)
    return redirect(_after(form, asked, changing=CHANGING in request.GET))


def check_concern(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    form = _form(account)
    typed = drafts.find(account, NEW_CONCERN)
    if request.method != "POST":
        return redirect("new_concern") if typed is None else _check(request, form, typed)
    sent = sent_with(request, typed_in(request))
    typed = typed or {}
    statement, errors = form.statement(typed)
    if statement is None and sent.form_token is not None and not typed:
        return _sent_before(request, form)
    if statement is not None:
        try:
            concern, others = apart.told_apart(statement, form.rules)
            case = receive_allegation(concern, by=account, now=sent.now, form_token=sent.form_token, others=others)
        except EntryRefused as refusal:
            errors = [Error(f"{HAPPENED}-day", str(refusal))]
        else:
            drafts.drop(account, NEW_CONCERN)
            return _recorded(request, case, account, now=sent.now)
    return _check(request, form, typed, errors)


def _recorded(request: HttpRequest, case: Case, account: Account, *, now: datetime) -> HttpResponse:
    """To the case; or, for somebody whom it may be about, to what they reported and nothing else."""
    sees_it = visibility.may_know(account, case, now=now)
    next_to_it = "What must be done now, and by when, is below." if sees_it else "Keep the receipt below."
    messages.success(request, f"The concern is recorded. {next_to_it}")
    return _led_to(case, sees_it=sees_it)


def _led_to(case: Case, *, sees_it: bool) -> HttpResponse:
    return redirect("case", case.reference) if sees_it else redirect("my_report", reports.receipt_of(case))


def _kept(account: Account, asked: Question, before: Typed, sent: Typed, *, now: datetime) -> Typed:
    """What was typed before, with what this page says now in the place of what it said."""
    others = {name: values for name, values in before.items() if not _is_of(name, asked)}
    token = {} if value_of(before, TOKEN) else {TOKEN: [str(uuid4())]}
    typed = others | token | {name: values for name, values in sent.items() if _is_of(name, asked)}
    drafts.keep(account, NEW_CONCERN, typed, now=now)
    return typed


def _is_of(field: str, question: Question) -> bool:
    return field in {question.name, *(f"{question.name}-{part}" for part in PARTS)}


PARTS = ("day", "month", "year", "time", "not-known")


def _errors(form: EventForm, asked: Question, typed: Typed) -> list[Error]:
    try:
        read(asked, typed, form.procedure.calendar)
    except Unreadable as unreadable:
        return [Error(asked.first_field, str(unreadable))]
    _, errors = form.statement(typed)
    return [error for error in errors if error.field == asked.first_field]


def _after(form: EventForm, asked: Question, *, changing: bool) -> str:
    questions = form.questions()
    following = questions[questions.index(asked) + 1 :]
    return _address(following[0]) if following and not changing else reverse("check_concern")


def _go_on(form: EventForm, typed: Typed) -> str:
    """The first question after the last one that was answered."""
    questions = form.questions()
    answered = [n for n, each in enumerate(questions) if any(_is_of(name, each) for name in typed)]
    return _after(form, questions[answered[-1]], changing=False) if answered else _address(questions[0])


def _ask(
    request: HttpRequest, form: EventForm, asked: Question, typed: Typed, errors: Sequence[Error] = ()
) -> HttpResponse:
    questions = form.questions()
    place = questions.index(asked)
    changing = CHANGING in request.GET
    before = _address(questions[place - 1]) if place else reverse("new_concern")
    shown = page([asked], typed, expected_number=1, errors=errors)
    context = {
        "page": shown,
        "question": asked,
        "place": place + 1,
        "of": len(questions),
        "back": reverse("check_concern") if changing else before,
        "address": request.get_full_path(),
        "changing": changing,
    }
    return render(request, "allegations/question.html", context, status=shown.status)


def _check(request: HttpRequest, form: EventForm, typed: Typed, errors: Sequence[Error] = ()) -> HttpResponse:
    shown = page(form.questions(), typed, expected_number=1, errors=errors)
    answered = [
        Answered(each, answer_in_words(each, typed, form), _address(each) + f"?{CHANGING}=yes")
        for each in form.questions()
    ]
    context = {"page": shown, "answered": answered, "back": _address(form.questions()[-1])}
    return render(request, "allegations/check.html", context, status=shown.status)


def _sent_before(request: HttpRequest, form: EventForm) -> HttpResponse:
    """The same page sent a second time, after the first one was recorded: it leads to the same case."""
    recorded = store.recorded_by_form(sent_with(request, typed_in(request)).form_token, by=form.account)
    if recorded is None:
        return redirect("new_concern")
    return _led_to(recorded.case, sees_it=visibility.may_know(form.account, recorded.case, now=form.now))


def _address(question: Question) -> str:
    return reverse("concern_question", args=[question.name])


def _form(account: Account) -> EventForm:
    """The questions about a concern, in this person's authority; refused to those who do not report."""
    now = settings.DUTYBOOK_CLOCK()
    procedure = procedures.of_account(account)
    rules = procedure.at(now)
    allowed = permissions.may_raise_a_concern(account, rules)
    if isinstance(allowed, permissions.Refused):
        raise PermissionDenied(*allowed.reasons)
    return EventForm(
        event=rules.events[REPORTS["allegation"]],
        procedure=procedure,
        rules=rules,
        account=account,
        now=now,
        when=FIRST_KNEW,
        also=apart.WHOM,
        beside=apart.asked_with_a_concern(rules),
        on_the_team=account.role in visibility.TEAMS["allegation"],
    )
