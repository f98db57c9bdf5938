"""When to look again: never late, whatever the case; asked of every moment that the worked cases ask about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from dutybook.engine import duties_for, next_change, points_to
from dutybook.engine.entries import Entry
from dutybook.engine.procedure import Procedure
from tests.spec.cases import NOW, all_cases, entries_of, moment, procedure_for

SECOND = timedelta(seconds=1)
FAR = timedelta(days=4 * 365)
CASES = [case for case in all_cases() if "refused" not in case]


def moments_of(case: Mapping[str, Any]) -> set[datetime]:
    rows = [row for key in ("expect", "weigh", "next_change") for row in case.get(key, ())]
    return {moment(row["at"]) for row in rows}


def standing(entries: list[Entry], procedure: Procedure, at: datetime) -> list[Any]:
    """The status and timing of every instance."""
    found = duties_for(entries, procedure, at=at, known_at=NOW)
    return [(each.id, dict(each.about), each.status, each.timing) for each in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"case {case['n']}")
def test_nothing_changes_by_itself_before_the_moment_to_look_again(case: dict[str, Any]) -> None:
    procedure = procedure_for(case)
    for at in moments_of(case):
        entries = [each for each in entries_of(case, procedure) if each.hi <= at]

        look_again = next_change(entries, procedure, at=at, known_at=NOW)

        last = look_again - SECOND if look_again else at + FAR
        assert standing(entries, procedure, last) == standing(entries, procedure, at), (at, look_again)


@pytest.mark.parametrize("case", [each for each in CASES if "weigh" in each], ids=lambda case: f"case {case['n']}")
def test_no_decision_changes_by_itself_before_the_moment_to_look_again(case: dict[str, Any]) -> None:
    procedure = procedure_for(case)
    for row in case["weigh"]:
        at, asked = moment(row["at"]), (row["decision"], row.get("about", {}))
        entries = [each for each in entries_of(case, procedure) if each.hi <= at]

        look_again = next_change(entries, procedure, at=at, known_at=NOW)

        last = look_again - SECOND if look_again else at + FAR
        now, then = (points_to(asked[0], entries, procedure, about=asked[1], at=u, known_at=NOW) for u in (at, last))
        assert [each.points_to for each in now.points_to] == [each.points_to for each in then.points_to], (
            row,
            look_again,
        )
