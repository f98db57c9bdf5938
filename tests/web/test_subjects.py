"""The desk answers whom a case may be about on its pages; whoever it may be about finds no sign of it on any.

A reporter keeps what they reported, whatever becomes of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework import drafts, involvement, procedures, reports, subjects
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.models import Account, Case, Mailbox, Reading
from dutybook.web.allegations.unfinished import NEW_CONCERN
from tests.cast import THURSDAY_AT_FIVE, Cast, account, concern, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SignIn = Callable[[Account], Client]


@pytest.fixture
def about_the_head(cast: Cast) -> Case:
    """Reported by the desk from a call: the concern is about the head teacher, whose account nobody has linked."""
    Mailbox.objects.create(
        organisation=cast.school, name="Winifred Tallow", email="chair@school.example", role="chair_of_governors"
    )
    Mailbox.objects.create(
        organisation=cast.school, name="Office", email="office@school.example", role="staff_member", is_shared=True
    )
    return report(cast.lado, adult_name="Ruth Okafor", subject_is_senior_manager=True)


def text(response: Any) -> str:
    """What is read on a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def page_of(client: Client, case: Case, name: str = "subject", *more: int) -> Any:
    return client.get(reverse(name, args=[case.reference, *more]))


def answer(client: Client, case: Case, number: int, reaches: str) -> Any:
    address = reverse("subject_question", args=[case.reference, number])
    return client.post(address, {"reaches": reaches, "why": "We rang the authority's own directory."})


def choose(client: Client, case: Case, school: int, whom: str) -> Any:
    address = reverse("open_organisation", args=[case.reference, school])
    return client.post(address, {"whom": whom, "why": "She leads the governors."})


def test_the_page_lists_every_account_and_mailbox_it_may_be_with_its_reason(
    cast: Cast, about_the_head: Case, signed_in: SignIn
) -> None:
    shown = text(page_of(signed_in(cast.lado), about_the_head))

    assert "Alder Lane Primary School Closed" in shown
    assert "Ruth Okafor (Senior manager" in shown
    assert "Why this is asked: same name" in shown
    assert "Why this is asked: a shared mailbox of an organisation of the case, which the person may read" in shown
    assert "Winifred Tallow" not in shown


def test_the_case_page_and_today_say_so_to_the_desk_until_it_is_answered_and_chosen(
    cast: Cast, about_the_head: Case, signed_in: SignIn
) -> None:
    desk = signed_in(cast.lado)
    nobody_answered, nobody_chose = "Nobody has answered yet who Ruth Okafor may be", "Nobody has chosen yet who at"
    assert nobody_answered in text(page_of(desk, about_the_head, "case"))
    assert "Nobody has answered who Ruth Okafor may be" in text(desk.get(reverse("today")))

    answer(desk, about_the_head, 1, "yes")
    answer(desk, about_the_head, 2, "yes")
    assert nobody_chose in text(page_of(desk, about_the_head, "case"))
    assert "Nobody has chosen who at" in text(desk.get(reverse("today")))

    choose(desk, about_the_head, cast.school.pk, "nobody")
    assert nobody_chose not in text(page_of(desk, about_the_head, "case"))
    assert "Nobody has chosen" not in text(desk.get(reverse("today")))


def test_the_chair_of_governors_is_offered_as_the_person_to_tell_and_the_head_is_not(
    cast: Cast, about_the_head: Case, signed_in: SignIn
) -> None:
    desk = signed_in(cast.lado)
    before = text(page_of(desk, about_the_head, "open_organisation", cast.school.pk))
    assert "2 to answer first" in before
    assert "Winifred Tallow" not in before

    answer(desk, about_the_head, 1, "yes")
    answer(desk, about_the_head, 2, "yes")
    after = page_of(desk, about_the_head, "open_organisation", cast.school.pk)

    assert "Winifred Tallow : the chair of governors" in text(after)
    offered = re.findall(r'name="whom"[^>]*value="([^"]+)"', after.content.decode())
    chair = Mailbox.objects.get(name="Winifred Tallow")
    assert offered == [f"mailbox-{chair.pk}", f"account-{cast.subject.pk}", "nobody"]


