"""How many questions a page puts to the databases does not depend on how much there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dutybook.casework import procedures
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.models import Account, Case
from tests.cast import THURSDAY_AT_FIVE, Cast, report, told

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def asked_by(client: Client, address: str) -> int:
    with CaptureQueriesContext(connections["default"]) as record, CaptureQueriesContext(connections["keys"]) as keys:
        assert client.get(address).status_code == 200
    return len(record) + len(keys)


def test_today_asks_as_much_for_six_cases_as_for_one(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(cast.lado)
    for_one = asked_by(client, reverse("today"))

    for _ in range(5):
        report(cast.head)

    assert asked_by(client, reverse("today")) == for_one


PAGES = {
    "the case": ("case", [], {}),
    "the case as it was known": ("case", [], {"known_at": "2026-04-01"}),
    "recording": ("record", ["designated_officer_told"], {}),
    "correcting": ("correct", [1], {}),
    "retracting": ("retract", [1], {}),
    "deciding": ("decide", ["standard_of_proof"], {}),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_case_asks_as_much_for_a_long_case_as_for_a_short_one(
    page: str, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    name, more, query = PAGES[page]
    client, address = signed_in(cast.lado), reverse(name, args=[case.reference, *more], query=query or None)
    for_a_short_one = asked_by(client, address)

    for number in range(2, 8):
        sent = Sent(by=cast.lado, now=THURSDAY_AT_FIVE + timedelta(minutes=number), expected_number=number)
        record_event(case, told(cast.head, "2026-04-02T17:01:00+01:00"), procedure=procedures.of_case(case), sent=sent)

    assert asked_by(client, address) == for_a_short_one
