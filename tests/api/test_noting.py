"""Notes beside a duty through the interface: for the right readers, once, and never without the duty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dutybook.casework import involvement
from dutybook.casework.models import Account, Case, Notice
from tests.api.test_recording import TOKEN, on_friday, post, told
from tests.cast import THURSDAY_AT_FIVE, Cast

__all__ = ["on_friday"]

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def note(**answers: Any) -> dict[str, Any]:
    """What is noted beside a duty about the first allegation."""
    return {"happened_at": "2026-04-03T15:30:00+01:00", "data": {"allegation": "allegation-1"} | answers}


def test_what_was_said_in_chasing_is_kept_in_the_part_of_whoever_has_the_duty(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    chased = note(chased_by_means_of="telephone", said_when_chased="on her way")

    response = post(signed_in(cast.lado), case, chased, under="duties/tell-the-lado-24-hours/chased")

    assert response.status_code == 201, response.content.decode()
    entry = response.json()["entry"]
    assert (entry["type"], entry["compartment"]) == ("duty_chased", "employment")
    assert entry["data"]["duty_that_was_chased"] == "tell-the-lado-24-hours"


def test_whoever_is_chased_is_told_once_that_something_needs_them_and_nobody_else_is(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    involvement.involve(cast.police, case, reason="investigates", by=cast.lado, now=THURSDAY_AT_FIVE)
    lado, chased = signed_in(cast.lado), note(chased_by_means_of="telephone") | {"form_token": TOKEN}

    for _ in range(2):
        post(lado, case, chased, under="duties/tell-the-lado-24-hours/chased")

    assert [(each.account, each.why) for each in Notice.objects.filter(case=case)] == [(cast.head, "duty_chased")]


def test_a_day_to_look_again_is_noted_beside_its_duty(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    chosen = note(look_again_on="2026-04-09")

    response = post(signed_in(cast.lado), case, chosen, under="duties/tell-the-lado-24-hours/look-again")

    assert response.status_code == 201, response.content.decode()
    assert response.json()["entry"]["data"]["look_again_on"] == "2026-04-09"


def test_a_note_takes_the_next_number_and_is_made_once(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado, chased = signed_in(cast.lado), note(chased_by_means_of="email") | {"form_token": TOKEN}

    numbers = [
        post(lado, case, chased, under="duties/tell-the-lado-24-hours/chased").json()["entry"]["seq"] for _ in range(2)
    ]

    assert numbers == [2, 2]
    assert case.entries.count() == 2


@pytest.mark.parametrize("where", ["chased", "look-again"])
def test_a_note_that_says_nothing_is_none(
    where: str, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    response = post(signed_in(cast.lado), case, note(), under=f"duties/tell-the-lado-24-hours/{where}")

    assert response.status_code == 422
    assert case.entries.count() == 1


def test_only_a_duty_of_the_case_is_chased(cast: Cast, case: Case, signed_in: Callable[[Account], Client]) -> None:
    response = post(signed_in(cast.lado), case, note(chased_by_means_of="letter"), under="duties/no-such/chased")

    assert (response.status_code, response.json()["error"]["where"]) == (404, "path.duty")


@pytest.mark.parametrize("type", ["duty_chased", "look_again_set"])
def test_what_is_noted_beside_a_duty_is_not_recorded_without_its_duty(
    type: str, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    response = post(signed_in(cast.lado), case, told(type=type))

    assert (response.status_code, response.json()["error"]["where"]) == (422, "body.type")
    assert case.entries.count() == 1
