"""What a head teacher types, and what she reads back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook import packs
from dutybook.casework import involvement
from dutybook.casework.models import Account, Case, Draft, Entry
from dutybook.engine import duties_for
from tests.cast import THURSDAY_AT_FIVE, Cast, account
from tests.web.reporting import CHECK, NEW, answer, report, send, token_on

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TYPED = {
    "happened-day": "2",
    "happened-month": "4",
    "happened-year": "2026",
    "happened-time": "16:00",
    "adult_name": "Colin Farrow",
    "what_happened": "A pupil says that he was pushed.\nHe has a bruise.",
    "harm_may_have_happened": "yes",
    "offence_may_have_been_committed": "not_known",
}


@pytest.fixture
def head(cast: Cast, signed_in: Callable[[Account], Client]) -> Client:
    return signed_in(cast.head)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_head_reads_back_the_duty_with_its_date_and_its_paragraph(head: Client) -> None:
    response = report(head, TYPED, follow=True)

    page = text_of(response)
    assert response.redirect_chain[-1][0].startswith("/cases/")
    assert "Tell the duty LADO within 24 hours" in page
    assert "Due Friday 3 April 2026 at 16:00" in page
    assert "Due the end of Tuesday 7 April 2026" in page
    assert '#duty-tell-the-lado-24-hours">Para 12</a>' in page


def test_two_readings_of_one_text_are_one_line_with_two_clocks(head: Client) -> None:
    page = text_of(report(head, TYPED, follow=True))

    duties = page[page.index('id="duties"') :]
    line = duties[duties.index("Tell the duty LADO within 24 hours") :].split("</article>")[0]
    assert "Due Friday 3 April 2026 at 16:00" in line
    assert "Due the end of Tuesday 7 April 2026" in line
    assert "words this in more than one way. One deed meets them all" in line


def test_what_was_typed_stands_in_the_record_as_it_was_typed(head: Client) -> None:
    page = report(head, TYPED, follow=True).content.decode()

    assert "A pupil says that he was pushed.\nHe has a bruise." in page
    assert "Thursday 2 April 2026 at 16:00" in page
    assert "Entry 1. Ruth Okafor, Senior manager" in page


def test_the_link_to_the_paragraph_leads_to_the_handbook_s_own_anchor(head: Client) -> None:
    handbook = head.get("/procedures/staffordshire").content.decode()

    assert 'id="duty-tell-the-lado-24-hours"' in handbook


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (
            {"happened-day": "", "happened-month": "", "happened-year": "", "happened-time": ""},
            "Enter when this happened",
        ),
        ({"happened-day": "31"}, "Enter a real date for"),
        ({"happened-year": "26"}, "must have 4 numbers"),
        ({"happened-month": ""}, "must include a month"),
        ({"happened-time": "25:00"}, "on the 24-hour clock, for example 16:00"),
        ({"happened-time": "teatime"}, "on the 24-hour clock, for example 16:00"),
        ({"happened-day": "3"}, "must be now or in the past"),
        ({"conduct_setting": "on the moon"}, "Choose one of the answers to"),
        ({"incident_on-day": "1"}, "must include a month and a year"),
    ],
)
def test_an_error_says_what_to_do_and_loses_nothing_typed(head: Client, typed: dict[str, str], problem: str) -> None:
    response = report(head, TYPED | typed)

    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in page
    assert page.startswith("<!DOCTYPE html>")
    assert "<title>Error: Check your answers" in page
    assert problem in page.replace("&#34;", '"')
    assert "A pupil says that he was pushed.\nHe has a bruise.</dd>" in page
    assert "Colin Farrow" in page
    assert not Case.objects.exists()


def test_a_page_asks_one_question_and_says_what_is_wrong_with_its_answer(head: Client) -> None:
    response = head.post(f"{NEW}/happened", {"happened-day": "31", "happened-month": "4", "happened-year": "2026"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Enter a real date for" in page
    assert 'value="31"' in page
    assert "adult_name" not in page


def test_the_journey_goes_through_every_question_and_back(head: Client) -> None:
    address, seen = f"{NEW}/happened", ["happened"]
    fields = {key: value for key, value in TYPED.items() if key.startswith("happened")}
    while address != CHECK:
        address = head.post(address, fields)["Location"]
        seen.append(address.rsplit("/", 1)[1])
        fields = {}

    assert seen[:4] == ["happened", "adult_name", "child_name", "what_happened"]
    assert f'href="{NEW}/adult_name">Back' in head.get(f"{NEW}/child_name").content.decode()
    assert "Thursday 2 April 2026 at 16:00" in head.get(CHECK).content.decode()


def test_an_answer_can_be_changed_from_the_page_where_all_are_checked(head: Client) -> None:
    answer(head, TYPED)

    back = head.post(f"{NEW}/adult_name?changing=yes", {"adult_name": "Colin Farrow-Lee"})

    assert back["Location"] == CHECK
    assert "Colin Farrow-Lee" in head.get(CHECK).content.decode()


def test_what_was_typed_is_still_there_the_next_day_and_lies_encrypted(head: Client) -> None:
    answer(head, TYPED | {"happened-day": "31"})

    page = head.get(NEW).content.decode()

    assert "What you typed earlier is still here" in page
    assert "He has a bruise.</textarea>" in head.get(f"{NEW}/what_happened").content.decode()
    assert b"bruise" not in bytes(Draft.objects.get().ciphertext)


def test_a_concern_can_be_kept_and_come_back_to(
    head: Client, cast: Cast, signed_in: Callable[[Account], Client]
) -> None:
    answer(head, {"adult_name": "Colin Farrow"})
    kept = {"what_happened": "He has a bruise.", "keep": "yes"}
    today = head.post(f"{NEW}/what_happened", kept, follow=True).content.decode()

    assert "nothing has been reported yet" in today
    assert "Go on with the concern you began" in today
    assert f'href="{NEW}/incident_on"' in head.get(NEW).content.decode()
    assert not Case.objects.exists()
    assert "bruise" not in signed_in(cast.outsider).get(f"{NEW}/what_happened").content.decode()


def test_an_answer_is_kept_while_it_is_written(head: Client) -> None:
    answer = head.post(f"{NEW}/what_happened", {"what_happened": "He has a br", "keep": "quietly"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert "He has a br</textarea>" in head.get(f"{NEW}/what_happened").content.decode()


def test_once_it_is_reported_nothing_is_left_in_the_draft(head: Client) -> None:
    report(head, TYPED)

    assert not Draft.objects.exists()
    assert "bruise" not in head.get(f"{NEW}/what_happened").content.decode()


def test_a_form_sent_twice_opens_one_case(head: Client) -> None:
    answer(head, TYPED)
    token = token_on(head)

    first, second = send(head, token=token), send(head, token=token)

    assert first["Location"] == second["Location"]
    assert (Case.objects.count(), Entry.objects.count()) == (1, 1)


def test_a_day_without_a_time_is_a_day_and_not_midnight(head: Client) -> None:
    page = text_of(report(head, TYPED | {"happened-time": "", "happened-day": "1"}, follow=True))

    assert "Thursday 2 April 2026 at 00:00, or as late as" in page
    assert "the time it counts from was not recorded" in page


def test_a_time_that_nobody_knows_is_an_answer(head: Client) -> None:
    typed = {key: value for key, value in TYPED.items() if not key.startswith("happened")}

    page = text_of(report(head, typed | {"happened-not-known": "not_known"}, follow=True))

    assert "At a time not known" in page


def test_only_a_month_is_an_answer_too(head: Client) -> None:
    page = text_of(report(head, TYPED | {"happened-day": "", "happened-month": "3", "happened-time": ""}, follow=True))

    assert "March 2026" in page


@pytest.mark.parametrize("at", ["4pm", "16.00", "4:00 pm", "1600"])
def test_a_time_is_read_as_people_write_it(head: Client, at: str) -> None:
    assert "Due Friday 3 April 2026 at 16:00" in text_of(report(head, TYPED | {"happened-time": at}, follow=True))


def test_mark_up_in_what_was_typed_stays_text(head: Client) -> None:
    page = report(head, TYPED | {"adult_name": "<script>alert(1)</script>"}, follow=True).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_exported_case_gives_the_same_duties_as_the_page(head: Client) -> None:
    address = report(head, TYPED)["Location"]
    exported = head.get(address + "/case.yaml").content.decode()
    at = datetime(2026, 4, 2, 16, 0, tzinfo=UTC)

    read = packs.read_case(exported)
    duties = duties_for(read.entries, read.procedure, at=at, known_at=at)

    due = {each.id: each.due_at for each in duties if each.status == "open" and each.due_at}
    assert due["tell-the-lado-24-hours"] == datetime(2026, 4, 3, 15, 0, tzinfo=UTC)
    page = unescape(text_of(head.get(address)))
    for each in duties:
        assert each.title in page


def test_the_command_line_says_the_same_of_the_exported_case(head: Client, tmp_path: Path) -> None:
    address = report(head, TYPED)["Location"]
    exported = tmp_path / "case.yaml"
    exported.write_bytes(head.get(address + "/case.yaml").content)

    said = subprocess.run(
        [sys.executable, "-m", "dutybook.cli.main", "duties", exported, "--at", THURSDAY_AT_FIVE.isoformat(), "--json"],
        check=True,
        capture_output=True,
        text=True,
    )

    duties = {each["id"]: each for each in json.loads(said.stdout)["duties"]}
    assert duties["tell-the-lado-24-hours"]["due_at"] == "2026-04-03T16:00:00+01:00"
    assert duties["tell-the-lado-24-hours"]["cite"]["at"] == "para 12"


def test_answers_keep_their_kind_through_the_export(head: Client) -> None:
    address = report(head, TYPED | {"adult_name": "Yes", "so_serious": "no", "incident_on-day": "1",
                                      "incident_on-month": "4", "incident_on-year": "2026"})["Location"]  # fmt: skip

    data = packs.read_case(head.get(address + "/case.yaml").content.decode()).raw["entries"][0]["data"]

    assert data["adult_name"] == "Yes"
    assert (data["harm_may_have_happened"], data["so_serious"]) == (True, False)
    assert (data["offence_may_have_been_committed"], str(data["incident_on"])) == ("not_known", "2026-04-01")


def test_today_shows_what_is_due_overdue_first(head: Client, settings: Any) -> None:
    report(head, TYPED)
    settings.DUTYBOOK_CLOCK = lambda: datetime(2026, 4, 4, 12, 0, tzinfo=UTC)

    page = text_of(head.get(reverse("today")))

    overdue = page.index("Was due Friday 3 April 2026 at 16:00; 21 hours late")
    assert overdue < page.index("Due the end of Tuesday 7 April 2026")
    assert "Colin Farrow" in page


def test_whose_role_does_not_report_is_not_offered_it_and_is_told_why(
    cast: Cast, signed_in: Callable[[Account], Client]
) -> None:
    records = signed_in(account("Edwin Sharrow", "information_governance", cast.authority))

    assert "New concern" not in text_of(records.get("/"))
    refused = records.get(NEW)
    assert refused.status_code == 403
    assert "Your role does not report concerns here" in text_of(refused)


def test_who_told_and_whose_child_it_is_stand_in_entries_of_their_own(head: Client) -> None:
    report(head, TYPED | {"child_name": "Tomasz", "origin": "child", "reporter_kind": "senior_manager"})

    found = [(each.number, each.type, each.compartment) for each in Entry.objects.order_by("number")]
    assert found == [
        (1, "concern_raised", "adult"),
        (2, "child_described", "child"),
        (3, "source_recorded", "source"),
    ]


def test_whoever_did_not_write_it_and_is_not_of_the_desk_does_not_read_who_told(
    cast: Cast, head: Client, signed_in: Callable[[Account], Client]
) -> None:
    case = case_of(report(head, TYPED | {"origin": "anonymous", "child_name": "Tomasz"}, follow=True))
    involvement.involve(cast.police, case, reason="their part in it", by=cast.lado, now=THURSDAY_AT_FIVE)
    address = reverse("case", args=[case.reference])

    assert "From somebody who did not give a name" in text_of(head.get(address))
    assert "From somebody who did not give a name" in text_of(signed_in(cast.lado).get(address))
    assert "From somebody who did not give a name" not in text_of(signed_in(cast.police).get(address))


def case_of(response: Any) -> Case:
    return Case.objects.get(reference=response.redirect_chain[-1][0].rsplit("/", 1)[-1])
