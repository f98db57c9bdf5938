"""The same statement through the page and through the interface: both record it alike, or neither records it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dutybook.casework import store
from dutybook.casework.models import Account, Case
from tests.cast import Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FRIDAY_AT_FIVE = datetime(2026, 4, 3, 16, 0, tzinfo=UTC)
HEAD = ("Ruth Okafor", "senior_manager")
TOLD = "designated_officer_told"
JUDGED = {"threshold": "potentially_met", "threshold_reason": "Harm may have happened."}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody says, before it is put into a form or sent by a program. `did` is who did it, as what."""

    says: str = "lado"
    event: str = TOLD
    when: str = "2026-04-03T15:30"
    about: str = "allegation-1"
    did: tuple[str, str] | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    already: bool = False
    number: int = 2

    def form(self) -> dict[str, str]:
        name, role = self.did or ("", "")
        who = {"done-by": name, "done-as": role or "designated_officer"} if self.says != "head" else {}
        about = {"about-allegation": self.about} if self.about else {}
        reason = {"why-all-the-same": self.why} if self.why else {}
        return _happened(self.when) | who | about | reason | dict(self.answers) | {"expected-number": str(self.number)}

    def body(self) -> dict[str, Any]:
        name, role = self.did or ("", "")
        who = {key: value for key, value in (("by", name), ("as", role)) if value}
        about = {"allegation": self.about} if self.about else {}
        when = self.when + ":00+01:00" if "T" in self.when else self.when
        said = {"type": self.event, "happened_at": when, "data": about | dict(self.answers), "reason": self.why}
        return said | who | {"already": self.already, "expected_number": self.number}


RECORDED = {
    "the head told the LADO": Said(says="head"),
    "the desk records it for the head": Said(did=HEAD),
    "nobody knows when": Said(did=HEAD, when="not known"),
    "only the month is known": Said(did=HEAD, when="2026-03"),
    "the desk decides, and says why": Said(event="threshold_decided", answers=JUDGED),
    "business support records what the LADO decided": Said(
        says="support", event="threshold_decided", did=("Dilys Marsh", "designated_officer"), answers=JUDGED
    ),
    "past a gate that asks a reason, with one": Said(event="risk_decided", why="He was to start that day."),
    "it has happened, past a gate that refuses, with a reason": Said(
        event="case_closed", about="", why="It was closed on paper.", already=True
    ),
    "what the police alone read": Said(event="matter_referred_to_police"),
    "an employer's evidence, and no decision": Said(event="evidence_evaluated", did=("Ruth Okafor", "employer")),
}
REFUSED = {
    "a role without a name": Said(did=("", "senior_manager")),
    "in a role that does not do it": Said(did=("Grace Toller", "adjudicator")),
    "tomorrow": Said(did=HEAD, when="2026-04-04T10:00"),
    "not of our times": Said(did=HEAD, when="1750"),
    "about no allegation": Said(did=HEAD, about=""),
    "an event that is not declared": Said(event="ticket_closed"),
    "an answer that is not offered": Said(event="threshold_decided", answers=JUDGED | {"threshold": "perhaps"}),
    "a decision without its reason": Said(event="threshold_decided", answers={"threshold": "potentially_met"}),
    "a decision of the LADO's by an employer": Said(
        event="evidence_evaluated",
        did=("Ruth Okafor", "employer"),
        answers={"standard_of_proof": "balance_of_probabilities"},
        why="as in a civil court",
    ),
    "a step of somebody else": Said(says="head", event="threshold_decided", answers=JUDGED),
    "past a gate that asks a reason, without one": Said(event="risk_decided"),
    "past a gate that refuses": Said(event="case_closed", about="", why="It is over."),
    "it has happened, without a reason": Said(event="case_closed", about="", already=True),
    "a chase without its duty": Said(event="duty_chased", answers={"chased_by_means_of": "telephone"}),
    "a day to look again without its duty": Said(event="look_again_set"),
    "a number that is taken": Said(did=HEAD, number=1),
    "by whoever may not see the case": Said(says="outsider"),
}


@dataclass(frozen=True)
class Doors:
    """Both doors of one case. Whatever comes in by one is taken back before the next."""

    case: Case
    clients: Mapping[str, Client]

    def by_the_page(self, said: Said) -> Any:
        query = {"already": "yes"} if said.already else None
        address = reverse("record", args=[self.case.reference, said.event], query=query)
        return self._came(lambda: self.clients[said.says].post(address, said.form()))

    def by_the_interface(self, said: Said) -> Any:
        address = f"/api/v1/cases/{self.case.reference}/entries"
        return self._came(lambda: self.clients[said.says].post(address, said.body(), content_type="application/json"))

    def _came(self, send: Callable[[], Any]) -> Any:
        with transaction.atomic(using="default"), transaction.atomic(using="keys"):
            send()
            entries = store.raw_entries(self.case.entries.filter(number__gt=1))
            for alias in ("default", "keys"):
                transaction.set_rollback(True, using=alias)
        return entries


@pytest.fixture
def doors(cast: Cast, case: Case, signed_in: Callable[[Account], Client], settings: Any, on_thursday: None) -> Doors:
    settings.DUTYBOOK_CLOCK = lambda: FRIDAY_AT_FIVE
    support = Account.objects.create_user(email="support@northmere.example", name="Ada Finch", role="business_support",
                                          organisation=cast.authority, password="unused here")  # fmt: skip
    people = {"lado": cast.lado, "head": cast.head, "outsider": cast.outsider, "support": support}
    return Doors(case, {name: signed_in(account) for name, account in people.items()})


@pytest.mark.parametrize("said", RECORDED.values(), ids=RECORDED)
def test_what_one_door_records_the_other_records_alike(said: Said, doors: Doors) -> None:
    page, interface = doors.by_the_page(said), doors.by_the_interface(said)

    assert len(page) == 1
    assert page == interface


@pytest.mark.parametrize("said", REFUSED.values(), ids=REFUSED)
def test_what_one_door_refuses_the_other_refuses(said: Said, doors: Doors) -> None:
    assert (doors.by_the_page(said), doors.by_the_interface(said)) == ([], [])


def _happened(when: str) -> dict[str, str]:
    if when == "not known":
        return {"happened-not-known": "not_known"}
    day, _, time = when.partition("T")
    parts = zip(("year", "month", "day"), day.split("-"), strict=False)
    return {f"happened-{part}": value for part, value in parts} | ({"happened-time": time} if time else {})
