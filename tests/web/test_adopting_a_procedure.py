"""The page on which an authority adopts a procedure, and what every page says until it has."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework.adoption import adopted_by
from dutybook.casework.models import Account
from tests.cast import PROCEDURE, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SignedIn = Callable[[Account], Client]
PAGE = reverse("adopt_procedure", args=[PROCEDURE])
BANNER = "Your authority has not adopted this procedure"


def test_every_page_says_so_until_the_procedure_is_adopted(cast: Cast, signed_in: SignedIn) -> None:
    lado, head = signed_in(cast.lado), signed_in(cast.head)
    assert all(BANNER in each.get(reverse("today")).content.decode() for each in (lado, head))

    answer = lado.post(PAGE, {"reason": "agreed by the partnership"})

    assert answer["Location"] == reverse("procedure", args=[PROCEDURE])
    assert not any(BANNER in each.get(reverse("today")).content.decode() for each in (lado, head))


def test_the_handbook_says_who_adopted_it(cast: Cast, signed_in: SignedIn) -> None:
    lado = signed_in(cast.lado)
    lado.post(PAGE, {"reason": "agreed by the partnership"})

    page = signed_in(cast.head).get(reverse("procedure", args=[PROCEDURE])).content.decode()

    assert "by Dilys Marsh on Thursday 2 April 2026 at 17:00" in page
    assert PAGE not in page


def test_without_a_reason_nothing_is_adopted_and_the_page_says_what_to_do(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.lado).post(PAGE, {"reason": " "})

    assert answer.status_code == 422
    assert "Write why it is adopted" in answer.content.decode()
    assert adopted_by([cast.authority]).last(cast.authority, PROCEDURE) is None


def test_what_is_adopted_as_it_is_is_not_offered_again(cast: Cast, signed_in: SignedIn) -> None:
    lado = signed_in(cast.lado)
    lado.post(PAGE, {"reason": "agreed by the partnership"})

    page = lado.get(PAGE).content.decode()

    assert "Nothing in it has changed since" in page
    assert "<button" not in page.partition("<main")[2]


def test_a_procedure_that_is_not_there_cannot_be_adopted(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.lado).get(reverse("adopt_procedure", args=["nowhere"])).status_code == 404
