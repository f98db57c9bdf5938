"""Opening a case for a page, and recording in it from one. Nothing is read or recorded here by anybody else's eyes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from dutybook.casework import permissions, queries, store, visibility
from dutybook.casework.actions.events import NotAllowed, Sent
from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView, Sight
from dutybook.casework.store import Conflict
from dutybook.engine.entries import EntryRefused
from dutybook.engine.procedure import Event
from dutybook.web.asking.form import Error, EventForm
from dutybook.web.cases.chronology import Written, written
from dutybook.web.cases.moments import NOW, Asked
from dutybook.web.sending import account_of, sent_with, typed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What came of recording something: done, refused with what to put right, or others had recorded meanwhile."""

    done: bool = False
    errors: Sequence[Error] = ()
    clashed: bool = False
    since: Sequence[Written] = ()
    expected_number: int


def opened(request: HttpRequest, reference: str, title: str, asked: Asked = NOW) -> CaseView:
    """Somebody who may not see a case, and somebody who guesses at one that never was, read the same page."""
    try:
        now = settings.DUTYBOOK_CLOCK()
        return queries.case_view(
            account_of(request), reference, page=title, now=now, at=asked.at, known_at=asked.known_at
        )
    except visibility.NotThere:
        raise Http404 from None


def sighted(request: HttpRequest, reference: str, title: str, *, now: datetime) -> Sight:
    """The same as it is now, for a page that may know already what it says."""
    try:
        return queries.case_sight(account_of(request), reference, page=title, now=now)
    except visibility.NotThere:
        raise Http404 from None


def event_form(view: CaseView, account: Account, event: Event, **more: Any) -> EventForm:
    """The form for an event in this case, or the reason why this person does not record it."""
    refused_unless(permissions.may_record(account, view.case, event))
    return EventForm(
        event=event,
        procedure=view.procedure,
        rules=view.rules,
        account=account,
        now=view.at,
        entries=view.entries,
        on_the_team=visibility.is_on_the_team(account, view.case),
        **more,
    )


def refused_unless(allowed: permissions.Allowed | permissions.Refused) -> None:
    if isinstance(allowed, permissions.Refused):
        raise PermissionDenied(*allowed.reasons)


def is_recorded(request: HttpRequest) -> bool:
    """Whether this very form made its entry before: asked first, for what it did then may refuse it now."""
    sent = sent_with(request, typed_in(request))
    return request.method == "POST" and store.recorded_by_form(sent.form_token, by=sent.by) is not None


def attempt(again: Callable[[], CaseView], record: Callable[[Sent], Any], sent: Sent, *, field: str) -> Attempt:
    """Records, and says what came of it; a refusal leads to `field`. `again` opens the case as it is by now."""
    try:
        record(sent)
    except EntryRefused as refusal:
        return Attempt(errors=[Error(field, str(refusal))], expected_number=sent.expected_number)
    except NotAllowed as refused:
        raise PermissionDenied(*refused.reasons) from None
    except Conflict:
        return _clash(again, record, sent, field=field)
    return Attempt(done=True, expected_number=sent.expected_number)


def _clash(again: Callable[[], CaseView], record: Callable[[Sent], Any], sent: Sent, *, field: str) -> Attempt:
    """Whoever may not read what others recorded must not learn of it from a clash: theirs is sent again for them.

    So is what expects a number that the case has not reached, or its sender could find out which one it has.
    """
    view = again()
    number = queries.next_number(view.case)
    since = [written(view, entry) for entry in view.entries if entry.seq >= sent.expected_number]
    if since or number == sent.expected_number:
        return Attempt(clashed=True, since=since, expected_number=number)
    return attempt(again, record, replace(sent, expected_number=number), field=field)
