"""What a record's line says beside its date: who keeps it, what the row says and cites, and why."""

from __future__ import annotations

from typing import Any

import pytest

from dutybook.engine import keep_until
from tests.spec.cases import NOW, entries_of, moment, procedure_for

OURS, SOURCE = {"ours": "an example"}, {"at": "para 62", "rules": ["S-62-1"]}
MALICIOUS = {"id": "malicious", "when": "malicious", "points_to": "remove", "says": "Take it out.", "cite": OURS}
REST = {"id": "rest", "points_to": "keep", "until": "10 years after closed_on", "cite": SOURCE}
CASE: dict[str, Any] = {
    "pack": {
        "events": {"allegation_received": {}, "case_closed": {}},
        "facts": {"closed_on": {}, "malicious": {}},
        "decisions": {"file": {"first": [MALICIOUS, REST]}},
        "retention": {"personnel_file": {"title": "The personnel file", "kept_by": "employer", "decision": "file"}},
    },
    "entries": [
        {"type": "allegation_received", "at": "2026-03-02T10:00", "by": "Head", "data": {"malicious": False}},
        {"type": "case_closed", "at": "2026-06-01T10:00", "data": {"closed_on": "2026-06-01"}},
    ],
}


def test_a_record_says_who_keeps_it_until_when_why_and_by_which_row() -> None:
    procedure = procedure_for(CASE)

    (kept,) = keep_until(entries_of(CASE, procedure), procedure, at=moment("2026-07-01T10:00"), known_at=NOW)

    assert kept.as_json(procedure) == {
        "record": "personnel_file",
        "title": "The personnel file",
        "kept_by": ["employer"],
        "about": {},
        "points_to": [
            {
                "row": "rest",
                "points_to": "keep",
                "until": "2036-06-01T23:59:59+01:00",
                "until_at_least": None,
                "says": "",
                "because": [],
                "cite": {"source": "", "at": "para 62", "rules": ["S-62-1"]},
            }
        ],
        "possible": [],
        "missing": [],
    }


def test_before_its_date_is_known_a_record_has_no_until_and_names_what_is_missing() -> None:
    procedure = procedure_for(CASE)

    (kept,) = keep_until(entries_of(CASE, procedure), procedure, at=moment("2026-04-01T10:00"), known_at=NOW)

    line = kept.as_json(procedure)
    assert [(each["points_to"], each["until"]) for each in line["points_to"]] == [("keep", None)]
    assert line["missing"] == [{"fact": "closed_on", "about": {}, "state": "not_asked"}]


def test_a_pack_without_retention_keeps_nothing_on_its_page() -> None:
    procedure = procedure_for({"pack": {"events": {"allegation_received": {}}}, "entries": []})

    assert keep_until([], procedure, at=NOW, known_at=NOW) == []


def kept_until(until: dict[str, Any], **answers: Any) -> list[str | None]:
    """Until when the record of a case closed on 1 June 2026 is kept, and until when at least."""
    facts = {"pension_age_on": {"answers": "date"}, "closed_on": {"answers": "date"}, "grave": {}}
    row = {"id": "keep", "points_to": "keep", "until": until, "cite": OURS}
    pack = {
        **CASE["pack"],
        "events": {"case_closed": {}},
        "facts": facts,
        "decisions": {"file": {"first": [row]}},
    }
    case = {
        "pack": pack,
        "entries": [{"type": "case_closed", "at": "2026-06-01T10:00", "data": {"closed_on": "2026-06-01", **answers}}],
    }
    procedure = procedure_for(case)
    (kept,) = keep_until(entries_of(case, procedure), procedure, at=moment("2026-07-01T10:00"), known_at=NOW)
    (line,) = kept.as_json(procedure)["points_to"]
    return [each and each[:10] for each in (line["until"], line["until_at_least"])]


TO_PENSION_AGE = {"latest": ["10 years after closed_on", {"set_by": "pension_age_on"}]}


@pytest.mark.parametrize(
    ("until", "answers", "is_until", "is_at_least"),
    [
        # The longer of two of which one is not known: it is at least the other.
        (TO_PENSION_AGE, {}, None, "2036-06-01"),
        (TO_PENSION_AGE, {"pension_age_on": "2030-05-01"}, "2036-06-01", None),
        (TO_PENSION_AGE, {"pension_age_on": "2051-05-01"}, "2051-05-01", None),
        # Of two that are known, the longer; of the earlier of several, the one that cannot be passed.
        (
            {"latest": ["10 years after closed_on", "1 year after closed_on", {"set_by": "pension_age_on"}]},
            {},
            None,
            "2036-06-01",
        ),
        (
            {"earliest": [TO_PENSION_AGE, {"latest": ["20 years after closed_on", {"set_by": "pension_age_on"}]}]},
            {},
            None,
            "2036-06-01",
        ),
        # Ten years or twenty, and nobody knows which: at least ten.
        (
            {"first": [{"when": "grave", "is": "20 years after closed_on"}, {"is": "10 years after closed_on"}]},
            {},
            None,
            "2036-06-01",
        ),
        # Nothing is certain.
        ({"set_by": "pension_age_on"}, {}, None, None),
        (
            {"first": [{"when": "grave", "is": {"set_by": "pension_age_on"}}, {"is": "10 years after closed_on"}]},
            {},
            None,
            None,
        ),
        ({"latest": [{"earliest": [{"set_by": "pension_age_on"}]}, "1 year after closed_on"]}, {}, None, "2027-06-01"),
    ],
)
def test_what_is_certain_of_a_period_is_said_while_an_answer_is_missing(
    until: dict[str, Any], answers: dict[str, str], is_until: str | None, is_at_least: str | None
) -> None:
    assert kept_until(until, **answers) == [is_until, is_at_least]
