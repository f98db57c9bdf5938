"""What a procedure offers, and what was recorded though it foresees it otherwise: listed, and never refused."""

from __future__ import annotations

from typing import Any

import pytest

from dutybook.engine.unforeseen import by_other_roles, not_offered, offers
from dutybook.packs.casefile import entries_from
from tests.spec.cases import NOW, moment
from tests.spec.short_form import language_case

OUTCOMES: list[dict[str, Any]] = [
    {"is": "substantiated"},
    {"is": "unfounded"},
    {"is": "malicious", "when": "sector == 'school'"},
    {"is": "unproven", "when": "at_a_hearing"},
    {"is": "no_case", "withdrawn": "never used"},
]
PACK: dict[str, Any] = {
    "things": {"allegation": {}},
    "roles": {"officer": {}, "deputy": {"answers_for": ["officer"]}, "head": {}},
    "events": {
        "described": {"by": ["head"], "about": ["allegation"], "asks": ["sector", "at_a_hearing"]},
        "decided": {"by": ["officer"], "about": ["allegation"], "asks": ["outcome"]},
    },
    "facts": {
        "sector": {"answers": "text"},
        "at_a_hearing": {"of": "allegation", "answers": "yes_no"},
        "outcome": {"of": "allegation", "answers": "choices", "choices": OUTCOMES},
    },
}
OVER = {
    "organisation_fact": "follows",
    "pack": {
        **PACK,
        "things": {"allegation": {}, "employment": {}},
        "facts": {**PACK["facts"], "follows": {"of": "employment", "answers": "text"}},
        "events": {**PACK["events"], "employed": {"by": ["officer"], "about": ["employment"], "asks": ["follows"]}},
    },
    "organisations": {"school": {"events": {"searched": {"by": ["head"], "about": ["employment"]}}}},
    "entries": [],
}
AT = {"at": moment("2026-04-01T12:00"), "known_at": NOW}
DECIDED = {"type": "decided", "happened_at": "2026-03-10T10:00:00+00:00", "by": "Olive", "as": "officer"}


def described(day: int, **answers: Any) -> dict[str, Any]:
    written = f"2026-03-{day:02}T10:00:00+00:00"
    data = {"allegation": ["a1", "a2"], **answers}
    return {"type": "described", "happened_at": written, "by": "Head", "as": "head", "data": data}


def decided(outcome: Any, about: Any = "a1", **entry: Any) -> dict[str, Any]:
    return {**DECIDED, "data": {"allegation": about, "outcome": outcome}, **entry}


def offered(*entries: dict[str, Any]) -> dict[str, bool | None]:
    procedure = language_case({"pack": PACK, "entries": []})
    return offers("outcome", entries_from(entries, procedure), procedure, about={"allegation": "a1"}, **AT)


def listed(*entries: dict[str, Any]) -> list[tuple[int, str, str]]:
    procedure = language_case({"pack": PACK, "entries": []})
    found = not_offered(entries_from(entries, procedure), procedure, **AT)
    return [(each.entry.seq, each.choice.id, each.about["allegation"]) for each in found]


@pytest.mark.parametrize(
    ("entries", "malicious", "unproven"),
    [
        # Nobody has said: what may be offered cannot be told, and is not denied.
        ([], None, None),
        ([described(2, sector="school")], True, None),
        ([described(2, sector="club", at_a_hearing=True)], False, True),
        # The last answer counts.
        ([described(2, sector="club"), described(3, sector="school")], True, None),
    ],
)
def test_an_answer_is_offered_where_its_condition_holds(
    entries: list[dict[str, Any]], malicious: bool | None, unproven: bool | None
) -> None:
    assert offered(*entries) == {
        "substantiated": True,
        "unfounded": True,
        "malicious": malicious,
        "unproven": unproven,
    }


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([described(2, sector="club"), decided("malicious")], [(2, "malicious", "a1")]),
        ([described(2, sector="school"), decided("malicious")], []),
        # Nobody had said: it is not certain, so it is not listed.
        ([decided("malicious")], []),
        # Said by the time of the answer is what counts, and nothing that was said later.
        ([decided("malicious"), described(20, sector="club")], []),
        ([described(2, sector="club"), decided("malicious"), described(20, sector="school")], [(2, "malicious", "a1")]),
        # Several answers, about several things: each that was not offered.
        (
            [
                described(2, sector="club", at_a_hearing=False),
                decided(["malicious", "unproven", "unfounded"], ["a1", "a2"]),
            ],
            [(2, "malicious", "a1"), (2, "unproven", "a1"), (2, "malicious", "a2"), (2, "unproven", "a2")],
        ),
        # What was retracted was never answered.
        (
            [
                described(2, sector="club"),
                decided("malicious"),
                {"type": "decided", "happened_at": "2026-03-11", "as": "officer", "corrects": 2, "retracted": True},
            ],
            [],
        ),
    ],
)
def test_an_answer_that_was_not_offered_stands_and_is_listed(
    entries: list[dict[str, Any]], found: list[tuple[int, str, str]]
) -> None:
    assert listed(*entries) == found


@pytest.mark.parametrize(
    ("role", "is_listed"),
    [
        ("officer", False),
        # A deputy does the officer's duties, and still records in the role that the event names.
        ("deputy", True),
        ("head", True),
        # Of nobody's role nothing can be said.
        ("", False),
        # A role that the procedure does not have.
        ("caretaker", True),
    ],
)
def test_an_event_of_another_role_stands_and_is_listed(role: str, is_listed: bool) -> None:
    procedure = language_case({"pack": PACK, "entries": []})
    entries = entries_from([described(2), decided("unfounded", **{"as": role})], procedure)

    found = by_other_roles(entries, procedure, **AT)

    assert [(each.entry.seq, each.event.id) for each in found] == ([(2, "decided")] if is_listed else [])


def test_whom_an_organisation_lets_record_is_asked_too() -> None:
    procedure = language_case(OVER)
    raw = [
        {
            "type": "employed",
            "happened_at": "2026-03-02",
            "as": "officer",
            "data": {"employment": "e1", "follows": "school"},
        },
        {"type": "searched", "happened_at": "2026-03-03", "as": "head", "data": {"employment": "e1"}},
        {"type": "searched", "happened_at": "2026-03-04", "as": "officer", "data": {"employment": "e1"}},
    ]

    found = by_other_roles(entries_from(raw, procedure), procedure, **AT)

    assert [each.entry.seq for each in found] == [3]


def test_a_decision_that_a_duty_will_not_be_done_is_no_event_of_any_role() -> None:
    duty = {"owner": "head", "arises": "described", "done_by": "decided"}
    procedure = language_case({"pack": {**PACK, "duties": {"decide": duty}}, "entries": []})
    data = {"duty": "decide", "reason": "There is nothing to decide."}
    raw = [described(2), {"type": "duty_not_done", "happened_at": "2026-03-04", "as": "head", "data": data}]

    assert by_other_roles(entries_from(raw, procedure), procedure, **AT) == []
    assert not_offered(entries_from(raw, procedure), procedure, **AT) == []
