"""The desk's pages about whom a case may be about: every question, its answer, and who at an organisation may know.

Nobody but the desk gets one of them, and nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dutybook.casework import permissions, subjects
from dutybook.casework.actions import subjects as deeds
from dutybook.casework.actions.events import NotAllowed
from dutybook.casework.models import Account, Organisation
from dutybook.casework.queries import CaseView
from dutybook.casework.subjects import OrganisationInTheCase
from dutybook.web.asking.form import Error
from dutybook.web.asking.questions import Option, Question, Typed, Unreadable, read, value_of
from dutybook.web.cases.opening import opened, refused_unless
from dutybook.web.sending import Page, account_of, page, sent_with, typed_in
from dutybook.web.subjects import choosing, lines

TITLE = "whom the case may be about"
REACHES = Question(
    name="reaches",
    ask="Is it the person the case is about, or does it reach them?",
    kind="choice",
    options=(Option("yes", "Yes, or somebody close to them"), Option("no", "No")),
    required="Choose whether it is the person the case is about, or reaches them",
)
WHY = Question(
    name="why", ask="How do you know?", kind="text", required="Enter how you know", hint="This stays on record."
)
EMAIL = Question(
    name="email",
    ask="What is the e-mail address of their account?",
    kind="person",
    required="Enter the e-mail address of their account",
)
WHY_LOCKED = Question(
    name="why", ask="Why must they not know of the case?", kind="text", required="Enter why they must not know"
)
NO_SUCH_ACCOUNT = Error(EMAIL.name, "Nobody in this authority's area has an account with this e-mail address")


@dataclass(frozen=True, slots=True)
class _Form:
    """One of the forms, of one case, and where what it asks is shown."""

    request: HttpRequest
    view: CaseView
    template: str
    questions: Sequence[Question]
    more: dict[str, Any]

    def show(self, typed: Typed, errors: Sequence[Error] = ()) -> HttpResponse:
        shown: Page = page(self.questions, typed, expected_number=0, errors=errors)
        context = {"view": self.view, "page": shown} | self.more
        return render(self.request, self.template, context, status=shown.status)

    def answer(self, typed: Typed, deed: Callable[[], None], done: str) -> HttpResponse:
        """Does what was asked for, or shows what is to be put right."""
        errors = self._unreadable(typed)
        if errors:
            return self.show(typed, errors)
        try:
            deed()
        except NotAllowed as refused:
            raise PermissionDenied(*refused.reasons) from None
        messages.success(self.request, done)
        return redirect("subject", self.view.case.reference)

    def _unreadable(self, typed: Typed) -> list[Error]:
        found = []
        for each in self.questions:
            try:
                read(each, typed, self.view.procedure.calendar)
            except Unreadable as unreadable:
                found.append(Error(each.first_field, str(unreadable)))
        return found


def subject(request: HttpRequest, reference: str) -> HttpResponse:
    view = _opened(request, reference)
    kept = lines.kept(view)
    places = [lines.place(view, each, kept) for each in subjects.organisations_of(view.case)]
    context = {
        "view": view,
        "places": places,
        "ruled_out": [lines.asked(view, each, kept) for each in subjects.ruled_out_elsewhere(view.case)],
        "locked_out": lines.locked_out(view, kept),
        "unanswered": sum(each.unanswered for each in places),
    }
    return render(request, "subjects/subject.html", context)


def subject_question(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    view = _opened(request, reference)
    asked = subjects.question_of(view.case, number)
    if asked is None:
        raise Http404
    line = lines.asked(view, asked, lines.kept(view))
    form = _Form(request, view, "subjects/question.html", [REACHES, WHY], {"asked": line})
    if request.method != "POST":
        return form.show({})
    typed = typed_in(request)
    sent = sent_with(request, typed)

    def deed() -> None:
        deeds.answer_subject_question(
            asked,
            reaches_the_subject=value_of(typed, REACHES.name) == "yes",
            reason=value_of(typed, WHY.name),
            by=sent.by,
            now=sent.now,
            form_token=sent.form_token,
        )

    return form.answer(typed, deed, f"Answered: {line.name}.")


def open_organisation(request: HttpRequest, reference: str, organisation: int) -> HttpResponse:
    view = _opened(request, reference)
    found = _organisation(view, organisation)
    offer = choosing.offer(view, found)
    more = {"place": lines.place(view, found, lines.kept(view)), "offer": offer}
    form = _Form(request, view, "subjects/organisation.html", offer.questions, more)
    if request.method != "POST":
        return form.show({})
    if found.unanswered:
        raise PermissionDenied(deeds.ANSWER_FIRST.format(organisation=found.organisation.name))
    typed = typed_in(request)
    sent = sent_with(request, typed)

    def deed() -> None:
        chosen = offer.chosen(typed)
        deeds.open_organisation(
            view.case,
            found.organisation,
            whom=chosen.whom,
            may_know=chosen.may_know,
            reason=value_of(typed, choosing.WHY.name),
            by=sent.by,
            now=sent.now,
            form_token=sent.form_token,
        )

    return form.answer(typed, deed, f"Recorded: who at {found.organisation.name} may know.")


def lock_out(request: HttpRequest, reference: str) -> HttpResponse:
    view = _opened(request, reference)
    form = _Form(request, view, "subjects/lock_out.html", [EMAIL, WHY_LOCKED], {})
    if request.method != "POST":
        return form.show({})
    typed = typed_in(request)
    sent = sent_with(request, typed)
    whom = _account(view.case.authority, value_of(typed, EMAIL.name))
    if whom is None and value_of(typed, EMAIL.name):
        return form.show(typed, [NO_SUCH_ACCOUNT])

    def deed() -> None:
        if whom is not None:
            deeds.lock_out(whom, view.case, reason=value_of(typed, WHY_LOCKED.name), by=sent.by, now=sent.now)

    return form.answer(typed, deed, "Recorded: they find no sign of the case from now on.")


def _opened(request: HttpRequest, reference: str) -> CaseView:
    view = opened(request, reference, TITLE)
    refused_unless(permissions.may_say_who_the_subject_is(account_of(request), view.case))
    return view


def _organisation(view: CaseView, organisation: int) -> OrganisationInTheCase:
    found = Organisation.objects.filter(pk=organisation).first()
    in_the_case = subjects.organisation_in(view.case, found) if found is not None else None
    if in_the_case is None:
        raise Http404
    return in_the_case


def _account(authority: Organisation, email: str) -> Account | None:
    account = Account.objects.filter(email__iexact=email).select_related("organisation__authority").first()
    return account if account is not None and account.organisation.own_authority == authority else None
