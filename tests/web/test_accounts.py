"""Accounts are made, closed, opened and reset by those who run the service; no password is ever theirs to choose."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from dutybook.casework.actions import accounts
from dutybook.casework.models import Account, AccountChange
from tests.cast import PASSWORD, THURSDAY_AT_FIVE, Cast, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WHO = "the person who runs it"


def add(cast: Cast, **other: str) -> Account:
    given = {"email": "ada@northmere.example", "name": "Ada Coyle", "role": "senior_manager"} | other
    return accounts.add_account(**given, organisation=cast.school, by=WHO, now=THURSDAY_AT_FIVE)


def test_nobody_can_sign_in_with_a_new_account_before_its_holder_has_chosen_a_password(cast: Cast) -> None:
    account = add(cast)

    assert not account.has_usable_password()
    assert [(each.what, each.by) for each in account.changes.all()] == [(accounts.MADE, WHO)]


def test_a_role_that_the_procedure_does_not_know_is_refused_with_those_it_knows(cast: Cast) -> None:
    with pytest.raises(accounts.NotDone, match=r"has no role lado; write one of: .*designated_officer, "):
        add(cast, role="lado")

    assert not Account.objects.filter(name="Ada Coyle").exists()


def test_part_of_a_role_is_no_role(cast: Cast) -> None:
    with pytest.raises(accounts.NotDone, match="has no role officer"):
        add(cast, role="officer")


def test_an_address_that_has_an_account_gets_no_second_one_however_it_is_written(cast: Cast) -> None:
    add(cast)

    with pytest.raises(accounts.NotDone, match=r"`dutybook accounts reset ADA@northmere\.example`"):
        add(cast, email="ADA@northmere.example")


def test_what_is_no_address_is_refused(cast: Cast) -> None:
    with pytest.raises(accounts.NotDone, match="is not an email address"):
        add(cast, email="ada at northmere")


def test_closing_an_account_ends_the_session_that_is_open(cast: Cast, signed_in: Callable[[Account], Client]) -> None:
    client = signed_in(cast.head)
    assert client.get(reverse("today")).status_code == 200

    accounts.close_account(cast.head, reason="left the school", by=WHO, now=THURSDAY_AT_FIVE)

    assert reverse("account_login") in client.get(reverse("today"))["Location"]
    assert not Client().login(email=cast.head.email, password=PASSWORD)


def test_an_account_is_closed_with_a_reason_and_once(cast: Cast) -> None:
    with pytest.raises(accounts.NotDone, match="why it is closed"):
        accounts.close_account(cast.head, reason=" ", by=WHO, now=THURSDAY_AT_FIVE)
    accounts.close_account(cast.head, reason="left the school", by=WHO, now=THURSDAY_AT_FIVE)

    with pytest.raises(accounts.NotDone, match="is closed already"):
        accounts.close_account(cast.head, reason="again", by=WHO, now=THURSDAY_AT_FIVE)

    assert AccountChange.objects.get(account=cast.head).reason == "left the school"


def test_a_closed_account_is_opened_again_and_not_by_a_reset(cast: Cast) -> None:
    accounts.close_account(cast.head, reason="left the school", by=WHO, now=THURSDAY_AT_FIVE)
    with pytest.raises(accounts.NotDone, match="accounts open"):
        accounts.reset_account(cast.head, reason="", by=WHO, now=THURSDAY_AT_FIVE)

    accounts.open_account(cast.head, reason="came back", by=WHO, now=THURSDAY_AT_FIVE)

    cast.head.refresh_from_db()
    assert cast.head.is_active
    assert not cast.head.has_usable_password()


def test_a_reset_takes_away_the_password_the_code_and_the_session(
    cast: Cast, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(cast.head)

    accounts.reset_account(cast.head, reason="lost her telephone", by=WHO, now=THURSDAY_AT_FIVE)

    assert reverse("account_login") in client.get(reverse("today"))["Location"]
    assert not Authenticator.objects.filter(user=cast.head).exists()


def test_the_link_lets_its_holder_choose_a_password_once(cast: Cast) -> None:
    account, client = add(cast), Client()
    link = reverse("choose_password", args=accounts.link_for(account))
    form = client.get(link)["Location"]
    chosen = {"new_password1": "seven grey herons", "new_password2": "seven grey herons"}

    answer = client.post(form, chosen)

    assert answer["Location"] == reverse("account_login")
    assert Client().login(email=account.email, password="seven grey herons")
    assert "This link does not work" in Client().get(link).content.decode()
    assert [each.what for each in account.changes.order_by("pk")] == [accounts.MADE, accounts.PASSWORD_CHOSEN]


@pytest.mark.parametrize("what", ["closed", "reset"])
def test_an_earlier_link_no_longer_works_once_the_account_is(what: str, cast: Cast) -> None:
    account = add(cast)
    link = reverse("choose_password", args=accounts.link_for(account))

    deed = accounts.close_account if what == "closed" else accounts.reset_account
    deed(account, reason="a mistake", by=WHO, now=THURSDAY_AT_FIVE)

    assert "This link does not work" in Client().get(link).content.decode()


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("", "", "Enter a password"),
        ("short", "short", "at least 12 characters"),
        ("password1234", "password1234", "too common"),
        ("seven grey herons", "eight grey herons", "The two are not the same"),
    ],
)
def test_a_password_that_will_not_do_says_why(first: str, second: str, says: str, cast: Cast) -> None:
    client = Client()
    form = client.get(reverse("choose_password", args=accounts.link_for(add(cast))))["Location"]

    page = client.post(form, {"new_password1": first, "new_password2": second}).content.decode()

    assert says in page
    assert "Error: Choose your password" in page


def test_whoever_is_signed_in_changes_their_own_password_and_stays_signed_in(
    cast: Cast, signed_in: Callable[[Account], Client]
) -> None:
    here, elsewhere = signed_in(cast.head), Client()
    elsewhere.force_login(cast.head)
    typed = {"oldpassword": PASSWORD, "password1": "seven grey herons", "password2": "seven grey herons"}

    answer = here.post(reverse("change_password"), typed, follow=True)

    assert "Your password is changed" in answer.content.decode()
    assert elsewhere.get(reverse("today")).status_code == 302
    assert Client().login(email=cast.head.email, password="seven grey herons")


def test_a_password_is_not_changed_by_somebody_who_does_not_know_it(
    cast: Cast, signed_in: Callable[[Account], Client]
) -> None:
    typed = {"oldpassword": "a guess", "password1": "seven grey herons", "password2": "seven grey herons"}

    page = signed_in(cast.head).post(reverse("change_password"), typed).content.decode()

    assert "That is not your present password" in page
    assert Client().login(email=cast.head.email, password=PASSWORD)


def test_what_was_done_to_an_account_can_be_neither_changed_nor_deleted(cast: Cast) -> None:
    change = add(cast).changes.get()

    for deed in (lambda: AccountChange.objects.filter(pk=change.pk).update(by="nobody"), change.delete):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            deed()


def test_two_authorities_may_each_have_an_organisation_of_one_name_and_neither_two(cast: Cast) -> None:
    accounts.add_organisation("Alder Lane Primary School", authority=cast.elsewhere)

    with pytest.raises(accounts.NotDone, match="has an organisation Alder Lane Primary School already"):
        accounts.add_organisation("Alder Lane Primary School", authority=cast.authority)


def test_an_authority_needs_a_procedure_that_is_there() -> None:
    with pytest.raises(accounts.NotDone, match="There is no procedure elsewhere; write one of: "):
        accounts.add_authority("Southmoor Council", procedure="elsewhere")


def test_a_mailbox_is_kept_once_with_a_role_that_the_procedure_knows(cast: Cast) -> None:
    box = {"name": "The office", "email": "office@alder-lane.example", "is_shared": True, "now": THURSDAY_AT_FIVE}
    accounts.add_mailbox(cast.school, role="staff_member", **box)

    with pytest.raises(accounts.NotDone, match=r"has a mailbox office@alder-lane\.example already"):
        accounts.add_mailbox(cast.school, role="staff_member", **box)
    with pytest.raises(accounts.NotDone, match="has no role secretary"):
        accounts.add_mailbox(cast.school, role="secretary", **box | {"email": "other@alder-lane.example"})


def test_an_account_that_may_be_the_adult_of_a_case_is_asked_about_as_soon_as_it_is_made(cast: Cast) -> None:
    report(cast.outsider, adult_name="Ada Coyle")

    account = add(cast)

    assert account.subject_questions.filter(answered_at=None).count() == 1
