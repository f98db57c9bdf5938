"""Who sees which case, and which compartments of it: the one place that answers, for every page, list and export.

No page may ask for a case in any other way. What somebody may not see does not exist for them.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from dutybook.casework.models import Account, Case, Entry

TEAMS = {"allegation": frozenset({"designated_officer", "duty_desk", "business_support"})}
"""The roles that hold every case of a kind in their own authority, so that whoever answers the telephone can."""

EVERYTHING = frozenset({"general", "child", "adult", "employment", "police", "source"})
EMPLOYER = frozenset({"general", "child", "adult", "employment"})
SOCIAL_CARE = frozenset({"general", "child", "adult"})
POLICE = frozenset({"general", "child", "adult", "police"})
COMPARTMENTS = {
    **dict.fromkeys(("senior_manager", "senior_manager_delegate", "senior_manager_alternate", "employer"), EMPLOYER),
    **dict.fromkeys(
        ("social_care", "social_care_team_manager", "safeguarding_team_manager", "social_worker"), SOCIAL_CARE
    ),
    **dict.fromkeys(("police_officer", "police_designated_officer"), POLICE),
}
"""What a role may read of a case it is involved in.

A role that is not here reads what is general, and what it wrote.
"""


class NotThere(LookupError):
    """There is no such case, or not for this person: the two must look alike."""


def cases_for(account: Account, *, now: datetime) -> QuerySet[Case]:
    """Every case this person may know of. Being linked to the subject outweighs any ground for seeing it."""
    return (
        Case.objects.filter(_on_a_team(account) | _involved(account, now))
        .exclude(subject_links__account=account)
        .distinct()
    )


def case_for(account: Account, reference: str, *, now: datetime) -> Case:
    """This one case, or `NotThere`."""
    case = cases_for(account, now=now).select_related("authority").filter(reference=reference).first()
    if case is None:
        raise NotThere(reference)
    return case


def is_on_the_team(account: Account, case: Case) -> bool:
    """Whether this person holds the case because of their role in its authority, and not by being involved."""
    return account.role in TEAMS.get(case.kind, ()) and account.organisation_id == case.authority_id


def ground(account: Account, case: Case) -> str:
    """On what ground this person may read the case, as the reading log has it."""
    return "the team that holds this authority's cases" if is_on_the_team(account, case) else "involved in the case"


def compartments_of(account: Account, case: Case) -> frozenset[str]:
    """Which parts of a case that they see this person may read."""
    return EVERYTHING if is_on_the_team(account, case) else COMPARTMENTS.get(account.role, frozenset({"general"}))


def may_read(account: Account, case: Case, entry: Entry) -> bool:
    """Whether this person may read this entry of a case that they see: nobody is shut out of their own words."""
    return entry.recorded_by_id == account.pk or entry.compartment in compartments_of(account, case)


def _on_a_team(account: Account) -> Q:
    kinds = [kind for kind, roles in TEAMS.items() if account.role in roles]
    return Q(kind__in=kinds, authority=account.organisation_id)


def _involved(account: Account, now: datetime) -> Q:
    lasting = Q(involvements__ends_at__isnull=True) | Q(involvements__ends_at__gt=now)
    return Q(involvements__account=account) & lasting
