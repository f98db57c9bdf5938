"""A NUL in an address, a question or a form: refused or left out, and never a fault of ours, on either database."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework.models import Account, Case
from tests.access.policy import ADDRESSED
from tests.access.test_sweep import addresses, published
from tests.cast import Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

HELD = [path for _, path in sorted(published().values()) if "{" in path] + [
    "/" + pattern.replace("<", "{").replace(">", "}").replace("str:", "").replace("int:", "").replace("uuid:", "")
    for name, pattern in addresses()
    if "<str:" in pattern and not name.startswith("api:")
]


@pytest.fixture
def lado(cast: Cast, signed_in: Callable[[Account], Client]) -> Client:
    client = signed_in(cast.lado)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", HELD)
def test_no_address_with_a_nul_in_it_is_there(path: str, method: str, case: Case, lado: Client) -> None:
    known = {**ADDRESSED, "reference": case.reference, "name": case.procedure}
    whole = {each: known.get(each, 1) for each in re.findall(r"{(\w+)}", path)}
    texts = [each for each, value in whole.items() if isinstance(value, str)]

    for each in texts:
        address = path.format_map(whole | {each: "%00" + str(whole[each])})
        assert getattr(lado, method)(address).status_code in (400, 404), address


@pytest.mark.parametrize("address", ["/", "/api/v1/due"])
def test_a_question_with_a_nul_is_refused(address: str, case: Case, lado: Client) -> None:
    assert lado.get(address + "?from=%00&limit=24%20hours&at=%00").status_code == 400


def test_a_nul_that_a_form_holds_is_left_out(cast: Cast, case: Case, lado: Client) -> None:
    typed = {"happened-not-known": "not_known", "about-allegation": "allegation-1", "expected-number": "2",
             "done-as": "senior_manager", "done-by": "Ruth\0 Okafor"}  # fmt: skip

    response = lado.post(reverse("record", args=[case.reference, "designated_officer_told"]), typed, follow=True)

    assert "Ruth Okafor, Senior manager" in response.content.decode()


def test_a_nul_in_what_a_program_sends_is_refused(case: Case, lado: Client) -> None:
    body = {"type": "designated_officer_told", "happened_at": "not known", "by": "Ruth\0", "expected_number": 2}

    response = lado.post(f"/api/v1/cases/{case.reference}/entries", body, content_type="application/json")

    assert response.status_code == 400
    assert case.entries.count() == 1
