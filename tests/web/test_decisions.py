"""A decision is taken in order: the questions, one's own view and why, and only then what the procedure points to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework import procedures, queries
from dutybook.casework.actions.adoption import adopt_procedure
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.models import Account, Case, Draft
from dutybook.casework.store import Raw
from tests.cast import THURSDAY_AT_FIVE, Cast, report, told
from tests.web.forms import number_on

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FRIDAY_AT_FIVE = datetime(2026, 4, 3, 16, 0, tzinfo=UTC)
POINTS_TO = "What the procedure points to</h2>"
WHEN = {"happened-day": "3", "happened-month": "4", "happened-year": "2026", "happened-time": "15:00"}


@pytest.fixture
def lado(cast: Cast, signed_in: Callable[[Account], Client], settings: Any, on_thursday: None) -> Client:
    settings.DUTYBOOK_CLOCK = lambda: FRIDAY_AT_FIVE
    return signed_in(cast.lado)


@pytest.fixture
def unasked(cast: Cast) -> Case:
    """A concern of which nobody has said whether somebody may have been harmed."""
    return report(cast.head, harm_may_have_happened="not_known")


def address(case: Case, decision: str = "threshold", step: str = "", **about: str) -> str:
    query = (about or {"allegation": "allegation-1"}) | ({"step": step} if step else {})
    return reverse("decide", args=[case.reference, decision], query=query)


def text_of(response: Any) -> str:
    return unescape(" ".join(response.content.decode().split()))


def say_own_view(client: Client, case: Case, answer: str = "potentially_met", why: str = "He left a mark.") -> Any:
    typed = {"own-threshold": answer, "own-why-decided": why}
    return client.post(address(case, step="own-view"), typed, follow=True)


def confirm(client: Client, case: Case, **more: str) -> Any:
    said = {"threshold": "potentially_met", "threshold_reason": "He left a mark.", "expected-number": "2"}
    return client.post(
        address(case, step="weigh"), WHEN | {"about-allegation": "allegation-1"} | said | more, follow=True
    )


def last_entry(cast: Cast, case: Case) -> Raw:
    return queries.case_view(cast.lado, case.reference, page="the case", now=FRIDAY_AT_FIVE).raws[-1]


def test_the_questions_come_first_and_say_nothing_of_the_procedure_s_answer(unasked: Case, lado: Client) -> None:
    page = text_of(lado.get(address(unasked)))

    assert "Does the initial discussion conclude" in page
    assert 'name="offence_may_have_been_committed"' in page
    assert POINTS_TO not in page


def test_nobody_reads_what_the_procedure_points_to_before_they_have_said_what_they_think(
    unasked: Case, lado: Client
) -> None:
    response = lado.get(address(unasked, step="weigh"))

    assert response["Location"] == address(unasked, step="own-view")
    assert POINTS_TO not in text_of(lado.get(response["Location"]))


@pytest.mark.parametrize(
    ("answer", "why", "problem"),
    [("", "He left a mark.", "Choose your own view"), ("potentially_met", " ", "Enter your reasons")],
)
def test_one_s_own_view_needs_an_answer_and_a_reason(
    answer: str, why: str, problem: str, unasked: Case, lado: Client
) -> None:
    response = say_own_view(lado, unasked, answer, why)

    assert response.status_code == 422
    assert problem in text_of(response)


def test_what_the_procedure_points_to_comes_with_its_rows_their_paragraph_and_why(case: Case, lado: Client) -> None:
    page = text_of(say_own_view(lado, case))

    pointed = page[page.index(POINTS_TO) :].split("</section>")[0]
    assert "/procedures/staffordshire#decision-threshold" in pointed
    assert "Yes (Ruth Okafor, on Thursday 2 April 2026 at 16:00)" in pointed
    assert "(Allegation or concern 1)" in pointed
    assert "[allegation-1]" not in pointed


def test_the_answers_just_given_count_in_what_the_procedure_points_to(unasked: Case, lado: Client) -> None:
    typed = {"offence_may_have_been_committed": "yes"}

    own = lado.post(address(unasked, step="questions"), typed)
    page = text_of(say_own_view(lado, unasked))

    assert own["Location"] == address(unasked, step="own-view")
    assert "Yes (Dilys Marsh, on Friday 3 April 2026 at 17:00)" in page[page.index(POINTS_TO) :]


def test_what_would_settle_it_is_named_while_the_procedure_cannot_tell(case: Case, lado: Client) -> None:
    own = {"own-standard_of_proof": "criminal", "own-why-decided": "There may be a conviction."}

    page = text_of(lado.post(address(case, "standard_of_proof", "own-view"), own, follow=True))

    assert "The procedure does not settle it yet. It can still come to:" in page
    assert "This would settle it:" in page


def test_one_s_own_view_stands_in_the_last_form_to_be_confirmed_or_changed(case: Case, lado: Client) -> None:
    page = text_of(say_own_view(lado, case, why="He left a mark on the arm."))

    assert "He left a mark on the arm.</textarea>" in page
    chosen = page[page.index('value="potentially_met"') :].split(">")[0]
    assert "checked" in chosen


def test_a_confirmed_decision_is_one_entry_with_the_answers_on_the_way_to_it(
    cast: Cast, unasked: Case, lado: Client
) -> None:
    lado.post(address(unasked, step="questions"), {"offence_may_have_been_committed": "yes"})
    say_own_view(lado, unasked)

    page = text_of(confirm(lado, unasked))

    assert "Decided: The threshold was decided." in page
    assert "What was decided" in page
    said = last_entry(cast, unasked)
    assert (said["type"], said["by"]) == ("threshold_decided", "Dilys Marsh")
    assert said["data"]["threshold"] == "potentially_met"
    assert said["data"]["offence_may_have_been_committed"] is True
    assert not Draft.objects.exists()


def test_a_decision_without_a_reason_is_not_recorded_and_nothing_typed_is_lost(case: Case, lado: Client) -> None:
    say_own_view(lado, case)

    response = confirm(lado, case, threshold_reason=" ", **{"happened-time": "14:07"})

    assert response.status_code == 422
    assert "Enter your reasons" in text_of(response)
    assert 'value="14:07"' in text_of(response)
    assert case.entries.count() == 1


def test_a_decision_that_differs_from_the_procedure_says_so_on_the_case_page(case: Case, lado: Client) -> None:
    say_own_view(lado, case, "not_met", "Nobody saw it.")

    page = text_of(confirm(lado, case, threshold="not_met", threshold_reason="Nobody saw it."))

    decided = page[page.index('id="decided"') :].split("</section>")[0]
    assert "Differs</strong> The procedure points to:" in decided
    assert "#decision-threshold" in decided


def test_a_decision_that_agrees_does_not_say_that_it_differs(case: Case, lado: Client) -> None:
    say_own_view(lado, case)

    assert "Differs</strong>" not in text_of(confirm(lado, case))


def test_a_view_that_changed_after_reading_the_procedure_stays_on_record(cast: Cast, case: Case, lado: Client) -> None:
    say_own_view(lado, case, "not_met", "Nobody saw it.")

    page = text_of(confirm(lado, case))

    assert "Reason given: Own view before reading the procedure:" in page
    assert last_entry(cast, case)["reason"].startswith("Own view before reading the procedure")


def test_of_several_answers_the_same_ones_are_no_difference(cast: Cast, case: Case, lado: Client) -> None:
    about = "strands"
    typed = {"crime_possible": "yes", "significant_harm_suspected": "no", "employer_action_possible": "yes",
             "offence_may_have_been_committed": "yes"}  # fmt: skip
    for event, answers in (("initial_discussion_held", typed),):
        answers = answers | WHEN | {"about-allegation": "allegation-1", "done-as": "designated_officer"}
        lado.post(
            reverse("record", args=[case.reference, event]),
            answers | {"expected-number": "2", "why-all-the-same": "the head is not the subject"},
        )
    own = {"own-strands": ["police", "employer"], "own-why-decided": "Both have to look."}
    lado.post(address(case, about, "own-view"), own)
    last = WHEN | {"about-allegation": "allegation-1", "strands": ["police", "employer"], "expected-number": "3",
                   "strands_reason": "Both have to look."}  # fmt: skip

    page = text_of(lado.post(address(case, about, "weigh"), last, follow=True))

    decided = page[page.index('id="decided"') :].split("</section>")[0]
    assert "Differs</strong>" not in decided
    assert last_entry(cast, case)["data"]["strands_reason"] == "Both have to look."


def test_what_was_typed_is_still_there_on_coming_back_and_for_nobody_else(
    cast: Cast, case: Case, lado: Client, signed_in: Callable[[Account], Client]
) -> None:
    say_own_view(lado, case, why="He left a mark on the arm.")

    assert "He left a mark on the arm." in text_of(lado.get(address(case, step="own-view")))
    assert "mark on the arm" not in text_of(signed_in(cast.second_lado).get(address(case, step="own-view")))
    assert b"mark" not in bytes(Draft.objects.get().ciphertext)


def test_a_colleague_who_decides_meanwhile_is_shown_beside_what_was_typed(
    cast: Cast, case: Case, lado: Client, signed_in: Callable[[Account], Client]
) -> None:
    second = signed_in(cast.second_lado)
    say_own_view(second, case, "not_met", "Nobody saw it.")
    confirm(second, case, threshold="not_met", threshold_reason="Nobody saw it.")
    say_own_view(lado, case)

    response = confirm(lado, case)

    page = text_of(response)
    assert response.status_code == 422
    assert "The threshold was decided, recorded by Omar Reeve" in page
    assert "Nobody saw it." in page
    assert number_on(page) == 3
    assert "Decided: The threshold was decided." in text_of(confirm(lado, case, **{"expected-number": "3"}))


def test_a_form_sent_twice_decides_once(case: Case, lado: Client) -> None:
    say_own_view(lado, case)
    token = {"form-token": "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a05"}

    for _ in range(2):
        assert confirm(lado, case, **token).redirect_chain[-1][0] == reverse("case", args=[case.reference])

    assert case.entries.count() == 2


def test_a_gate_that_refuses_stands_before_the_decision_too(cast: Cast, case: Case, lado: Client) -> None:
    both = {"allegation": "allegation-1", "evidence_proves": True, "evidence_disproves": True}
    evaluated = replace(told(cast.lado, "2026-04-03T10:00:00+01:00"), type="evidence_evaluated", data=both)
    sent = Sent(by=cast.lado, now=FRIDAY_AT_FIVE, expected_number=2)
    record_event(case, evaluated, procedure=procedures.of_case(case), sent=sent)
    own = {"own-outcome": "substantiated", "own-why-decided": "Two people saw it."}

    page = text_of(lado.post(address(case, "outcome", "own-view"), own, follow=True))
    last = WHEN | {"about-allegation": "allegation-1", "outcome": "substantiated", "outcome_rationale": "Two saw it."}
    refused = lado.post(address(case, "outcome", "weigh"), last | {"expected-number": "3"})

    assert "The evidence cannot both prove and disprove an allegation" in page
    assert "Record the decision" not in page
    assert refused.status_code == 422
    assert "Two saw it." in text_of(refused)
    assert case.entries.count() == 2


def test_a_gate_that_asks_for_a_reason_asks_for_it_here_too(cast: Cast, case: Case, lado: Client) -> None:
    steps = (
        (2, "evidence_evaluated", {"allegation": "allegation-1", "evidence_proves": True, "evidence_disproves": False}),
        (3, "police_investigation_decided", {"strand": "strand-1"}),
    )
    for number, event, data in steps:
        said = replace(told(cast.lado, "2026-04-03T10:00:00+01:00"), type=event, data=data)
        sent = Sent(by=cast.lado, now=FRIDAY_AT_FIVE, expected_number=number)
        record_event(case, said, procedure=procedures.of_case(case), sent=sent)
    own = {"own-outcome": "substantiated", "own-why-decided": "Two people saw it."}
    lado.post(address(case, "outcome", "own-view"), own)
    last = WHEN | {"about-allegation": "allegation-1", "outcome": "substantiated", "outcome_rationale": "Two saw it.",
                   "expected-number": "4"}  # fmt: skip

    without = lado.post(address(case, "outcome", "weigh"), last)
    recorded = lado.post(address(case, "outcome", "weigh"), last | {"why-all-the-same": "He moved away"}, follow=True)

    assert "Enter why it is done all the same" in text_of(without)
    assert "Reason given: He moved away" in text_of(recorded)


def test_what_a_gate_waits_for_is_recorded_before_the_decision_and_not_with_it(case: Case, lado: Client) -> None:
    page = text_of(lado.get(address(case, "outcome")))

    assert "Also to find out, and recorded apart" in page
    assert "/record/evidence_evaluated?allegation=allegation-1" in page
    assert 'name="evidence_proves"' not in page


def test_only_those_who_decide_it_are_offered_it(
    cast: Cast, case: Case, lado: Client, signed_in: Callable[[Account], Client]
) -> None:
    head = signed_in(cast.head)

    on_the_page = text_of(head.get(reverse("case", args=[case.reference])))
    refused = head.get(address(case))

    assert "/decisions/threshold" not in on_the_page
    assert "/decisions/matter_class" in on_the_page
    assert refused.status_code == 403
    assert "decided by somebody else" in text_of(refused)
    assert "/decisions/threshold" in text_of(lado.get(reverse("case", args=[case.reference])))


def test_what_is_no_decision_of_the_procedure_or_about_nothing_in_the_case_has_no_page(
    case: Case, lado: Client
) -> None:
    assert lado.get(address(case, "whether_it_rains")).status_code == 404
    assert lado.get(address(case, "dbs_referral", employment="employment-1")).status_code == 404


def test_what_a_duty_waits_for_comes_first_and_has_no_second_way_in(cast: Cast, case: Case, lado: Client) -> None:
    for number, event, by in ((2, "designated_officer_told", cast.head), (3, "initial_discussion_held", cast.lado)):
        statement = replace(told(by, "2026-04-03T10:00:00+01:00"), type=event, reason="the head is not the subject")
        sent = Sent(by=by, now=FRIDAY_AT_FIVE, expected_number=number)
        record_event(case, statement, procedure=procedures.of_case(case), sent=sent)

    page = text_of(lado.get(reverse("case", args=[case.reference])))

    offered = page[page.index('id="decide"') :].split("</section>")[0]
    assert offered.index("/decisions/threshold") < offered.index("Other decisions")
    assert "/record/threshold_decided" not in page


def test_the_case_page_says_under_which_edition_it_was_decided_and_since_when_that_is_adopted(
    lado: Client, cast: Cast, case: Case
) -> None:
    adopt_procedure(case.procedure, by=cast.lado, reason="agreed", now=THURSDAY_AT_FIVE)
    say_own_view(lado, case, "potentially_met")
    confirm(lado, case)

    page = text_of(lado.get(reverse("case", args=[case.reference])))

    assert "Decided under edition 2023 of Staffordshire (" in page
    assert "adopted on Thursday 2 April 2026 at 17:00" in page
