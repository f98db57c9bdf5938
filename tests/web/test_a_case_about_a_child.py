"""A case about a child, from the referral to the end of a plan, on its pages. Every date is reckoned by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework import procedures, queries, visibility
from dutybook.casework.actions.children import refer_child
from dutybook.casework.actions.events import Sent, append_checked
from dutybook.casework.models import Account, Case, Organisation
from dutybook.casework.store import Statement
from dutybook.engine.entries import EntryRefused
from tests.cast import THURSDAY_AT_FIVE, Cast, account, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SignedIn = Callable[[Account], Client]
MANAGER = "social_care_team_manager"


def at(written: str) -> datetime:
    """By the clock on the wall."""
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo("Europe/London"))


def text_of(response: Any) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def when(written: str) -> dict[str, str]:
    moment = at(written)
    return {
        "happened-day": str(moment.day),
        "happened-month": str(moment.month),
        "happened-year": str(moment.year),
        "happened-time": f"{moment:%H:%M}",
    }


@dataclass
class Desk:
    """Social care's duty manager at work: records what everybody did, each on the day on which they did it."""

    client: Client
    manager: Account
    settings: Any
    reference: str = ""

    def refer(self, written: str, **answers: Any) -> None:
        self._now(written)
        sent = self.client.post(reverse("refer_child"), when(written) | answers)
        assert sent.status_code == 302, text_of(sent)
        self.reference = sent["Location"].rsplit("/", 1)[-1]

    def record(self, event: str, written: str, *, role: str = MANAGER, already: bool = False, **answers: Any) -> None:
        self._now(written)
        case = Case.objects.get(reference=self.reference)
        own = {"done-as": role} | ({} if role == MANAGER else {"done-by": "Somebody Else"})
        about = {"about-referral": "referral-1", "about-child": "child-1", "why-decided": "As it was discussed."}
        more = {"expected-number": str(queries.next_number(case))}
        address = reverse("record", args=[self.reference, event], query={"already": "yes"} if already else None)
        sent = self.client.post(address, when(written) | own | about | more | answers)
        assert sent.status_code == 302, text_of(sent)

    def page(self, written: str) -> str:
        self._now(written)
        return text_of(self.client.get(reverse("case", args=[self.reference])))

    def duty(self, written: str, name: str, nth: int = 1) -> tuple[str, str]:
        """How a duty stands at that moment, and the day on which it is due."""
        self._now(written)
        view = queries.case_view(self.manager, self.reference, page="a test", now=at(written))
        found = [each for each in view.duties if each.id == name][nth - 1]
        calendar = view.procedure.calendar
        return found.status, calendar.local(found.due_at).isoformat()[:16] if found.due_at else ""

    def _now(self, written: str) -> None:
        self.settings.DUTYBOOK_CLOCK = lambda: at(written)


@pytest.fixture
def social_care(db: None) -> Account:
    authority = Organisation.objects.create(name="Eastvale Council", procedure="gloucestershire")
    return account("Nell Frobisher", MANAGER, authority)


@pytest.fixture
def desk(social_care: Account, signed_in: SignedIn, settings: Any, on_thursday: None) -> Desk:
    return Desk(signed_in(social_care), social_care, settings)


@pytest.fixture
def referred(desk: Desk) -> Desk:
    """A teacher rings at ten on Monday 2 February 2026; no form was filled in, and it is not urgent."""
    desk.refer(
        "2026-02-02T10:00",
        **{"done-as": "staff_member", "done-by": "Agnes Wilmot"},
        child_name="Tomasz W.",
        parents_and_carers="His mother; his uncle lives with them",
        concern_about_the_child="Bruises that he would not explain",
        concern_is_urgent="no",
        form_was_completed_at_first_contact="no",
    )
    return desk


@pytest.fixture
def on_a_plan(referred: Desk) -> Desk:
    """By Thursday 5 March an initial conference has decided on a plan."""
    desk = referred
    desk.record(
        "social_worker_spoke_with_caller", "2026-02-03T09:30", role="social_worker", action_that_will_be_taken="x"
    )
    desk.record("referral_outcome_decided", "2026-02-03T10:00", referral_is_accepted="yes", referral_outcome_reason="x")
    desk.record("child_assessment_started", "2026-02-04T10:00")
    desk.record(
        "child_assessment_completed", "2026-02-10T10:00", suspected_actual_harm="yes", likely_significant_harm="no"
    )
    desk.record("strategy_discussion_held", "2026-02-12T15:00", child_is_at_continued_risk="yes")
    desk.record("conference_team_informed", "2026-02-12T15:30")
    desk.record("section_47_enquiry_started", "2026-02-12T16:00")
    desk.record("case_passed_to_children_and_families_team", "2026-02-13T09:00")
    desk.record("child_assessment_completed", "2026-02-27T10:00", child_protection_concerns_confirmed="yes")
    desk.record("conference_planned", "2026-02-27T11:00", role="conference_team")
    desk.record(
        "initial_conference_held",
        "2026-03-05T10:00",
        role="conference_team",
        conference_outcome="plan",
        child_is_on_a_plan="yes",
        **{"about-meeting": "meeting-1"},
    )
    return desk


