"""Pages that set procedures beside each other: found, chosen, looked through, and nothing of a case on them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework.models import Account
from dutybook.packs.numbers import NOT_TO_RING
from tests.cast import PROCEDURE, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SignedIn = Callable[[Account], Client]
SIDE_BY_SIDE = reverse("side_by_side")
CHOOSE = reverse("choose_two")
NUMBER = re.compile(r"\b0[\d ]{7,}\d")


@pytest.fixture
def head(cast: Cast, signed_in: SignedIn) -> Client:
    return signed_in(cast.head)


def text(client: Client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_handbook_leads_to_both_pages(head: Client) -> None:
    page = text(head, reverse("procedure", args=[PROCEDURE]))

    assert f'href="{SIDE_BY_SIDE}"' in page
    assert f'href="{CHOOSE}?one={PROCEDURE}"' in page


def test_every_authority_has_a_column_and_every_point_leads_to_its_handbook(head: Client) -> None:
    page = text(head, SIDE_BY_SIDE)

    assert page.count('<th scope="col" class="govuk-table__header">Gloucestershire</th>') > 10
    assert f'href="{reverse("procedure", args=["hampshire"])}#duty-tell-the-lado-one-working-day"' in page


def test_a_word_leaves_what_speaks_of_it_unfolded(head: Client) -> None:
    page = text(head, SIDE_BY_SIDE, words="strategy discussion was held")

    assert "What speaks of “strategy discussion was held”" in page
    assert '<details class="beside-topic" open>' in page
    assert 'id="topic-statistics"' not in page


def test_a_word_that_nothing_speaks_of_is_said_to_be_that(head: Client) -> None:
    assert "Nothing speaks of “&lt;zebra&gt;”" in text(head, SIDE_BY_SIDE, words="<zebra>")


def test_two_that_are_chosen_are_shown_beside_each_other(head: Client) -> None:
    answer = head.get(CHOOSE, {"one": "dorset", "other": "gloucestershire"})
    assert answer["Location"] == reverse("beside", args=["dorset", "gloucestershire"])

    page = text(head, answer["Location"])

    assert "By when, counted from “Children&#x27;s social care received the referral”" in page
    assert "ithin 24 hours" in page


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("dorset", "", "Choose a procedure"),
        ("", "", "Choose a procedure"),
        ("atlantis", "dorset", "Choose a procedure"),
        ("dorset", "dorset", "Choose another procedure than the first"),
    ],
)
def test_what_is_not_chosen_is_asked_for(one: str, other: str, said: str, head: Client) -> None:
    page = text(head, CHOOSE, one=one, other=other)

    assert said in page
    assert "<title>Error: " in page


def test_nothing_is_wrong_before_anything_is_chosen(head: Client) -> None:
    page = text(head, CHOOSE, one="dorset")

    assert "There is a problem" not in page
    assert '<option value="dorset" selected>' in page


def test_a_procedure_that_is_not_there_is_beside_nothing(head: Client) -> None:
    for names in (("dorset", "atlantis"), ("atlantis", "dorset")):
        assert head.get(reverse("beside", args=names)).status_code == 404


def test_a_procedure_beside_itself_says_the_same(head: Client) -> None:
    assert "They say the same." in text(head, reverse("beside", args=["dorset", "dorset"]))


def test_a_procedure_is_read_as_ones_authority_adopted_it(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.lado).post(reverse("adopt_procedure", args=[PROCEDURE]), {"reason": "agreed"})

    page = text(signed_in(cast.head), reverse("beside", args=[PROCEDURE, PROCEDURE]))

    assert "They say the same." in page


@pytest.fixture
def a_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutybook.casework.demonstration.is_demonstration", lambda: True)


@pytest.mark.parametrize("address", [SIDE_BY_SIDE, reverse("beside", args=["dorset", "gloucestershire"])])
def test_no_published_number_can_be_taken_for_one_to_dial(address: str, a_demonstration: None, head: Client) -> None:
    page = text(head, address)

    unmarked = [each[0] for each in NUMBER.finditer(page) if not page.startswith(f": {NOT_TO_RING}", each.end())]
    assert f"elephone 01305 228558: {NOT_TO_RING}" in page
    assert unmarked == []


def test_a_second_look_is_laid_out_from_what_is_kept(head: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    text(head, SIDE_BY_SIDE)
    monkeypatch.setattr("dutybook.packs.side_by_side_page._table", None)

    assert "Staffordshire" in text(head, SIDE_BY_SIDE)
