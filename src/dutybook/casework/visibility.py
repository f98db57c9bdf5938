"""Who sees which case, and which compartments of it: the one place that answers, for every page, list and export.

No page may ask for a case in any other way. What somebody may not see does not exist for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from dutybook.casework import procedures
from dutybook.casework.involvement import lasting
from dutybook.casework.models import (
    Account,
    Case,
    Entry,
    Involvement,
    Recusal,
    Restriction,
    SubjectLink,
    SubjectQuestion,
)
from dutybook.casework.store import Stored
from dutybook.casework.worded_once import several, worded_once
from dutybook.engine import words
from dutybook.engine.procedure import Procedure

ALLEGATION, CHILD = "allegation", "child"
"""The two kinds of case: about an adult who works with children, and about children. Neither is part of the other."""

TEAMS = {
    ALLEGATION: frozenset({"designated_officer", "duty_desk", "business_support"}),
    CHILD: frozenset({"social_care", "social_care_team_manager", "emergency_duty_team"}),
}
"""The roles that hold every case of a kind in their own authority, so that whoever answers the telephone can."""

EVERYTHING = frozenset({"general", "child", "adult", "employment", "police", "source"})
EMPLOYER = frozenset({"general", "child", "adult", "employment"})
SOCIAL_CARE = frozenset({"general", "child", "adult"})
POLICE = frozenset({"general", "child", "adult", "police"})
COMPARTMENTS = {
    **dict.fromkeys(
        ("senior_manager", "senior_manager_delegate", "senior_manager_alternate", "chair_of_governors", "employer"),
        EMPLOYER,
    ),
    **dict.fromkeys(("human_resources", "agency", "commissioner"), EMPLOYER),
    **dict.fromkeys(
        ("social_care", "social_care_team_manager", "safeguarding_team_manager", "head_of_service", "social_worker"),
        SOCIAL_CARE,
    ),
    **dict.fromkeys(
        ("allocated_social_worker", "supervising_social_worker", "fostering_team", "emergency_duty_team"), SOCIAL_CARE
    ),
    **dict.fromkeys(("police_officer", "police_designated_officer"), POLICE),
}
"""What a role may read of a case it is involved in.

