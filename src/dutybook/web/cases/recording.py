"""Recording what happened next: the questions that the procedure asks about it, behind the gates that stand before it.

A gate that refuses stops what is still to be done; what has already happened is recorded past any gate, with a reason.
"""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dutybook.casework import permissions, queries, visibility
from dutybook.casework.actions.events import Sent, record_event, what_is_not_theirs
from dutybook.casework.chasing import BESIDE_A_DUTY
from dutybook.casework.gates import GatesShut
from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView
from dutybook.casework.reasons import is_without, reason_asked
from dutybook.casework.store import Statement
from dutybook.engine import words
from dutybook.engine.entries import EntryRefused
from dutybook.engine.procedure import Event
from dutybook.web.asking import things
from dutybook.web.asking.form import AS_WHAT, Error, EventForm
from dutybook.web.asking.questions import Question, Typed, value_of
from dutybook.web.cases import gates
from dutybook.web.cases.gates import Before
from dutybook.web.cases.opening import attempt, event_form, is_recorded, opened
from dutybook.web.sending import Page, account_of, page, sent_with, typed_in

TITLE = "recording in the case"
WHY_DECIDED = Question(name="why-decided", ask="Why is it decided like this?", kind="text")
WHY_ALL_THE_SAME = Question(
    name="why-all-the-same",
    ask="Why is it done all the same?",
    kind="text",
    hint="It is listed on the case page as out of order, with your reason.",
)


def record(request: HttpRequest, reference: str, event: str) -> HttpResponse:
    view = opened(request, reference, TITLE)
    if is_recorded(request):
        return redirect("case", view.case.reference)
    declared = view.rules.events.get(event)
    if declared is None or event in BESIDE_A_DUTY:
        raise Http404
    account = account_of(request)
    form = event_form(view, account, declared)
    typed = typed_in(request) if request.method == "POST" else form.opened(dict(request.GET.lists()))
    view = _governed(view, form, typed)
    form = event_form(view, account, _asked_of(account, view, view.rules.events[event]))
    if request.method == "POST":
        return _send(request, view, form, typed)
    before = _before(request, view, form, typed, by=account.name)
    shown = page(asked(form, before), typed, expected_number=queries.next_number(view.case))
    return _show(request, view, form, shown, before)


def asked(form: EventForm, before: Before) -> list[Question]:
    """What the form asks, the reasons of a decision, and why it is done in spite of a gate, if one is shut."""
    decides = not reason_asked(form.event) and any(fact in form.rules.decisions for fact in form.event.asks)
    return [
        *form.questions(),
        *([WHY_DECIDED] if decides else []),
        *([WHY_ALL_THE_SAME] if before.asks_why else []),
    ]


def stopped_by(before: Before, typed: Typed) -> list[Error]:
    """What a shut gate has against recording it like this, in words."""
    if before.refuses:
        return [Error("gates", f"This cannot be recorded now. {each.title}") for each in before.shut]
    if before.asks_why and not value_of(typed, WHY_ALL_THE_SAME.name):
        return [Error(WHY_ALL_THE_SAME.name, "Enter why it is done all the same")]
    return []


def _governed(view: CaseView, form: EventForm, typed: Typed) -> CaseView:
    """Under the rules for what was chosen; while nothing is, or where something is answered that only others are
    asked, under all that can be asked in the case: so that nothing that was typed is lost."""
    about = form.about(typed)
    governed = view.under_the_rules_for(about)
    event = governed.rules.events.get(form.event.id)
    if event is None or not all(about.values()):
        return view
    others = set(form.event.asks) - set(event.asks)
    return view if any(_is_answered(typed, fact) for fact in others) else governed


def _is_answered(typed: Typed, fact: str) -> bool:
    fields = (each for name, each in typed.items() if name == fact or name.startswith(f"{fact}-"))
    return any(value.strip() for values in fields for value in values)


def _asked_of(account: Account, view: CaseView, event: Event) -> Event:
    """Whoever records only what they did themselves is not asked what somebody else decides."""
    if visibility.is_on_the_team(account, view.case):
        return event
    theirs = permissions.answers_for(account, view.rules)
    others = {each.id for each in view.rules.decisions.values() if not theirs & set(each.decided_by)}
    return replace(event, asks=tuple(fact for fact in event.asks if fact not in others))


