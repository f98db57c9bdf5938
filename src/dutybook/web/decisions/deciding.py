"""One decision while it is being taken: what is asked first, the officer's own view, and the statement it ends in.

Nothing is recorded here; and until the officer has said what they think, nothing here is shown of the procedure's view.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dutybook.casework import permissions
from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView
from dutybook.casework.reasons import reason_asked
from dutybook.casework.store import Statement
from dutybook.casework.weighing import Weighing, weighed_with
from dutybook.engine.entries import Entry, value_of
from dutybook.engine.instance import Missing, Weighed
from dutybook.engine.procedure import Event
from dutybook.web.asking.form import Error, EventForm
from dutybook.web.asking.questions import Question, Typed, Unreadable, question_of, read
from dutybook.web.cases.opening import event_form
from dutybook.web.decisions.lines import answer
from dutybook.web.duties import missing_in_words

OWN = "own-"
WHY = "why-decided"
"""Where the procedure has no question of its own for the reasons, they are kept with the entry."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A question that the decision's own form cannot answer, and what can be recorded to answer it."""

    ask: str
    events: Sequence[Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """One decision about one thing, for one person, who may take it.

    `apart` are the facts that a gate before it waits for: they are recorded before the decision, and not with it.
    """

    view: CaseView
    account: Account
    weighing: Weighing
    apart: frozenset[str] = frozenset()

    def first(self) -> list[Question]:
        """What the procedure reads and nobody has answered: asked before anything else."""
        return [question_of(self.view.rules.facts[each.fact]) for each in self._missing() if self._is_asked_here(each)]

    def elsewhere(self) -> list[Elsewhere]:
        """What is about something else, or is for other readers than the decision: recorded by an entry of its own."""
        return [
            Elsewhere(missing_in_words(self.view, each), self._events_asking(each.fact))
            for each in self._missing()
            if not self._is_asked_here(each)
        ]

    def own(self) -> list[Question]:
        """The officer's own view, and their reasons: both before the procedure's."""
        decision = question_of(self.view.rules.facts[self.weighing.decision.id])
        required = "Choose your own view" if decision.options else "Enter your own view"
        view = replace(decision, name=OWN + decision.name, ask="What is your own view?", required=required)
        return [view, Question(name=OWN + WHY, ask="Why?", kind="text", required="Enter your reasons")]

    def last(self) -> EventForm:
        """What else the procedure asks with the decision, and the decision itself: to be confirmed or changed."""
        answered = {question.name for question in self.first()}
        asks = tuple(dict.fromkeys((self.weighing.decision.id, *self._asks())))
        return self._form(tuple(fact for fact in asks if fact not in answered))

    def last_questions(self) -> list[Question]:
        """With a question for the reasons, where the procedure has none of its own."""
        why = Question(name=WHY, ask="Why is it decided like this?", kind="text")
        return [*self.last().questions(), *([] if self._reason_fact() else [why])]

    def begun(self, typed: Typed) -> Typed:
        """The last form as it opens: with the officer's own view and reasons in it."""
        carried = {self.weighing.decision.id: OWN + self.weighing.decision.id, self._why(): OWN + WHY}
        own = {field: list(typed.get(source) or []) for field, source in carried.items()}
        opened = self.last().opened({kind: [thing] for kind, thing in self.weighing.about.items()})
        return {**opened, **own, **typed}

    def weighed(self, typed: Typed) -> Weighed:
        """What the procedure points to, with what has just been answered and is not recorded yet."""
        facts, moment = self.view.rules.facts, self.view.at.replace(microsecond=0)
        said = {name: value_of(facts[name], value, self.view.procedure.calendar) for name, value in self._said(typed)}
        entry = Entry(
            seq=max(each.seq for each in self.view.entries) + 1 if self.view.entries else 1,
            type=self.weighing.event.id,
            lo=moment,
            hi=moment,
            recorded_at=moment,
            by=self.account.name,
            role=self.account.role,
            things={kind: (thing,) for kind, thing in self.weighing.about.items()},
            answers=said,
            happened_at=moment.isoformat(),
        )
        return weighed_with(self.view, self.weighing.decision.id, self.weighing.about, entry)

    def statement(self, typed: Typed) -> tuple[Statement | None, list[Error]]:
        """The decision with everything that was answered on the way to it; never without a reason."""
        asks = (*self._asks(), *(question.name for question in self.first()))
        statement, errors = self._form(tuple(dict.fromkeys(asks))).statement(typed)
        data = statement.data if statement else {}
        reason = " ".join(typed.get(self._why()) or []).strip()
        unsaid = [] if reason else [Error(self._why(), "Enter your reasons")]
        errors = list(dict.fromkeys([*errors, *self._undecided(typed), *unsaid]))
        if statement is None or errors:
            return None, errors
        kept = [] if self._reason_fact() else [reason]
        return replace(statement, reason="\n".join([*kept, *self._changed(typed, data)])), []

    def _asks(self) -> tuple[str, ...]:
        """What is recorded with this decision: another one that the same event can record has pages of its own."""
        mine, others = self.weighing.decision.id, self.view.rules.decisions
        return tuple(fact for fact in self.weighing.event.asks if fact == mine or fact not in others)

    def _form(self, asks: tuple[str, ...]) -> EventForm:
        when = "When was this decided?"
        return event_form(self.view, self.account, replace(self.weighing.event, asks=asks), when=when)

    def _undecided(self, typed: Typed) -> list[Error]:
        fact = self.weighing.decision.id
        return [] if any(each.strip() for each in typed.get(fact) or []) else [Error(fact, "Enter what is decided")]

    def _changed(self, typed: Typed, data: Mapping[str, Any]) -> list[str]:
        """What the officer thought before they read what the procedure points to, if they then decided otherwise."""
        fact, calendar = self.view.rules.facts[self.weighing.decision.id], self.view.procedure.calendar
        own = read(self.own()[0], typed, calendar)
        if own == data.get(fact.id):
            return []
        return [f"Own view before reading the procedure: {answer(self.view, fact.id, value_of(fact, own, calendar))}."]

    def _said(self, typed: Typed) -> list[tuple[str, Any]]:
        """The answers to the first questions; what cannot be read was refused when it was sent."""
        answers = [(each.name, read(each, typed, self.view.procedure.calendar)) for each in self.first()]
        return [(name, value) for name, value in answers if value is not None]

    def _why(self) -> str:
        return self._reason_fact() or WHY

    def _reason_fact(self) -> str:
        return reason_asked(self.weighing.event)

    def _missing(self) -> list[Missing]:
        facts = self.view.rules.facts
        return [each for each in self.weighing.weighed.missing if each.fact in facts and each.state == "not_asked"]

    def _is_asked_here(self, missing: Missing) -> bool:
        """Whoever may read the decision reads the answer: it must be for them too, and be about the same thing."""
        event, fact = self.weighing.event, self.view.rules.facts[missing.fact]
        if fact.id in self.apart:
            return False
        for_them = fact.privacy in ("general", event.privacy) or fact.id in event.asks
        return for_them and set(missing.about.items()) <= set(self.weighing.about.items())

    def _events_asking(self, fact: str) -> list[Event]:
        asking = [event for event in self.view.rules.events.values() if fact in event.asks]
        return [
            event
            for event in asking
            if isinstance(permissions.may_record(self.account, self.view.case, event), permissions.Allowed)
        ]


def unreadable(questions: Sequence[Question], typed: Typed, deciding: Deciding) -> list[Error]:
    """What to put right in these questions."""
    errors = []
    for question in questions:
        try:
            read(question, typed, deciding.view.procedure.calendar)
        except Unreadable as refused:
            errors.append(Error(question.first_field, str(refused)))
    return errors
