"""The accounts, named managers and shared mailboxes that may be the adult a case is about, or reach them, and why.

Nobody is locked out or let in here: this asks, and a person answers. A reason never says anybody's name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from dutybook.casework import names, people, procedures, visibility
from dutybook.casework.identity import Who
from dutybook.casework.models import Account, Case, Mailbox, Organisation
from dutybook.engine.procedure import Rules

SAME_NAME = "same name"
PART_OF_THE_NAME = "the name, with something left out"
SOUNDS = "sounds like the name"
IN_THE_ADDRESS = "the name is in the e-mail address"
SAME_ROLE = "same organisation and role"
SHARES_A_NAME = "shares a name with the person, at an organisation of the case"
ITS_ADDRESS = "the e-mail address of an account that it may be"
SHARED = "a shared mailbox of an organisation of the case, which the person may read"

Target = Account | Mailbox


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account or a mailbox that may be the adult's or reach them, and why."""

    target: Target
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adult:
    """What is said of the adult, in all that was said: names, roles and workplaces; and where the report is from."""

    called: frozenset[str]
    roles: frozenset[str]
    works_at: frozenset[int]
    reported_from: int | None

    @property
    def near(self) -> frozenset[int]:
        """The organisations at which less of a name is enough to ask."""
        return self.works_at | ({self.reported_from} if self.reported_from is not None else set())


def candidates(case: Case, *, now: datetime) -> list[Candidate]:
    """Whom to ask about; nobody, while nothing is said of the adult."""
    said = people.adult_of(case)
    if not said:
        return []
    adult = _adult(case, said, procedures.of_case(case).at(now))
    accounts = {each: why for each in _accounts(case.authority) if (why := _why_account(each, adult))}
    affected = adult.works_at | {each.organisation_id for each in accounts}
    addresses = {each.email.casefold() for each in accounts}
    mailboxes: dict[Target, tuple[str, ...]] = {
        each: why
        for each in Mailbox.objects.filter(organisation__in=affected, ended_at__isnull=True).order_by("pk")
        if (why := _why_mailbox(each, adult, addresses, desk=case.authority_id))
    }
    return [Candidate(target, why) for target, why in (*accounts.items(), *mailboxes.items())]


def where_the_adult_works(case: Case) -> list[Organisation]:
    """The organisations of the authority's area that somebody said the adult works for."""
    return _named({who["works_at"] for who in people.adult_of(case) if "works_at" in who}, case.authority)


def cases_that_may_be_about(name: str, organisation: Organisation) -> QuerySet[Case]:
    """The cases whose adult's tokens say that this name, or this workplace, may be theirs."""
    tokens = [token for _, token in people.tokens_of({"name": name, "works_at": organisation.name})]
    adults = Q(people__part="adult", people__person__tokens__token__in=tokens)
    return Case.objects.filter(adults, authority=organisation.own_authority).distinct().select_related("authority")


def _adult(case: Case, said: Sequence[Who], rules: Rules) -> Adult:
    first = case.entries.select_related("recorded_by").order_by("number").first()
    reporter = first.recorded_by if first is not None else None
    by_the_desk = reporter is None or visibility.is_on_the_team(reporter, case)
    told: Mapping[str, set[str]] = defaultdict(set)
    for who in said:
        for says, value in who.items():
            told[says].add(value)
    return Adult(
        called=frozenset(told["name"]),
        roles=_roles(told["role"], rules),
        works_at=frozenset(each.pk for each in _named(told["works_at"], case.authority)),
        reported_from=None if by_the_desk or reporter is None else reporter.organisation_id,
    )


def _why_account(account: Account, adult: Adult) -> tuple[str, ...]:
    why = _by_name(account.name, account.email, account.organisation_id, adult)
    return (*why, SAME_ROLE) if account.organisation_id in adult.works_at and account.role in adult.roles else why


def _why_mailbox(mailbox: Mailbox, adult: Adult, addresses: set[str], *, desk: int) -> tuple[str, ...]:
    why = () if mailbox.is_shared else _by_name(mailbox.name, mailbox.email, mailbox.organisation_id, adult)
    same_role = not mailbox.is_shared and mailbox.organisation_id in adult.works_at and mailbox.role in adult.roles
    more = {
        SAME_ROLE: same_role,
        ITS_ADDRESS: mailbox.email.casefold() in addresses,
        SHARED: mailbox.is_shared and mailbox.organisation_id != desk,
    }
    return (*why, *(reason for reason, holds in more.items() if holds))


def _by_name(name: str, email: str, organisation: int, adult: Adult) -> tuple[str, ...]:
    """Every reason that lies in a name. One word of it is enough only where the adult works or was reported from."""
    found: dict[str, Any] = {}
    for called in adult.called:
        whole = len(names.parts(called)) > 1
        near = organisation in adult.near
        found |= {
            reason: True
            for reason, holds in (
                (SAME_NAME, (whole or near) and names.same(called, name)),
                (PART_OF_THE_NAME, (whole or near) and _is_part(called, name)),
                (SOUNDS, (whole or near) and not names.same(called, name) and names.sound_alike(called, name)),
                (IN_THE_ADDRESS, whole and _is_in_the_address(called, email)),
                (SHARES_A_NAME, near and not names.same(called, name) and names.share_a_part(called, name)),
            )
            if holds
        }
    return tuple(found)


def _is_part(called: str, name: str) -> bool:
    return not names.same(called, name) and names.one_within_the_other(called, name)


def _is_in_the_address(called: str, email: str) -> bool:
    written = email.partition("@")[0]
    return len(names.parts(written)) > 1 and names.one_within_the_other(called, written)


def _roles(said: Iterable[str], rules: Rules) -> frozenset[str]:
    """The roles that somebody was said to have: by their own name, or by one of those the procedure gives them."""
    wanted = {names.place(each) for each in said}
    return frozenset(
        role.id
        for role in rules.plain.get("roles", {}).values()
        if wanted & {names.place(each) for each in (role.id, role.title, *role.more.get("aka", ()))}
    )


def _named(written: Iterable[str], authority: Organisation) -> list[Organisation]:
    wanted = {names.place(each) for each in written}
    return [each for each in _organisations(authority) if names.place(each.name) in wanted] if wanted else []


def _organisations(authority: Organisation) -> QuerySet[Organisation]:
    return Organisation.objects.filter(Q(pk=authority.pk) | Q(authority=authority)).order_by("name", "pk")


def _accounts(authority: Organisation) -> QuerySet[Account]:
    return Account.objects.filter(organisation__in=_organisations(authority), is_active=True).order_by("pk")
