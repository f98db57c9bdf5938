"""Who gets which page: a row for every address, and a column for everybody. An address without a row fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from dutybook.casework import involvement
from dutybook.casework.models import Account, Case, Reading
from tests.cast import THURSDAY_AT_FIVE, Cast, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SIGN_IN, GONE = 302, 404

# What each gets by asking for the page: somebody involved (the head who reported), the team that holds the case (a LADO
# of the authority), an outsider (head of another school), the other authority's LADO, a police officer who is not
# involved, the subject of the allegation (who was let in once, before anybody knew), and somebody not signed in.
PEOPLE = ("head", "lado", "outsider", "far_lado", "police", "subject", "nobody")
TABLE = {
    # a case, and everything under its address: for those who may not know of it, it is not there
    "case": (200, 200, GONE, GONE, GONE, GONE, SIGN_IN),
    "case_file": (200, 200, GONE, GONE, GONE, GONE, SIGN_IN),
    "record": (200, 200, GONE, GONE, GONE, GONE, SIGN_IN),
    # the head corrects what she recorded; only the team says that something never was; the LADO decides the standard
    "correct": (200, 200, GONE, GONE, GONE, GONE, SIGN_IN),
    "retract": (403, 200, GONE, GONE, GONE, GONE, SIGN_IN),
    "decide": (403, 200, GONE, GONE, GONE, GONE, SIGN_IN),
    "chase": (200, 200, GONE, GONE, GONE, GONE, SIGN_IN),
    "look_again": (200, 200, GONE, GONE, GONE, GONE, SIGN_IN),
    # pages about oneself, or about nobody
    "today": (200, 200, 200, 200, 200, 200, SIGN_IN),
    # reporting: a referrer goes question by question, and has nothing to check yet; the desk takes a call instead
    "new_concern": (200, 302, 200, 302, 200, 200, SIGN_IN),
    "concern_question": (200, 200, 200, 200, 200, 200, SIGN_IN),
    "check_concern": (302, 302, 302, 302, 302, 302, SIGN_IN),
    "call_sheets": (403, 200, 403, 200, 403, 403, SIGN_IN),
    "call_sheet": (403, 200, 403, 200, 403, 403, SIGN_IN),
    "procedure": (200, 200, 200, 200, 200, 200, SIGN_IN),
    "handbook_stylesheet": (200, 200, 200, 200, 200, 200, 200),
    # signing in and out: whoever is signed in already is sent on
    "account_login": (302, 302, 302, 302, 302, 302, 200),
    "mfa_authenticate": (302, 302, 302, 302, 302, 302, 302),
    "mfa_activate_totp": (302, 302, 302, 302, 302, 302, 302),
    "account_inactive": (200, 200, 200, 200, 200, 200, 200),
    "account_logout": (200, 200, 200, 200, 200, 200, 302),
}


@pytest.fixture
def locked(cast: Cast) -> Case:
    """A case about Colin Farrow, who had been let in before anybody knew that it was about him."""
    case = report(cast.head)
    involvement.involve(cast.subject, case, reason="colleague", by=cast.lado, now=THURSDAY_AT_FIVE)
    involvement.link_subject(cast.subject, case, reason="named", by=cast.lado, now=THURSDAY_AT_FIVE)
    return case


def every_route(patterns: list[Any] | None = None) -> Iterator[str]:
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLPattern):
            yield str(each.name)
        elif each.namespace != "api":  # the operations have their own table, in tests/api/test_access.py
            yield from every_route(each.url_patterns)


def address(name: str, case: Case) -> str:
    arguments = {
        "case": [case.reference],
        "case_file": [case.reference],
        "record": [case.reference, "designated_officer_told"],
        "correct": [case.reference, 1],
        "retract": [case.reference, 1],
        "decide": [case.reference, "standard_of_proof"],
        "procedure": [case.procedure],
        "chase": [case.reference, "tell-the-lado-24-hours"],
        "look_again": [case.reference, "tell-the-lado-24-hours"],
        "concern_question": ["happened"],
        "call_sheet": [UUID("7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a01")],
    }
    return reverse(name, args=arguments.get(name))


def test_every_address_has_a_row() -> None:
    assert sorted(every_route()) == sorted(TABLE)


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_gets_what_the_table_says(
    person: str, cast: Cast, locked: Case, signed_in: Callable[[Account], Client]
) -> None:
    client = Client() if person == "nobody" else signed_in(getattr(cast, person))

    got = {name: client.get(address(name, locked)).status_code for name in TABLE}

    assert got == {name: row[PEOPLE.index(person)] for name, row in TABLE.items()}


@pytest.mark.parametrize("person", ["outsider", "far_lado", "police", "subject"])
@pytest.mark.parametrize("page", ["record", "correct", "retract", "decide"])
def test_whoever_may_not_see_a_case_cannot_write_in_it_either(
    page: str, person: str, cast: Cast, locked: Case, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(getattr(cast, person))
    typed = {"happened-not-known": "not_known", "expected-number": "2", "why-wrong": "never"}

    response = client.post(address(page, locked), typed)

    assert response.status_code == GONE
    assert locked.entries.count() == 1


def test_a_case_that_is_not_there_and_one_that_is_hidden_look_alike(
    cast: Cast, locked: Case, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(cast.subject)

    hidden = client.get(reverse("case", args=[locked.reference])).content
    never_was = client.get(reverse("case", args=["ZZZZ-ZZZZ"])).content

    assert _without_nonce(hidden) == _without_nonce(never_was)


def test_the_subject_finds_no_sign_of_the_case_on_any_page(
    cast: Cast, locked: Case, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(cast.subject)

    pages = [client.get(address(name, locked)) for name in TABLE]

    for page in pages:
        assert locked.reference not in page.content.decode()
        assert "pushed" not in page.content.decode()
    assert "You are not involved in any case" in client.get(reverse("today")).content.decode()


def test_whoever_was_involved_and_is_no_longer_sees_it_no_more(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(cast.head)
    assert client.get(address("case", case)).status_code == 200

    involvement.end_involvement(cast.head, case, reason="left the school", by=cast.lado, now=THURSDAY_AT_FIVE)

    assert client.get(address("case", case)).status_code == GONE


def test_an_involvement_ends_on_its_day(cast: Cast, case: Case, signed_in: Callable[[Account], Client]) -> None:
    involvement.involve(
        cast.police, case, reason="for one hour", by=cast.lado, now=THURSDAY_AT_FIVE, until=THURSDAY_AT_FIVE
    )

    assert signed_in(cast.police).get(address("case", case)).status_code == GONE


def test_every_reading_is_logged_with_its_page_and_its_ground(
    cast: Cast, locked: Case, signed_in: Callable[[Account], Client]
) -> None:
    head, lado, subject = signed_in(cast.head), signed_in(cast.lado), signed_in(cast.subject)

    for client in (head, lado, subject):
        client.get(address("today", locked))
        client.get(address("case", locked))
        client.get(address("case_file", locked))

    assert [
        (each.account, each.page, each.ground) for each in Reading.objects.filter(case=locked).order_by("number")
    ] == [
        (cast.head, "Today", "involved in the case"),
        (cast.head, "the case", "involved in the case"),
        (cast.head, "the case as a file", "involved in the case"),
        (cast.lado, "Today", "the team that holds this authority's cases"),
        (cast.lado, "the case", "the team that holds this authority's cases"),
        (cast.lado, "the case as a file", "the team that holds this authority's cases"),
    ]


def test_what_is_in_the_police_s_compartment_the_head_does_not_read(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    answers = {"happened-not-known": "not_known", "expected-number": "2", "about-allegation": "allegation-1"}
    answers["done-as"] = "designated_officer"
    recorded = lado.post(reverse("record", args=[case.reference, "matter_referred_to_police"]), answers)
    assert recorded.status_code == 302, recorded.content.decode()

    head = signed_in(cast.head)
    assert "matter_referred_to_police" in lado.get(address("case_file", case)).content.decode()
    assert "matter_referred_to_police" not in head.get(address("case_file", case)).content.decode()
    assert "by Dilys Marsh" in lado.get(address("case", case)).content.decode()
    assert "by Dilys Marsh" not in head.get(address("case", case)).content.decode()


def test_a_page_is_kept_in_no_cache(cast: Cast, case: Case, signed_in: Callable[[Account], Client]) -> None:
    response = signed_in(cast.head).get(address("case", case))

    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]


def _without_nonce(page: bytes) -> list[str]:
    return [line for line in page.decode().splitlines() if "nonce" not in line]
