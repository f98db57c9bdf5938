"""What the case page and Today say to the desk while nobody has answered whom a case may be about.

Nobody else may be told that anything was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dutybook.casework import permissions, subjects
from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView


def on_the_case(view: CaseView, account: Account) -> dict[str, Any]:
    """For `subjects/banner.html`: how much is unanswered, and the organisations that are closed."""
    if not _is_for(account, view):
        return {"subject_unanswered": 0, "subject_closed": [], "may_say_who_the_subject_is": False}
    closed = [each for each in subjects.organisations_of(view.case) if each.is_closed]
    unanswered = subjects.questions_of(view.case).filter(answered_at__isnull=True).count()
    return {
        "subject_unanswered": unanswered,
        "subject_closed": [each.organisation.name for each in closed],
        "may_say_who_the_subject_is": True,
    }


def on_today(views: Sequence[CaseView], account: Account) -> dict[str, Any]:
    """For `subjects/today.html`: the desk's cases in which something is to be answered or chosen."""
    by_case = {view.case.pk: view for view in views if _is_for(account, view)}
    waiting = subjects.waiting([view.case for view in by_case.values()]) if by_case else []
    return {"subjects_waiting": [{"view": by_case[each.case.pk], "waiting": each} for each in waiting]}


def _is_for(account: Account, view: CaseView) -> bool:
    return isinstance(permissions.may_say_who_the_subject_is(account, view.case), permissions.Allowed)
