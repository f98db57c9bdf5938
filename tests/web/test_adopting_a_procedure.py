"""The page on which an authority adopts a procedure, and what every page says until it has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework.actions.adoption import adopt_procedure
from dutybook.casework.adoption import adopted_by
from dutybook.casework.models import Account, Case
from tests.cast import PROCEDURE, THURSDAY_AT_FIVE, Cast
from tests.web.test_queries import pages

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SignedIn = Callable[[Account], Client]
PAGE = reverse("adopt_procedure", args=[PROCEDURE])
BANNER = "Your authority has not adopted this procedure"
NO_SCREEN = {"handbook_stylesheet", "case_file"}


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


def shown(client: Client, case: Case, cast: Cast) -> dict[str, str]:
    """Every page of the table that somebody signed in can look at, by its name."""
    answers = {name: client.get(where) for name, where in pages(case, cast).items() if name not in NO_SCREEN}
    return {
        name: answer.content.decode()
        for name, answer in answers.items()
        if answer.status_code < 300 and answer["Content-Type"].startswith("text/html")
    }


@pytest.mark.parametrize("person", ["lado", "head"])
def test_there_is_no_screen_without_the_banner_until_it_is_adopted_and_none_with_it_after(
    person: str, cast: Cast, case: Case, signed_in: SignedIn
) -> None:
    client = signed_in(getattr(cast, person))
    before = shown(client, case, cast)

    adopt_procedure(PROCEDURE, by=cast.lado, reason="agreed", now=THURSDAY_AT_FIVE)

    assert len(before) > 15
    assert [name for name, html in before.items() if BANNER not in html] == []
    assert [name for name, html in shown(client, case, cast).items() if BANNER in html] == []


def test_a_procedure_that_is_only_read_says_that_it_is_not_adopted(cast: Cast, signed_in: SignedIn) -> None:
    lado = signed_in(cast.lado)
    lado.post(PAGE, {"reason": "agreed by the partnership"})

    assert "Not adopted: Dorset" in lado.get(reverse("procedure", args=["dorset"])).content.decode()
    assert "Not adopted" not in lado.get(reverse("procedure", args=[PROCEDURE])).content.decode()


def test_a_case_under_another_procedure_than_its_reader_s_own_says_that_it_is_not_adopted(
    cast: Cast, case: Case, signed_in: SignedIn
) -> None:
    """The authority has changed its procedure since, and never adopted the one the case was opened under."""
    cast.authority.procedure = "dorset"
    cast.authority.save()
    adopt_procedure("dorset", by=cast.lado, reason="agreed", now=THURSDAY_AT_FIVE)
    lado = signed_in(cast.lado)

    for where in (reverse("case", args=[case.reference]), reverse("today")):
        page = lado.get(where).content.decode()
        assert BANNER not in page
        assert "Not adopted: Staffordshire" in page


@pytest.mark.parametrize("name", ["dorset", PROCEDURE])
def test_a_review_whose_day_has_passed_is_said_before_it_is_adopted(
    name: str, cast: Cast, signed_in: SignedIn, settings: Any
) -> None:
    settings.DUTYBOOK_CLOCK = lambda: datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    lado = signed_in(cast.lado)
    passed = "was due on Tuesday 21 July 2026, and that day has passed"

    for where in (reverse("adopt_procedure", args=[name]), reverse("procedure", args=[name])):
        assert (passed in lado.get(where).content.decode()) is (name == "dorset")
