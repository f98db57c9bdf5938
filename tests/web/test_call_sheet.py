"""The desk's call sheet: any order, one line is enough, three moments kept apart, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from dutybook import packs
from dutybook.casework.models import Account, Case, Draft, Entry
from tests.cast import Cast, account

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SHEET = UUID("7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a01")
ADDRESS = f"/calls/{SHEET}"
NOTES = {"call_notes": "Head of Alder Lane: a pupil says a TA pushed him.\nMother knows."}
TYPED = NOTES | {
    "incident_on-day": "1",
    "incident_on-month": "4",
    "incident_on-year": "2026",
    "happened-day": "2",
    "happened-month": "4",
    "happened-year": "2026",
    "happened-time": "09:00",
    "call-came-day": "2",
    "call-came-month": "4",
    "call-came-year": "2026",
    "call-came-time": "16:40",
    "caller_name": "Ruth Okafor",
    "caller-role": "senior_manager",
    "caller_may_be_named": "yes",
    "adult_name": "Colin Farrow",
    "harm_may_have_happened": "yes",
}


@pytest.fixture
def desk(cast: Cast, signed_in: Callable[[Account], Client]) -> Client:
    return signed_in(cast.lado)


def recorded(client: Client, typed: dict[str, str]) -> dict[str, dict]:
    """The case's entries by their type, as the desk reads them."""
    response = client.post(ADDRESS, typed)
    assert response.status_code == 302, response.content.decode()
    return entries(client, response["Location"])


def entries(client: Client, case: str) -> dict[str, dict]:
    file = client.get(f"{case}/case.yaml").content.decode()
    return {each["type"]: each for each in packs.read_case(file).raw["entries"]}


def test_a_line_of_notes_is_enough_to_record_a_call(desk: Client) -> None:
    found = recorded(desk, {"call_notes": "Somebody rang about a coach."})

    assert found["call_taken"]["data"]["call_notes"] == "Somebody rang about a coach."
    assert set(found) == {"concern_raised", "call_taken", "designated_officer_told"}


def test_without_a_line_of_notes_it_says_what_to_do_and_loses_nothing(desk: Client) -> None:
    response = desk.post(ADDRESS, TYPED | {"call_notes": " "})

    assert response.status_code == 422
    assert "Write a line of notes" in response.content.decode()
    assert 'value="Colin Farrow"' in response.content.decode()
    assert not Case.objects.exists()


def test_the_three_moments_stay_three(desk: Client) -> None:
    found = recorded(desk, TYPED)

    assert str(found["concern_raised"]["data"]["incident_on"]) == "2026-04-01"
    assert found["concern_raised"]["happened_at"] == "2026-04-02T09:00:00+01:00"
    assert found["call_taken"]["happened_at"] == "2026-04-02T16:40:00+01:00"
    assert found["designated_officer_told"]["happened_at"] == "2026-04-02T16:40:00+01:00"


def test_the_call_tells_the_desk_and_the_clock_counts_from_when_they_first_knew(desk: Client) -> None:
    page = " ".join(desk.post(ADDRESS, TYPED, follow=True).content.decode().split())

    assert "Done Thursday 2 April 2026 at 16:40" in page
    assert "Tell the duty LADO within 24 hours" in page


def test_while_nobody_knows_when_they_first_knew_the_call_does_not_stand_in_for_it(desk: Client) -> None:
    typed = {key: value for key, value in TYPED.items() if not key.startswith("happened")}

    found = recorded(desk, typed)

    assert found["concern_raised"]["happened_at"] == "not known"
    assert found["call_taken"]["happened_at"] == "2026-04-02T16:40:00+01:00"


def test_a_call_before_anybody_knew_is_asked_about(desk: Client) -> None:
    response = desk.post(ADDRESS, TYPED | {"happened-time": "16:50"})

    assert response.status_code == 422
    assert "The call cannot have come before anybody knew" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"call-came-time": "18:00"}, "must be now or in the past"),
        ({"call-came-day": "3"}, "must be now or in the past"),
        ({"happened-day": "31"}, "Enter a real date for"),
        ({"caller-role": "astronaut"}, "Choose one of the answers to"),
    ],
)
def test_what_cannot_be_read_is_kept_and_said(desk: Client, typed: dict[str, str], problem: str) -> None:
    response = desk.post(ADDRESS, TYPED | typed)

    assert response.status_code == 422
    assert problem in response.content.decode()
    assert "Mother knows.</textarea>" in desk.get(ADDRESS).content.decode()


