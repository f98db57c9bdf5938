"""What somebody may not read leaves no gap: whoever reads a part of a case reads the same with and without the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dutybook.casework import procedures
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.store import Statement
from tests.access.test_sweep import INTERFACE, Key, Sweep, published, said, sweep, under_a_case
from tests.access.world import World
from tests.cast import THURSDAY_AT_FIVE

__all__ = ["sweep"]

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

DRAWN_FOR_EACH_FORM = re.compile(r'name="(?:form-token|expected-number)"\s+value="[^"]*"')
LARGEST_TRIED = 6


def hide(world: World, how_many: int) -> None:
    """The desk records what the police alone may read beside it."""
    for _ in range(how_many):
        number = world.case.entries.count() + 1
        data = {"allegation": "allegation-1"}
        statement = Statement(type="matter_referred_to_police", happened_at="2026-04-02", by="Dilys Marsh",
                              role="designated_officer", data=data, compartment="police")  # fmt: skip
        sent = Sent(by=world.people["team"], now=THURSDAY_AT_FIVE, expected_number=number)
        record_event(world.case, statement, procedure=procedures.of_case(world.case), sent=sent)


def everything(browser: Sweep) -> dict[Key, str]:
    """What is said under the case's address, asked and sent; the number that a form carries is sealed."""
    answers = browser.everything(names=under_a_case())
    for answer in answers.values():
        answer.cookies.pop("messages", None)
    return {key: DRAWN_FOR_EACH_FORM.sub("", said(answer)) for key, answer in answers.items()}


def send(client: Client, world: World, number: int) -> Any:
    body = {"type": "designated_officer_told", "happened_at": "2026-04-02T16:30:00+01:00",
            "data": {"allegation": "allegation-1"}, "expected_number": number}  # fmt: skip
    return client.post(f"/api/v1/cases/{world.case.reference}/entries", body, content_type="application/json")


def test_whoever_may_not_read_an_entry_gets_the_same_from_every_address_without_it(
    world: World, sweep: Callable[[str], Sweep]
) -> None:
    browser = sweep("involved")
    before = everything(browser)

    hide(world, 2)

    after = everything(browser)
    assert [key for key in before if before[key] != after[key]] == []


def test_the_interface_numbers_what_its_reader_reads_and_expects_the_number_after_it(
    world: World, sweep: Callable[[str], Sweep]
) -> None:
    hide(world, 1)

    found = sweep("involved").everything(names=[("case", INTERFACE)])["case", INTERFACE].json()

    numbers = [each["seq"] for each in found["entries"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert found["next_number"] == len(numbers) + 1
    assert len(numbers) < world.case.entries.count()


@pytest.mark.parametrize("hidden", [0, 3])
def test_only_the_number_after_what_one_has_read_is_taken_whatever_is_hidden(
    hidden: int, world: World, sweep: Callable[[str], Sweep]
) -> None:
    hide(world, hidden)
    client = sweep("involved").client
    own = 2

    refused = [number for number in range(LARGEST_TRIED, own, -1) if send(client, world, number).status_code == 409]
    taken = send(client, world, own)

    assert refused == list(range(LARGEST_TRIED, own, -1))
    assert (taken.status_code, taken.json()["entry"]["seq"], taken.json()["next_number"]) == (201, own, own + 1)


def test_every_operation_that_records_in_a_case_gives_back_its_readers_own_number(
    world: World, sweep: Callable[[str], Sweep]
) -> None:
    hide(world, 2)
    recording = [key for key in under_a_case() if key[1] == INTERFACE and published()[key[0]][0] == "post"]

    answers = sweep("involved").everything(names=recording)

    given = {key: answer.json() for key, answer in answers.items() if "entry" in answer.json()}
    assert len(given) >= 5
    assert {each["entry"]["seq"] for each in given.values()} == {2}
    # A duty that two readings of the text word is left undone twice.
    assert {key[0]: each["next_number"] for key, each in given.items() if each["next_number"] != 3} == {
        "leave_undone": 4
    }
