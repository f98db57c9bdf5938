"""The naive engine gives the answers that the fifty hard rules expect, so that it can judge the real one.

Nothing here may soften an expectation: every key that a case writes is compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from dutybook.engine.instance import Instance, Missing, Refused
from tests.agreement.naive import duties_for, may, out_of_order, points_to
from tests.agreement.short_form import entries_of, language_cases, moment, procedure_of

WORDS = {"not_asked": "not asked", "not_known": "asked, not known"}
CASES = [pytest.param(case, id=str(case["n"])) for case in language_cases() if case["n"] not in (43, 46, 47)]


def asked(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"at": moment(row["at"]), "known_at": moment(row.get("known_at", "2099-01-01T00:00"))}


def found(instances: list[Instance], row: Mapping[str, Any]) -> list[Instance]:
    about = row.get("about", {})
    return [
        each for each in instances if each.id == row["duty"] and all(each.about.get(k) == v for k, v in about.items())
    ]


def written(missing: Missing) -> str:
    ids = ", ".join(missing.about.values())
    return f"{missing.fact}({ids})" if ids else missing.fact


def as_written(instance: Instance) -> dict[str, Any]:
    names = {
        "due": "due_at",
        "due_latest": "due_at_latest",
        "target": "target_at",
        "arose": "arose_at",
        "met": "met_at",
    }
    shown = {key: getattr(instance, field) for key, field in names.items()}
    shown |= {key: getattr(instance, key) for key in ("status", "timing", "owner", "since", "was_overdue", "strength")}
    shown |= {"recorded_late": instance.recorded_late, "late_by": instance.late_by_seconds, "moved": instance.moved}
    shown |= {"missing": sorted(map(written, instance.missing))}
    return shown | {"why_missing": [[each.fact, WORDS.get(each.state)] for each in instance.missing]}


def expected(row: Mapping[str, Any]) -> dict[str, Any]:
    asked_for = ("at", "known_at", "duty", "about", "nth", "how_many")
    times = ("due", "due_latest", "target", "arose", "met", "since")
    shown = {key: value for key, value in row.items() if key not in asked_for}
    shown |= {key: moment(row[key]) for key in times if row.get(key)}
    shown |= {"moved": tuple(moment(each) for each in row["moved"])} if "moved" in row else {}
    return shown | ({"missing": sorted(row["missing"])} if "missing" in row else {})


@pytest.mark.parametrize("case", CASES)
def test_the_naive_engine_says_of_the_duties_what_the_rule_says(case: dict[str, Any]) -> None:
    procedure, entries = procedure_of(case), entries_of(case)

    for row in case.get("expect", ()):
        instances = found(duties_for(entries, procedure, **asked(row)), row)

        assert len(instances) == row.get("how_many", len(instances)), row
        if row.get("status") == "none":
            assert instances == [], row
        else:
            shown = as_written(instances[row.get("nth", 1) - 1])
            assert {key: shown[key] for key in expected(row)} == expected(row), row


@pytest.mark.parametrize("case", [each for each in CASES if "weigh" in each.values[0]])
def test_the_naive_engine_weighs_as_the_rule_says(case: dict[str, Any]) -> None:
    procedure, entries = procedure_of(case), entries_of(case)

    for row in case["weigh"]:
        weighed = points_to(row["decision"], entries, procedure, about=row.get("about", {}), **asked(row))

        shown: dict[str, Any] = {
            "points_to": [each.points_to for each in weighed.points_to],
            "possible": list(weighed.possible),
            "missing": sorted(map(written, weighed.missing)),
            "strength": next((each.row.strength for each in weighed.points_to), None),
            "until": next((each.until for each in weighed.points_to), None),
            "decided": weighed.decided,
            "differs": weighed.differs,
        }
        wanted = {key: row[key] for key in row if key in shown}
        wanted |= {"until": moment(row["until"])} if "until" in row else {}
        wanted |= {"missing": sorted(row["missing"])} if "missing" in row else {}
        assert {key: shown[key] for key in wanted} == wanted, row


@pytest.mark.parametrize("case", [each for each in CASES if "gates" in each.values[0]])
def test_the_naive_engine_shuts_the_gates_that_the_rule_shuts(case: dict[str, Any]) -> None:
    procedure, entries = procedure_of(case), entries_of(case)

    for row in case["gates"]:
        answer = may(row["event"], row.get("about", {}), entries, procedure, by=row.get("by", ""), **asked(row))

        shut = [reason.gate for reason in answer.reasons] if isinstance(answer, Refused) else []
        assert shut == row["blocked_by"], row
        assert "effect" not in row or (isinstance(answer, Refused) and answer.effect == row["effect"]), row


@pytest.mark.parametrize("case", [each for each in CASES if "out_of_order" in each.values[0]])
def test_the_naive_engine_lists_what_happened_out_of_order(case: dict[str, Any]) -> None:
    procedure, entries = procedure_of(case), entries_of(case)

    for row in case["out_of_order"]:
        assert out_of_order(entries, procedure, **asked(row)) == [tuple(each) for each in row["are"]]
