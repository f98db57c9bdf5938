"""Today: what is mine, what I wait for, and what has no number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dutybook.casework import demonstration, procedures
from dutybook.casework.actions import chasing
from dutybook.casework.actions.chasing import compartment_of
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.chasing import LOOK_AGAIN, LOOK_AGAIN_DUTY, LOOK_AGAIN_ON
from dutybook.casework.models import Account, Case, Demonstration, Entry
from dutybook.casework.queries import case_view
from dutybook.casework.store import Statement
from tests.cast import THURSDAY_AT_FIVE, Cast, report, told

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TELL = "tell-the-lado-24-hours"
CHASED = {
    "happened-day": "2",
    "happened-month": "4",
    "happened-year": "2026",
    "happened-time": "16:50",
    "chased_by_means_of": "telephone",
    "said_when_chased": "They will ring back after school.",
    "form-token": "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a02",
    "expected-number": "2",
}


def part(client: Client, name: str) -> str:
    page = " ".join(client.get(reverse("today")).content.decode().split())
    return page[page.index(f'<section aria-labelledby="{name}">') :].split("</section>")[0]


def chase(case: Case, duty: str = TELL) -> str:
    return reverse("chase", args=[case.reference, duty]) + "?allegation=allegation-1"


def look_again(case: Case, duty: str) -> str:
    return reverse("look_again", args=[case.reference, duty]) + "?allegation=allegation-1"


def test_what_is_mine_and_dated_says_whom_to_ring_and_that_the_hours_are_not_given(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    dated = part(signed_in(cast.head), "dated")

    assert "Tell the duty LADO within 24 hours" in dated
    assert "Duty LADO (the procedure does not give its hours)" in dated
    assert dated.index("<strong>999</strong>") < dated.index("<strong>0300 111 8007</strong>")
    assert dated.index("Emergency Duty Service (outside working hours)") < dated.index("<strong>0345 6042 886</strong>")
    assert "do not ring" not in dated


def test_in_a_demonstration_nobody_is_to_ring_a_published_number(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    Demonstration.objects.create(made_at=THURSDAY_AT_FIVE)
    assert demonstration.is_demonstration()

    assert "published number, do not ring" in part(signed_in(cast.head), "dated")


def test_what_others_owe_says_whose_it_is_since_when_and_that_nobody_has_chased(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)

    waiting = part(lado, "waiting")

    assert "Tell the duty LADO within 24 hours" in waiting
    assert "Senior manager" in waiting
    assert "Since Thursday 2 April 2026 at 16:00." in waiting
    assert "Not chased yet." in waiting
    assert "Tell the duty LADO within 24 hours" not in part(lado, "dated")


def test_chasing_is_one_short_form_and_shows_how_and_what_they_said(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    opened = lado.get(chase(case)).content.decode()
    assert 'value="17:00"' in opened  # now stands there already

    answer = lado.post(chase(case), CHASED)

    assert answer["Location"] == reverse("today")
    waiting = part(lado, "waiting")
    assert "Last chased Thursday 2 April 2026 at 16:50 by Dilys Marsh, by telephone." in waiting
    assert "They said: They will ring back after school." in waiting
    assert "Due Friday 3 April 2026 at 16:00" in waiting


def test_chased_without_saying_how_says_what_to_do_and_keeps_what_was_typed(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    response = signed_in(cast.lado).post(chase(case), CHASED | {"chased_by_means_of": ""})

    assert response.status_code == 422
    assert "Choose how you asked" in response.content.decode()
    assert "They will ring back after school.</textarea>" in response.content.decode()
    assert case.entries.count() == 1


def test_chased_twice_by_one_form_is_chased_once(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)

    lado.post(chase(case), CHASED)
    lado.post(chase(case), CHASED)

    assert [each.type for each in Entry.objects.order_by("number")] == ["concern_raised", "duty_chased"]


def test_a_note_clashes_with_nothing_that_others_recorded_meanwhile(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado, head = signed_in(cast.lado), signed_in(cast.head)

    head.post(chase(case), CHASED | {"form-token": "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a03"})
    answer = lado.post(chase(case), CHASED)

    assert answer.status_code == 302
    assert [each.number for each in case.entries.order_by("number")] == [1, 2, 3]


@pytest.mark.parametrize(
    ("owner", "compartment"),
    [
        ("police_officer", "police"),  # the employer does not read what the police say about their enquiry
        ("employer", "employment"),
        ("senior_manager", "employment"),
        ("social_care", "adult"),
        ("designated_officer", "adult"),
    ],
)
def test_what_is_said_stays_in_the_part_of_whoever_was_chased(owner: str, compartment: str) -> None:
    assert compartment_of(owner) == compartment


def test_a_duty_without_a_number_gets_no_date_and_is_folded_to_a_count(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    standing = part(signed_in(cast.lado), "standing")

    assert "No day that somebody chose has come." in standing
    assert " without a number" in standing
    assert "more without a number" not in standing
    assert "Due " not in standing


def test_a_duty_without_a_number_comes_up_on_the_day_that_somebody_chose_and_says_whose_day_it_is(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client], settings: Any
) -> None:
    lado = signed_in(cast.lado)
    duty = without_a_number(lado)
    typed = {"look_again_on-day": "8", "look_again_on-month": "4", "look_again_on-year": "2026", "expected-number": "2"}

    assert lado.post(look_again(case, duty), typed).status_code == 302

    chosen = "Dilys Marsh chose to look at this again on Wednesday 8 April 2026"
    assert "No day that somebody chose has come." in part(lado, "standing")
    assert chosen in part(lado, "standing")
    settings.DUTYBOOK_CLOCK = lambda: datetime(2026, 4, 8, 7, 0, tzinfo=UTC)
    standing = part(lado, "standing")
    assert chosen + '. <span class="db-quiet">This is not a date of the procedure.' in standing
    assert "No day that somebody chose has come." not in standing


def test_a_day_to_look_again_that_was_not_entered_is_asked_for(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)

    response = lado.post(look_again(case, without_a_number(lado)), {"expected-number": "2"})

    assert response.status_code == 422
    assert "Enter the day on which you want to look at this again" in response.content.decode()


@pytest.mark.parametrize("person", ["outsider", "far_lado", "police", "subject"])
def test_whoever_may_not_see_a_case_notes_nothing_in_it(
    person: str, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(getattr(cast, person))

    answers = [client.post(chase(case), CHASED), client.post(look_again(case, TELL), CHASED)]

    assert [each.status_code for each in answers] == [404, 404]
    assert case.entries.count() == 1


def test_a_duty_that_the_case_does_not_have_cannot_be_noted_beside(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    assert signed_in(cast.lado).get(chase(case, "no-such-duty")).status_code == 404


def test_what_was_overdue_and_is_mine_comes_first(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client], settings: Any
) -> None:
    settings.DUTYBOOK_CLOCK = lambda: datetime(2026, 4, 4, 12, 0, tzinfo=UTC)
    report(cast.head, now=datetime(2026, 4, 4, 11, 0, tzinfo=UTC), adult_name="Una Bright")

    dated = part(signed_in(cast.head), "dated")

    assert dated.index("Was due Friday 3 April 2026 at 16:00; 21 hours late") < dated.index("Due the end of Tuesday")


def test_today_asks_as_much_with_many_notes_as_with_none(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    without = queries(lado)

    for number in range(2, 6):
        sent = Sent(by=cast.lado, now=THURSDAY_AT_FIVE, expected_number=number)
        look_again_at(case, chosen_day(cast.lado, number), sent=sent)
    sent = Sent(by=cast.lado, now=THURSDAY_AT_FIVE + timedelta(minutes=1), expected_number=6)
    record_event(case, told(cast.head, "2026-04-02T16:30:00+01:00"), procedure=procedures.of_case(case), sent=sent)

    assert queries(lado) == without


def look_again_at(case: Case, statement: Statement, *, sent: Sent) -> None:
    view = case_view(sent.by, case.reference, page="choosing when to look again", now=sent.now)
    chasing.look_again(view, statement, sent=sent)


def chosen_day(by: Account, day: int) -> Statement:
    data = {"allegation": "allegation-1", LOOK_AGAIN_DUTY: TELL, LOOK_AGAIN_ON: f"2026-04-0{day}"}
    return Statement(type=LOOK_AGAIN, happened_at="2026-04-02T16:30:00+01:00", by=by.name, role=by.role, data=data)


def queries(client: Client) -> int:
    with CaptureQueriesContext(connections["default"]) as record, CaptureQueriesContext(connections["keys"]) as keys:
        assert client.get(reverse("today")).status_code == 200
    return len(record) + len(keys)


def without_a_number(client: Client) -> str:
    """The first duty that Today folds away."""
    return next(_folded(part(client, "standing")))


def _folded(standing: str) -> Iterator[str]:
    for link in standing.split("/duties/")[1:]:
        yield link.split("/look-again")[0]


def test_the_desk_is_told_that_its_procedure_s_review_has_passed_and_nobody_else(
    cast: Cast, signed_in: Callable[[Account], Client], settings: Any
) -> None:
    cast.authority.procedure = "dorset"
    cast.authority.save()
    settings.DUTYBOOK_CLOCK = lambda: datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    passed = "its review was due on Tuesday 21 July 2026, and that day has passed"

    desk, head = (signed_in(each).get(reverse("today")).content.decode() for each in (cast.lado, cast.head))

    assert passed in desk
    assert passed not in head
