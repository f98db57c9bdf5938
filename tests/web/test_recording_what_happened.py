"""What happened next: a form for each event, made from what the procedure asks about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework.models import Account, Case
from tests.cast import Cast
from tests.web.forms import number_on

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FRIDAY_AT_FIVE = datetime(2026, 4, 3, 16, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 4, 4, 11, 0, tzinfo=UTC)


def told_at(day: str, time: str, **more: str) -> dict[str, str]:
    when = {"happened-day": day, "happened-month": "4", "happened-year": "2026", "happened-time": time}
    return when | {"about-allegation": "allegation-1", "expected-number": "2"} | more


def address(case: Case, event: str = "designated_officer_told") -> str:
    return reverse("record", args=[case.reference, event])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_page_offers_the_deeds_that_the_open_duties_wait_for(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    page = text_of(signed_in(cast.head).get(reverse("case", args=[case.reference])))

    assert f'{address(case)}?allegation=allegation-1">The designated officer was told</a>' in page
    assert "threshold_decided" not in page


def test_telling_in_time_is_recorded_as_done(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client], settings: Any
) -> None:
    settings.DUTYBOOK_CLOCK = lambda: FRIDAY_AT_FIVE

    page = text_of(signed_in(cast.head).post(address(case), told_at("3", "15:30"), follow=True))

    assert "Recorded: The designated officer was told." in page
    assert "Done Friday 3 April 2026 at 15:30" in page
    assert "late" not in page[page.index("Done Friday 3 April 2026 at 15:30") :][:40]


def test_telling_the_lado_late_is_recorded_as_late_not_as_open(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client], settings: Any
) -> None:
    settings.DUTYBOOK_CLOCK = lambda: SATURDAY

    page = text_of(signed_in(cast.head).post(address(case), told_at("4", "10:00"), follow=True))

    assert "Done late" in page
    assert "Done Saturday 4 April 2026 at 10:00; 18 hours late" in page


def test_two_officers_at_once_the_second_sees_both_and_loses_nothing_typed(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client], settings: Any
) -> None:
    settings.DUTYBOOK_CLOCK = lambda: FRIDAY_AT_FIVE
    first, second = signed_in(cast.lado), signed_in(cast.second_lado)
    by_the_head = {"done-as": "senior_manager", "done-by": "Ruth Okafor"}
    first.post(address(case), told_at("3", "09:00", **by_the_head))

    response = second.post(address(case), told_at("3", "09:30", **by_the_head))

    page = text_of(response)
    assert response.status_code == 422
    assert "Somebody else recorded in this case while you were writing" in page
    assert "The designated officer was told, recorded by Dilys Marsh" in page
    assert 'value="09:30"' in page
    assert number_on(page) == 3
    assert case.entries.count() == 2


def test_the_second_officer_can_send_it_again_once_both_are_read(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client], settings: Any
) -> None:
    settings.DUTYBOOK_CLOCK = lambda: FRIDAY_AT_FIVE
    by_the_head = {"done-as": "senior_manager", "done-by": "Ruth Okafor"}
    signed_in(cast.lado).post(address(case), told_at("3", "09:00", **by_the_head))

    again = told_at("3", "09:30", **by_the_head) | {"expected-number": "3"}
    response = signed_in(cast.second_lado).post(address(case), again)

    assert response.status_code == 302
    assert case.entries.count() == 3


def test_a_form_sent_twice_records_once(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client], settings: Any
) -> None:
    settings.DUTYBOOK_CLOCK = lambda: FRIDAY_AT_FIVE
    head = signed_in(cast.head)
    typed = told_at("3", "15:30", **{"form-token": "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a02"})

    statuses = [head.post(address(case), typed).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert case.entries.count() == 2


def test_the_desk_is_asked_who_did_it_and_the_head_is_not(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    assert "Who did this?" in text_of(signed_in(cast.lado).get(address(case)))
    assert "Who did this?" not in text_of(signed_in(cast.head).get(address(case)))


def test_the_desk_must_name_whoever_else_did_it(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client], settings: Any
) -> None:
    settings.DUTYBOOK_CLOCK = lambda: FRIDAY_AT_FIVE

    response = signed_in(cast.lado).post(address(case), told_at("3", "09:00", **{"done-as": "senior_manager"}))

    assert "Enter the name of the person who did this" in text_of(response)
    assert case.entries.count() == 1


def test_what_a_head_adds_to_the_form_by_hand_to_speak_for_others_counts_for_nothing(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client], settings: Any
) -> None:
    settings.DUTYBOOK_CLOCK = lambda: FRIDAY_AT_FIVE
    forged = told_at("3", "15:30", **{"done-as": "designated_officer", "done-by": "Dilys Marsh"})

    page = text_of(signed_in(cast.head).post(address(case), forged, follow=True))

    assert "Entry 2. Ruth Okafor, Senior manager" in page


def test_a_step_of_another_role_is_refused_with_the_reason(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    response = signed_in(cast.head).get(address(case, "threshold_decided"))

    assert response.status_code == 403
    assert "recorded by somebody else. The designated officer can record it for them" in text_of(response)


def test_an_event_that_the_procedure_does_not_declare_has_no_form(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    assert signed_in(cast.lado).get(address(case, "ticket_closed")).status_code == 404


def test_each_event_asks_the_procedure_s_own_questions(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    page = text_of(signed_in(cast.lado).get(address(case, "threshold_decided")))

    assert "Which allegation or concern is this about?" in page
    assert 'name="threshold"' in page
    assert 'name="threshold_reason"' in page


def test_something_new_is_given_an_id_and_something_named_before_is_chosen(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client], settings: Any
) -> None:
    settings.DUTYBOOK_CLOCK = lambda: FRIDAY_AT_FIVE
    lado = signed_in(cast.lado)
    when = {key: value for key, value in told_at("3", "09:00").items() if key.startswith("happened")}
    own = {"done-as": "designated_officer"}

    lado.post(address(case, "child_described"), when | own | {"expected-number": "2", "child_name": "Tomasz"})
    page = text_of(lado.get(address(case, "child_described")))
    another = when | own | {"expected-number": "3", "child_name": "Maisie", "about-child": "another"}
    lado.post(address(case, "child_described"), another)

    assert "Child 1: Tomasz" in page
    record = text_of(lado.get(reverse("case", args=[case.reference])))
    assert "Child 2: Maisie" in record


def test_a_thing_that_must_be_chosen_is_asked_for(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client], settings: Any
) -> None:
    settings.DUTYBOOK_CLOCK = lambda: FRIDAY_AT_FIVE
    typed = {key: value for key, value in told_at("3", "09:00").items() if key != "about-allegation"}

    response = signed_in(cast.head).post(address(case), typed)

    assert "Choose an answer to “Which allegation or concern is this about?”" in text_of(response)


@pytest.mark.parametrize("event", ["duty_chased", "look_again_set"])
def test_what_is_noted_beside_a_duty_is_not_recorded_without_its_duty(
    event: str, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)

    assert lado.get(address(case, event)).status_code == 404
    assert lado.post(address(case, event), told_at("3", "15:30")).status_code == 404
    assert case.entries.count() == 1