def test_a_referral_opens_a_case_about_the_child_with_social_care_s_clocks(referred: Desk) -> None:
    page = referred.page("2026-02-02T10:30")

    assert "About a child" in page
    assert "Tomasz W." in page
    assert "His mother; his uncle lives with them" in page
    assert "Agnes Wilmot" in page
    assert "The person:" not in page
    assert "No allegation is named" not in page
    # 24 hours from Monday at ten, and 48 hours for the referrer's own words
    assert referred.duty("2026-02-02T10:30", "speak-with-the-caller") == ("open", "2026-02-03T10:00")
    assert referred.duty("2026-02-02T10:30", "confirm-the-referral-in-writing") == ("open", "2026-02-04T10:00")
    assert "Due Tuesday 3 February 2026 at 10:00" in page


def test_from_the_decision_to_the_conference_every_clock_is_kept(on_a_plan: Desk) -> None:
    assert on_a_plan.duty("2026-02-03T09:00", "speak-with-the-caller")[0] == "open"
    assert on_a_plan.duty("2026-03-06T09:00", "speak-with-the-caller") == ("met", "2026-02-03T10:00")
    assert on_a_plan.duty("2026-03-06T09:00", "start-the-assessment")[0] == "met"
    # ten days after Monday 2 February is Thursday the 12th
    assert on_a_plan.duty("2026-03-06T09:00", "hold-the-strategy-discussion") == ("met", "2026-02-12T23:59")
    assert on_a_plan.duty("2026-03-06T09:00", "inform-the-conference-team")[0] == "met"
    assert on_a_plan.duty("2026-03-06T09:00", "assess-under-section-47")[0] == "met"
    # fifteen working days after Thursday 12 February: no bank holiday falls between, so Thursday 5 March
    assert on_a_plan.duty("2026-03-06T09:00", "hold-the-initial-conference") == ("met", "2026-03-05T23:59")


def test_a_plan_has_a_key_worker_a_core_group_and_a_review_within_three_months(on_a_plan: Desk) -> None:
    on_a_plan.record("key_worker_named", "2026-03-05T11:00", role="conference_team", childs_key_worker="Lena Brandt")
    assert on_a_plan.duty("2026-03-06T09:00", "hold-the-core-group") == ("open", "")

    on_a_plan.record("core_group_held", "2026-03-16T10:00", role="key_worker")

    assert on_a_plan.duty("2026-03-16T11:00", "hold-the-core-group")[0] == "met"
    assert on_a_plan.duty("2026-03-16T11:00", "hold-the-first-review") == ("open", "2026-06-05T23:59")


def test_a_review_that_is_overdue_ends_no_plan_and_only_a_conference_does(on_a_plan: Desk) -> None:
    assert on_a_plan.duty("2026-06-08T09:00", "hold-the-first-review") == ("overdue", "2026-06-05T23:59")
    page = on_a_plan.page("2026-06-08T09:00")
    assert "Was due the end of Friday 5 June 2026" in page
    assert re.search(r"child is on a child protection plan Yes", page), page

    shut = on_a_plan.client.get(reverse("record", args=[on_a_plan.reference, "child_protection_work_ended"]))
    assert "A plan is ended by a review conference" in text_of(shut)

    review = {"role": "conference_team", "about-meeting": "another", "likely_significant_harm": "yes"}
    on_a_plan.record(
        "review_conference_held", "2026-06-15T10:00", suspected_actual_harm="no", review_outcome="continue", **review
    )
    assert on_a_plan.duty("2026-06-15T11:00", "hold-the-first-review")[0] == "met late"
    assert on_a_plan.duty("2026-06-15T11:00", "hold-the-next-review") == ("open", "2026-12-15T23:59")

    on_a_plan.record(
        "review_conference_held",
        "2026-12-14T10:00",
        suspected_actual_harm="no",
        review_outcome="end",
        child_is_on_a_plan="no",
        plan_ended_because="issues_resolved",
        **review | {"likely_significant_harm": "no"},
    )
    on_a_plan.record("child_protection_work_ended", "2026-12-18T10:00", child_protection_work_ended_because="x")

    assert on_a_plan.duty("2026-12-18T11:00", "hold-the-next-review")[0] == "met"
    page = on_a_plan.page("2026-12-18T11:00")
    assert "Hold the next review child protection conference" not in page.partition("Done, or not needed")[0]


