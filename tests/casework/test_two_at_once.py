"""Two requests in the same instant, really committed: one number is given once, and one form records once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from dutybook.casework import chain, procedures, reading, store
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.models import Case, Reading
from tests.cast import THURSDAY_AT_FIVE, Cast, make_cast, report, told

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
    pytest.mark.usefixtures("tables_that_can_be_emptied"),
]

FRIDAY = THURSDAY_AT_FIVE + timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def both_at_once(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """What each of the two gave or raised."""
    barrier = Barrier(2)

    def attempt(action: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return action()
        except store.Conflict as conflict:
            return conflict
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=2) as threads:
        return list(threads.map(attempt, (first, second)))


def test_of_two_officers_in_one_instant_one_records_and_the_other_is_told(cast: Cast) -> None:
    case = report(cast.head)
    procedure = procedures.of_case(case)

    def record(by: Any) -> Callable[[], Any]:
        sent = Sent(by=by, now=FRIDAY, expected_number=2)
        return lambda: record_event(case, told(cast.head, "2026-04-03T09:00:00+01:00"), procedure=procedure, sent=sent)

    came = both_at_once(record(cast.lado), record(cast.second_lado))

    assert sorted(type(each).__name__ for each in came) == ["Conflict", "Entry"]
    conflict = next(each for each in came if isinstance(each, store.Conflict))
    assert [entry.number for entry in conflict.theirs] == [2]
    assert case.entries.count() == 2
    assert chain.verify(case) == []


def test_one_form_sent_twice_in_one_instant_opens_one_case(cast: Cast) -> None:
    token = uuid4()

    cases = both_at_once(*[lambda: report(cast.head, form_token=token)] * 2)

    assert cases[0] == cases[1]
    assert Case.objects.count() == 1
    assert Case.objects.get().entries.count() == 1


def test_two_who_open_a_case_in_one_instant_are_both_in_the_log(cast: Cast) -> None:
    case = report(cast.head)

    def read(by: Any) -> Callable[[], Any]:
        return lambda: reading.read_case(case, by=by, page="the case", now=FRIDAY)

    both_at_once(read(cast.lado), read(cast.second_lado))

    readings = list(Reading.objects.filter(case=case).order_by("number"))
    assert [each.number for each in readings] == [1, 2]
    assert readings[1].previous_hash == readings[0].hash
