"""Somebody rings a number of the procedure to check it: who, when and what came of it stands beside it from then on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dutybook.casework import adoption
from dutybook.casework.actions.adoption import adopt_procedure
from dutybook.casework.actions.directory import NotChecked, check_number
from dutybook.casework.actions.events import NotAllowed
from dutybook.casework.directory import checks_by, told_of
from dutybook.casework.models import Account
from dutybook.casework.verifying import verify
from dutybook.packs import load
from dutybook.packs.numbers import UNCHECKED, Number, every_number
from tests.cast import PROCEDURE, THURSDAY_AT_FIVE, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

THURSDAY = date(2026, 4, 2)
NUMBER = next(
    each
    for each in every_number(load(PROCEDURE).at(THURSDAY_AT_FIVE), load(PROCEDURE))
    if (each.contact, each.kind) == ("duty_lado", "telephone")
)


def check(
    by: Account, came_of_it: str = "answered", says: str = "", on: date = THURSDAY, number: Number = NUMBER
) -> None:
    check_number(
        number, PROCEDURE, came_of_it=came_of_it, says=says, on=on, by=by, now=THURSDAY_AT_FIVE, today=THURSDAY
    )


def beside(cast: Cast, number: Number = NUMBER) -> str:
    return told_of(cast.authority, PROCEDURE).beside(number)


def test_until_somebody_rings_it_a_number_says_that_nobody_has(cast: Cast) -> None:
    assert beside(cast) == UNCHECKED


def test_who_rang_it_last_and_when_stands_beside_it(cast: Cast) -> None:
    check(cast.second_lado, "no_answer", on=THURSDAY - timedelta(days=3))
    check(cast.lado)

    assert beside(cast) == "last checked on Thursday 2 April 2026 by Dilys Marsh: rung and right"


def test_a_check_written_down_later_does_not_hide_a_newer_one(cast: Cast) -> None:
    check(cast.lado)
    check(cast.second_lado, "no_answer", on=THURSDAY - timedelta(days=3))

    assert "Dilys Marsh" in beside(cast)


def test_a_number_that_is_wrong_says_so_with_what_they_said(cast: Cast) -> None:
    check(cast.lado, "changed", says="ask for extension 4")

    assert beside(cast).endswith("by Dilys Marsh: rung: it has changed (ask for extension 4)")


def test_a_number_that_the_procedure_has_changed_since_is_unchecked_again(cast: Cast) -> None:
    check(cast.lado)

    assert beside(cast, replace(NUMBER, value="01632 960111")) == UNCHECKED


def test_what_one_authority_checked_another_did_not(cast: Cast) -> None:
    check(cast.lado)

    assert told_of(cast.elsewhere, PROCEDURE).beside(NUMBER) == UNCHECKED


@pytest.mark.parametrize("person", ["head", "outsider", "subject", "police"])
def test_only_the_desk_checks_numbers(person: str, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        check(getattr(cast, person))

    assert adoption.register_of(cast.authority) is None


def test_what_came_of_it_is_one_of_four_and_the_day_is_not_to_come(cast: Cast) -> None:
    with pytest.raises(NotChecked, match="Choose what came of it"):
        check(cast.lado, "perhaps")
    with pytest.raises(NotChecked, match="today or in the past"):
        check(cast.lado, on=THURSDAY + timedelta(days=1))


def test_checks_and_adoptions_stand_in_one_register_and_neither_is_taken_for_the_other(
    cast: Cast, anchored: Callable[[], AbstractContextManager[Any]]
) -> None:
    with anchored():
        check(cast.lado)
        adopt_procedure(PROCEDURE, by=cast.lado, reason="agreed", now=THURSDAY_AT_FIVE)
        check(cast.second_lado, "no_answer")

    assert adoption.adopted_by([cast.authority]).last(cast.authority, PROCEDURE) is not None
    assert "nobody answered" in beside(cast)
    assert (verify().entries, verify().found) == (3, ())


def test_the_number_of_queries_does_not_grow_with_the_checks(cast: Cast) -> None:
    for _ in range(5):
        check(cast.lado)
    checks_by([cast.authority])

    with CaptureQueriesContext(connection) as asked:
        checks_by([cast.authority, cast.elsewhere])

    assert len(asked) == 1