def test_whoever_referred_the_child_reads_their_referral_and_nothing_of_the_assessment(
    social_care: Account, signed_in: SignedIn, desk: Desk
) -> None:
    school = Organisation.objects.create(name="Elm Road School", authority=social_care.organisation)
    head = account("Ruth Okafor", "senior_manager", school)
    client = signed_in(head)
    sent = client.post(
        reverse("refer_child"),
        {"happened-not-known": "not_known", "child_name": "Mina K.", "concern_about_the_child": "She is always hungry"},
    )
    desk.reference = sent["Location"].rsplit("/", 1)[-1]
    assert desk.manager.name not in text_of(client.get(sent["Location"]))

    desk.record(
        "referral_outcome_decided", "2026-04-02T18:00", referral_is_accepted="yes", referral_outcome_reason="wyvern"
    )

    theirs = text_of(client.get(sent["Location"]))
    assert "She is always hungry" in theirs
    assert "wyvern" not in theirs
    assert "wyvern" in desk.page("2026-04-02T18:30")


@pytest.mark.parametrize("role", ["designated_officer", "duty_desk", "social_worker", "senior_manager"])
def test_a_case_about_a_child_is_there_for_nobody_who_is_not_in_it(
    role: str, referred: Desk, signed_in: SignedIn
) -> None:
    other = account("Pia Lund", role, referred.manager.organisation)

    assert signed_in(other).get(reverse("case", args=[referred.reference])).status_code == 404


def test_there_is_no_page_about_a_subject_where_there_is_none(referred: Desk) -> None:
    assert referred.client.get(reverse("subject", args=[referred.reference])).status_code == 403


def test_a_child_referred_from_an_allegation_gives_two_cases_that_hold_each_other_s_reference(
    cast: Cast, signed_in: SignedIn
) -> None:
    allegation = report(cast.head)
    lado = signed_in(cast.lado)
    page = lado.get(reverse("case", args=[allegation.reference])).content.decode()
    address = reverse("refer_child", query={"beside": allegation.reference})
    assert address in page

    sent = lado.post(address, {"happened-not-known": "not_known", "child_name": "Tomasz W."})

    child = Case.objects.get(kind="child")
    assert sent["Location"] == reverse("case", args=[child.reference])
    for one, other in ((allegation, child), (child, allegation)):
        there = lado.get(reverse("case", args=[one.reference])).content.decode()
        assert reverse("case", args=[other.reference]) in there
    # the head is in the one and not in the other: to her there is neither the child's case nor a sign of it
    theirs = signed_in(cast.head).get(reverse("case", args=[allegation.reference])).content.decode()
    assert child.reference not in theirs
    assert not visibility.may_know(cast.head, child, now=THURSDAY_AT_FIVE)


def test_social_care_s_own_team_reads_the_reference_and_still_not_the_allegation(
    cast: Cast, signed_in: SignedIn
) -> None:
    allegation = report(cast.head)
    manager = account("Nell Frobisher", MANAGER, cast.authority)
    statement = Statement(
        type="child_referral_made",
        happened_at="2026-04-02T16:30:00+01:00",
        by=cast.lado.name,
        role=cast.lado.role,
        data={"referral": "referral-1", "child": "child-1", "concern_is_urgent": False},
        compartment="child",
    )
    child = refer_child(statement, by=cast.lado, now=THURSDAY_AT_FIVE, beside=allegation)

    client = signed_in(manager)
    page = client.get(reverse("case", args=[child.reference])).content.decode()

    assert allegation.reference in page
    assert reverse("case", args=[allegation.reference]) not in page
    assert client.get(reverse("case", args=[allegation.reference])).status_code == 404


def test_nobody_refers_a_child_from_a_case_that_they_do_not_see(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    address = reverse("refer_child", query={"beside": case.reference})

    client = signed_in(cast.outsider)
    assert client.get(address).status_code == 404
    assert client.post(address, {"happened-not-known": "not_known"}).status_code == 404
    assert not Case.objects.filter(kind="child").exists()


def test_a_pointer_holds_a_reference_and_no_words(cast: Cast, case: Case) -> None:
    words = Statement(type="linked_case_noted", happened_at="2026-04-02", by=cast.lado.name, role=cast.lado.role,
                      data={"linked_case": "the boy next door"}, compartment="source")  # fmt: skip
    sent = Sent(by=cast.lado, now=THURSDAY_AT_FIVE, expected_number=2)

    with pytest.raises(EntryRefused, match="no words"):
        append_checked(case, words, procedure=procedures.of_case(case), sent=sent, on_the_team=True)


def test_a_form_sent_twice_opens_one_case(desk: Desk) -> None:
    caller = {"done-as": "staff_member", "done-by": "Agnes Wilmot"}
    form = caller | {"happened-not-known": "not_known", "form-token": "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a77"}

    answers = [desk.client.post(reverse("refer_child"), form) for _ in range(2)]

    assert Case.objects.filter(kind="child").count() == 1
    assert answers[0]["Location"] == answers[1]["Location"]
