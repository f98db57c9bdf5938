"""Telling people that something needs them: raising a notice, and sending what waits.

A message says nothing of any case, goes to one address alone, and leaves only if its addressee may know at that moment.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from dutybook.casework import permissions, subjects, visibility
from dutybook.casework.involvement import lasting
from dutybook.casework.models import Account, Case, Mailbox, Notice
from dutybook.engine.procedure import Rules

INVOLVED, EMERGENCY, CHASED = "involvement_granted", "told_of_an_emergency", "duty_chased"
WHY = frozenset({INVOLVED, EMERGENCY, CHASED, "organisation_opened"})
"""Why a notice was raised. These names are stored; no message says them."""

SUBJECT = "Something needs you in Dutybook"
BODY = """Something needs you in Dutybook. Sign in to see what:

{address}

This message says no more on purpose. Do not reply to it.
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the notices that waited: each addressee gets one message, however many there are for them.

    `held` wait for the desk to open an organisation, or for mail to be set up; `refused`, for the mail server.
    """

    messages: int
    dropped: int
    held: int
    refused: int


def raise_notice(
    case: Case,
    *,
    account: Account | None = None,
    mailbox: Mailbox | None = None,
    why: str,
    by: Account,
    now: datetime,
) -> Notice:
    """Notes that somebody is to be told; it is sent once what it is about is really recorded."""
    if why not in WHY:
        raise ValueError(f"{why} is no reason for a notice")
    notice = Notice.objects.create(case=case, account=account, mailbox=mailbox, why=why, raised_by=by, raised_at=now)
    transaction.on_commit(partial(_send_at_once, notice, now), robust=True)
    return notice


def tell_whoever_owes(case: Case, owner: str, rules: Rules, *, by: Account, now: datetime) -> None:
    """Raises one for everybody involved who looks to the duties of this role, but whoever chases them."""
    involved = case.involvements.filter(lasting(now)).exclude(account=by).select_related("account")
    for account in {each.account for each in involved if owner in permissions.answers_for(each.account, rules)}:
        raise_notice(case, account=account, why=CHASED, by=by, now=now)


def send_waiting(*, now: datetime) -> Sent:
    """Sends whatever waits and may go, and drops what may never go; what a mail server refuses waits on."""
    waiting = Notice.objects.filter(sent_at__isnull=True, dropped_at__isnull=True)
    return _send(list(waiting.select_related("account__organisation", "mailbox__organisation", "case")), now=now)


def waiting_for_mail(case: Case) -> int:
    """How many notices about this case wait for mail to be set up."""
    if settings.DUTYBOOK_MAIL_IS_SET_UP:
        return 0
    return Notice.objects.filter(case=case, sent_at__isnull=True, dropped_at__isnull=True).count()


def _send_at_once(notice: Notice, now: datetime) -> None:
    _send([notice], now=now)


def _send(notices: Sequence[Notice], *, now: datetime) -> Sent:
    dropped = [each for each in notices if _may_never_go(each, now=now)]
    Notice.objects.filter(pk__in=[each.pk for each in dropped]).update(dropped_at=now)
    left = [each for each in notices if each not in dropped]
    going = [each for each in left if settings.DUTYBOOK_MAIL_IS_SET_UP and _may_go(each)]
    by_address = _by_address(going)
    sent = [address for address, each in by_address.items() if _sent_to(address, each, now=now)]
    refused = sum(len(each) for address, each in by_address.items() if address not in sent)
    return Sent(messages=len(sent), dropped=len(dropped), held=len(left) - len(going), refused=refused)


def _may_never_go(notice: Notice, *, now: datetime) -> bool:
    """Whoever may not know of the case by now gets no sign of it, also not from what was raised before."""
    if notice.account is not None:
        return not visibility.may_know(notice.account, notice.case, now=now)
    mailbox = notice.mailbox
    return mailbox is None or mailbox.ended_at is not None or subjects.reaches_the_subject(notice.case, mailbox)


def _may_go(notice: Notice) -> bool:
    """Nothing leaves for an organisation until the desk has chosen who there may know."""
    if notice.mailbox is not None:
        return subjects.may_be_written_to(notice.case, notice.mailbox)
    account = notice.account
    if account is None or visibility.is_on_the_team(account, notice.case):
        return account is not None
    return not subjects.is_closed(notice.case, account.organisation)


def _by_address(notices: Iterable[Notice]) -> dict[str, list[Notice]]:
    found: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        addressee = notice.account or notice.mailbox
        if addressee is not None:
            found[addressee.email].append(notice)
    return found


def _sent_to(address: str, notices: Sequence[Notice], *, now: datetime) -> bool:
    """One message to one address. Marked before it leaves, so that nobody is told twice because two sent at once."""
    of_them = Notice.objects.filter(pk__in=[each.pk for each in notices])
    if not of_them.filter(sent_at__isnull=True).update(sent_at=now):
        return False
    try:
        EmailMessage(SUBJECT, BODY.format(address=settings.DUTYBOOK_ADDRESS), to=[address]).send()
    except (OSError, SMTPException):
        of_them.update(sent_at=None)
        log.warning("A notice could not be sent, and waits", exc_info=True)
        return False
    return True
