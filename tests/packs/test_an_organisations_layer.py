"""The preschool's layer over Hampshire's procedure: it governs the role that names it, and no other."""

from datetime import datetime

import pytest

from dutybook.engine import duties_for
from dutybook.packs import entries_from, load

OWN = "consider-a-review-of-the-notice"
DAY = datetime.fromisoformat("2026-03-10T12:00:00+00:00")


def entry(type: str, at: str, role: str, **data: str) -> dict[str, object]:
    return {"type": type, "happened_at": f"2026-03-{at}:00+00:00", "by": role, "as": role, "data": data}


def case(follow: list[str]) -> list[dict[str, object]]:
    """A person with two roles, at the end of an investigation; those of `follow` follow the preschool's notice."""
    return [
        entry("concern_raised", "09T09:00", "senior_manager", allegation="a1"),
        *(entry("employment_described", "09T09:30", "designated_officer", employment=role) for role in ("e1", "e2")),
        *(
            entry(
                "employment_described",
                "09T10:00",
                "designated_officer",
                employment=role,
                employer_procedure="preschool",
            )
            for role in follow
        ),
        entry("investigation_concluded", "10T10:00", "designated_officer", allegation="a1"),
    ]


@pytest.mark.parametrize("follow", [["e1"], [], ["e1", "e2"]])
def test_its_own_duty_is_owed_for_the_roles_that_follow_its_notice(follow: list[str]) -> None:
    hampshire = load("hampshire")

    found = duties_for(entries_from(case(follow), hampshire), hampshire, at=DAY, known_at=DAY)

    assert sorted(dict(each.about)["employment"] for each in found if each.id == OWN) == follow


def test_what_the_partnership_asks_is_owed_there_as_well() -> None:
    preschool = load("hampshire").organisations["preschool"]

    assert preschool.layers == ("england", "hampshire", "preschool")
    assert "tell-ofsted" in preschool.editions[-1][1].duties