A role that is not here reads what is general, and what it wrote; one that only an organisation's own pack declares may
read as an employer does, in the cases in which it is involved.
"""

OF_A_CHILDS_CASE = {
    **dict.fromkeys(
        ("social_care", "social_care_team_manager", "safeguarding_team_manager", "head_of_service", "social_worker"),
        SOCIAL_CARE,
    ),
    **dict.fromkeys(
        ("allocated_social_worker", "key_worker", "conference_team", "chair", "emergency_duty_team"), SOCIAL_CARE
    ),
    "designated_officer": SOCIAL_CARE,
    **dict.fromkeys(("police_officer", "police_designated_officer"), POLICE),
}
"""The same in a case about a child. Whoever referred the child reads what is general there, and what they wrote."""

TEAM, INVOLVED = "the team that holds this authority's cases", "involved in the case"
NAMED, EMERGENCY = "named in the restricted case", "let themselves in, in an emergency"
"""The grounds on which somebody reads a case."""

TOOK_THEMSELVES_OFF = "You took yourself off this case on {on}, and so you can no longer see it."
WAS_TAKEN_OFF = (
    "You were taken off this case on {on}, because of a conflict of interest."
    " If that is a mistake, tell the designated officer's team."
)


class NotThere(LookupError):
    """There is no such case, or not for this person: the two must look alike."""


class TakenOff(PermissionDenied):
    """This person knows that there is such a case, and is off it: they are refused, with what happened."""

    def __init__(self, recusal: Recusal) -> None:
        on = words.day(procedures.of_case(recusal.case).calendar.day_of(recusal.recused_at))
        by_themselves = recusal.recused_by_id == recusal.account_id
        super().__init__((TOOK_THEMSELVES_OFF if by_themselves else WAS_TAKEN_OFF).format(on=on))


def cases_for(account: Account, *, now: datetime) -> QuerySet[Case]:
    """Every case this person may know of. Being linked to the subject, or off the case, outweighs every ground."""
    return _seen_by(_kinds_held_by(account), account=account.pk, organisation=account.organisation_id, now=now)


def every_case_for(account: Account, *, now: datetime) -> list[Case]:
    """The same with their authorities, by their references: for a page that lists them all."""
    return _listed_for(_kinds_held_by(account), account=account.pk, organisation=account.organisation_id, now=now)


def case_for(account: Account, reference: str, *, now: datetime) -> Case:
    """This one case, or `NotThere`; or `TakenOff`, to somebody who was in it."""
    found = _named_for(
        _kinds_held_by(account), account=account.pk, organisation=account.organisation_id, now=now, reference=reference
    )
    if found:
        return found[0]
    recusal = _recusal(account, reference)
    if recusal is not None:
        raise TakenOff(recusal)
    raise NotThere(reference)


def may_know(account: Account, case: Case, *, now: datetime) -> bool:
    """Whether this person sees the case now; asked again whenever something is about to reach them."""
    return account.is_active and cases_for(account, now=now).filter(pk=case.pk).exists()


def team(case: Case) -> QuerySet[Account]:
    """Everybody of the team that holds such cases, but for those who are kept from this one."""
    of_it = Account.objects.filter(role__in=TEAMS.get(case.kind, ()), organisation=case.authority_id, is_active=True)
    return of_it.exclude(kept_from(case)).order_by("name", "pk")


def holders(case: Case, *, now: datetime) -> QuerySet[Account]:
    """Who of the team holds this case: the whole team; of a restricted case, those named."""
    if not is_restricted(case):
        return team(case)
    named = Involvement.objects.filter(lasting(now), case=case, account=OuterRef("pk"), emergency=None)
    return team(case).filter(Exists(named))


def kept_from(case: Case) -> Q:
    """The accounts that no ground lets into this case: linked to its subject, perhaps so, or off it."""
    of_them = {"case": case, "account": OuterRef("pk")}
    perhaps = SubjectQuestion.objects.filter(**of_them, answered_at__isnull=True)
    kept = (SubjectLink.objects.filter(**of_them), perhaps, Recusal.objects.filter(**of_them))
    return Q(Exists(kept[0])) | Q(Exists(kept[1])) | Q(Exists(kept[2]))


def is_restricted(case: Case) -> bool:
    return case.restrictions.filter(lifted_at__isnull=True).exists()


def is_on_the_team(account: Account, case: Case) -> bool:
    """Whether this person holds the case because of their role in its authority, and not by being involved."""
    return account.role in TEAMS.get(case.kind, ()) and account.organisation_id == case.authority_id


def grounds(account: Account, cases: Iterable[Case], *, now: datetime) -> Mapping[UUID, str]:
    """On what ground this person may read each of these cases, as the reading log has it: for all in one question."""
    found = {case.pk: TEAM if is_on_the_team(account, case) else INVOLVED for case in cases}
    of_the_team = [case for case, ground in found.items() if ground == TEAM]
    if not of_the_team:
        return found
    named: list[Any] = _restricted(cases=of_the_team, account=account.pk, now=now)
    return found | {case: NAMED if is_named else EMERGENCY for case, is_named in named}


def compartments_of(account: Account, case: Case) -> frozenset[str]:
    """Which parts of a case that they see this person may read."""
    return reads_of(account, [case])[case.pk]


def reads_of(account: Account, cases: Iterable[Case]) -> dict[UUID, frozenset[str]]:
    """The same for several cases at once: the number of queries does not grow with them."""
    known = {case: _read_by_role(account, case) for case in cases}
    others = procedures.of_cases(case for case, reads in known.items() if reads is None)
    return {
        case.pk: _read_at_an_organisation(account.role, case, others[case.pk]) if reads is None else reads
        for case, reads in known.items()
    }


def _read_by_role(account: Account, case: Case) -> frozenset[str] | None:
    """None: only the procedure of the case can say."""
    if is_on_the_team(account, case):
        return EVERYTHING
    return (OF_A_CHILDS_CASE if case.kind == CHILD else COMPARTMENTS).get(account.role)


def _read_at_an_organisation(role: str, case: Case, procedure: Procedure) -> frozenset[str]:
    """To a role that only organisations' own packs have, what an employer reads, where it answers for an employer."""
    packs = [each.editions[-1][1] for each in procedure.organisations.values()]
    if case.kind == CHILD or role in procedure.editions[-1][1].plain.get("roles", {}):
        return frozenset({"general"})
    declared = (rules.plain.get("roles", {}).get(role) for rules in packs)
    answers_for = {each for passage in declared if passage for each in passage.more.get("answers_for", ())}
    return EMPLOYER if EMPLOYER in {COMPARTMENTS.get(each) for each in answers_for} else frozenset({"general"})


