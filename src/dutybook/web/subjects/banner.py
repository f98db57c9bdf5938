"""What the case page and Today say to the desk while nobody has answered whom a case may be about.

Nobody else may be told that anything was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from dutybook.casework import permissions, subjects
from dutybook.casework.models import Account, Case


class Named(Protocol):
    """A case, and the name of the adult it is about, as far as its reader knows it."""

    @property
    def case(self) -> Case: ...
    @property
    def about(self) -> str: ...


def on_the_case(case: Case, account: Account) -> dict[str, Any]:
    """For `subjects/banner.html`: how much is unanswered, and the organisations that are closed."""
    if not _is_for(account, case):
        return {"subject_unanswered": 0, "subject_closed": []}
    asked, organisations = subjects.asked_and_organisations_of(case)
    return {
        "subject_unanswered": sum(each.answered_at is None for each in asked),
        "subject_closed": [each.organisation.name for each in organisations if each.is_closed],
    }


def on_today(cases: Sequence[Named], account: Account) -> dict[str, Any]:
    """For `subjects/today.html`: the desk's cases in which something is to be answered or chosen."""
    by_case = {each.case.pk: each for each in cases if _is_for(account, each.case)}
    waiting = subjects.waiting([each.case for each in by_case.values()]) if by_case else []
    return {"subjects_waiting": [{"view": by_case[each.case.pk], "waiting": each} for each in waiting]}


def _is_for(account: Account, case: Case) -> bool:
    return isinstance(permissions.may_say_who_the_subject_is(account, case), permissions.Allowed)
