"""A form for any event that the procedure declares: its questions, what was typed in it, and the statement it makes.

The form knows no event and no procedure by name; what it cannot read stays in it, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from dutybook.casework.models import Account
from dutybook.casework.reasons import reason_asked
from dutybook.casework.store import Statement
from dutybook.engine.english import conditions
from dutybook.engine.english.names import Words
from dutybook.engine.entries import FIRST_YEAR, LAST_YEAR, Entry, EntryRefused, span_of
from dutybook.engine.procedure import Event, Fact, Procedure, Rules
from dutybook.engine.unforeseen import offers
from dutybook.web.asking import things
from dutybook.web.asking.questions import NOT_KNOWN_TOO, Option, Question, Typed, Unreadable, question_of, read
from dutybook.web.dates import happened_in_words

HAPPENED = "happened"
WHO, AS_WHAT = "done-by", "done-as"
EXAMPLE = "For example, 2 4 2026 at 16:00. If you know only the month or the year, enter only those."
OF_OUR_TIMES = f"The year must be between {FIRST_YEAR} and {LAST_YEAR}"
NONE_OF_THESE = Option("none", "None of these")
NOT_IN_THE_FUTURE = "The date and time must be now or in the past: record a plan when it has happened"


@dataclass(frozen=True, slots=True)
class Error:
    """One thing to put right, and the field to go to."""

    field: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventForm:
    """The questions about one event, for one person, in one case.

    `also` are asked first and `beside` last, whether or not the event asks them. `keeps_when` is when it happened if
    nothing is typed: a time that no date field can hold.
    """

    event: Event
    procedure: Procedure
    rules: Rules
    account: Account
    now: datetime
    entries: Sequence[Entry] = ()
    when: str = "When did this happen?"
    also: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    keeps_when: str = ""
    on_the_team: bool = False
    given: Mapping[str, Any] = field(default_factory=dict)
    """What the page knows already, and so does not ask: answers, things, and when it happened."""

    def questions(self) -> list[Question]:
        """When, who, about what, and then what the procedure asks."""
        asked = [self._when(), *self._who(), *self._about(), *map(self._question, self._facts())]
        return [question for question in asked if question.name not in self.given]

    def statement(self, typed: Typed) -> tuple[Statement | None, list[Error]]:
        """What was typed as a statement; or None, and what to put right."""
        reading = read_all(self.questions(), typed, self.procedure)
        errors = [
            *reading.errors,
            *self._not_yet(reading.answers),
            *self._nobody(reading.answers),
            *self._nothing(typed, reading.answers),
            *self._without_a_reason(reading.answers),
        ]
        return (None, errors) if errors else (self._stated(typed, reading.answers), [])

    def opened(self, query: Typed) -> Typed:
        """What stands in the form before anybody has typed: the things that the link named, and one's own role."""
        about = {things.PREFIX + kind: things.preselected(kind, query, self.entries) for kind in self._kinds()}
        return {name: values for name, values in about.items() if values} | {AS_WHAT: [self.account.role]}

    def about(self, typed: Typed) -> dict[str, list[str]]:
        """The things that were chosen, of every kind that the event is about."""
        return {kind: things.chosen(kind, typed, self.entries) for kind in self.event.about}

    @property
    def asks_who(self) -> bool:
        """Whether it is asked who did it: only of those who may record what somebody else did."""
        return self.on_the_team and any(role != self.account.role for role in self.event.by)

    def _stated(self, typed: Typed, answers: Mapping[str, Any]) -> Statement:
        about = {kind: things.chosen(kind, typed, self.entries) for kind in self._needed(answers)}
        facts = {fact.id: answers[fact.id] for fact in self._answered(answers)}
        return Statement(
            type=self.event.id,
            happened_at=answers[HAPPENED] if HAPPENED in answers else self.given[HAPPENED],
            by=answers.get(WHO) or self.account.name,
            role=answers.get(AS_WHAT) or self.account.role,
            data={kind: ids[0] if len(ids) == 1 else ids for kind, ids in about.items()} | facts | self._known(),
            compartment=self.event.privacy,
        )

    def _known(self) -> dict[str, Any]:
        return {name: value for name, value in self.given.items() if name != HAPPENED}

    def _not_yet(self, answers: Mapping[str, Any]) -> list[Error]:
        """An entry says what has happened, so it cannot be about tomorrow; nor about a time before anybody's."""
        written = answers.get(HAPPENED) or "not known"
        try:
            begins = span_of(written, self.now, self.procedure.calendar)[0]
        except EntryRefused:
            return [Error(self._when().first_field, OF_OUR_TIMES)]
        return [Error(self._when().first_field, NOT_IN_THE_FUTURE)] if begins and begins > self.now else []

    def _nobody(self, answers: Mapping[str, Any]) -> list[Error]:
        if answers.get(AS_WHAT, self.account.role) == self.account.role or answers.get(WHO):
            return []
        return [Error(WHO, "Enter the name of the person who did this")]

    def _nothing(self, typed: Typed, answers: Mapping[str, Any]) -> list[Error]:
        """What the answers are about must be chosen where there is more than nothing to choose from."""
        asked = {question.name: question for question in self._about()}
        missing = [
            things.PREFIX + kind for kind in self._needed(answers) if not things.chosen(kind, typed, self.entries)
        ]
        return [Error(name, f"Choose an answer to “{asked[name].ask}”") for name in missing]

    def _without_a_reason(self, answers: Mapping[str, Any]) -> list[Error]:
        """A decision is never recorded without its reason, where the procedure asks for one."""
        asked = reason_asked(self.event)
        decides = any(name in self.rules.decisions for name, answer in answers.items() if answer is not None)
        return [Error(asked, "Enter your reasons")] if asked in answers and decides and not answers[asked] else []

    def _answered(self, answers: Mapping[str, Any]) -> list[Fact]:
        return [fact for fact in self._facts() if answers.get(fact.id) is not None]

    def _needed(self, answers: Mapping[str, Any]) -> list[str]:
        """Every kind of thing that the event, or an answer that was given, is about."""
        kinds = (kind for fact in self._answered(answers) for kind in fact.of)
        return [kind for kind in dict.fromkeys((*self.event.about, *kinds)) if kind not in self.given]

    def _facts(self) -> list[Fact]:
        asked = dict.fromkeys((*self.also, *self.event.asks, *self.beside))
        return [self.rules.facts[name] for name in asked if name in self.rules.facts]

    def _question(self, fact: Fact) -> Question:
        """Whose own procedure it is that somebody follows is chosen among those that there are."""
        asked = self._only_when(fact, question_of(fact))
        if fact.id != self.procedure.organisation_fact or not self.procedure.organisations:
            return asked
        packs = (Option(name, each.title) for name, each in self.procedure.organisations.items())
        return replace(asked, kind="choice", options=(*packs, NONE_OF_THESE, *NOT_KNOWN_TOO))

    def _only_when(self, fact: Fact, asked: Question) -> Question:
        """An answer that is not known to be offered here says when it is; it can be given all the same."""
        held = {each.id: each.when for each in fact.choices if each.when is not None}
        if not held or fact.id not in self.procedure.at(self.now).facts:
            return asked
        about, clocks = self._alone(fact.of), {"at": self.now, "known_at": self.now}
        offered = offers(fact.id, self.entries, self.procedure, about=about, **clocks)
        words = Words(self.rules)
        said = {id: conditions.expression(when, words) for id, when in held.items() if offered.get(id) is not True}
        options = [
            replace(each, label=f"{each.label} (only when {said[each.value]})") if each.value in said else each
            for each in asked.options
        ]
        return replace(asked, options=tuple(options))

    def _alone(self, kinds: Sequence[str]) -> dict[str, str]:
        """The thing of each kind, where the case has no other."""
        named = {kind: {id for each in self.entries for id in each.things.get(kind, ())} for kind in kinds}
        return {kind: next(iter(ids)) for kind, ids in named.items() if len(ids) == 1}

    def _kinds(self) -> list[str]:
        return list(dict.fromkeys((*self.event.about, *(kind for fact in self._facts() for kind in fact.of))))

    def _about(self) -> list[Question]:
        found = (things.question_for(kind, self.entries, self.rules) for kind in self._kinds())
        return [question for question in found if question is not None]

    def _when(self) -> Question:
        kept = happened_in_words(self.keeps_when, self.procedure.calendar) if self.keeps_when else ""
        return Question(
            name=HAPPENED,
            ask=self.when,
            kind="happened",
            hint=f"It is recorded as “{kept}”. Leave this empty to keep that." if kept else EXAMPLE,
            required="" if kept else "Enter when this happened, or choose “Not known”",
        )

    def _who(self) -> list[Question]:
        if not self.asks_who:
            return []
        others = [role for role in self.event.by if role != self.account.role]
        words = Words(self.rules, self.procedure.more.get("terms", {}))
        roles = ([self.account.role] if self.account.role in self.event.by else []) + others
        options = tuple(Option(role, words.role(role)) for role in roles)
        hint = "Leave this empty if it was you." if self.account.role in roles else ""
        return [
            Question(name=AS_WHAT, ask="Who did this?", kind="choice", options=options, required="Choose who did this"),
            Question(name=WHO, ask="What is their name?", kind="person", hint=hint),
        ]


@dataclass(slots=True)
class Reading:
    answers: dict[str, Any] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)


def read_all(questions: Sequence[Question], typed: Typed, procedure: Procedure) -> Reading:
    """Every answer, and everything to put right, at once."""
    reading = Reading()
    for question in questions:
        try:
            reading.answers[question.name] = read(question, typed, procedure.calendar)
        except Unreadable as unreadable:
            reading.errors.append(Error(question.first_field, str(unreadable)))
    return reading
