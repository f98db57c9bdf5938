"""The case page: as it stands, as it was known on another day, and why each question is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework import procedures
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.models import Account, Case, Reading
from dutybook.casework.store import Statement
from tests.cast import THURSDAY_AT_FIVE, Cast, report, told

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SATURDAY = datetime(2026, 4, 4, 11, 0, tzinfo=UTC)
THE_SIXTH = datetime(2026, 4, 6, 11, 0, tzinfo=UTC)


@pytest.fixture
def told_on_friday(case: Case, cast: Cast, settings: Any, on_thursday: None) -> Case:
    """The head told the LADO on Friday at ten; it was recorded on Saturday; today is Monday the sixth."""
    sent = Sent(by=cast.head, now=SATURDAY, expected_number=2)
    record_event(case, told(cast.head, "2026-04-03T10:00:00+01:00"), procedure=procedures.of_case(case), sent=sent)
    settings.DUTYBOOK_CLOCK = lambda: THE_SIXTH
    return case


def text_of(response: Any) -> str:
    return unescape(" ".join(response.content.decode().split()))


def _sent(by: Account, number: int) -> Sent:
    return Sent(by=by, now=THURSDAY_AT_FIVE, expected_number=number)


def address(case: Case, **query: str) -> str:
    return reverse("case", args=[case.reference], query=query or None)


def test_what_was_recorded_later_is_not_there_on_the_page_of_an_earlier_day(
    cast: Cast, told_on_friday: Case, signed_in: Callable[[Account], Client]
) -> None:
    head = signed_in(cast.head)

    as_known_on_friday = text_of(head.get(address(told_on_friday, known_at="2026-04-03")))
    now = text_of(head.get(address(told_on_friday)))

    assert "Was due Friday 3 April 2026 at 16:00" in as_known_on_friday
    assert "Entry 2" not in as_known_on_friday
    assert "Done Friday 3 April 2026 at 10:00" in now


def test_as_at_an_earlier_day_what_had_not_happened_yet_is_left_out_though_it_is_known_now(
    cast: Cast, told_on_friday: Case, signed_in: Callable[[Account], Client]
) -> None:
    page = text_of(signed_in(cast.head).get(address(told_on_friday, at="2026-04-02")))

    assert "Due Friday 3 April 2026 at 16:00" in page
    assert "Entry 2" not in page


def test_both_clocks_are_asked_apart(cast: Cast, told_on_friday: Case, signed_in: Callable[[Account], Client]) -> None:
    page = text_of(signed_in(cast.head).get(address(told_on_friday, at="2026-04-06", known_at="2026-04-03")))

    assert "as at Monday 6 April 2026 at 12:00, as it was known by the end of Friday 3 April 2026" in page
    assert "2 days and 20 hours late" in page


def test_a_banner_says_so_and_nothing_can_be_recorded_from_there(
    cast: Cast, told_on_friday: Case, signed_in: Callable[[Account], Client]
) -> None:
    head = signed_in(cast.lado)

    page = text_of(head.get(address(told_on_friday, known_at="2026-04-03")))

    assert "Not as it is now" in page
    assert "nothing can be recorded from here" in page
    for offered in ("/record/", "/correct", "/retract", "/decisions/"):
        assert offered in text_of(head.get(address(told_on_friday)))
        assert offered not in page


def test_the_days_are_typed_in_fields_and_become_an_address_that_can_be_kept(
    cast: Cast, told_on_friday: Case, signed_in: Callable[[Account], Client]
) -> None:
    head = signed_in(cast.head)
    fields = {"known_at-day": "3", "known_at-month": "4", "known_at-year": "2026", "at-day": "", "at-month": "",
              "at-year": ""}  # fmt: skip

    response = head.get(address(told_on_friday, **fields))

    assert response["Location"] == address(told_on_friday, known_at="2026-04-03")
    assert 'value="2026"' in text_of(head.get(response["Location"]))


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"known_at": "2026-04-07"}, "must be today or in the past"),
        ({"at": "the 3rd"}, "Enter a real date"),
        ({"at": "9999-01-01"}, "must be between 1900 and 2200"),
        ({"at-day": "31", "at-month": "4", "at-year": "2026"}, "Enter a real date"),
        ({"at-day": "3"}, "must include a month and a year"),
    ],
)
def test_a_day_that_cannot_be_shown_says_what_to_do(
    query: dict[str, str], problem: str, cast: Cast, told_on_friday: Case, signed_in: Callable[[Account], Client]
) -> None:
    response = signed_in(cast.head).get(address(told_on_friday, **query))

    assert response.status_code == 422
    assert "There is a problem" in text_of(response)
    assert problem in text_of(response)


def test_today_is_the_page_as_it_is_now(
    cast: Cast, told_on_friday: Case, signed_in: Callable[[Account], Client]
) -> None:
    page = text_of(signed_in(cast.head).get(address(told_on_friday, at="2026-04-06", known_at="2026-04-06")))

    assert "Not as it is now" not in page


def test_the_reading_log_says_that_it_was_read_as_it_was_known(
    cast: Cast, told_on_friday: Case, signed_in: Callable[[Account], Client]
) -> None:
    signed_in(cast.head).get(address(told_on_friday, known_at="2026-04-03"))

    assert [each.page for each in Reading.objects.filter(case=told_on_friday)] == ["the case as it was known"]


def test_the_adult_is_called_what_they_were_known_as_then(
    cast: Cast, told_on_friday: Case, signed_in: Callable[[Account], Client]
) -> None:
    named = Statement(type="subject_described", happened_at="2026-04-05", by=cast.lado.name, role=cast.lado.role,
                      data={"adult_name": "Conor Farrow"}, compartment="adult")  # fmt: skip
    sent = Sent(by=cast.lado, now=THE_SIXTH, expected_number=3)
    record_event(told_on_friday, named, procedure=procedures.of_case(told_on_friday), sent=sent)
    lado = signed_in(cast.lado)

    assert '<h1 class="govuk-heading-l">Conor Farrow</h1>' in text_of(lado.get(address(told_on_friday)))
    before = text_of(lado.get(address(told_on_friday, known_at="2026-04-04")))
    assert '<h1 class="govuk-heading-l">Colin Farrow</h1>' in before


def test_both_clocks_stand_on_every_entry(
    cast: Cast, told_on_friday: Case, signed_in: Callable[[Account], Client]
) -> None:
    page = text_of(signed_in(cast.head).get(address(told_on_friday)))

    entry = page[page.index("Entry 2.") - 200 :][:500]
    assert "Friday 3 April 2026 at 10:00" in entry
    assert "Recorded Saturday 4 April 2026 at 12:00 by Ruth Okafor" in entry


def test_every_question_says_which_duty_or_decision_waits_for_it_and_its_paragraph(
    cast: Cast, signed_in: Callable[[Account], Client]
) -> None:
    case = report(cast.head, harm_may_have_happened="not_known")
    record_event(case, told(cast.head, "2026-04-02"), procedure=procedures.of_case(case), sent=_sent(cast.head, 2))
    held = Statement(type="initial_discussion_held", happened_at="2026-04-02", by=cast.lado.name,
                     role=cast.lado.role, data={"allegation": "allegation-1"}, compartment="adult",
                     reason="The head is not the subject.")  # fmt: skip
    record_event(case, held, procedure=procedures.of_case(case), sent=_sent(cast.lado, 3))

    page = text_of(signed_in(cast.lado).get(address(case)))

    found = page[page.index('id="find-out"') :].split("</section>")[0]
    asked = found.split("<details")[1:]
    assert len(asked) >= 3
    assert all("Why is this asked?" in each and ("/procedures/" in each or "Our own prompt" in each) for each in asked)
    assert "#duty-" in found
    offence = next(each for each in asked if "possibly committed a criminal offence" in each)
    assert '#decision-threshold">' in offence


def test_square_brackets_that_somebody_typed_stay(cast: Cast, signed_in: Callable[[Account], Client]) -> None:
    case = report(cast.head, what_happened="He said [sic] that he fell.")

    assert "He said [sic] that he fell." in text_of(signed_in(cast.head).get(address(case)))
