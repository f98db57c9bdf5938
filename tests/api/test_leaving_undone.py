"""A duty that will not be done, as JSON: with a reason, by whoever has it or the desk, and taken back by retracting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from dutybook.casework.models import Account, Case
from tests.api.test_noting import note
from tests.api.test_recording import post
from tests.cast import Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def on_friday(settings: Any, on_thursday: None) -> None:
    settings.DUTYBOOK_CLOCK = lambda: datetime(2026, 4, 3, 16, 0, tzinfo=UTC)


def test_a_duty_is_left_undone_with_a_reason_and_taken_back_by_a_retraction(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado, under = signed_in(cast.lado), "duties/hold-the-initial-discussion/not-done"
    said = note() | {"reason": "They met on another matter.", "expected_number": 2}

    left = post(lado, case, said, under=under)
    back = post(lado, case, note() | {"reason": "They did not.", "retracted": True, "expected_number": 3},
                under="entries/2/corrections")  # fmt: skip

    assert left.status_code == 201, left.content.decode()
    assert left.json()["entry"]["data"]["duty"] == "hold-the-initial-discussion"
    assert back.status_code == 201, back.content.decode()


def test_a_duty_of_others_is_not_left_undone_nor_one_that_is_not_there(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    head, said = signed_in(cast.head), note() | {"reason": "No need.", "expected_number": 2}

    of_others = post(head, case, said, under="duties/hold-the-initial-discussion/not-done")
    of_nobody = post(head, case, said, under="duties/no-such/not-done")

    assert (of_others.status_code, of_nobody.status_code) == (403, 404)
    assert case.entries.count() == 1
