"""The pages by which a decision is taken: the questions, one's own view, and then what the procedure points to.

No page may show what the procedure points to before the officer has written down their own view and why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from dutybook.casework import drafts, queries
from dutybook.casework.actions.events import record_event
from dutybook.casework.queries import CaseView
from dutybook.casework.weighing import Weighing, decisions_of, may_decide
from dutybook.web.asking.form import Error
from dutybook.web.asking.questions import Question, Typed, value_of
from dutybook.web.cases import gates
from dutybook.web.cases.gates import Before
from dutybook.web.cases.opening import attempt, is_recorded, opened, refused_unless
from dutybook.web.cases.recording import WHY_ALL_THE_SAME, stopped_by
from dutybook.web.decisions.deciding import Deciding, unreadable
from dutybook.web.decisions.lines import answer, row
from dutybook.web.duties import about_in_words, missing_in_words
from dutybook.web.sending import NUMBER, TOKEN, Page, account_of, page, sent_with, typed_in

TITLE = "taking a decision"
STEP, QUESTIONS, OWN_VIEW, WEIGH = "step", "questions", "own-view", "weigh"


def decide(request: HttpRequest, reference: str, decision: str) -> HttpResponse:
    view = opened(request, reference, TITLE)
    if is_recorded(request):
        return redirect("case", reference)
    weighing = _asked_about(request, view, decision)
    view, account = view.under_the_rules_for(weighing.about), account_of(request)
    refused_unless(may_decide(account, view, weighing))
    before = gates.before(
        view, weighing.event, {kind: [thing] for kind, thing in weighing.about.items()}, by=account.name
    )
    apart = frozenset(fact for gate in before.shut for fact in gate.asks)
    taking = _Taking(request, Deciding(view=view, account=account, weighing=weighing, apart=apart))
    step = request.GET.get(STEP, QUESTIONS)
    if request.method == "POST":
        return {OWN_VIEW: taking.send_own_view, WEIGH: taking.send}.get(step, taking.send_questions)()
    return {OWN_VIEW: taking.own_view, WEIGH: taking.weigh}.get(step, taking.questions)()


def _asked_about(request: HttpRequest, view: CaseView, decision: str) -> Weighing:
    """The decision about the thing that the address names, or about the only one there is."""
    found = [each for each in decisions_of(view) if each.decision.id == decision]
    named = [each for each in found if all(request.GET.get(kind) == thing for kind, thing in each.about.items())]
    chosen = named or found
    if len(chosen) != 1:
        raise Http404
    return chosen[0]


@dataclass(frozen=True, slots=True)
class _Taking:
    """The steps of one decision, with what was typed so far kept between them for this person alone."""

    request: HttpRequest
    deciding: Deciding

    def questions(self) -> HttpResponse:
        asked = self.deciding.first()
        if not asked and not self.deciding.elsewhere():
            return self._go_on(OWN_VIEW)
        return self._show(QUESTIONS, self._page(asked, self._kept()))

    def send_questions(self) -> HttpResponse:
        return self._send_step(QUESTIONS, self.deciding.first(), OWN_VIEW)

    def own_view(self) -> HttpResponse:
        return self._show(OWN_VIEW, self._page(self.deciding.own(), self._kept()))

    def send_own_view(self) -> HttpResponse:
        return self._send_step(OWN_VIEW, self.deciding.own(), WEIGH)

    def weigh(self) -> HttpResponse:
        kept = self._kept()
        if unreadable(self.deciding.own(), kept, self.deciding):
            return self._go_on(OWN_VIEW)
        return self._show_weighed(kept, self._page(self._last(self._before(kept)), self.deciding.begun(kept)))

    def send(self) -> HttpResponse:
        typed = self._merged([*self.deciding.last_questions(), WHY_ALL_THE_SAME])
        if unreadable([*self.deciding.first(), *self.deciding.own()], typed, self.deciding):
            return self._go_on(OWN_VIEW)
        view, sent = self.deciding.view, sent_with(self.request, typed)
        statement, errors = self.deciding.statement(typed)
        before = self._before(typed, by=statement.by if statement else "")
        errors = [*errors, *stopped_by(before, typed)]
        if statement is None or errors:
            self._keep(typed)
            return self._show_weighed(typed, page(self._last(before), typed, expected_number=sent.expected_number,
                                                  errors=errors))  # fmt: skip
        said = replace(statement, reason="\n".join(filter(None, (statement.reason, _why(before, typed)))))
        came = attempt(
            lambda: opened(self.request, view.case.reference, TITLE),
            lambda now: record_event(view.case, said, procedure=view.procedure, sent=now, view=view),
            sent,
            field="happened-day",
        )
        if came.done:
            drafts.drop(self.deciding.account, self._form())
            messages.success(self.request, f"Decided: {self.deciding.weighing.event.title}.")
            return redirect("case", view.case.reference)
        self._keep(typed)
        return self._show_weighed(typed, page(self._last(before), typed, expected_number=came.expected_number,
                                              errors=came.errors, clashed=came.clashed, others=came.since))  # fmt: skip

    def _send_step(self, step: str, questions: list[Question], then: str) -> HttpResponse:
        typed = self._merged(questions)
        errors = unreadable(questions, typed, self.deciding)
        self._keep(typed)
        return self._show(step, self._page(questions, typed, errors)) if errors else self._go_on(then)

    def _before(self, typed: Typed, *, by: str = "") -> Before:
        form = self.deciding.last()
        about = form.about(self.deciding.begun(typed))
        return gates.before(self.deciding.view, form.event, about, by=by or self.deciding.account.name)

    def _last(self, before: Before) -> list[Question]:
        return [*self.deciding.last_questions(), *([WHY_ALL_THE_SAME] if before.asks_why else [])]

    def _page(self, questions: list[Question], typed: Typed, errors: list[Error] | None = None) -> Page:
        number = queries.next_number(self.deciding.view.case)
        return page(questions, typed, expected_number=number, errors=errors or [])

    def _show_weighed(self, typed: Typed, shown: Page) -> HttpResponse:
        view, weighed = self.deciding.view, self.deciding.weighed(typed)
        decision = self.deciding.weighing.decision.id
        before = self._before(typed)
        return self._show(
            WEIGH,
            shown,
            rows=[row(view, decision, each) for each in weighed.points_to],
            possible=[answer(view, decision, each) for each in weighed.possible],
            missing=[missing_in_words(view, each) for each in weighed.missing],
            before=before,
            no_form=before.refuses and self.request.method != "POST",
        )

    def _show(self, step: str, shown: Page, **more: Any) -> HttpResponse:
        view, weighing = self.deciding.view, self.deciding.weighing
        context = {
            "view": view,
            "decision": weighing.decision,
            "about": about_in_words(view, weighing.about),
            "elsewhere": self.deciding.elsewhere(),
            "things": weighing.about,
            "address": self._address(step),
            "page": shown,
        }
        return render(self.request, f"decisions/{step}.html", context | more, status=shown.status)

    def _go_on(self, step: str) -> HttpResponseRedirect:
        return HttpResponseRedirect(self._address(step))

    def _address(self, step: str) -> str:
        weighing = self.deciding.weighing
        query = {**weighing.about, STEP: step}
        return reverse("decide", args=[self.deciding.view.case.reference, weighing.decision.id], query=query)

    def _merged(self, questions: list[Question]) -> Typed:
        """What was typed now, beside what was typed on other pages: a box that is no longer ticked sends nothing."""
        kept = {
            field: values
            for field, values in self._kept().items()
            if not any(field == each.name or field.startswith(f"{each.name}-") for each in questions)
        }
        return {**kept, **typed_in(self.request)}

    def _kept(self) -> Typed:
        return drafts.find(self.deciding.account, self._form()) or {}

    def _keep(self, typed: Typed) -> None:
        kept = {name: values for name, values in typed.items() if name not in (TOKEN, NUMBER)}
        drafts.keep(self.deciding.account, self._form(), kept, now=self.deciding.view.at)

    def _form(self) -> str:
        weighing = self.deciding.weighing
        return " ".join((TITLE, self.deciding.view.case.reference, weighing.decision.id, *weighing.about.values()))


def _why(before: Before, typed: Typed) -> str:
    return value_of(typed, WHY_ALL_THE_SAME.name) if before.asks_why else ""
