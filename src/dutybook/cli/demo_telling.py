"""Makes the demonstration's accounts and cases through the same actions as people use. Told twice, it is told once.

Nothing may be written here that has not happened yet, nor past a gate without its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import transaction

from dutybook.casework import demonstration, involvement, procedures, queries, store
from dutybook.casework.actions import accounts
from dutybook.casework.actions.allegations import receive_allegation
from dutybook.casework.actions.chasing import chase_duty
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.chasing import CHASED
from dutybook.casework.models import Account, Case, Organisation
from dutybook.cli.demo_story import Step, Story, Told
from dutybook.cli.progress import Progress
from dutybook.engine.calendar import Calendar
from dutybook.engine.procedure import Procedure

AUTHORITY = "authority"
TELLER = "dutybook demo"
NOTING = "noting beside a duty"

People = dict[str, Account]


def tell(story: Story) -> None:
    """Everything, in an empty database; what is there from the time before is kept as it is."""
    if demonstration.is_demonstration():
        return
    now, told = settings.DUTYBOOK_CLOCK(), Progress("fictional cases told")
    with transaction.atomic():
        demonstration.mark(now=now)
        people = _people(story, now)
        for number, case in enumerate(story.cases, 1):
            _tell_case(case, people, now)
            told(number, len(story.cases))


def _people(story: Story, now: datetime) -> People:
    places = _places(story, now)
    people = {
        person.id: accounts.add_account(
            email=person.email, name=person.name, role=person.role, organisation=places[person.place], by=TELLER, now=now
        )
        for person in story.people
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


def _tell_case(told: Told, people: People, now: datetime) -> None:
    procedure = procedures.of_account(people[told.steps[0].by])
    happened = list(_happened(told.steps, procedure.calendar, now))
    (first, at, recorded), *others = happened
    case = receive_allegation(
        _statement(first, at, people, procedure, recorded), by=people[first.by], now=recorded
    )
    _let_in(told, case, people, now=recorded)
    for number, (step, at, recorded) in enumerate(others, 2):
        sent = Sent(by=people[step.by], now=recorded, expected_number=number)
        _record(case, _statement(step, at, people, procedure, recorded), procedure, sent)
    _lock_out(told, case, people, now=now)


def _record(case: Case, statement: store.Statement, procedure: Procedure, sent: Sent) -> None:
    """A note beside a duty is made beside it; what has a reason had happened in spite of a gate."""
    if statement.type == CHASED:
        chase_duty(queries.case_view(sent.by, case.reference, page=NOTING, now=sent.now), statement, sent=sent)
    else:
        record_event(case, statement, procedure=procedure, sent=sent, already=bool(statement.reason))


def _let_in(told: Told, case: Case, people: People, *, now: datetime) -> None:
    by = _officer(case, people)
    for who, reason in told.involve.items():
        involvement.involve(people[who], case, reason=reason, by=by, now=now)


def _lock_out(told: Told, case: Case, people: People, *, now: datetime) -> None:
    if told.subject:
        reason = "is the person the concern is about"
        involvement.link_subject(people[told.subject], case, reason=reason, by=_officer(case, people), now=now)


def _officer(case: Case, people: People) -> Account:
    return next(account for account in people.values() if account.organisation_id == case.authority_id)


def _statement(step: Step, at: datetime, people: People, procedure: Procedure, now: datetime) -> store.Statement:
    by, calendar = people[step.by], procedure.calendar
    return store.Statement(
        type=step.event,
        happened_at=calendar.local(at).isoformat(),
        by=step.done_by or by.name,
        role=step.as_role or by.role,
        reason=step.reason,
        data={fact: _answer(answer, at, calendar) for fact, answer in step.data.items()},
        compartment=procedure.at(now).events[step.event].privacy,
    )


def _answer(answer: Any, at: datetime, calendar: Calendar) -> Any:
    """`{working_days: 20}` is the day twenty working days after the step."""
    if not isinstance(answer, dict):
        return answer
    return calendar.add_working_days(calendar.day_of(at), answer["working_days"]).isoformat()


def _happened(steps: tuple[Step, ...], calendar: Calendar, now: datetime) -> Iterator[tuple[Step, datetime, datetime]]:
    """Each step that has happened by now, when, and when it was recorded: some minutes later, and never before another."""
    last = None
    for step in steps:
        at = _when(step, calendar, now)
        if at > now:
            return
        recorded = min(at + timedelta(minutes=step.recorded_after_minutes), now)
        last = max(recorded, last or recorded)
        yield step, at, last


def _when(step: Step, calendar: Calendar, now: datetime) -> datetime:
    if not step.at:
        return (now - timedelta(minutes=step.minutes_ago)).replace(second=0, microsecond=0)
    return calendar.at_time(calendar.add_working_days(calendar.day_of(now), -step.working_days_ago), step.at)