def test_whoever_is_pointed_to_for_two_allegations_is_listed_once_with_both(
    cast: Cast, about_the_head: Case, signed_in: SignIn
) -> None:
    desk = signed_in(cast.lado)
    second = {"allegation": "allegation-2", "adult_name": "Ruth Okafor", "subject_is_senior_manager": True}
    statement = replace(concern(cast.head), data=second)
    sent = Sent(by=cast.lado, now=THURSDAY_AT_FIVE, expected_number=about_the_head.entries.count() + 1)
    record_event(about_the_head, statement, procedure=procedures.of_case(about_the_head), sent=sent)
    for number in (1, 2):
        answer(desk, about_the_head, number, "yes")

    pointed_to = text(page_of(desk, about_the_head, "open_organisation", cast.school.pk)).partition("Who there may")[0]

    assert pointed_to.count("Winifred Tallow") == 1
    assert "(allegation or concern 1 and allegation or concern 2)" in pointed_to


def test_the_one_who_was_chosen_is_shown_and_can_be_taken_back(
    cast: Cast, about_the_head: Case, signed_in: SignIn
) -> None:
    desk, chair = signed_in(cast.lado), Mailbox.objects.get(name="Winifred Tallow")
    answer(desk, about_the_head, 1, "yes")
    answer(desk, about_the_head, 2, "yes")

    choose(desk, about_the_head, cast.school.pk, f"mailbox-{chair.pk}")
    assert subjects.may_be_written_to(about_the_head, chair)
    shown = text(page_of(desk, about_the_head))
    assert "Alder Lane Primary School Chosen" in shown
    assert "Winifred Tallow may know. She leads the governors." in shown

    choose(desk, about_the_head, cast.school.pk, f"no-longer-mailbox-{chair.pk}")
    assert not subjects.may_be_written_to(about_the_head, chair)


def test_an_answer_wants_both_which_it_is_and_how_one_knows(
    cast: Cast, about_the_head: Case, signed_in: SignIn
) -> None:
    desk = signed_in(cast.lado)

    refused = desk.post(reverse("subject_question", args=[about_the_head.reference, 1]), {})

    assert refused.status_code == 422
    assert "Choose whether it is the person the case is about, or reaches them" in text(refused)
    assert "Enter how you know" in text(refused)


def test_an_answer_can_be_changed_and_the_page_says_what_it_was(
    cast: Cast, about_the_head: Case, signed_in: SignIn
) -> None:
    desk = signed_in(cast.lado)
    answer(desk, about_the_head, 1, "yes")
    assert "Ruth Okafor: yes, it is them or reaches them. We rang" in text(
        page_of(desk, about_the_head, "subject_question", 1)
    )

    answer(desk, about_the_head, 1, "no")

    assert "Ruth Okafor: no, it is somebody else." in text(page_of(desk, about_the_head))
    assert not about_the_head.subject_links.exists()


def test_what_somebody_locked_out_late_had_read_stands_on_the_page(cast: Cast, signed_in: SignIn) -> None:
    case = report(cast.head, adult_name="somebody at the school")
    head, desk = signed_in(cast.head), signed_in(cast.lado)
    page_of(head, case, "case")

    desk.post(reverse("lock_out", args=[case.reference]), {"email": cast.head.email, "why": "It is about her."})

    assert "Had read before: Thursday 2 April 2026 at 17:00: the case" in text(page_of(desk, case))
    assert page_of(head, case, "case").status_code == 404


def test_somebody_outside_the_area_is_not_locked_out_by_a_slip(
    cast: Cast, about_the_head: Case, signed_in: SignIn
) -> None:
    address = reverse("lock_out", args=[about_the_head.reference])

    refused = signed_in(cast.lado).post(address, {"email": cast.far_lado.email, "why": "It is about him."})

    assert "Nobody in this authority" in text(refused)
    assert not about_the_head.subject_links.exists()


def test_nobody_but_the_desk_gets_these_pages(cast: Cast, signed_in: SignIn) -> None:
    case, head = report(cast.head, adult_name="Marian Quill"), signed_in(cast.head)

    assert page_of(head, case).status_code == 403
    assert page_of(signed_in(cast.outsider), case).status_code == 404
    assert "Whom this may be about" not in text(page_of(head, case, "case"))


