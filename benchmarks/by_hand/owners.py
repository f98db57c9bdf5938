"""Whose duty it is, where that depends on what is known: the role, and what would settle it.

An unknown leaves the last role of the list with it, "until known".
"""

from __future__ import annotations

from datetime import datetime

from benchmarks.by_hand import sentences
from benchmarks.by_hand.record import Case
from benchmarks.by_hand.sentences import Json

Owned = tuple[str, list[Json]]


def manager_or_alternate(case: Case, a: str, u: datetime) -> Owned:
    """The alternate where one was named, or the manager is the subject."""
    acts = case.happened("alternate_named", a, u) or case.answer("subject_is_senior_manager", a, u)
    if acts is None:
        return "senior_manager until known", [sentences.ask(case, "subject_is_senior_manager", a, u)]
    return ("senior_manager_alternate" if acts else "senior_manager"), []


def complainant(case: Case, x: str, u: datetime) -> Owned:
    by = case.answer("complaint_by", x, u)
    if by is None:
        return "designated_officer until known", [sentences.ask(case, "complaint_by", x, u)]
    return {"subject": "subject", "partner_agency": "agency"}.get(by, "designated_officer"), []


def employer(case: Case, e: str, u: datetime) -> Owned:
    """The commissioner where that is what the organisation is."""
    return _by_kind(case, e, u, {"commissioner": "commissioner"})


def employer_or_regulator(case: Case, e: str, u: datetime) -> Owned:
    return _by_kind(case, e, u, {"commissioner": "commissioner", "regulatory_body": "regulator"})


def employer_or_officer(case: Case, e: str, u: datetime) -> Owned:
    """The designated officer where there is no employer."""
    officer = dict.fromkeys(("none", "regulatory_body"), "designated_officer")
    return _by_kind(case, e, u, {"commissioner": "commissioner", **officer})


def _by_kind(case: Case, e: str, u: datetime, roles: dict[str, str]) -> Owned:
    kind = case.answer("employer_kind", e, u)
    if kind is None:
        return "employer until known", [sentences.ask(case, "employer_kind", e, u)]
    return roles.get(kind, "employer"), []


def social_worker_or_manager(case: Case, c: str, u: datetime) -> Owned:
    allocated = case.answer("has_allocated_social_worker", c, u)
    if allocated is None:
        return "senior_manager until known", [sentences.ask(case, "has_allocated_social_worker", c, u)]
    return ("allocated_social_worker" if allocated else "senior_manager"), []
