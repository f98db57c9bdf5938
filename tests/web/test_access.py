"""What the table of tests/access cannot say: who stops seeing a case and when, what is logged, and what is cached."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework import involvement
from dutybook.casework.models import Account, Case, Reading
from tests.cast import THURSDAY_AT_FIVE, Cast, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

GONE = 404


@pytest.fixture
def locked(cast: Cast) -> Case:
    """A case about Colin Farrow, who had been let in before anybody knew that it was about him."""
    case = report(cast.head)
    involvement.involve(cast.subject, case, reason="colleague", by=cast.lado, now=THURSDAY_AT_FIVE)
    involvement.link_subject(cast.subject, case, reason="named", by=cast.lado, now=THURSDAY_AT_FIVE)
    return case


def address(name: str, case: Case) -> str:
    return reverse(name, args=[] if name == "today" else [case.reference])


def test_today_says_to_the_subject_that_they_are_in_no_case(
    cast: Cast, locked: Case, signed_in: Callable[[Account], Client]
) -> None:
    page = signed_in(cast.subject).get(reverse("today")).content.decode()

    assert "You are not involved in any case" in page


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
