"""Who at an organisation the desk may tell, in the order in which the procedure's rows put its roles.

Nobody is told by being on this list, and nobody whom the case may be about is on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dutybook.casework.models import Account, Case, Mailbox, Organisation, SubjectQuestion
from dutybook.casework.queries import CaseView
from dutybook.engine import points_to
from dutybook.engine.instance import Missing, Pointed, Weighed

PERSON_TO_TELL = "person_to_tell"
"""The decision whose rows name the roles, wherever a procedure declares it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """A row of the procedure that names a role, once, and the allegations of which it holds."""

    pointed: Pointed
    allegations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Somebody who may be told, and the rows of the procedure that say so; none while nobody can tell yet."""

    whom: Account | Mailbox
    rows: tuple[Holds, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The roles of the procedure's rows in their order, the rows that hold, and what would settle the rest."""

    roles: tuple[str, ...]
    rows: tuple[Holds, ...]
    missing: tuple[Missing, ...]


def roles_to_tell(view: CaseView) -> Told:
    """Which roles may be told, from every allegation of the case; nothing where the procedure does not say."""
    decision = view.rules.decisions.get(PERSON_TO_TELL)
    if decision is None:
        return Told(roles=(), rows=(), missing=())
    by_allegation = {allegation: _weigh(view, allegation) for allegation in _allegations(view)}
    weighed = by_allegation.values()
    wanted = {role for each in weighed for role in (*(row.points_to for row in each.points_to), *each.possible)}
    return Told(
        roles=tuple(dict.fromkeys(row.points_to for row in decision.rows if row.points_to in wanted)),
        rows=tuple(_holding(by_allegation)),
        missing=tuple({each.fact: each for one in weighed for each in one.missing}.values()),
    )


def offered(case: Case, organisation: Organisation, told: Told) -> list[Offered]:
    """The accounts and mailboxes of an organisation that have one of these roles, in their order."""
    free = [each for each in _of(organisation) if each not in _may_be_reached(case)]
    return [
        Offered(whom=whom, rows=tuple(row for row in told.rows if row.pointed.points_to == role))
        for role in told.roles
        for whom in free
        if whom.role == role
    ]


def others(organisation: Organisation, case: Case, already: Sequence[Offered]) -> list[Account | Mailbox]:
    """Everybody else there whom the desk may choose all the same."""
    there = [each.whom for each in already]
    reached = _may_be_reached(case)
    return [each for each in _of(organisation) if each not in there and each not in reached]


def _weigh(view: CaseView, allegation: str) -> Weighed:
    about = {"allegation": allegation}
    return points_to(PERSON_TO_TELL, view.entries, view.procedure, about=about, at=view.at, known_at=view.known_at)


def _holding(by_allegation: Mapping[str, Weighed]) -> Iterator[Holds]:
    found: dict[tuple[str, str], list[tuple[str, Pointed]]] = {}
    for allegation, weighed in by_allegation.items():
        for row in weighed.points_to:
            found.setdefault((row.row.id, row.points_to), []).append((allegation, row))
    for holding in found.values():
        yield Holds(pointed=holding[0][1], allegations=tuple(allegation for allegation, _ in holding))


def _allegations(view: CaseView) -> list[str]:
    return list(dict.fromkeys(each for entry in view.stands for each in entry.things.get("allegation", ())))


def _of(organisation: Organisation) -> Iterator[Account | Mailbox]:
    """A named person's mailbox before their account: it needs no sign-in."""
    yield from organisation.mailboxes.filter(ended_at__isnull=True).order_by("is_shared", "name", "pk")
    yield from organisation.accounts.filter(is_active=True).order_by("name", "pk")


def _may_be_reached(case: Case) -> set[Account | Mailbox]:
    asked = SubjectQuestion.objects.filter(case=case).exclude(reaches_the_subject=False)
    found = {each.account or each.mailbox for each in asked.select_related("account", "mailbox")}
    linked = {each.account for each in case.subject_links.select_related("account")}
    return {each for each in found | linked if each is not None}
