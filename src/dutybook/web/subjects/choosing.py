"""Choosing who at an organisation may know of a case: whom the procedure's rows point to, anybody else, or nobody.

Whoever may be the person, or reach them, is never among the answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dutybook.casework import whom_to_tell
from dutybook.casework.models import Account, Mailbox
from dutybook.casework.queries import CaseView
from dutybook.casework.subjects import OrganisationInTheCase
from dutybook.casework.whom_to_tell import Holds, Offered
from dutybook.engine import words
from dutybook.web.asking.questions import Option, Question, Typed, value_of
from dutybook.web.asking.things import there_are
from dutybook.web.cases.itemised import title_of
from dutybook.web.subjects.lines import called

NOBODY, ACCOUNT, MAILBOX, TAKEN_BACK = "nobody", "account-", "mailbox-", "no-longer-"
WHY = Question(name="why", ask="Why?", kind="text", required="Enter why", hint="This stays on record.")
CHOOSE = "Choose who there may know, or nobody yet"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom the desk chose; nobody, or that somebody may no longer know."""

    whom: Account | Mailbox | None
    may_know: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A row that points to somebody, with its paragraph; `about`: for which allegations, where there are several."""

    title: str
    paragraph: str
    ours: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointedTo:
    """Somebody whom the procedure points to, once, and every reason for it."""

    name: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Everybody who can be chosen, by the value of the answer; why the first are offered; what to find out."""

    targets: Mapping[str, Chosen]
    labels: Mapping[str, str]
    pointed_to: tuple[PointedTo, ...]
    missing: tuple[str, ...]

    @property
    def questions(self) -> list[Question]:
        options = tuple(Option(value, label) for value, label in self.labels.items())
        ask = Question(name="whom", ask="Who there may know?", kind="choice", options=options, required=CHOOSE)
        return [ask, WHY]

    def chosen(self, typed: Typed) -> Chosen:
        return self.targets[value_of(typed, "whom")]


def offer(view: CaseView, found: OrganisationInTheCase) -> Offer:
    told = whom_to_tell.roles_to_tell(view)
    first = whom_to_tell.offered(view.case, found.organisation, told)
    rest = whom_to_tell.others(found.organisation, view.case, first)
    people = {_value(each): each for each in (*(each.whom for each in first), *rest)}
    known = {TAKEN_BACK + _value(each): each for each in found.who_may_know}
    return Offer(
        targets={value: Chosen(whom) for value, whom in people.items()}
        | {value: Chosen(whom, may_know=False) for value, whom in known.items()}
        | {NOBODY: Chosen(None)},
        labels={value: f"{whom.name}: {called(view, whom)}" for value, whom in people.items()}
        | {value: f"No longer {whom.name}" for value, whom in known.items()}
        | {NOBODY: "Nobody there yet"},
        pointed_to=tuple(_pointed_to(view, each) for each in first if each.rows),
        missing=tuple(words.question(view.rules.facts.get(each.fact), each.fact) for each in told.missing),
    )


def _value(whom: Account | Mailbox) -> str:
    return f"{ACCOUNT if isinstance(whom, Account) else MAILBOX}{whom.pk}"


def _pointed_to(view: CaseView, offered: Offered) -> PointedTo:
    return PointedTo(name=offered.whom.name, reasons=tuple(_reason(view, each) for each in offered.rows))


def _reason(view: CaseView, holds: Holds) -> Reason:
    row = holds.pointed.row
    several = len(there_are(view.stands, "allegation")) > 1
    titles = [title_of(view, "allegation", each) for each in holds.allegations] if several else []
    about = " and ".join(title[:1].lower() + title[1:] for title in titles)
    return Reason(title=row.title, paragraph=row.cite.at, ours=row.cite.ours, about=about)