def all_may_read(compartment: str, who_read: str) -> bool:
    """Whether whoever reads the second of two compartments reads the first as well."""
    everybody = (frozenset({"general"}), *COMPARTMENTS.values())
    return all(compartment in reads for reads in everybody if who_read in reads)


def may_read(account: Account, case: Case, entry: Entry) -> bool:
    """Whether this person may read this entry of a case that they see: nobody is shut out of their own words."""
    return entry.recorded_by_id == account.pk or entry.compartment in compartments_of(account, case)


def readable(account: Account, reads: Collection[str], entries: Iterable[Stored]) -> list[Stored]:
    """Which of a case's entries somebody reads who reads these parts of it: as `may_read` has it, for many at once."""
    own = account.pk
    return [each for each in entries if each.compartment in reads or each.recorded_by_id == own]


def _kinds_held_by(account: Account) -> tuple[str, ...]:
    return tuple(kind for kind, roles in TEAMS.items() if account.role in roles)


def _seen_by(kinds: tuple[str, ...], *, account: Any, organisation: Any, now: Any) -> QuerySet[Case]:
    """By whoever holds these kinds of case in this organisation."""
    return Case.objects.filter(_on_a_team(kinds, organisation) | _involved(account, now)).exclude(
        _locked_out(account) | Exists(Recusal.objects.filter(case=OuterRef("pk"), account=account))
    )


@worded_once
def _listed_for(kinds: tuple[str, ...], *, account: Any, organisation: Any, now: Any) -> QuerySet[Case]:
    seen = _seen_by(kinds, account=account, organisation=organisation, now=now)
    return seen.select_related("authority").order_by("reference")


@worded_once
def _named_for(kinds: tuple[str, ...], *, account: Any, organisation: Any, now: Any, reference: Any) -> QuerySet[Case]:
    seen = _seen_by(kinds, account=account, organisation=organisation, now=now)
    return seen.select_related("authority").filter(reference=reference)


@worded_once
def _restricted(*, cases: Any, account: Any, now: Any) -> QuerySet[Any]:
    """Each that is restricted, with whether this person is involved in it by name."""
    by_name = Involvement.objects.filter(lasting(now), case=OuterRef("case"), account=account, emergency=None)
    restricted = Restriction.objects.filter(case__in=several(cases), lifted_at__isnull=True)
    return restricted.annotate(is_named=Exists(by_name)).values_list("case", "is_named")


def _on_a_team(kinds: tuple[str, ...], organisation: Any) -> Q:
    """No team holds a restricted case: whoever may see that one is involved in it by name."""
    restricted = Exists(Restriction.objects.filter(case=OuterRef("pk"), lifted_at__isnull=True))
    return Q(kind__in=kinds, authority=organisation) & ~Q(restricted)


def _involved(account: Any, now: Any) -> Q:
    return Q(Exists(Involvement.objects.filter(lasting(now), case=OuterRef("pk"), account=account)))


def _locked_out(account: Any) -> Q:
    """Linked to the subject; or somebody asked whether they are, and nobody has answered."""
    of_them = {"case": OuterRef("pk"), "account": account}
    return Q(Exists(SubjectLink.objects.filter(**of_them))) | Q(
        Exists(SubjectQuestion.objects.filter(**of_them, answered_at__isnull=True))
    )


def _recusal(account: Account, reference: str) -> Recusal | None:
    """Whoever is locked out as the subject is told nothing, also not that they once took themselves off."""
    known = Case.objects.filter(reference=reference).exclude(_locked_out(account))
    return Recusal.objects.select_related("case").filter(case__in=known, account=account).first()