def test_a_designated_officer_whom_it_may_be_about_gets_no_page_of_it(cast: Cast, signed_in: SignIn) -> None:
    case = report(cast.head, adult_name="Dilys Marsh")
    officer, another = signed_in(cast.lado), signed_in(cast.second_lado)

    assert page_of(officer, case).status_code == 404
    assert answer(officer, case, 1, "no").status_code == 404
    assert "You are not involved in any case" in text(officer.get(reverse("today")))
    assert answer(another, case, 1, "no").status_code == 302
    assert page_of(officer, case).status_code == 200


def test_somebody_at_the_desk_who_takes_a_call_about_themselves_is_not_led_to_the_case(
    cast: Cast, signed_in: SignIn
) -> None:
    client, sheet = signed_in(cast.lado), reverse("call_sheet", args=["7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a55"])

    sent = [client.post(sheet, {"call_notes": "About an officer.", "adult_name": "Dilys Marsh"}) for _ in range(2)]

    assert [each["Location"] for each in sent] == [reverse("today")] * 2
    assert page_of(client, Case.objects.get(), "case").status_code == 404


def test_somebody_who_reports_their_own_conduct_keeps_their_report_its_receipt_and_nothing_else(
    cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.head)
    typed = {"happened-not-known": ["not_known"], "adult_name": ["Ruth Okafor"], "what_happened": ["I shouted."]}
    drafts.keep(cast.head, NEW_CONCERN, typed, now=THURSDAY_AT_FIVE)

    sent = client.post(reverse("check_concern"), {"form-token": "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a77"}, follow=True)

    case = Case.objects.get()
    receipt = reports.receipt_of(case)
    assert sent.redirect_chain == [(reverse("my_report", args=[receipt]), 302)]
    shown = text(sent)
    assert "I shouted." in shown
    assert receipt[:4] in shown
    assert "case" not in shown.lower().replace("in any case", "").split()
    assert case.reference not in shown
    assert page_of(client, case, "case").status_code == 404
    assert "What you reported" in text(client.get(reverse("today")))


def test_sending_the_report_twice_leads_to_the_same_receipt(cast: Cast, signed_in: SignIn) -> None:
    client, token = signed_in(cast.head), {"form-token": "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a77"}
    typed = {"happened-not-known": ["not_known"], "adult_name": ["Ruth Okafor"], "what_happened": ["I shouted."]}
    drafts.keep(cast.head, NEW_CONCERN, typed, now=THURSDAY_AT_FIVE)

    first, again = (client.post(reverse("check_concern"), token) for _ in range(2))

    assert first["Location"] == again["Location"] == reverse("my_report", args=[reports.receipt_of(Case.objects.get())])


def test_a_report_is_for_whoever_sent_it_and_reading_it_is_logged(cast: Cast, signed_in: SignIn) -> None:
    case = report(cast.head, adult_name="Ruth Okafor")
    address = reverse("my_report", args=[reports.receipt_of(case)])

    assert signed_in(cast.head).get(address).status_code == 200
    for other in (cast.lado, cast.outsider, cast.subject):
        assert signed_in(other).get(address).status_code == 404

    logged = Reading.objects.get(case=case)
    assert (logged.account, logged.ground) == (cast.head, "what they reported themselves")


def test_an_organisation_is_chosen_for_also_where_the_adult_only_works(cast: Cast, signed_in: SignIn) -> None:
    report(cast.head, adult_name="Marian Quill")
    late = account("Marian Quill", "staff_member", cast.outsider.organisation)
    case = report(cast.lado, adult_name="Marian Quill")

    shown = text(page_of(signed_in(cast.lado), case))

    assert "Birch Hill Academy Closed" in shown
    assert late.name in shown


def test_the_page_asks_few_questions_of_the_database(
    cast: Cast, about_the_head: Case, signed_in: SignIn, django_assert_max_num_queries: Any, settings: Any
) -> None:
    desk = signed_in(cast.lado)
    for number in range(5):
        involvement.involve(
            account(f"Person{number} Extra", "staff_member", cast.outsider.organisation), about_the_head,
            reason="she helps", by=cast.lado, now=THURSDAY_AT_FIVE + timedelta(minutes=number),
        )  # fmt: skip

    with django_assert_max_num_queries(60):
        page_of(desk, about_the_head)
