"""A session that ends takes nothing from what is sent after it: it is there after signing in, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.totp.internal import auth
from django.test import Client
from django.urls import reverse

from dutybook.casework import drafts
from dutybook.casework.models import Account, Case, Draft
from dutybook.web.sign_in.sent_again import KEPT
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ASKED = "/concerns/new/what_happened"
WORDS = "He said that it hurt & she wrote it down."


@pytest.fixture
def browser(cast: Cast) -> Client:
    """The head's, signed in as people sign in."""
    client = Client(enforce_csrf_checks=True)
    sign_in(client, cast.head)
    return client


def sign_in(client: Client, account: Account, to: str = "/") -> Any:
    """Each time with the next code of those that are good now: none opens twice."""
    if not account.authenticator_set.exists():
        auth.TOTP.activate(account, SECRET)
    following = {"next": to} if to else {}
    send(client, reverse("account_login", query=following), {"login": account.email, "password": PASSWORD} | following)
    counters = list(auth.yield_hotp_counters_from_time())
    for counter in counters:
        code = auth.format_hotp_value(auth.hotp_value(SECRET, counter))
        response = send(client, reverse("mfa_authenticate"), {"code": code})
        if response.status_code == 302:
            return client.get(response["Location"])
    raise AssertionError("no code opens any more")


def send(client: Client, address: str, typed: dict[str, Any], **more: Any) -> Any:
    """As a browser does, with the protection of the session that stands in its cookie."""
    if "csrftoken" not in client.cookies:
        client.get(reverse("account_login"))
    return client.post(address, typed | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}, **more)


def session_ends(client: Client) -> None:
    del client.cookies["sessionid"]


def test_an_answer_sent_after_the_session_ended_is_sent_again_after_signing_in(cast: Cast, browser: Client) -> None:
    browser.get(ASKED)
    session_ends(browser)

    to_sign_in = send(browser, ASKED, {"what_happened": WORDS})
    page = sign_in(browser, cast.head, to="/sign-in/send-again").content.decode()
    sent = send(browser, "/sign-in/send-again", {"what_happened": WORDS}, follow=True)

    assert to_sign_in["Location"] == "/sign-in?next=/sign-in/send-again"
    assert 'value="He said that it hurt &amp; she wrote it down."' in page
    assert sent.redirect_chain[0] == (ASKED, 307)
    kept = drafts.find(cast.head, "new concern") or {}
    assert kept.get("what_happened") == [WORDS]
    assert drafts.find(cast.head, KEPT) is None


def test_an_entry_sent_after_the_session_ended_is_recorded_once(cast: Cast, case: Case, browser: Client) -> None:
    address = reverse("record", args=[case.reference, "designated_officer_told"])
    typed = {"happened-not-known": "not_known", "about-allegation": "allegation-1", "expected-number": "2",
             "form-token": "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a09"}  # fmt: skip
    session_ends(browser)

    send(browser, address, typed)
    assert case.entries.count() == 1
    sign_in(browser, cast.head)
    for _ in range(2):
        send(browser, "/sign-in/send-again", typed, follow=True)

    assert case.entries.count() == 2


def test_it_is_the_first_page_after_signing_in_by_whatever_way(cast: Cast, browser: Client) -> None:
    session_ends(browser)
    send(browser, ASKED, {"what_happened": WORDS})

    page = sign_in(browser, cast.head, to="").content.decode()

    assert "What you typed is kept for you alone" in page


def test_nobody_else_who_signs_in_there_sees_it(cast: Cast, browser: Client) -> None:
    session_ends(browser)
    send(browser, ASKED, {"what_happened": WORDS})

    page = sign_in(browser, cast.outsider, to="/sign-in/send-again")

    assert page["Location"] == "/"
    assert WORDS not in browser.get("/").content.decode()
    assert drafts.find(cast.head, KEPT) is not None


def test_it_lies_encrypted_until_then(cast: Cast, browser: Client) -> None:
    session_ends(browser)
    send(browser, ASKED, {"what_happened": WORDS})

    (kept,) = Draft.objects.filter(account=cast.head)
    assert b"it hurt" not in bytes(kept.ciphertext)


def test_what_is_thrown_away_is_gone(cast: Cast, browser: Client) -> None:
    session_ends(browser)
    send(browser, ASKED, {"what_happened": WORDS})
    sign_in(browser, cast.head)

    send(browser, "/sign-in/send-again?forget=yes", {})

    assert drafts.find(cast.head, KEPT) is None


@pytest.mark.parametrize(
    ("address", "typed"),
    [("/account/password", {"oldpassword": PASSWORD, "password1": "x"}), (ASKED, {"keep": "quietly"})],
    ids=["a password", "what a script sent by itself"],
)
def test_what_is_not_kept(address: str, typed: dict[str, str], cast: Cast, browser: Client) -> None:
    session_ends(browser)

    send(browser, address, typed)

    assert not Draft.objects.filter(account=cast.head).exists()


def test_whoever_signed_out_left_nobody_s_browser_behind(cast: Cast, browser: Client) -> None:
    send(browser, reverse("account_logout"), {})

    send(browser, ASKED, {"what_happened": WORDS})

    assert not Draft.objects.exists()


def test_a_browser_cannot_say_that_it_is_somebody_else_s(cast: Cast, browser: Client) -> None:
    session_ends(browser)
    browser.cookies["whose"] = str(cast.lado.pk)

    send(browser, ASKED, {"what_happened": WORDS})

    assert not Draft.objects.exists()
