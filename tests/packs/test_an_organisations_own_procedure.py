"""An organisation's pack over its authority's: it governs the roles that name it, and no other role.

Nothing here may be provable by a worked example: an example asks one procedure, and these ask two at once.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from dutybook import engine
from dutybook.engine.instance import Instance
from dutybook.packs import load
from dutybook.packs.casefile import read_case
from dutybook.packs.problems import CaseRefused

ALLEGATION = """
procedure: dorset
kind: allegation
entries:
  - {type: employment_described, happened_at: "2026-03-09T09:00:00+00:00", by: LADO, as: designated_officer,
     data: {employment: e1, employer_procedure: illuminate-ap}}
  - {type: employment_described, happened_at: "2026-03-09T09:00:00+00:00", by: LADO, as: designated_officer,
     data: {employment: e2}}
  - {type: concern_raised, happened_at: "2026-03-09T10:00:00+00:00", by: Tutor, as: staff_member,
     data: {allegation: a1}}
"""


@pytest.fixture
def duties() -> list[Instance]:
    noon = datetime.fromisoformat("2026-03-09T12:00:00+00:00")
    return list(engine.duties_for(read_case(ALLEGATION).entries, load("dorset"), at=noon, known_at=noon))


def roles_owing(duty: str, duties: list[Instance]) -> list[str]:
    return [each.about.get("employment", "") for each in duties if each.id == duty]


@pytest.mark.parametrize(
    "duty",
    ["give-the-details-to-management", "seek-the-lados-advice", "hold-the-initial-meeting", "enter-it-in-staff-safe"],
)
def test_the_organisations_own_duties_are_for_its_own_role_only(duty: str, duties: list[Instance]) -> None:
    assert roles_owing(duty, duties) == ["e1"]


def test_what_the_authority_asks_is_owed_once_whoever_the_employers_are(duties: list[Instance]) -> None:
    assert roles_owing("tell-the-lado-one-working-day", duties) == [""]


def with_step(about: str, *, event: str = "allegation_file_opened") -> str:
    written = (
        f'"2026-03-09T11:00:00+00:00", by: Manager, as: senior_manager,\n     data: {{{about}, file_label: File 17}}'
    )
    return f"{ALLEGATION}  - {{type: {event}, happened_at: {written}}}\n"


def test_in_a_case_file_its_own_step_meets_its_own_duty() -> None:
    noon = datetime.fromisoformat("2026-03-09T12:00:00+00:00")
    case = read_case(with_step("employment: e1"))

    found = engine.duties_for(case.entries, case.procedure, at=noon, known_at=noon)

    assert [each.status for each in found if each.id == "open-and-label-the-file"] == ["met"]


@pytest.mark.parametrize("about", ["employment: e2", "employment: [e1, e2]"])
@pytest.mark.parametrize("event", ["allegation_file_opened", "employment_described"])
def test_in_a_case_file_it_is_refused_of_any_other_role_at_its_line(about: str, event: str) -> None:
    with pytest.raises(CaseRefused) as refused:
        read_case(with_step(about, event=event))

    (problem,) = refused.value.problems
    assert problem.line == {"allegation_file_opened": 11, "employment_described": 12}[event]
    assert "is only for what follows the procedure of illuminate-ap, and e2 does not follow it" in problem.what
    assert problem.write == "write first that it does, as employer_procedure: illuminate-ap"


def test_under_the_organisations_own_pack_the_authority_is_not_asked_who_follows_it() -> None:
    case = read_case(with_step("employment: e2"), load("illuminate-ap"))

    assert [each.only_under for each in case.entries] == [()] * 4


def test_under_another_authority_its_step_is_left_out_and_listed() -> None:
    case = read_case(with_step("employment: e1"), load("staffordshire"))

    assert "entry 4: allegation_file_opened is not an event of staffordshire" in case.ignored
