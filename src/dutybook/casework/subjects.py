"""What stands between an organisation and a case that may be about somebody in it: closed until the desk has answered.

Nothing may be answered or chosen here: a person does that, in actions/subjects.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from dutybook.casework import candidates, visibility
from dutybook.casework.models import (
    Account,
    Case,
    Involvement,
    Mailbox,
    Organisation,
    OrganisationOpened,
    Reading,
    SubjectLink,
    SubjectQuestion,
)
from dutybook.casework.permissions import Allowed, Refused
from dutybook.casework.worded_once import several, worded_once

LOCKED_OUT = "{name} is the person the case is about, or linked to them."
NOT_ANSWERED = "Nobody has answered yet whether the case may be about {name}."
CLOSED = "Nobody has chosen yet who at {organisation} may know of the case."
NOT_CHOSEN = "{name} is not among those at {organisation} who were chosen to know of the case."


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationInTheCase:
    """An organisation where the adult works, or where somebody works who may be the adult, and who there may know."""

    organisation: Organisation
    questions: tuple[SubjectQuestion, ...]
    choices: tuple[OrganisationOpened, ...]

    @property
    def unanswered(self) -> list[SubjectQuestion]:
        return [each for each in self.questions if each.answered_at is None]

    @property
    def is_closed(self) -> bool:
        """Until every question is answered and somebody has chosen, if only that nobody there may know yet."""
        return bool(self.unanswered) or not self.choices

    @property
    def who_may_know(self) -> list[Account | Mailbox]:
        """Those chosen, by the last choice about each."""
        last = {_target_of(each): each for each in self.choices}
        return [target for target, choice in last.items() if target is not None and choice.may_know]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What the desk has still to do about whom one case may be about."""

    case: Case
    questions: int = 0
    organisations: int = 0


def organisations_of(case: Case) -> list[OrganisationInTheCase]:
    """Every organisation of the case, by its name, with what was asked and chosen.

    Where everybody who might have been the adult was ruled out, and nobody said that the adult works, it is none.
    """
    return asked_and_organisations_of(case)[1]


def asked_and_organisations_of(case: Case) -> tuple[list[SubjectQuestion], list[OrganisationInTheCase]]:
    """The same, with everything that was asked."""
    asked = _asked(case=case.pk)
    there = {each.pk: each for each in candidates.where_the_adult_works(case)}
    there |= {
        holder_of(each).organisation_id: holder_of(each).organisation
        for each in asked
        if each.reaches_the_subject is not False
    }
    choices = _chosen_at(case=case.pk)
    return asked, [
        OrganisationInTheCase(
            organisation=organisation,
            questions=tuple(each for each in asked if holder_of(each).organisation_id == organisation.pk),
            choices=tuple(each for each in choices if each.organisation_id == organisation.pk),
        )
        for organisation in sorted(there.values(), key=lambda each: (each.name, each.pk))
    ]


def organisation_in(case: Case, organisation: Organisation) -> OrganisationInTheCase | None:
    """The same of one organisation; None where it is none of the case's."""
    return next((each for each in organisations_of(case) if each.organisation == organisation), None)


def ruled_out_elsewhere(case: Case) -> list[SubjectQuestion]:
    """What was answered “no” about people at organisations that are none of the case's."""
    there = {each.organisation.pk for each in organisations_of(case)}
    return [each for each in questions_of(case) if holder_of(each).organisation_id not in there]


def questions_of(case: Case) -> QuerySet[SubjectQuestion]:
    """What was asked in this case, in the order in which it was asked."""
    return _questions(case.pk)


def _questions(case: Any) -> QuerySet[SubjectQuestion]:
    related = ("account__organisation", "mailbox__organisation", "answered_by", "case")
    return SubjectQuestion.objects.filter(case=case).select_related(*related).order_by("pk")


@worded_once
def _asked(*, case: Any) -> QuerySet[SubjectQuestion]:
    return _questions(case)


@worded_once
def _chosen_at(*, case: Any) -> QuerySet[OrganisationOpened]:
    chosen = OrganisationOpened.objects.filter(case=case)
    return chosen.select_related("account__organisation", "mailbox", "opened_by")


def question_of(case: Case, number: int) -> SubjectQuestion | None:
    """The question of this number, in the order in which they were asked: no number is ever another's."""
    return dict(enumerate(questions_of(case), 1)).get(number)


