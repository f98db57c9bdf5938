"""What was recorded wrongly is corrected or retracted, with a reason; the record keeps both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework import procedures, queries
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.models import Account, Case
from dutybook.casework.store import Statement
from tests.cast import THURSDAY_AT_FIVE, Cast, told
from tests.web.forms import number_on

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FRIDAY_AT_FIVE = datetime(2026, 4, 3, 16, 0, tzinfo=UTC)
TOLD_AT_THREE = "2026-04-03T15:00:00+01:00"


@pytest.fixture(autouse=True)
def on_friday(settings: Any, on_thursday: None) -> None:
    settings.DUTYBOOK_CLOCK = lambda: FRIDAY_AT_FIVE


@pytest.fixture
def recorded(case: Case, cast: Cast) -> Case:
    """The head has reported the concern on Thursday, and told the LADO on Friday at three."""
    return record(case, told(cast.head, TOLD_AT_THREE), by=cast.head, number=2)


def record(case: Case, statement: Statement, *, by: Account, number: int, now: datetime = FRIDAY_AT_FIVE) -> Case:
    sent = Sent(by=by, now=now, expected_number=number)
    record_event(case, statement, procedure=procedures.of_case(case), sent=sent)
    return case


def address(case: Case, number: int = 2, name: str = "correct") -> str:
    return reverse(name, args=[case.reference, number])


def text_of(response: Any) -> str:
    return unescape(" ".join(response.content.decode().split()))


def at(time: str, **more: Any) -> dict[str, Any]:
    when = {"happened-day": "3", "happened-month": "4", "happened-year": "2026", "happened-time": time}
    return (
        when | {"about-allegation": "allegation-1", "expected-number": "3", "why-wrong": "It was in the morning"} | more
    )


def test_the_form_holds_what_was_recorded(cast: Cast, recorded: Case, signed_in: Callable[[Account], Client]) -> None:
    page = signed_in(cast.head).get(address(recorded)).content.decode()

    for field, value in (("happened-day", "3"), ("happened-month", "4"), ("happened-time", "15:00")):
        assert f'name="{field}"' in page
        assert f'value="{value}"' in page[page.index(f'name="{field}"') - 200 :][:400]
    assert "What was wrong with the entry?" in page


def test_a_correction_takes_the_place_of_the_entry_and_both_are_on_the_page(
    cast: Cast, recorded: Case, signed_in: Callable[[Account], Client]
) -> None:
    page = text_of(signed_in(cast.head).post(address(recorded), at("09:30"), follow=True))

    assert "Entry 2 is corrected." in page
    assert "Done Friday 3 April 2026 at 09:30" in page
    entry = page[page.index("The designated officer was told <strong") :].split("</li>")[0]
    assert "Corrected</strong>" in entry
    assert "Why it was corrected: It was in the morning" in entry
    before = entry[entry.index("As it was recorded before") :]
    assert "Friday 3 April 2026 at 15:00" in before
    assert "Entry 2. Ruth Okafor" in before


def test_a_correction_needs_a_reason_and_loses_nothing_typed(
    cast: Cast, recorded: Case, signed_in: Callable[[Account], Client]
) -> None:
    response = signed_in(cast.head).post(address(recorded), at("09:30", **{"why-wrong": " "}))

    assert response.status_code == 422
    assert "Enter what was wrong with the entry" in text_of(response)
    assert 'value="09:30"' in text_of(response)
    assert recorded.entries.count() == 2


def test_answers_that_the_event_does_not_ask_are_in_the_form_and_survive_the_correction(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    head = signed_in(cast.head)
    page = head.get(address(case, 1)).content.decode()
    assert "Colin Farrow" in page[page.index('name="adult_name"') - 200 :]

    typed = at("16:00", **{"happened-day": "2", "expected-number": "2", "adult_name": "Conor Farrow",
                           "harm_may_have_happened": "yes"})  # fmt: skip
    corrected = text_of(head.post(address(case, 1), typed, follow=True))

    assert '<h1 class="govuk-heading-l">Conor Farrow</h1>' in corrected


def test_who_did_it_stays_who_did_it_when_a_colleague_corrects_it(
    cast: Cast, recorded: Case, signed_in: Callable[[Account], Client]
) -> None:
    decided = Statement(type="threshold_decided", happened_at=TOLD_AT_THREE, by=cast.lado.name, role=cast.lado.role,
                        data={"allegation": "allegation-1", "threshold": "not_met", "threshold_reason": "No harm."},
                        compartment="adult")  # fmt: skip
    record(recorded, decided, by=cast.lado, number=3)
    corrected = {"expected-number": "4", "threshold": "potentially_met", "threshold_reason": "Harm may have happened."}

    signed_in(cast.second_lado).post(address(recorded, 3), at("15:00", **corrected))

    view = queries.case_view(cast.lado, recorded.reference, page="the case", now=FRIDAY_AT_FIVE)
    assert (view.raws[-1]["by"], view.raws[-1]["recorded_by"]) == (cast.lado.name, cast.second_lado.name)


def test_a_time_that_no_field_can_hold_is_kept_when_nothing_is_typed(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    record(case, told(cast.head, "about 2026-04-03T10:00:00+01:00"), by=cast.head, number=2)
    head = signed_in(cast.head)

    assert "Leave this empty to keep that" in text_of(head.get(address(case)))
    head.post(address(case), {"about-allegation": "allegation-1", "expected-number": "3", "why-wrong": "no name"})

    view = queries.case_view(cast.head, case.reference, page="the case", now=FRIDAY_AT_FIVE)
    assert view.raws[-1]["happened_at"] == "about 2026-04-03T10:00:00+01:00"


def test_somebody_else_s_entry_is_corrected_by_them_or_by_the_team(
    cast: Cast, recorded: Case, signed_in: Callable[[Account], Client]
) -> None:
    given = Statement(type="advice_given", happened_at=TOLD_AT_THREE, by=cast.lado.name, role=cast.lado.role,
                      data={"allegation": "allegation-1"})  # fmt: skip
    record(recorded, given, by=cast.lado, number=3)
    head = signed_in(cast.head)

    assert address(recorded, 3) not in text_of(head.get(reverse("case", args=[recorded.reference])))
    assert head.get(address(recorded, 3)).status_code == 403
    assert signed_in(cast.lado).get(address(recorded, 2)).status_code == 200


def test_the_team_retracts_with_a_reason_and_the_duty_is_open_again(
    cast: Cast, recorded: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    typed = {"expected-number": "3", "why-wrong": "It was about another school"}

    page = text_of(lado.post(address(recorded, 2, "retract"), typed, follow=True))

    assert "Entry 2 is retracted." in page
    assert "Done Friday 3 April 2026 at 15:00" not in page
    assert "Was due Friday 3 April 2026 at 16:00" in page
    assert "Retracted by Dilys Marsh" in page
    assert "It was about another school" in page


def test_a_retraction_without_a_reason_is_asked_for_one(
    cast: Cast, recorded: Case, signed_in: Callable[[Account], Client]
) -> None:
    response = signed_in(cast.lado).post(address(recorded, 2, "retract"), {"expected-number": "3"})

    assert response.status_code == 422
    assert "Enter why this entry should never have been recorded" in text_of(response)


def test_only_the_team_retracts(cast: Cast, recorded: Case, signed_in: Callable[[Account], Client]) -> None:
    head = signed_in(cast.head)

    response = head.post(address(recorded, 2, "retract"), {"expected-number": "3", "why-wrong": "mine"})

    assert response.status_code == 403
    assert "retract" not in text_of(head.get(reverse("case", args=[recorded.reference])))
    assert recorded.entries.count() == 2


def test_what_was_retracted_cannot_be_corrected_and_a_form_sent_twice_retracts_once(
    cast: Cast, recorded: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    typed = {"expected-number": "3", "why-wrong": "never", "form-token": "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a03"}

    statuses = [lado.post(address(recorded, 2, "retract"), typed).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert recorded.entries.count() == 3
    assert "If it did happen, record it again" in text_of(lado.get(address(recorded, 2)))


def test_a_child_that_was_named_by_mistake_is_no_longer_offered_and_its_number_is_not_given_again(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    for number, name in ((2, "Maisie"), (3, "Tomasz")):
        child = {"child": f"child-{number - 1}", "child_name": name}
        described = Statement(type="child_described", happened_at=TOLD_AT_THREE, by=cast.head.name,
                              role=cast.head.role, data=child, compartment="child")  # fmt: skip
        record(case, described, by=cast.head, number=number)
    lado = signed_in(cast.lado)
    lado.post(address(case, 2, "retract"), {"expected-number": "4", "why-wrong": "another case"})

    form = text_of(lado.get(reverse("record", args=[case.reference, "child_described"])))
    assert "Child 2: Tomasz" in form
    assert "Maisie" not in form
    lado.post(
        reverse("record", args=[case.reference, "child_described"]),
        {"happened-not-known": "not_known", "about-child": "another", "child_name": "Zofia", "expected-number": "5",
         "done-as": "designated_officer"},
    )  # fmt: skip

    assert "Child 3: Zofia" in text_of(lado.get(reverse("record", args=[case.reference, "child_described"])))


def test_two_corrections_at_once_the_second_sees_the_first_and_its_own(
    cast: Cast, recorded: Case, signed_in: Callable[[Account], Client]
) -> None:
    by_the_head = {"done-as": "senior_manager", "done-by": "Ruth Okafor"}
    signed_in(cast.lado).post(address(recorded), at("09:00", **by_the_head))
    second = signed_in(cast.second_lado)

    response = second.post(address(recorded), at("11:00", **by_the_head))

    page = text_of(response)
    assert response.status_code == 422
    assert "Somebody else recorded in this case while you were writing" in page
    assert "Friday 3 April 2026 at 09:00" in page
    assert 'value="11:00"' in page
    assert number_on(page) == 4
    assert second.post(address(recorded), at("11:00", **by_the_head) | {"expected-number": "4"}).status_code == 302


def test_whoever_may_not_read_what_was_recorded_meanwhile_is_not_told_that_it_was(
    cast: Cast, recorded: Case, signed_in: Callable[[Account], Client]
) -> None:
    secret = Statement(type="matter_referred_to_police", happened_at=TOLD_AT_THREE, by=cast.lado.name,
                       role=cast.lado.role, data={"allegation": "allegation-1"}, compartment="police")  # fmt: skip
    record(recorded, secret, by=cast.lado, number=3)

    response = signed_in(cast.head).post(address(recorded), at("09:30"), follow=True)

    page = text_of(response)
    assert "Entry 2 is corrected." in page
    assert "referred to the police" not in page
    assert "Somebody else recorded" not in page


def test_a_correction_has_no_page_of_its_own_and_what_nobody_may_read_has_none_either(
    cast: Cast, recorded: Case, signed_in: Callable[[Account], Client]
) -> None:
    right = replace(told(cast.head, "2026-04-03T09:00:00+01:00"), corrects=2, reason="the morning")
    record(recorded, right, by=cast.head, number=3, now=THURSDAY_AT_FIVE + timedelta(days=1))
    head = signed_in(cast.head)

    assert [head.get(address(recorded, number)).status_code for number in (1, 2, 3, 7)] == [200, 200, 404, 404]