def test_who_rang_is_person_a_to_everybody_but_the_desk_unless_they_may_be_named(desk: Client) -> None:
    found = recorded(desk, TYPED | {"caller_name": "Wilma Stead", "caller_may_be_named": "", "origin": "child"})

    raised, told, call = found["concern_raised"], found["designated_officer_told"], found["call_taken"]
    assert (raised["by"], raised["as"], told["by"]) == ("Person A", "referrer", "Person A")
    assert "Wilma" not in str(raised) + str(told)
    assert "origin" not in raised["data"]
    assert call["data"]["caller_name"] == "Wilma Stead"
    assert call["told_by"].startswith("Wilma Stead, Senior manager")
    assert {each.type: each.compartment for each in Entry.objects.all()}["call_taken"] == "source"


def test_who_may_be_named_is_named(desk: Client) -> None:
    found = recorded(desk, TYPED)

    assert (found["concern_raised"]["by"], found["concern_raised"]["as"]) == ("Ruth Okafor", "senior_manager")


def test_it_is_kept_while_it_is_written_and_answers_with_the_clocks(desk: Client) -> None:
    answer = desk.post(ADDRESS, TYPED | {"keep": "quietly"}).content.decode()

    assert "<!DOCTYPE html>" not in answer
    assert "Kept Thursday 2 April 2026 at 17:00. Nothing is on record yet." in answer
    assert "Tell the duty LADO within 24 hours" in answer
    assert b"pupil" not in bytes(Draft.objects.get().ciphertext)
    assert not Case.objects.exists()


def test_the_clocks_say_whom_to_ring_at_this_hour(desk: Client) -> None:
    answer = desk.post(ADDRESS, TYPED | {"so_serious": "yes", "keep": "quietly"}).content.decode()

    assert "Whom to ring now" in answer
    assert "0345 6042 886" in answer


def test_no_clock_starts_before_there_is_a_line(desk: Client) -> None:
    assert "No clock can start yet" in desk.get(ADDRESS).content.decode()


def test_a_half_done_sheet_is_listed_as_unfinished_and_can_be_gone_on_with(
    desk: Client, cast: Cast, signed_in: Callable[[Account], Client]
) -> None:
    desk.post(ADDRESS, NOTES | {"keep": "yes"})

    for page in (reverse("today"), reverse("call_sheets")):
        listed = desk.get(page).content.decode()
        assert f'href="{ADDRESS}">Head of Alder Lane: a pupil says a TA pushed him.</a>' in listed
    assert "Mother knows.</textarea>" in desk.get(ADDRESS).content.decode()
    assert "Alder Lane" not in signed_in(cast.second_lado).get(ADDRESS).content.decode()


def test_a_sheet_can_be_thrown_away(desk: Client) -> None:
    desk.post(ADDRESS, NOTES | {"keep": "yes"})

    desk.post(ADDRESS, NOTES | {"throw-away": "yes"})

    assert not Draft.objects.exists()
    assert not Case.objects.exists()


def test_a_sheet_sent_twice_opens_one_case_and_leaves_nothing_unfinished(desk: Client) -> None:
    first, second = desk.post(ADDRESS, TYPED), desk.post(ADDRESS, TYPED)

    assert first["Location"] == second["Location"] == desk.get(ADDRESS)["Location"]
    assert (Case.objects.count(), Entry.objects.count()) == (1, 3)
    assert not Draft.objects.exists()


def test_whoever_answers_the_desk_s_telephone_can_take_the_call(
    cast: Cast, signed_in: Callable[[Account], Client]
) -> None:
    desk = signed_in(account("Wyn Adebayo", "duty_desk", cast.authority))

    assert recorded(desk, NOTES)["call_taken"]["as"] == "duty_desk"


def test_a_head_is_told_that_calls_are_the_desk_s(cast: Cast, signed_in: Callable[[Account], Client]) -> None:
    refused = signed_in(cast.head).get(ADDRESS)

    assert refused.status_code == 403
    assert "Report a concern of your own instead" in refused.content.decode()
