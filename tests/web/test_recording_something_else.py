"""Everything that can be recorded in a case is found by words: what is waited for first, then by stage of the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework import procedures
from dutybook.casework.chasing import BESIDE_A_DUTY
from dutybook.casework.models import Account, Case
from tests.cast import Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def page_of(client: Client, case: Case, words: str = "") -> str:
    address = reverse("something_else", args=[case.reference], query={"words": words} if words else None)
    return " ".join(client.get(address).content.decode().split())


def test_the_desk_reaches_every_event_of_the_procedure(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    page = page_of(signed_in(cast.lado), case)

    rules = procedures.of_case(case).editions[0][1]
    decided = {decision.id for decision in rules.decisions.values()}
    for event in rules.events.values():
        offered = f"/record/{event.id}" in page or any(f"/decisions/{fact}" in page for fact in decided & {*event.asks})
        assert offered != (event.id in BESIDE_A_DUTY), event.id


def test_every_event_of_the_procedures_that_ship_has_its_stage(case: Case) -> None:
    rules = procedures.of_case(case).editions[0][1]
    stages = rules.plain["vocabularies"]["stages"].more["values"].values()
    placed = [event for stage in stages for event in stage.more.get("events", ())]

    assert sorted(placed) == sorted(set(placed))
    assert not {*rules.events} - {*placed} - {*BESIDE_A_DUTY} - {"call_taken"}


def test_what_the_procedure_waits_for_comes_first(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    page = page_of(signed_in(cast.head), case)

    assert page.index("What the procedure waits for now") < page.index("The concern</h2>")
    waited = page[page.index("What the procedure waits for now") :].split("</section>")[0]
    assert "/record/designated_officer_told?allegation=allegation-1" in waited


def test_words_find_what_speaks_of_them_in_its_title_or_its_questions(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)

    assert "The suspension ended" in page_of(lado, case, "suspension ended")
    assert "A concern was raised" not in page_of(lado, case, "suspension ended")
    assert "Somebody asked for minutes" in page_of(lado, case, "information GOVERNANCE")


def test_words_that_nothing_speaks_of_say_what_to_do(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    assert "Try one other word" in page_of(signed_in(cast.lado), case, "zeppelin")


def test_nobody_is_offered_what_others_record(cast: Cast, case: Case, signed_in: Callable[[Account], Client]) -> None:
    page = page_of(signed_in(cast.head), case)

    assert "/record/police_reviewed" not in page
    assert "/record/child_described" in page


def test_a_decision_that_one_takes_oneself_leads_to_its_pages_and_not_to_a_form(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    page = page_of(signed_in(cast.lado), case)

    assert "/decisions/threshold?allegation=allegation-1" in page
    assert "/record/threshold_decided" not in page


def test_no_stored_name_is_shown(cast: Cast, case: Case, signed_in: Callable[[Account], Client]) -> None:
    shown: Any = page_of(signed_in(cast.lado), case).split("<main")[1].split("</main>")[0]

    assert not [each.split("<")[0] for each in shown.split(">") if "_" in each.split("<")[0]]
