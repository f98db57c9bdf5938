"""What the table of tests/access cannot say of the interface: what is logged, and what is kept in no cache."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework import involvement
from dutybook.casework.models import Account, Case, Reading
from tests.cast import THURSDAY_AT_FIVE, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def address(case: Case) -> str:
    return f"/api/v1/cases/{case.reference}"


def test_whoever_was_involved_and_is_no_longer_finds_the_case_no_more(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(cast.head)
    involvement.end_involvement(cast.head, case, reason="left the school", by=cast.lado, now=THURSDAY_AT_FIVE)

    assert client.get(address(case)).status_code == 404


def test_a_reading_is_logged_with_its_ground(cast: Cast, case: Case, signed_in: Callable[[Account], Client]) -> None:
    signed_in(cast.lado).get(address(case))

    (logged,) = Reading.objects.filter(case=case)
    assert (logged.account, logged.page, logged.ground) == (
        cast.lado, "the case, as JSON", "the team that holds this authority's cases",
    )  # fmt: skip


def test_the_list_of_cases_logs_the_reading_of_each(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    signed_in(cast.head).get("/api/v1/cases")

    assert [each.page for each in Reading.objects.filter(case=case)] == ["cases, as JSON"]


def test_a_password_without_a_code_opens_nothing(cast: Cast, case: Case) -> None:
    client = Client()
    client.force_login(cast.head)

    response = client.get(address(case))

    assert response.status_code == 401
    assert response.json()["error"]["what"] == "Nobody is signed in"


def test_what_lacks_the_protection_of_the_session_is_told_what_to_send(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    unprotected = Client(enforce_csrf_checks=True)
    unprotected.cookies = signed_in(cast.head).cookies

    response = unprotected.post(address(case) + "/entries", {}, content_type="application/json")

    assert response.status_code == 403
    assert "X-CSRFToken" in response.json()["error"]["write"]


def test_the_document_itself_is_for_everybody(client: Client) -> None:
    assert client.get(reverse("api:openapi-json")).status_code == 200


def test_what_was_read_is_kept_in_no_cache(cast: Cast, case: Case, signed_in: Callable[[Account], Client]) -> None:
    response = signed_in(cast.head).get(address(case))

    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Type"] == "application/json; charset=utf-8"
