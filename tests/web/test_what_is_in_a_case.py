"""What the case page sets together: what is next, each allegation, strands, people, meetings, how long it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework import involvement, procedures, queries
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.models import Account, Case
from dutybook.casework.store import Statement
from tests.cast import THURSDAY_AT_FIVE, Cast, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

MONDAY_AT_NOON = datetime(2026, 4, 6, 11, 0, 41, tzinfo=UTC)
PART = {
    "police_investigation_decided": "police",
    "police_concluded": "police",
    "strands_decided": "adult",
    "employment_described": "employment",
    "child_described": "child",
    "source_recorded": "source",
    "allegation_put_to_person": "adult",
    "meeting_planned": "general",
    "case_closed": "adult",
    "case_reopened": "adult",
    "referral_received_by_social_care": "child",
}


@pytest.fixture
def monday(settings: Any, on_thursday: None) -> None:
    settings.DUTYBOOK_CLOCK = lambda: MONDAY_AT_NOON


@pytest.fixture
def record(cast: Cast, case: Case, monday: None) -> Callable[..., None]:
    """Records as the LADO, whatever somebody in the given role did."""

    def happened(event: str, *, role: str = "designated_officer", by: str = "Dilys Marsh", **data: Any) -> None:
        statement = Statement(type=event, happened_at="2026-04-06T10:00:00+01:00", by=by, role=role, data=data,
                              compartment=PART[event], reason="It is so.")  # fmt: skip
        sent = Sent(by=cast.lado, now=MONDAY_AT_NOON, expected_number=queries.next_number(case))
        record_event(case, statement, procedure=procedures.of_case(case), sent=sent, already=True)

    return happened


def page_of(client: Client, case: Case) -> str:
    return unescape(" ".join(client.get(reverse("case", args=[case.reference])).content.decode().split()))


def section(client: Client, case: Case, name: str) -> str:
    page = page_of(client, case)
    return page[page.index(f'<section aria-labelledby="{name}">') :].split("</section>")[0]


def let_in(account: Account, case: Case, cast: Cast) -> None:
    involvement.involve(account, case, reason="their part in it", by=cast.lado, now=THURSDAY_AT_FIVE)


def test_one_sentence_under_the_name_says_what_is_next_by_whom_by_when_and_where_it_stands(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    page = page_of(signed_in(cast.lado), case)

    said = page[page.index("<strong>Next:</strong>") :].split("</p>")[0]
    assert "Tell the duty LADO within 24 hours" in said
    assert "Senior manager (case manager in schools and colleges)" in said
    assert ": Due Friday 3 April 2026 at 16:00." in said
    assert "#duty-tell-the-lado-24-hours" in said


def test_a_closed_case_says_so_at_the_top_and_stands_folded_on_today_until_it_is_opened_again(
    cast: Cast, case: Case, record: Callable[..., None], signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    record("case_closed", how_resolved="Nothing was found.")

    closed, listed = page_of(lado, case), " ".join(lado.get(reverse("today")).content.decode().split())
    record("case_reopened", reopening_reason="A second pupil spoke.")

    assert "Closed</strong> Monday 6 April 2026 at 10:00 by Dilys Marsh." in closed
    assert "Closed (1)" in listed
    assert "Closed</strong>" not in page_of(lado, case)


def test_now_has_no_seconds(cast: Cast, case: Case, monday: None, signed_in: Callable[[Account], Client]) -> None:
    lado = signed_in(cast.lado)

    assert "As it stands on Monday 6 April 2026 at 12:00. " in page_of(lado, case)
    assert "Monday 6 April 2026 at 12:00</span>" in " ".join(lado.get(reverse("today")).content.decode().split())


def test_each_allegation_stands_for_itself_with_the_entry_of_every_answer(
    cast: Cast, case: Case, record: Callable[..., None], signed_in: Callable[[Account], Client]
) -> None:
    record("allegation_put_to_person", allegation="allegation-1", put_to_the_person=True, persons_response="denies",
           persons_account="I was not there.")  # fmt: skip

    found = section(signed_in(cast.lado), case, "allegations")

    assert '<h3 class="govuk-heading-s" id="allegation-allegation-1">Allegation or concern 1</h3>' in found
    assert "A child was or may have been harmed</dt><dd>Yes" in found
    assert "The person's answer</dt><dd>They deny it" in found
    assert "I was not there." in found
    assert 'href="#entry-2">entry 2</a>' in found
    assert "/record/concern_raised?allegation=another" in found


def test_another_allegation_is_added_by_its_own_questions(
    cast: Cast, case: Case, monday: None, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    opened = lado.get(reverse("record", args=[case.reference, "concern_raised"], query={"allegation": "another"}))
    typed = {"about-allegation": "another", "what_happened": "He shouted.", "done-as": "designated_officer",
             "happened-day": "6", "happened-month": "4", "happened-year": "2026", "expected-number": "2"}  # fmt: skip

    lado.post(reverse("record", args=[case.reference, "concern_raised"]), typed)

    assert "checked" in opened.content.decode().split('value="another"')[1].split(">")[0]
    assert "Allegation or concern 2</h3>" in section(lado, case, "allegations")


def test_a_strand_is_not_opened_then_agreed_then_open_then_closed_with_its_result(
    cast: Cast, case: Case, record: Callable[..., None], signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    seen = [state_of(lado, case, "police")]

    record("strands_decided", allegation="allegation-1", strands=["police"], strands_reason="It may be an offence.")
    seen.append(state_of(lado, case, "police"))
    record("police_investigation_decided", role="police_officer", by="Grace Toller", strand="strand-1",
           strand_kind="police", strand_of="Northmere Police", strand_lead="Grace Toller")  # fmt: skip
    seen.append(state_of(lado, case, "police"))
    record("police_concluded", role="police_officer", by="Grace Toller", strand="strand-1",
           police_conclusion="closed_without_charge")  # fmt: skip
    seen.append(state_of(lado, case, "police"))

    assert seen == ["Not opened", "Agreed, not opened yet", "Open", "Closed"]
    found = section(lado, case, "strands")
    assert "Strand of work 1: Northmere Police" in found
    assert "The investigation was closed without charge" in found
    assert "Tell the employer and the LADO how it ended" in found


def state_of(client: Client, case: Case, strand: str) -> str:
    found = section(client, case, "strands")
    return found[found.index(f'id="strand-{strand}"') :].split('">')[2].split("<")[0]


def test_what_one_may_not_read_leaves_no_strand_no_gap_and_no_number(
    cast: Cast, case: Case, record: Callable[..., None], signed_in: Callable[[Account], Client]
) -> None:
    record("police_investigation_decided", role="police_officer", by="Grace Toller", strand="strand-1",
           strand_kind="police")  # fmt: skip
    record("source_recorded", allegation="allegation-1", origin="anonymous")
    record("employment_described", employment="employment-1", organisation="Alder Lane Primary School")
    head = signed_in(cast.head)

    page = page_of(head, case)

    assert 'id="strand-police"' not in page
    assert 'id="strand-employer"' in page
    assert "Grace Toller" not in page
    assert "From somebody who did not give a name" not in page
    assert "Entry 2." in page
    assert "Entry 4." not in page
    assert "seq: 2" in head.get(reverse("case_file", args=[case.reference])).content.decode()
    assert "seq: 4" not in head.get(reverse("case_file", args=[case.reference])).content.decode()


def test_a_correction_finds_the_entry_by_the_number_its_reader_sees(
    cast: Cast, case: Case, record: Callable[..., None], signed_in: Callable[[Account], Client]
) -> None:
    record("source_recorded", allegation="allegation-1", origin="anonymous")
    sent = Sent(by=cast.head, now=MONDAY_AT_NOON, expected_number=3)
    statement = Statement(type="child_described", happened_at="2026-04-06", by=cast.head.name, role=cast.head.role,
                          data={"child": "child-1", "child_name": "Tomaz"}, compartment="child")  # fmt: skip
    record_event(case, statement, procedure=procedures.of_case(case), sent=sent)

    page = signed_in(cast.head).get(reverse("correct", args=[case.reference, 2])).content.decode()

    assert "Correct: More was learnt about a child" in page
    assert 'value="Tomaz"' in page


def test_who_told_is_for_the_desk_and_for_whoever_wrote_it(
    cast: Cast, case: Case, record: Callable[..., None], signed_in: Callable[[Account], Client]
) -> None:
    record("source_recorded", allegation="allegation-1", origin="child")
    let_in(cast.police, case, cast)

    of_the_desk = section(signed_in(cast.lado), case, "people")
    assert "Who told" in of_the_desk
    assert "From a child" in of_the_desk
    assert "Who told" not in section(signed_in(cast.police), case, "people")


def test_people_are_the_person_each_role_each_child_and_who_has_taken_part(
    cast: Cast, case: Case, record: Callable[..., None], signed_in: Callable[[Account], Client]
) -> None:
    record("employment_described", employment="employment-1", organisation="Alder Lane Primary School",
           role_held="Teaching assistant")  # fmt: skip
    record("child_described", child="child-1", child_name="Tomasz")

    found = section(signed_in(cast.lado), case, "people")

    assert "The person: Colin Farrow" in found
    assert "Work or role 1: Alder Lane Primary School" in found
    assert "Child 1: Tomasz" in found
    assert "Ruth Okafor <span" in found
    assert "/record/child_described?child=another" in found


def test_a_meeting_is_listed_and_only_the_decisions_of_its_kind_are_offered(
    cast: Cast, case: Case, record: Callable[..., None], signed_in: Callable[[Account], Client]
) -> None:
    record("meeting_planned", meeting="meeting-1", meeting_kind="position_of_trust_meeting",
           meeting_planned_for="2026-04-20")  # fmt: skip
    lado = signed_in(cast.lado)

    page = page_of(lado, case)

    assert "Monday 20 April 2026" in section(lado, case, "meetings")
    assert "/decisions/position_of_trust_chair?meeting=meeting-1" in page
    assert "/decisions/strategy_chair" not in page


def test_how_long_each_record_is_kept_is_shown_as_the_procedure_has_it(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    found = section(signed_in(cast.lado), case, "kept")

    assert "The LADO's record" in found
    assert "nothing is ever deleted automatically" in found
    assert "#retention-designated_officers_record" in found


def test_a_time_limit_that_nobody_decides_is_shown_with_the_employer_s_strand(
    cast: Cast, signed_in: Callable[[Account], Client], monday: None
) -> None:
    case = report(cast.head, offence_may_have_been_committed=True)
    role = {"employment": "employment-1"}
    described = Statement(type="employment_described", happened_at="2026-04-02", by=cast.lado.name,
                          role=cast.lado.role, data=role, compartment="employment")  # fmt: skip
    sent = Sent(by=cast.lado, now=MONDAY_AT_NOON, expected_number=2)
    record_event(case, described, procedure=procedures.of_case(case), sent=sent)

    assert "No limit is stated: follow the police and social care" in section(signed_in(cast.lado), case, "strands")


def test_the_contents_lead_to_every_part_that_is_there(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    page = page_of(signed_in(cast.lado), case)

    contents = page[page.index('aria-label="On this page"') :].split("</nav>")[0]
    assert "#allegations" in contents
    assert all(f'id="{part}"' in page for part in _linked(contents))


def _linked(contents: str) -> Iterator[str]:
    return (part.split('"')[0] for part in contents.split('href="#')[1:])
