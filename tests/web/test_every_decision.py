"""Every decision that the procedure leaves to a person can be taken in the browser, by whoever takes it, with a reason.

A decision without an event is nobody's to take: it has a place on the case page instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook import packs
from dutybook.casework import involvement, procedures, queries
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.models import Account, Case
from dutybook.casework.reasons import reason_asked
from dutybook.casework.store import Statement
from dutybook.engine.procedure import Decision, Event, Rules
from tests.cast import PROCEDURE, THURSDAY_AT_FIVE, Cast, account

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOON = datetime(2026, 4, 6, 11, 0, tzinfo=UTC)
WHEN = {"happened-day": "6", "happened-month": "4", "happened-year": "2026"}
NAMED = {
    "employment_described": {"employment": "employment-1"},
    "child_described": {"child": "child-1"},
    "meeting_planned": {"meeting": "meeting-1"},
    "participant_named": {"meeting": "meeting-1", "participant": "participant-1"},
    "minutes_requested": {"request": "request-1"},
    "evidence_evaluated": {"allegation": "allegation-1", "evidence_proves": True, "evidence_disproves": False},
}
"""The last is what a gate before the outcome waits for."""


def rules() -> Rules:
    return packs.load(PROCEDURE).editions[0][1]


def asking(decision: Decision) -> Event | None:
    return next((event for event in rules().events.values() if decision.id in event.asks), None)


def taken() -> list[str]:
    return [each.id for each in rules().decisions.values() if asking(each) is not None]


@pytest.fixture
def everything(cast: Cast, case: Case, settings: Any, on_thursday: None) -> Case:
    """A case that names one of everything that a decision can be about."""
    settings.DUTYBOOK_CLOCK = lambda: NOON
    for event, about in NAMED.items():
        declared = rules().events[event]
        role = "designated_officer" if "designated_officer" in declared.by else declared.by[0]
        statement = Statement(type=event, happened_at="2026-04-06", by="Somebody", role=role, data=about,
                              compartment=declared.privacy)  # fmt: skip
        sent = Sent(by=cast.lado, now=NOON, expected_number=queries.next_number(case))
        record_event(case, statement, procedure=procedures.of_case(case), sent=sent)
    return case


def whoever_takes(decision: Decision, case: Case, cast: Cast) -> Account:
    if "designated_officer" in decision.decided_by:
        return cast.lado
    if {"employer", "senior_manager"} & {*decision.decided_by}:
        return cast.head
    somebody = account("Ivo Pell", decision.decided_by[0], cast.authority)
    involvement.involve(somebody, case, reason="their part in it", by=cast.lado, now=THURSDAY_AT_FIVE)
    return somebody


@pytest.mark.parametrize("name", taken())
def test_whoever_takes_it_takes_it_in_the_browser_and_says_why(
    name: str, cast: Cast, everything: Case, signed_in: Callable[[Account], Client]
) -> None:
    decision = rules().decisions[name]
    client = signed_in(whoever_takes(decision, everything, cast))
    things = {kind: f"{kind}-1" for kind in ([decision.kind] if decision.kind else [])}
    address = reverse("decide", args=[everything.reference, name], query=things or None)
    steps = "&" if things else "?"

    own = client.post(f"{address}{steps}step=own-view", {f"own-{name}": answer(name), "own-why-decided": "I saw it."})
    without = client.post(f"{address}{steps}step=weigh", dict(last_form(decision, reason=" ")))
    recorded = client.post(f"{address}{steps}step=weigh", dict(last_form(decision, reason="I saw it.")))

    assert own.status_code == 302
    assert "Enter your reasons" in without.content.decode()
    assert recorded.status_code == 302, recorded.content.decode()
    view = queries.case_view(cast.lado, everything.reference, page="the case", now=NOON)
    assert name in view.raws[-1]["data"]


def answer(name: str) -> str:
    fact = rules().facts[name]
    return fact.choices[0].id if fact.choices else "Ours"


def last_form(decision: Decision, *, reason: str) -> Iterator[tuple[str, str]]:
    event = asking(decision)
    assert event is not None
    yield from WHEN.items()
    yield from ((f"about-{kind}", f"{kind}-1") for kind in event.about)
    yield from ((decision.id, answer(decision.id)), (reason_asked(event) or "why-decided", reason))
    yield from (("why-all-the-same", "It cannot wait."), ("done-as", "designated_officer"), ("expected-number", "8"))


def test_whatever_decides_asks_why() -> None:
    declared = rules()

    asked = [event for event in declared.events.values() if {*event.asks} & {*declared.decisions}]

    assert asked
    assert [event.id for event in asked if not reason_asked(event)] == []


def test_what_nobody_takes_has_a_place_on_the_case_page() -> None:
    plain = rules().plain
    placed = {
        *(each.more["decision"] for each in plain["retention"].values()),
        *(decision for each in plain["strands"].values() for decision in each.more.get("shows", ())),
        "person_to_tell",  # on the page about whom it may be
    }

    assert [each.id for each in rules().decisions.values() if asking(each) is None and each.id not in placed] == []
