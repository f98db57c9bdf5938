"""Makes the demonstration's accounts and cases through the same actions as people use. Told twice, it is told once."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import transaction

from dutybook.casework import demonstration, involvement, procedures, store
from dutybook.casework.actions.allegations import receive_allegation
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.models import Account, Case, Organisation
from dutybook.cli.demo_story import Person, Step, Story, Told
from dutybook.engine.calendar import Calendar
from dutybook.engine.procedure import Procedure

AUTHORITY = "authority"

People = dict[str, Account]


def tell(story: Story) -> None:
    """Everything, in an empty database; what is there from the time before is kept as it is."""
    if demonstration.is_demonstration():
        return
    now = settings.DUTYBOOK_CLOCK()
    with transaction.atomic():
        demonstration.mark(now=now)
        people = _people(story)
        for case in story.cases:
            _tell_case(case, people, now)


def _people(story: Story) -> People:
    authority = Organisation.objects.create(name=story.authority, procedure=story.procedure)
    places = {AUTHORITY: authority} | {
        place.id: Organisation.objects.create(name=place.name, authority=authority) for place in story.places
    }
    return {person.id: _account(person, places, story.password) for person in story.people}


def _account(person: Person, places: dict[str, Organisation], password: str) -> Account:
    account = Account.objects.create_user(
        email=person.email, name=person.name, role=person.role, organisation=places[person.place], password=password
    )
    TOTP.activate(account, generate_totp_secret())
    return account


def _tell_case(told: Told, people: People, now: datetime) -> None:
    first, *others = told.steps
    procedure = procedures.of_account(people[first.by])
    case = receive_allegation(
        _statement(first, people, procedure, now), by=people[first.by], now=_recorded(first, procedure.calendar, now)
    )
    for number, step in enumerate(others, 2):
        sent = Sent(by=people[step.by], now=_recorded(step, procedure.calendar, now), expected_number=number)
        record_event(case, _statement(step, people, procedure, now), procedure=procedure, sent=sent)
    _let_in(told, case, people, now)


def _let_in(told: Told, case: Case, people: People, now: datetime) -> None:
    by = next(account for account in people.values() if account.organisation_id == case.authority_id)
    for who, reason in told.involve.items():
        involvement.involve(people[who], case, reason=reason, by=by, now=now)
    if told.subject:
        involvement.link_subject(
            people[told.subject], case, reason="is the person the concern is about", by=by, now=now
        )


def _statement(step: Step, people: People, procedure: Procedure, now: datetime) -> store.Statement:
    by = people[step.by]
    return store.Statement(
        type=step.event,
        happened_at=procedure.calendar.local(_happened(step, procedure.calendar, now)).isoformat(),
        by=step.done_by or by.name,
        role=step.as_role or by.role,
        data=step.data,
        compartment=procedure.at(now).events[step.event].privacy,
    )


def _happened(step: Step, calendar: Calendar, now: datetime) -> datetime:
    if not step.at:
        return (now - timedelta(minutes=step.minutes_ago)).replace(second=0, microsecond=0)
    return calendar.at_time(calendar.add_working_days(calendar.day_of(now), -step.working_days_ago), step.at)


def _recorded(step: Step, calendar: Calendar, now: datetime) -> datetime:
    """Some minutes after it happened, and never later than now."""
    return min(_happened(step, calendar, now) + timedelta(minutes=step.recorded_after_minutes), now)