def _before(request: HttpRequest, view: CaseView, form: EventForm, typed: Typed, *, by: str) -> Before:
    return gates.before(view, form.event, form.about(typed), by=by, already=_has_happened(request))


def _has_happened(request: HttpRequest) -> bool:
    return request.GET.get("already") == "yes"


def _send(request: HttpRequest, view: CaseView, form: EventForm, typed: Typed) -> HttpResponse:
    statement, errors = form.statement(typed)
    said = replace(statement, reason=_reason(typed)) if statement else None
    if said is not None:
        errors = [*_not_decided_so(said, view), *_not_theirs(said, view, sent_with(request, typed))]
    if said is None or errors:
        before = _before(request, view, form, typed, by=said.by if said else account_of(request).name)
        return _put_right(request, view, form, typed, before, errors)
    return _record(request, view, form, said, typed)


def _reason(typed: Typed) -> str:
    return "\n".join(filter(None, (value_of(typed, each.name) for each in (WHY_DECIDED, WHY_ALL_THE_SAME))))


def _not_decided_so(said: Statement, view: CaseView) -> list[Error]:
    """What the action would refuse, at the question that puts it right."""
    decided = permissions.may_decide(said, view.rules)
    if isinstance(decided, permissions.Refused):
        return [Error(AS_WHAT, each) for each in decided.reasons]
    if is_without(said, view.rules):
        return [Error(reason_asked(view.rules.events[said.type]) or WHY_DECIDED.name, "Enter your reasons")]
    return []


def _not_theirs(said: Statement, view: CaseView, sent: Sent) -> list[Error]:
    """What only the procedure of an organisation asks, said of somebody else's: what to choose, or to record first."""
    try:
        wrong = what_is_not_theirs(said, view.procedure, view.theirs, sent)
    except EntryRefused:
        return []
    if wrong is None:
        return []
    whose = " or ".join(view.procedure.organisations[each].title for each in wrong.organisations)
    fact = view.rules.facts[wrong.fact]
    asked = f"“{words.question(fact, fact.id)}”"
    text = f"This is recorded only of what follows {whose}. Choose that, or answer {asked} first."
    return [Error(f"{things.PREFIX}{fact.of[0]}" if fact.of else "happened-day", text)]


def _record(request: HttpRequest, view: CaseView, form: EventForm, said: Statement, typed: Typed) -> HttpResponse:
    already = _has_happened(request)
    try:
        came = attempt(
            lambda: opened(request, view.case.reference, TITLE),
            lambda now: record_event(view.case, said, procedure=view.procedure, sent=now, view=view, already=already),
            sent_with(request, typed),
            field="happened-day",
        )
    except GatesShut as shut:
        return _put_right(request, view, form, typed, gates.in_words(view, shut.before), [])
    if came.done:
        messages.success(request, f"Recorded: {form.event.title}.")
        return redirect("case", view.case.reference)
    before = _before(request, view, form, typed, by=said.by)
    shown = page(asked(form, before), typed, expected_number=came.expected_number, errors=came.errors,
                 clashed=came.clashed, others=came.since)  # fmt: skip
    return _show(request, view, form, shown, before)


def _put_right(
    request: HttpRequest, view: CaseView, form: EventForm, typed: Typed, before: Before, errors: list[Error]
) -> HttpResponse:
    number = sent_with(request, typed).expected_number
    everything = [*errors, *stopped_by(before, typed)]
    return _show(
        request, view, form, page(asked(form, before), typed, expected_number=number, errors=everything), before
    )


def _show(request: HttpRequest, view: CaseView, form: EventForm, shown: Page, before: Before) -> HttpResponse:
    no_form = before.refuses and request.method != "POST"
    context = {"view": view, "event": form.event, "page": shown, "before": before, "no_form": no_form}
    context["already"] = _has_happened(request)
    return render(request, "cases/record.html", context, status=shown.status)
