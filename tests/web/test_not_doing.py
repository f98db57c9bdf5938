"""A duty that will not be done: somebody decided so, and why. What must be done counts as missed all the same."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework import involvement, queries
from dutybook.casework.models import Account, Case, Entry
from tests.cast import THURSDAY_AT_FIVE, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TELL = "tell-the-lado-24-hours"
TYPED = {
    "why-not-done": "The LADO was in the room.",
    "happened-day": "2",
    "happened-month": "4",
    "happened-year": "2026",
    "happened-time": "16:30",
    "expected-number": "2",
    "form-token": "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1b02",
}
BY_THE_HEAD = {"done-as": "senior_manager", "done-by": "Ruth Okafor"}


def address(case: Case, duty: str = TELL) -> str:
    return reverse("not_done", args=[case.reference, duty], query={"allegation": "allegation-1"})


def text_of(response: Any) -> str:
    return unescape(" ".join(response.content.decode().split()))


def statuses(cast: Cast, case: Case) -> dict[str, str]:
    view = queries.case_view(cast.lado, case.reference, page="the case", now=THURSDAY_AT_FIVE)
    return {duty.id: duty.status for duty in view.duties}


def test_every_open_duty_of_one_s_own_can_be_left_undone_and_no_other(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    page = text_of(signed_in(cast.head).get(reverse("case", args=[case.reference])))

    assert f"{reverse('not_done', args=[case.reference, TELL])}?allegation=allegation-1" in page
    assert "/duties/hold-the-initial-discussion/not-done" not in page


def test_it_is_shown_as_decided_with_the_reason_and_by_whom(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    page = text_of(signed_in(cast.head).post(address(case), TYPED, follow=True))

    assert "Recorded: this will not be done. Tell the duty LADO within 24 hours." in page
    assert "It was decided that this will not be done: Tell the duty LADO within 24 hours" in page
    assert "Reason given: The LADO was in the room." in page
    assert statuses(cast, case)[TELL] == "not done"


def test_the_other_wording_of_the_same_duty_is_left_undone_with_it(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    signed_in(cast.head).post(address(case), TYPED)

    assert statuses(cast, case)["tell-the-lado-one-working-day"] == "not done"
    assert case.entries.count() == 3


def test_a_reason_is_asked_for_and_nothing_typed_is_lost(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    response = signed_in(cast.head).post(address(case), TYPED | {"why-not-done": " "})

    assert response.status_code == 422
    assert "Enter why it will not be done" in text_of(response)
    assert 'value="16:30"' in text_of(response)
    assert case.entries.count() == 1


def test_the_same_form_sent_twice_records_it_once(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    head = signed_in(cast.head)

    for _ in range(2):
        assert head.post(address(case), TYPED).status_code == 302

    assert case.entries.count() == 3


def test_the_desk_records_who_decided_it(cast: Cast, case: Case, signed_in: Callable[[Account], Client]) -> None:
    page = text_of(signed_in(cast.lado).post(address(case), TYPED | BY_THE_HEAD, follow=True))

    assert "Entry 2. Ruth Okafor, Senior manager (case manager in schools and colleges)." in page
    assert "by Dilys Marsh" in page


def test_it_stands_in_the_part_of_whoever_has_the_duty(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    signed_in(cast.head).post(address(case), TYPED)

    assert {each.compartment for each in Entry.objects.filter(type="duty_not_done")} == {"employment"}


def test_retracting_it_makes_the_duty_open_again(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    signed_in(cast.head).post(address(case), TYPED)
    page = text_of(lado.get(reverse("case", args=[case.reference])))
    assert reverse("retract", args=[case.reference, 2]) in page
    assert reverse("correct", args=[case.reference, 2]) not in page

    for number, expected in ((2, "4"), (3, "5")):
        typed = {"why-wrong": "They did tell us.", "expected-number": expected}
        assert lado.post(reverse("retract", args=[case.reference, number]), typed).status_code == 302

    assert {statuses(cast, case)[each] for each in (TELL, "tell-the-lado-one-working-day")} == {"open"}


def test_whoever_has_not_the_duty_does_not_decide_it(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    involvement.involve(cast.police, case, reason="their part in it", by=cast.lado, now=THURSDAY_AT_FIVE)

    response = signed_in(cast.police).post(address(case), TYPED)

    assert response.status_code == 403
    assert "Whoever has this duty decides that" in text_of(response)
    assert case.entries.count() == 1


def test_a_duty_that_is_done_or_not_there_cannot_be_left_undone(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    head = signed_in(cast.head)
    head.post(address(case), TYPED)

    assert head.get(address(case)).status_code == 403
    assert head.get(address(case, "wash-the-car")).status_code == 404


def test_two_at_once_the_second_sees_what_the_first_recorded(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    signed_in(cast.head).post(reverse("record", args=[case.reference, "child_described"]),
                              {"happened-day": "2", "happened-month": "4", "happened-year": "2026",
                               "child_name": "Tomasz", "expected-number": "2"})  # fmt: skip

    response = lado.post(address(case), TYPED | BY_THE_HEAD)

    assert response.status_code == 422
    assert "Somebody else recorded in this case while you were writing" in text_of(response)
    assert "The LADO was in the room.</textarea>" in text_of(response)
