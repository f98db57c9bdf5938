"""What the interface answers about a case is what the screen shows and what the command prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework import procedures
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.models import Account, Case
from dutybook.cli.main import main
from tests.cast import PROCEDURE, Cast, told

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SUNDAY = datetime(2026, 4, 5, 8, 0, tzinfo=UTC)
DATES = ("2026-04-02T17:00:00+01:00", "2026-04-04T12:00:00+01:00", "2026-04-09")


@pytest.fixture
def told_late(cast: Cast, case: Case, settings: Any) -> Case:
    """The LADO was told on the Saturday, and that was recorded on the Sunday; it is Sunday now."""
    sent = Sent(by=cast.head, now=SUNDAY, expected_number=2)
    record_event(case, told(cast.head, "2026-04-04T10:00:00+01:00"), procedure=procedures.of_case(case), sent=sent)
    settings.DUTYBOOK_CLOCK = lambda: SUNDAY
    return case


@pytest.fixture
def lado(cast: Cast, signed_in: Callable[[Account], Client]) -> Client:
    return signed_in(cast.lado)


def answer(client: Client, address: str, **query: Any) -> Any:
    response = client.get(f"/api/v1/{address}", query)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def refusal(client: Client, address: str, **query: Any) -> tuple[int, Any]:
    response = client.get(f"/api/v1/{address}", query)
    return response.status_code, response.json()["error"]


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(words) == 0
    return json.loads(capsys.readouterr().out)


def exported(client: Client, case: Case, folder: Path) -> str:
    path = folder / "case.yaml"
    path.write_bytes(client.get(f"/api/v1/cases/{case.reference}/case.yaml").content)
    return str(path)


@pytest.mark.parametrize("at", DATES)
@pytest.mark.parametrize("known_at", DATES)
def test_the_duties_are_to_the_letter_those_of_the_command_on_the_exported_case(
    at: str, known_at: str, told_late: Case, lado: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case_file = exported(lado, told_late, tmp_path)

    found = answer(lado, f"cases/{told_late.reference}/duties", at=at, known_at=known_at)

    assert found == printed(capsys, "duties", case_file, "--at", at, "--known-at", known_at, "--json")
    assert found.items() <= answer(lado, f"cases/{told_late.reference}", at=at, known_at=known_at).items()


def test_the_duties_are_those_that_the_page_shows(told_late: Case, lado: Client) -> None:
    page = " ".join(unescape(lado.get(reverse("case", args=[told_late.reference])).content.decode()).split())

    found = answer(lado, f"cases/{told_late.reference}/duties")["duties"]

    (late,) = [each for each in found if each["status"] == "met late"]
    assert late["late_by_seconds"] == 18 * 60 * 60
    assert "Done Saturday 4 April 2026 at 10:00; 18 hours late" in page
    assert {each["title"] for each in found if each["status"] in ("open", "overdue", "met", "met late")}
    assert all(each["title"] in page for each in found)


def test_before_the_telling_was_recorded_it_is_overdue_and_its_entry_is_not_there(
    told_late: Case, lado: Client
) -> None:
    found = answer(lado, f"cases/{told_late.reference}", known_at="2026-04-04T12:00:00+01:00")

    assert [each["seq"] for each in found["entries"]] == [1]
    assert "overdue" in {each["status"] for each in found["duties"]}
    assert found["next_number"] == 3


def test_a_case_has_its_people_its_entries_and_the_number_to_send_next(case: Case, lado: Client) -> None:
    found = answer(lado, f"cases/{case.reference}")

    assert found["about"] == "Colin Farrow"
    assert found["people"] == [
        {"name": "Colin Farrow", "as": "adult", "about": {}},
        {"name": "Ruth Okafor", "as": "senior_manager", "about": {}},
    ]
    (entry,) = found["entries"]
    assert (entry["seq"], entry["type"], entry["compartment"], entry["as"]) == (
        1, "concern_raised", "adult", "senior_manager",
    )  # fmt: skip
    assert found["next_number"] == 2


def test_what_is_in_the_police_s_compartment_the_head_does_not_read(
    cast: Cast, case: Case, lado: Client, signed_in: Callable[[Account], Client]
) -> None:
    deed = {"type": "matter_referred_to_police", "happened_at": "not known", "expected_number": 2}
    sent = deed | {"data": {"allegation": "allegation-1"}}
    assert lado.post(f"/api/v1/cases/{case.reference}/entries", sent, "application/json").status_code == 201

    head = signed_in(cast.head)
    addresses = (f"cases/{case.reference}", f"cases/{case.reference}/case.yaml")

    for address in addresses:
        assert "matter_referred_to_police" in lado.get(f"/api/v1/{address}").content.decode().split('"duties"')[-1]
    assert [each["type"] for each in answer(head, addresses[0])["entries"]] == ["concern_raised"]
    assert "by: Dilys Marsh" not in head.get(f"/api/v1/{addresses[1]}").content.decode()


def test_a_list_of_cases_says_which_they_are_and_whom_they_are_about(case: Case, lado: Client) -> None:
    assert answer(lado, "cases") == [
        {"reference": case.reference, "kind": "allegation", "procedure": case.procedure, "about": "Colin Farrow"}
    ]


def test_a_decision_is_weighed_as_the_command_weighs_it(
    case: Case, lado: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    about, at = "allegation=allegation-1", "2026-04-02T17:00:00+01:00"

    found = answer(lado, f"cases/{case.reference}/decisions/threshold", about=about, at=at)

    case_file = exported(lado, case, tmp_path)
    assert found == printed(capsys, "weigh", "threshold", case_file, "--about", about, "--at", at, "--json")


def test_a_decision_says_what_it_must_be_about(case: Case, lado: Client) -> None:
    status, error = refusal(lado, f"cases/{case.reference}/decisions/threshold")

    assert (status, error["where"]) == (422, "query.about")
    assert error["write"] == "Write about=allegation=ID"


def test_a_decision_that_is_not_declared_is_not_found_and_the_others_are_named(case: Case, lado: Client) -> None:
    status, error = refusal(lado, f"cases/{case.reference}/decisions/thresold")

    assert status == 404
    assert "threshold" in error["write"]


def test_closing_too_early_is_answered_with_the_gates_that_are_shut(case: Case, lado: Client) -> None:
    found = answer(lado, f"cases/{case.reference}/events/case_closed/gates")

    assert not found["allowed"]
    assert found["effect"] == "refuse"
    assert {each["gate"]: each["effect"] for each in found["reasons"]} == {
        "every-outcome-before-closing": "refuse",
        "nothing-left-open": "reason",
    }
    assert "“Tell the duty LADO within 24 hours”: open." in found["reasons"][1]["because"]
    assert all(each["cite"]["at"] or each["cite"]["ours"] for each in found["reasons"])


def test_before_a_deed_that_nothing_stands_against_every_gate_is_open(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    address = f"cases/{case.reference}/events/designated_officer_told/gates"

    assert answer(signed_in(cast.head), address, about="allegation=allegation-1") == {
        "event": "designated_officer_told",
        "about": {"allegation": "allegation-1"},
        "allowed": True,
        "effect": None,
        "reasons": [],
    }


def test_a_step_of_another_role_is_refused_with_the_reason(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    status, error = refusal(signed_in(cast.head), f"cases/{case.reference}/events/threshold_decided/gates")

    assert status == 403
    assert error["write"] == "The designated officer can record it for them."


def test_a_deadline_is_counted_as_the_command_counts_it(
    cast: Cast, lado: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(lado, "due", **{"limit": "15 working days", "from": "2026-12-24T15:00"})

    assert found["due_at"] == "2027-01-19T23:59:59+00:00"
    assert found == printed(capsys, "due", "15 working days", "--from", "2026-12-24T15:00", "--json")


@pytest.mark.parametrize(
    ("limit", "start", "where"),
    [
        ("soon", "2026-04-02", "query.limit"),
        ("15 working days", "2190-04-02", "query.limit"),  # nobody has published the holidays
        ("99999999999 hours", "2026-04-02", "query.limit"),
        ("24 hours", "next week", "query.from"),
        ("24 hours", "9999-12-31", "query.from"),
    ],
)
def test_a_deadline_that_cannot_be_given_says_which_part_is_at_fault(
    limit: str, start: str, where: str, lado: Client
) -> None:
    status, error = refusal(lado, "due", **{"limit": limit, "from": start})

    assert (status, error["where"]) == (422, where)


def test_the_procedure_is_given_with_its_duties_in_words_and_its_page_as_data(case: Case, lado: Client) -> None:
    assert case.procedure in {each["name"] for each in answer(lado, "procedures")}

    found = answer(lado, f"procedures/{case.procedure}")

    told = next(each for each in found["duties"] if each["id"] == "tell-the-lado-24-hours")
    assert "24 hours" in told["by_when"]
    assert told["cite"]["at"] == "para 12"
    assert {"designated_officer_told", "case_closed"} <= {each["id"] for each in found["events"]}
    assert "roles" in found["chapters"]


def test_a_procedure_that_there_is_not_is_not_found_and_the_others_are_named(case: Case, lado: Client) -> None:
    status, error = refusal(lado, "procedures/../england")

    assert status == 404
    status, error = refusal(lado, "procedures/atlantis")
    assert (status, case.procedure in error["write"]) == (404, True)


def test_a_moment_that_cannot_be_read_says_how_to_write_one(case: Case, lado: Client) -> None:
    status, error = refusal(lado, f"cases/{case.reference}/duties", at="tomorrow")

    assert (status, error["where"]) == (422, "query.at")
    assert "2026-04-02T16:00" in error["write"]


def test_a_procedure_with_a_fault_is_left_out_and_the_others_are_there(
    cast: Cast, signed_in: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "halfdone").mkdir()
    (tmp_path / "halfdone" / "pack.yaml").write_text("name: halfdone\ntitle: Half done\nkind: nothing\n")
    monkeypatch.setenv("DUTYBOOK_PROCEDURES", str(tmp_path))
    client = signed_in(cast.head)

    listed = client.get("/api/v1/procedures")
    one = client.get("/api/v1/procedures/halfdone")

    assert PROCEDURE in [each["name"] for each in listed.json()]
    assert "halfdone" not in [each["name"] for each in listed.json()]
    assert one.status_code == 404
