"""One case, and everybody who stands somewhere towards it. Every text in it holds a word that stands nowhere else.

Nobody may be let in or kept out here but by what the service itself would have done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from dutybook.casework import involvement, procedures
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.models import Account, Case, SubjectQuestion
from dutybook.casework.store import Statement
from tests.cast import THURSDAY_AT_FIVE, Cast, account, report

ADULT, MARK = "Ambrose Quillfeather", "wyvern"
"""The name in the case, and a word that is in every text of it and of what was granted, ended or refused in it."""
SIGNS = ("Quillfeather", MARK)
FRIDAY_AT_FIVE = datetime(2026, 4, 3, 16, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`people` has an account for each column of the table but whoever is signed out."""

    case: Case
    people: dict[str, Account]
    is_restricted: bool

    @property
    def signs(self) -> tuple[str, ...]:
        """What nobody may find who may not know of the case."""
        return (*SIGNS, self.case.reference)


def make_world(cast: Cast, *, is_restricted: bool) -> World:
    case = report(cast.head, adult_name=ADULT, what_happened=f"He said {MARK} to a child.")
    people = _people(cast)
    _record(case, cast, "matter_referred_to_police", "police", 2, allegation="allegation-1")
    _link(case, cast, people)
    _recuse(case, cast, people)
    _ask(case, people["asked"])
    if is_restricted:
        _restrict(case, people["team"])
    return World(case=case, people=people, is_restricted=is_restricted)


def _people(cast: Cast) -> dict[str, Account]:
    """By the columns of the table; those of a school are of the school where the head reported."""
    deputy = "senior_manager_delegate"
    return {
        "involved": cast.head,
        "team": cast.lado,
        "rest_of_team": account("Idris Vane", "designated_officer", cast.authority),
        "colleague": account("Petra Holm", deputy, cast.school),
        "outsider": cast.outsider,
        "police": cast.police,
        "far_lado": cast.far_lado,
        "subject": cast.subject,
        "linked": account("Selma Ash", deputy, cast.school),
        "recused": cast.second_lado,
        "recused_involved": account("Bram Tully", deputy, cast.school),
        "asked": account("Una Fells", deputy, cast.school),
        "no_code": account("Nia Sorrel", "designated_officer", cast.authority),
    }


def _record(case: Case, cast: Cast, event: str, compartment: str, number: int, **data: str) -> None:
    statement = Statement(type=event, happened_at="2026-04-02", by=cast.lado.name, role=cast.lado.role, data=data,
                          compartment=compartment, reason=MARK)  # fmt: skip
    sent = Sent(by=cast.lado, now=THURSDAY_AT_FIVE, expected_number=number)
    record_event(case, statement, procedure=procedures.of_case(case), sent=sent)


def _link(case: Case, cast: Cast, people: dict[str, Account]) -> None:
    """Both had been let in before anybody knew."""
    for name in ("subject", "linked", "recused_involved", "asked"):
        involvement.involve(people[name], case, reason=MARK, by=cast.lado, now=THURSDAY_AT_FIVE)
    for name in ("subject", "linked"):
        involvement.link_subject(people[name], case, reason=MARK, by=cast.lado, now=THURSDAY_AT_FIVE)


def _recuse(case: Case, cast: Cast, people: dict[str, Account]) -> None:
    for name in ("recused", "recused_involved"):
        involvement.recuse(people[name], case, reason=MARK, by=people[name], now=THURSDAY_AT_FIVE)


def _ask(case: Case, asked: Account) -> None:
    SubjectQuestion.objects.create(case=case, account=asked, why=MARK, asked_at=THURSDAY_AT_FIVE)


def _restrict(case: Case, named: Account) -> None:
    involvement.involve(named, case, reason=MARK, by=named, now=THURSDAY_AT_FIVE)
    involvement.restrict(case, reason=MARK, by=named, now=THURSDAY_AT_FIVE)