def is_closed(case: Case, organisation: Organisation) -> bool:
    """Whether nobody at this organisation may be let in, or written to, until the desk has answered."""
    found = organisation_in(case, organisation)
    return found is not None and found.is_closed


def may_be_involved(case: Case, account: Account) -> Allowed | Refused:
    """Whether this person may gain anything in the case; the reasons are for the desk, which knows whom it is about.

    Whoever has their involvement already keeps it, unless they may be the adult themselves.
    """
    if SubjectLink.objects.filter(case=case, account=account).exists():
        return Refused((LOCKED_OUT.format(name=account.name),))
    if SubjectQuestion.objects.filter(case=case, account=account, answered_at__isnull=True).exists():
        return Refused((NOT_ANSWERED.format(name=account.name),))
    if visibility.is_on_the_team(account, case) or Involvement.objects.filter(case=case, account=account).exists():
        return Allowed()
    return _chosen(organisation_in(case, account.organisation), account)


def may_be_written_to(case: Case, mailbox: Mailbox) -> bool:
    """Whether anything about this case may leave for this mailbox: only once it was chosen, and while it is in use."""
    found = organisation_in(case, mailbox.organisation)
    open_to_it = found is not None and not found.is_closed and mailbox in found.who_may_know
    return open_to_it and mailbox.ended_at is None


def reaches_the_subject(case: Case, whom: Account | Mailbox) -> bool:
    """Whether somebody has said that this is the adult, or reaches them."""
    if isinstance(whom, Account):
        return SubjectLink.objects.filter(case=case, account=whom).exists()
    return SubjectQuestion.objects.filter(case=case, mailbox=whom, reaches_the_subject=True).exists()


def waiting(cases: Iterable[Case]) -> list[Waiting]:
    """The cases in which a question is unanswered, or nobody was chosen yet where the adult is known to be.

    In two questions, however many cases there are.
    """
    by_id = {each.pk: each for each in cases}
    open_ones: list[Any] = _unanswered_in(cases=list(by_id))
    closed_ones: list[Any] = _reached_in(cases=list(by_id))
    unanswered, to_choose = Counter(case for (case,) in open_ones), Counter(case for case, _ in closed_ones)
    return [
        Waiting(case=by_id[each], questions=unanswered[each], organisations=to_choose[each])
        for each in by_id
        if each in unanswered or each in to_choose
    ]


@worded_once
def _unanswered_in(*, cases: Any) -> QuerySet[Any]:
    return SubjectQuestion.objects.filter(case__in=several(cases), answered_at__isnull=True).values_list("case")


@worded_once
def _reached_in(*, cases: Any) -> QuerySet[Any]:
    """Where the adult is known to be, and nobody there was chosen."""
    asked = SubjectQuestion.objects.filter(case__in=several(cases), reaches_the_subject=True)
    there = Coalesce("account__organisation", "mailbox__organisation")
    chosen = OrganisationOpened.objects.filter(case=OuterRef("case"), organisation=OuterRef("there"))
    return asked.annotate(there=there).exclude(Exists(chosen)).values_list("case", "there").distinct()


def had_read(case: Case) -> Mapping[Account, list[Reading]]:
    """What those who are locked out now had read of the case before, for the case's officer."""
    locked = Q(account__subject_links__case=case)
    found: dict[Account, list[Reading]] = {}
    for each in Reading.objects.filter(locked, case=case).select_related("account__organisation").order_by("number"):
        found.setdefault(each.account, []).append(each)
    return found


def _chosen(found: OrganisationInTheCase | None, account: Account) -> Allowed | Refused:
    if found is None or (account in found.who_may_know and not found.is_closed):
        return Allowed()
    says = CLOSED if found.is_closed else NOT_CHOSEN
    return Refused((says.format(name=account.name, organisation=found.organisation.name),))


def holder_of(question: SubjectQuestion) -> Account | Mailbox:
    """The account or the mailbox that a question is about."""
    holder = question.account or question.mailbox
    if holder is None:
        raise ValueError(f"{question} is about nobody")
    return holder


def _target_of(choice: OrganisationOpened) -> Account | Mailbox | None:
    return choice.account or choice.mailbox
