"""A password and a code, always both; and a code on the page only in a demonstration."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client
from django.urls import reverse

from dutybook.casework import demonstration
from dutybook.casework.models import Account, Demonstration
from tests.cast import PASSWORD, THURSDAY_AT_FIVE, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def head(cast: Cast) -> Account:
    auth.TOTP.activate(cast.head, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    return cast.head


def password_given(client: Client, account: Account) -> Any:
    return client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD}, follow=True)


def code_now() -> str:
    counter = list(auth.yield_hotp_counters_from_time())[1]
    return auth.format_hotp_value(auth.hotp_value("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", counter))


def test_a_password_alone_opens_nothing(head: Account, client: Client) -> None:
    page = password_given(client, head)

    assert "Enter your code" in page.content.decode()
    assert client.get(reverse("today")).status_code == 302


def test_a_password_and_a_code_open_today(head: Account, client: Client) -> None:
    password_given(client, head)

    response = client.post(reverse("mfa_authenticate"), {"code": code_now()}, follow=True)

    assert response.redirect_chain[-1][0] == reverse("today")
    assert "Signed in as Ruth Okafor" in response.content.decode()


def test_a_wrong_code_says_what_to_do(head: Account, client: Client) -> None:
    password_given(client, head)

    page = client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()

    assert "That code is not right, or has been used" in page


def test_a_code_opens_once(head: Account, client: Client) -> None:
    password_given(client, head)
    code = code_now()
    client.post(reverse("mfa_authenticate"), {"code": code})

    second = Client()
    password_given(second, head)

    assert second.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_a_wrong_password_does_not_say_which_of_the_two_was_wrong(head: Account, client: Client) -> None:
    known = client.post(reverse("account_login"), {"login": head.email, "password": "not this one"}).content.decode()
    unknown = client.post(
        reverse("account_login"), {"login": "x@northmere.example", "password": "nor this"}
    ).content.decode()

    assert "The email address or the password is not right" in known
    assert "The email address or the password is not right" in unknown


def test_whoever_has_no_code_yet_gets_no_further_than_setting_one_up(cast: Cast, client: Client) -> None:
    page = password_given(client, cast.head)

    assert page.redirect_chain[-1][0] == reverse("mfa_activate_totp")
    assert "Set up your code" in page.content.decode()
    assert client.get(reverse("new_concern"))["Location"] == reverse("mfa_activate_totp")


def test_once_the_code_is_set_up_the_way_is_free(cast: Cast, client: Client) -> None:
    secret = password_given(client, cast.head).content.decode().split("<code>")[1].split("</code>")[0]
    counter = list(auth.yield_hotp_counters_from_time())[1]
    code = auth.format_hotp_value(auth.hotp_value(secret, counter))

    response = client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)

    assert response.redirect_chain[-1][0] == reverse("today")


def test_the_secret_of_a_code_lies_encrypted_in_the_database(head: Account) -> None:
    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.get(user=head).data)


def test_the_code_is_shown_only_where_the_switch_is_on_and_the_database_is_a_demonstration_s(
    head: Account, client: Client, settings: Any
) -> None:
    shown = []
    for switch, marked in ((False, False), (True, False), (False, True), (True, True)):
        settings.DUTYBOOK_SHOW_CODES = switch
        Demonstration.objects.all().delete()
        if marked:
            Demonstration.objects.create(made_at=THURSDAY_AT_FIVE)
        shown.append("shown-code" in password_given(Client(), head).content.decode())

    assert shown == [False, False, False, True]


def test_the_code_on_the_demonstration_s_page_opens(head: Account, client: Client, settings: Any) -> None:
    settings.DUTYBOOK_SHOW_CODES = True
    Demonstration.objects.create(made_at=THURSDAY_AT_FIVE)
    page = password_given(client, head).content.decode()
    code = page.split("The code is <strong>")[1][:6]

    response = client.post(reverse("mfa_authenticate"), {"code": code})

    assert response["Location"] == reverse("today")


def test_a_database_that_people_use_can_never_be_marked_as_a_demonstration(cast: Cast) -> None:
    with pytest.raises(demonstration.NotADemonstration):
        demonstration.mark(now=THURSDAY_AT_FIVE)


def test_only_a_demonstration_wears_the_banner(head: Account, client: Client) -> None:
    assert "This is a demonstration" not in client.get(reverse("account_login")).content.decode()

    Demonstration.objects.create(made_at=THURSDAY_AT_FIVE)

    assert "This is a demonstration" in client.get(reverse("account_login")).content.decode()


def test_signing_out_takes_a_click_and_not_a_link(head: Account, client: Client) -> None:
    password_given(client, head)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})

    client.get(reverse("account_logout"))
    assert client.get(reverse("today")).status_code == 200

    client.post(reverse("account_logout"))
    assert client.get(reverse("today")).status_code == 302
