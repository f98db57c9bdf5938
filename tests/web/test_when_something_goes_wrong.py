"""The pages that say that something went wrong say what to do, and are of one piece with the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework.models import Account, Case
from tests.cast import Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_form_without_its_protection_is_refused_in_words(cast: Cast, client: Client) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post(reverse("account_login"), {"login": "x", "password": "y"})

    assert response.status_code == 403
    assert "load the page again and send the form once more" in response.content.decode()


def test_a_fault_of_ours_says_so_and_shows_nothing_of_the_case(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client], settings: Any, tmp_path: Any
) -> None:
    client = signed_in(cast.head)
    client.raise_request_exception = False
    settings.DUTYBOOK_MASTER_KEY_FILE = tmp_path / "lost.key"

    response = client.get(reverse("case", args=[case.reference]))

    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
    assert "lost.key" not in response.content.decode()


def test_too_many_attempts_are_stopped_and_told_when_to_come_back(cast: Cast, client: Client) -> None:
    for _ in range(12):
        response = client.post(reverse("account_login"), {"login": cast.head.email, "password": "wrong"})

    assert "Wait 5 minutes, then try again" in response.content.decode()
