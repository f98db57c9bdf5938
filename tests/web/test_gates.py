"""What the procedure puts before a step stands before its form; what was done all the same is listed with why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework.models import Account, Case
from tests.cast import Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FRIDAY_AT_FIVE = datetime(2026, 4, 3, 16, 0, tzinfo=UTC)


@pytest.fixture
def lado(cast: Cast, signed_in: Callable[[Account], Client], settings: Any, on_thursday: None) -> Client:
    settings.DUTYBOOK_CLOCK = lambda: FRIDAY_AT_FIVE
    return signed_in(cast.lado)


def address(case: Case, event: str, **about: str) -> str:
    return reverse("record", args=[case.reference, event], query=about or None)


def text_of(response: Any) -> str:
    return unescape(" ".join(response.content.decode().split()))


def typed(**more: str) -> dict[str, str]:
    when = {"happened-day": "3", "happened-month": "4", "happened-year": "2026", "happened-time": "15:00"}
    own = {"about-allegation": "allegation-1", "expected-number": "2", "done-as": "designated_officer"}
    return when | own | more


def test_a_gate_that_refuses_shows_why_and_its_paragraph_and_no_form(case: Case, lado: Client) -> None:
    page = text_of(lado.get(address(case, "case_closed")))

    assert "This cannot be recorded now" in page
    assert "followed to its conclusion, whether or not the person has left or co-operates" in page
    assert '#gate-every-outcome-before-closing">Paras 55 and 60</a>' in page
    assert "<form" not in page[page.index("<main") :]


def test_what_has_already_happened_is_recorded_past_a_gate_that_refuses_with_the_reason(
    case: Case, lado: Client
) -> None:
    refused = text_of(lado.get(address(case, "case_closed")))
    link = address(case, "case_closed", already="yes")
    assert f'href="{link}"' in refused

    without = lado.post(link, typed())
    done = lado.post(link, typed(**{"why-all-the-same": "It was closed on paper before anybody looked."}), follow=True)

    assert (without.status_code, case.entries.count()) == (422, 2)
    assert "Enter why it is done all the same" in text_of(without)
    assert "out of order" in text_of(done).lower()


def test_a_form_sent_past_a_gate_that_refuses_records_nothing_and_loses_nothing(case: Case, lado: Client) -> None:
    response = lado.post(address(case, "case_closed"), typed(**{"happened-time": "15:07"}))

    assert response.status_code == 422
    assert "This cannot be recorded now" in text_of(response)
    assert 'value="15:07"' in text_of(response)
    assert case.entries.count() == 1


def test_a_gate_that_asks_for_a_reason_stands_above_the_form_with_the_question(case: Case, lado: Client) -> None:
    page = text_of(lado.get(address(case, "risk_decided", allegation="allegation-1")))

    assert "Something comes before this" in page
    assert "The level of concern is evaluated before the risk is judged." in page
    assert '#gate-level-of-concern-first">Para 38</a>' in page
    assert "Why is it done all the same?" in page


def test_without_the_reason_nothing_is_recorded(case: Case, lado: Client) -> None:
    response = lado.post(address(case, "risk_decided"), typed(risk_judgement="He has no contact with children now."))

    assert response.status_code == 422
    assert "Enter why it is done all the same" in text_of(response)
    assert "He has no contact with children now.</textarea>" in text_of(response)
    assert case.entries.count() == 1


def test_with_the_reason_it_is_recorded_and_listed_as_out_of_order(case: Case, lado: Client) -> None:
    reason = "He was to start elsewhere that afternoon"

    page = text_of(lado.post(address(case, "risk_decided"), typed(**{"why-all-the-same": reason}), follow=True))

    listed = page[page.index('id="out-of-order"') :].split("</section>")[0]
    assert "It was judged whether the person poses a risk of harm" in listed
    assert "The level of concern is evaluated before the risk is judged" in listed
    assert f"Reason given: {reason}" in listed


def test_an_open_gate_asks_nothing_and_nothing_is_out_of_order(case: Case, lado: Client) -> None:
    lado.post(address(case, "level_of_concern_evaluated"), typed())

    page = text_of(lado.get(address(case, "risk_decided", allegation="allegation-1")))
    after = text_of(lado.post(address(case, "risk_decided"), typed(**{"expected-number": "3"}), follow=True))

    assert "Something comes before this" not in page
    assert "Why is it done all the same?" not in page
    assert "Recorded: It was judged" in after
    assert "Done out of order" not in after


def test_a_form_sent_twice_past_a_gate_records_once(case: Case, lado: Client) -> None:
    again = typed(**{"why-all-the-same": "urgent", "form-token": "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a04"})

    statuses = [lado.post(address(case, "risk_decided"), again).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert case.entries.count() == 2
