"""A message says only that something needs its reader, reaches one address, and leaves only while they may know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail

from dutybook.casework import involvement, notices, queries, subjects
from dutybook.casework.actions import access
from dutybook.casework.actions.access import Said
from dutybook.casework.actions.chasing import chase_duty
from dutybook.casework.actions.events import Sent
from dutybook.casework.chasing import BESIDE_A_DUTY, CHASED, HOW
from dutybook.casework.models import Account, Case, Mailbox, Notice, SubjectQuestion
from dutybook.casework.store import Statement
from dutybook.project.mail import NoSuchMail, chosen
from tests.cast import THURSDAY_AT_FIVE, Cast, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ADDRESS = "https://dutybook.northmere.example"
FRIDAY = THURSDAY_AT_FIVE + timedelta(days=1)


@pytest.fixture(autouse=True)
def mail_is_set_up(settings: Any) -> None:
    settings.DUTYBOOK_MAIL_IS_SET_UP = True
    settings.DUTYBOOK_ADDRESS = ADDRESS


def let_in(account: Account, case: Case, by: Account) -> None:
    said = Said(by=by, now=THURSDAY_AT_FIVE, reason="The radiator in the small room.")
    access.grant_involvement(case, account, until=None, said=said)


def test_whoever_is_let_in_gets_a_message_that_says_nothing_of_the_case(
    cast: Cast, case: Case, anchored: Callable[[], Any]
) -> None:
    with anchored():
        let_in(cast.police, case, cast.lado)

    (message,) = mail.outbox
    assert (message.to, message.cc, message.bcc) == (["grace@northmere.example"], [], [])
    assert message.subject == "Something needs you in Dutybook"
    assert ADDRESS in message.body
    for word in (case.reference, "Farrow", "radiator", "Marsh", "Alder Lane", "police", "involved"):
        assert word not in f"{message.subject} {message.body}"
    assert Notice.objects.get().sent_at == THURSDAY_AT_FIVE


def test_no_message_leaves_for_what_was_rolled_back(cast: Cast, case: Case) -> None:
    let_in(cast.police, case, cast.lado)

    assert mail.outbox == []
    assert Notice.objects.get().sent_at is None


def test_two_people_get_a_message_each_and_nobody_sees_the_other_s_address(
    cast: Cast, case: Case, anchored: Callable[[], Any]
) -> None:
    with anchored():
        let_in(cast.police, case, cast.lado)
        let_in(cast.outsider, case, cast.lado)

    assert [message.to for message in mail.outbox] == [["grace@northmere.example"], ["pia@northmere.example"]]
    assert "pia" not in str(mail.outbox[0].message())


def test_several_notices_that_waited_are_one_message(cast: Cast, case: Case) -> None:
    let_in(cast.police, case, cast.lado)
    notices.raise_notice(case, account=cast.police, why=notices.CHASED, by=cast.lado, now=THURSDAY_AT_FIVE)

    sent = notices.send_waiting(now=FRIDAY)

    assert (sent.messages, sent.dropped, sent.held, sent.refused) == (1, 0, 0, 0)
    assert notices.send_waiting(now=FRIDAY).messages == 0


LOST = {
    "linked to the subject": lambda cast, case: involvement.link_subject(
        cast.police, case, reason="named", by=cast.lado, now=FRIDAY
    ),
    "asked whether she is the subject": lambda cast, case: SubjectQuestion.objects.create(
        case=case, account=cast.police, why="same name", asked_at=FRIDAY
    ),
    "taken off the case": lambda cast, case: involvement.recuse(
        cast.police, case, reason="cousins", by=cast.lado, now=FRIDAY
    ),
    "involved no more": lambda cast, case: involvement.end_involvement(
        cast.police, case, reason="done", by=cast.lado, now=FRIDAY
    ),
    "an account that was closed": lambda cast, case: Account.objects.filter(pk=cast.police.pk).update(is_active=False),
}


@pytest.mark.parametrize("lost", LOST)
def test_whoever_may_no_longer_know_when_it_is_sent_gets_no_message(lost: str, cast: Cast, case: Case) -> None:
    let_in(cast.police, case, cast.lado)

    LOST[lost](cast, case)
    sent = notices.send_waiting(now=FRIDAY)

    assert (sent.messages, sent.dropped, sent.held, sent.refused) == (0, 1, 0, 0)
    assert mail.outbox == []


def test_what_a_mail_server_refuses_waits_and_is_sent_next_time(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(cast.police, case, cast.lado)

    with monkeypatch.context() as down:
        down.setattr(notices.EmailMessage, "send", _refuse)
        assert notices.send_waiting(now=FRIDAY).refused == 1

    assert notices.send_waiting(now=FRIDAY).messages == 1


def test_without_mail_notices_wait_until_it_is_set_up(cast: Cast, case: Case, settings: Any) -> None:
    settings.DUTYBOOK_MAIL_IS_SET_UP = False
    let_in(cast.police, case, cast.lado)

    sent = notices.send_waiting(now=FRIDAY)

    assert (sent.messages, sent.dropped, sent.held, sent.refused) == (0, 0, 1, 0)
    settings.DUTYBOOK_MAIL_IS_SET_UP = True
    assert notices.send_waiting(now=FRIDAY).messages == 1


def test_no_message_reaches_a_mailbox_until_its_organisation_is_opened_with_it(cast: Cast, case: Case) -> None:
    office = Mailbox.objects.create(
        organisation=cast.school, role="staff_member", name="The office", email="office@alder-lane.example"
    )
    notices.raise_notice(case, mailbox=office, why=notices.CHASED, by=cast.lado, now=THURSDAY_AT_FIVE)

    assert notices.send_waiting(now=FRIDAY).held == 1
    assert mail.outbox == []


def test_whoever_has_been_told_of_an_emergency_gets_a_message(
    cast: Cast, case: Case, anchored: Callable[[], Any]
) -> None:
    access.restrict_case(case, [cast.lado], said=Said(by=cast.lado, now=THURSDAY_AT_FIVE, reason="He was one of us."))

    with anchored():
        access.open_in_an_emergency(case.reference, said=Said(by=cast.second_lado, now=FRIDAY, reason="Tonight."))

    assert [message.to for message in mail.outbox] == [["dilys@northmere.example"]]


def test_whoever_owes_what_is_chased_gets_a_message_once_and_nobody_else(
    cast: Cast, anchored: Callable[[], Any]
) -> None:
    case = report(cast.head, adult_name="Ines Quarrie")
    involvement.involve(cast.police, case, reason="looks into it", by=cast.lado, now=THURSDAY_AT_FIVE)
    view = queries.case_view(cast.lado, case.reference, page="chasing", now=THURSDAY_AT_FIVE)
    data = {"allegation": "allegation-1", BESIDE_A_DUTY[CHASED]: "tell-the-lado-24-hours", HOW: "telephone"}
    asked = Statement(type=CHASED, happened_at="2026-04-02", by=cast.lado.name, role=cast.lado.role, data=data)
    sent = Sent(by=cast.lado, now=THURSDAY_AT_FIVE, expected_number=2, form_token=uuid4())

    with anchored():
        for _ in range(2):
            chase_duty(view, asked, sent=sent)

    assert [message.to for message in mail.outbox] == [["ruth@northmere.example"]]


def test_nothing_leaves_for_a_school_before_the_desk_has_answered_who_there_may_be_the_subject(
    cast: Cast, case: Case
) -> None:
    notices.raise_notice(case, account=cast.head, why=notices.CHASED, by=cast.lado, now=THURSDAY_AT_FIVE)
    assert subjects.is_closed(case, cast.school)

    assert notices.send_waiting(now=FRIDAY).held == 1
    assert mail.outbox == []


def test_mail_goes_to_a_server_or_a_folder_or_nowhere(tmp_path: Path) -> None:
    nowhere, folder = chosen({}), chosen({"DUTYBOOK_MAIL": f"file:{tmp_path}"})
    server = chosen({"DUTYBOOK_MAIL": "smtp://dutybook:p%40ss@mail.northmere.example"})

    assert not nowhere.is_set_up
    assert (folder.is_set_up, folder.folder) == (True, str(tmp_path))
    assert (server.host, server.port, server.user, server.password) == (
        "mail.northmere.example", 587, "dutybook", "p@ss",
    )  # fmt: skip
    with pytest.raises(NoSuchMail, match="write smtp://"):
        chosen({"DUTYBOOK_MAIL": "mail.northmere.example"})


def _refuse(*_: Any, **__: Any) -> None:
    raise ConnectionRefusedError("the server is down")
