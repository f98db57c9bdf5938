"""Makes the demonstration's accounts and cases through the same actions as people use. Told twice, it is told once.

Nothing may be written here that has not happened yet, nor past a gate without its reason.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import transaction

from dutybook.casework import demonstration, procedures, queries, store, subjects
from dutybook.casework.actions import accounts
from dutybook.casework.actions.access import Said, grant_involvement
from dutybook.casework.actions.adoption import adopt_procedure
from dutybook.casework.actions.allegations import receive_allegation
from dutybook.casework.actions.chasing import chase_duty
from dutybook.casework.actions.children import link, refer_child
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.actions.subjects import answer_subject_question, open_organisation
from dutybook.casework.chasing import CHASED
from dutybook.casework.models import Account, Case, Organisation, SubjectQuestion
from dutybook.casework.visibility import CHILD
from dutybook.cli.demo_story import Step, Story, Told
from dutybook.cli.progress import Progress
from dutybook.engine.calendar import Calendar
from dutybook.engine.procedure import Procedure

AUTHORITY, OFFICER, CARE = "authority", "dilys", "nell"
TELLER = "dutybook demo"
LONG_AGO = timedelta(days=2 * 365)
"""Before any of the cases began, so that each is read under the procedure that was adopted then."""
ADOPTED_BECAUSE = "The partnership's board agreed to it."
NOTING = "noting beside a duty"
IT_IS_THEM = "It is the person the concern is about, or everybody there reads it."
IT_IS_NOT = "Rang the organisation: somebody else of the same name."

People = Mapping[str, Account]


def tell(story: Story) -> None:
    """Everything, in an empty database; what is there from the time before is kept as it is."""
    if demonstration.is_demonstration():
        return
    now, told = settings.DUTYBOOK_CLOCK(), Progress("fictional cases told")
    with transaction.atomic(), _references_drawn_by(story.seed):
        demonstration.mark(now=now)
        people = _people(story, now)
        adopt_procedure(story.procedure, by=people[OFFICER], reason=ADOPTED_BECAUSE, now=now - LONG_AGO)
        by_key: dict[str, Case] = {}
        for number, case in enumerate(story.cases, 1):
            by_key[case.key] = _Telling(case, people, now, by_key[case.beside] if case.beside else None).tell()
            told(number, len(story.cases))


@contextmanager
def _references_drawn_by(seed: int) -> Iterator[None]:
    """The same seed gives the cases the same references; whatever is recorded afterwards is drawn as it is anywhere."""
    before, settings.DUTYBOOK_CHANCE = settings.DUTYBOOK_CHANCE, random.Random(seed)  # noqa: S311
    try:
        yield
    finally:
        settings.DUTYBOOK_CHANCE = before


def _people(story: Story, now: datetime) -> People:
    places = _places(story, now)
    people = {
        each.id: accounts.add_account(
            email=each.email, name=each.name, role=each.role, organisation=places[each.place], by=TELLER, now=now
        )
        for each in story.people
    }
    demonstration.give_password(people.values(), story.password)
    for account in people.values():
        TOTP.activate(account, generate_totp_secret())
    return people


def _places(story: Story, now: datetime) -> Mapping[str, Organisation]:
    authority = accounts.add_authority(story.authority, procedure=story.procedure)
    places = {place.id: accounts.add_organisation(place.name, authority=authority) for place in story.places}
    for box in story.mailboxes:
        accounts.add_mailbox(
            places[box.place], name=box.name, email=box.email, role=box.role, is_shared=box.shared, now=now
        )
    return places | {AUTHORITY: authority}


@dataclass(frozen=True)
class _Happened:
    """A step, the moment at which it happened, and the moment at which it was recorded."""

    step: Step
    at: datetime
    recorded: datetime


@dataclass(frozen=True)
class _Telling:
    """One case, being told."""

    told: Told
    people: People
    now: datetime
    beside: Case | None

    def tell(self) -> Case:
        first, *others = self._happened()
        by = self.people[first.step.by]
        case = self._begun(self._statement(first), by=by, now=first.recorded)
        recording = {each.step.by for each in others}
        self._let_in(case, recording, now=first.recorded)
        for each in others:
            self._record(case, each, queries.next_number(case))
        if not self.told.unanswered:
            self._answer_whom_it_may_be(case)
        self._let_in(case, self.told.involve.keys() - recording, now=self.now)
        if (
            self.beside is not None
        ):  # last of all, or it would stand in the other case before what is already told there
            link(case, self.beside, by=by, now=self.now)
        return case

    def _begun(self, statement: store.Statement, *, by: Account, now: datetime) -> Case:
        if self.told.kind == CHILD:
            return refer_child(statement, by=by, now=now)
        return receive_allegation(statement, by=by, now=now)

    @property
    def holder(self) -> Account:
        """Who says, for the team that holds the case, who may see it."""
        return self.people[CARE if self.told.kind == CHILD else OFFICER]

    @cached_property
    def procedure(self) -> Procedure:
        return procedures.of_account(self.people[OFFICER])

    @property
    def calendar(self) -> Calendar:
        return self.procedure.calendar

    def _record(self, case: Case, happened: _Happened, number: int) -> None:
        """A note beside a duty is made beside it; what has a reason had happened in spite of a gate."""
        sent = Sent(by=self.people[happened.step.by], now=happened.recorded, expected_number=number)
        statement = self._statement(happened)
        if statement.type == CHASED:
            chase_duty(queries.case_view(sent.by, case.reference, page=NOTING, now=sent.now), statement, sent=sent)
            return
        record_event(case, statement, procedure=self.procedure, sent=sent, already=bool(statement.reason))

    def _let_in(self, case: Case, who: Collection[str], *, now: datetime) -> None:
        """Nobody at an organisation of the case before the desk has chosen them."""
        for each in [each for each in self.told.involve if each in who]:
            account = self.people[each]
            self._choose(case, account, now=now)
            said = Said(by=self.holder, now=now, reason=self.told.involve[each])
            grant_involvement(case, account, until=None, said=said)

    def _choose(self, case: Case, account: Account, *, now: datetime) -> None:
        if subjects.organisation_in(case, account.organisation) is not None:
            by, why = self.people[OFFICER], "Has to know, and is not the person."
            open_organisation(case, account.organisation, whom=account, reason=why, by=by, now=now)

    def _answer_whom_it_may_be(self, case: Case) -> None:
        for question in subjects.questions_of(case).filter(answered_at=None):
            yes = self._is_the_subject(question)
            answer_subject_question(
                question,
                reaches_the_subject=yes,
                reason=IT_IS_THEM if yes else IT_IS_NOT,
                by=self.people[OFFICER],
                now=self.now,
            )

    def _is_the_subject(self, question: SubjectQuestion) -> bool:
        if question.mailbox is not None:
            return question.mailbox.is_shared
        return question.account == self.people.get(self.told.subject)

    def _statement(self, happened: _Happened) -> store.Statement:
        step, by = happened.step, self.people[happened.step.by]
        return store.Statement(
            type=step.event,
            happened_at=self.calendar.local(happened.at).isoformat(),
            by=step.done_by or by.name,
            role=step.as_role or by.role,
            reason=step.reason,
            data={fact: self._answer(answer, happened.at) for fact, answer in step.data.items()},
            compartment=self.procedure.at(happened.recorded).events[step.event].privacy,
        )

    def _answer(self, answer: Any, at: datetime) -> Any:
        """`{working_days: 20}` is the day twenty working days after the step."""
        if not isinstance(answer, dict):
            return answer
        return self.calendar.add_working_days(self.calendar.day_of(at), answer["working_days"]).isoformat()

    def _happened(self) -> Iterator[_Happened]:
        """What has happened by now; it was recorded some minutes later, and never before what came before it."""
        last = None
        for step in self.told.steps:
            at = self._when(step)
            if at > self.now:
                return
            recorded = min(at + timedelta(minutes=step.recorded_after_minutes), self.now)
            last = max(recorded, last or recorded)
            yield _Happened(step, at, last)

    def _when(self, step: Step) -> datetime:
        if not step.at:
            return (self.now - timedelta(minutes=step.minutes_ago)).replace(second=0, microsecond=0)
        day = self.calendar.add_working_days(self.calendar.day_of(self.now), -step.working_days_ago)
        return self.calendar.at_time(day, step.at)
