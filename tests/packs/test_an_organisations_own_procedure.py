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
