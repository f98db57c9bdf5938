"""Whom a case may be about, for programs: the same questions, answers and choices as on the desk's pages.

Whoever it may be about gets no reference, not even of what they reported themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dutybook.casework import reports, subjects
from dutybook.casework.models import Account, Case, Mailbox
from tests.cast import THURSDAY_AT_FOUR, Cast, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SignIn = Callable[[Account], Client]


@pytest.fixture
def about_the_head(cast: Cast) -> Case:
    Mailbox.objects.create(
        organisation=cast.school, name="Winifred Tallow", email="chair@school.example", role="chair_of_governors"
    )
    return report(cast.lado, adult_name="Ruth Okafor", subject_is_senior_manager=True)


def send(client: Client, case: Case, path: str, **body: Any) -> Any:
    return client.post(f"/api/v1/cases/{case.reference}/subject/{path}", body, content_type="application/json")


def read(client: Client, case: Case) -> Any:
    return client.get(f"/api/v1/cases/{case.reference}/subject").json()


def test_the_questions_are_read_answered_and_followed_by_a_choice(
    cast: Cast, about_the_head: Case, signed_in: SignIn
) -> None:
    desk = signed_in(cast.lado)
    (school,) = read(desk, about_the_head)["organisations"]
    assert school["is_closed"]
    assert [(each["number"], each["about"]["name"], each["why"]) for each in school["questions"]] == [
        (1, "Ruth Okafor", ["same name"])
    ]
    assert [each["name"] for each in school["offered"]] == ["Winifred Tallow"]

    answered = send(desk, about_the_head, "questions/1/answers", reaches_the_subject=True, reason="The directory.")
    chosen = send(desk, about_the_head, f"organisations/{school['id']}/choices", email="chair@school.example",
                  reason="She leads the governors.")  # fmt: skip

    assert (answered.status_code, answered.json()["reaches_the_subject"]) == (201, True)
    assert (chosen.status_code, chosen.json()["is_closed"]) == (201, False)
    assert [each["name"] for each in read(desk, about_the_head)["locked_out"]] == ["Ruth Okafor"]
    assert subjects.may_be_written_to(about_the_head, Mailbox.objects.get())


def test_what_cannot_be_done_says_what_to_do_instead(cast: Cast, about_the_head: Case, signed_in: SignIn) -> None:
    desk, school = signed_in(cast.lado), cast.school.pk

    too_soon = send(desk, about_the_head, f"organisations/{school}/choices", reason="Nobody yet.")
    no_question = send(desk, about_the_head, "questions/9/answers", reaches_the_subject=True, reason="The directory.")
    no_reason = send(desk, about_the_head, "questions/1/answers", reaches_the_subject=True, reason=" ")
    far = send(desk, about_the_head, "locked-out", email=cast.far_lado.email, reason="They are close.")

    assert too_soon.status_code == 403
    assert "Answer each, and then choose" in too_soon.json()["error"]["write"]
    assert (no_question.status_code, no_reason.status_code, far.status_code) == (404, 422, 422)


def test_an_answer_sent_twice_under_one_token_answers_once(cast: Cast, about_the_head: Case, signed_in: SignIn) -> None:
    desk, token = signed_in(cast.lado), "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a77"

    for _ in range(2):
        send(desk, about_the_head, "questions/1/answers", reaches_the_subject=True, reason="The directory.",
             form_token=token)  # fmt: skip

    assert about_the_head.access_changes.filter(deed="subject_question_answered").count() == 1


def test_somebody_who_reports_their_own_conduct_gets_a_receipt_and_no_reference(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.head)
    body = {"happened_at": THURSDAY_AT_FOUR, "data": {"allegation": "allegation-1", "adult_name": "Ruth Okafor"}}

    said = client.post("/api/v1/concerns", body, content_type="application/json")

    case = Case.objects.get()
    receipt = reports.receipt_of(case)
    assert (said.status_code, said.json()["receipt"]) == (201, receipt)
    assert case.reference not in said.content.decode()
    assert [each["receipt"] for each in client.get("/api/v1/reports").json()] == [receipt]
    (entry,) = client.get(f"/api/v1/reports/{receipt}").json()["entries"]
    assert entry["data"]["adult_name"] == "Ruth Okafor"
    assert signed_in(cast.lado).get(f"/api/v1/reports/{receipt}").status_code == 404
