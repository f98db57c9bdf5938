"""What an organisation's own procedure asks, recorded, asked about and corrected through the interface."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dutybook.casework.involvement import involve
from dutybook.casework.models import Account, Case
from tests.cast import THURSDAY_AT_FIVE, THURSDAY_AT_FOUR, Cast, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def case(cast: Cast, signed_in: Callable[[Account], Client]) -> Case:
    """One role follows its employer's own procedure, and the other follows none."""
    cast.authority.procedure = "dorset"
    cast.authority.save()
    case = report(cast.head)
    lado = signed_in(cast.second_lado)
    described = {"e1": {"employer_procedure": "illuminate-ap"}, "e2": {}}
    for number, (role, more) in enumerate(described.items(), 2):
        assert post(lado, case, "employment_described", number, employment=role, **more).status_code == 201
    return case


def post(client: Client, case: Case, event: str, number: int, under: str = "", **data: Any) -> Any:
    body = {"happened_at": THURSDAY_AT_FOUR, "expected_number": number, "data": data}
    more = {"reason": "Misheard", "retracted": not data} if under else {"type": event}
    address = f"/api/v1/cases/{case.reference}/entries{under}"
    return client.post(address, body | more, content_type="application/json")


def test_its_own_step_is_recorded_in_the_part_that_its_pack_names_and_meets_its_duty(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    head = signed_in(cast.head)

    made = post(head, case, "allegation_file_opened", 4, employment="e1", file_label="File 17")

    assert made.status_code == 201
    assert made.json()["entry"]["compartment"] == "employment"
    duties = head.get(f"/api/v1/cases/{case.reference}/duties").json()["duties"]
    assert [each["status"] for each in duties if each["id"] == "open-and-label-the-file"] == ["met"]


@pytest.mark.parametrize("event", ["allegation_file_opened", "employment_described"])
def test_of_a_role_that_does_not_follow_it_it_is_refused_with_what_to_write_first(
    event: str, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    refused = post(signed_in(cast.lado), case, event, 4, employment="e2", file_label="File 17")

    problem = refused.json()["error"]
    assert refused.status_code == 422
    assert "only for what follows the procedure of illuminate-ap, and e2 does not follow it" in problem["what"]
    assert problem["write"] == "write first that it does, as employer_procedure: illuminate-ap"


def test_its_gate_stands_before_its_step_and_its_decision_is_weighed_for_its_role_alone(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado, address = signed_in(cast.lado), f"/api/v1/cases/{case.reference}"

    gates = lado.get(f"{address}/events/initial_meeting_held/gates", {"about": "employment=e1"}).json()
    weighed = [
        lado.get(f"{address}/decisions/initial_meeting_convener", {"about": f"employment={each}"})
        for each in ("e1", "e2")
    ]

    assert [each["gate"] for each in gates["reasons"]] == ["lados-advice-before-the-initial-meeting"]
    assert [each.status_code for each in weighed] == [200, 404]
    assert sorted(weighed[0].json()["possible"]) == ["designated_manager", "management_team_member"]


def test_its_step_is_corrected_and_retracted_as_any_other(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    said = {"employment": "e1", "incident_kind": "incident"}
    body = {"happened_at": THURSDAY_AT_FOUR, "by": "Ruth Okafor", "as": "senior_manager", "data": said}
    address = f"/api/v1/cases/{case.reference}/entries"
    made = lado.post(
        address, body | {"type": "incident_reported", "expected_number": 4}, content_type="application/json"
    )
    assert made.status_code == 201

    corrected = body | {"data": said | {"incident_kind": "allegation"}, "reason": "Misheard", "expected_number": 5}
    elsewhere = corrected | {"data": {"employment": "e2"}}
    gone = body | {"data": {}, "reason": "Never was", "retracted": True, "expected_number": 6}
    answers = [
        lado.post(f"{address}/4/corrections", each, content_type="application/json").status_code
        for each in (elsewhere, corrected, gone)
    ]

    assert answers == [422, 201, 201]


def test_outsiders_the_subject_and_those_who_do_not_read_the_employers_part_get_no_sign_of_it(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    post(signed_in(cast.head), case, "allegation_file_opened", 4, employment="e1", file_label="File 17")
    involve(cast.police, case, reason="the police's part", by=cast.lado, now=THURSDAY_AT_FIVE)

    for who in (cast.outsider, cast.subject):
        assert signed_in(who).get(f"/api/v1/cases/{case.reference}/duties").status_code == 404
    police = signed_in(cast.police)
    duties = police.get(f"/api/v1/cases/{case.reference}/duties").json()["duties"]
    assert "open-and-label-the-file" not in [each["id"] for each in duties]
    assert "File 17" not in police.get(f"/api/v1/cases/{case.reference}").content.decode()
