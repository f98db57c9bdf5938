"""What somebody sends to be recorded: its fields, everything against it, and the answer once it is recorded.

Nothing may be recorded from here: that is the actions' doing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Status
from pydantic import BaseModel, Field

from dutybook.api.errors import Problem, Refused, body_of, problem
from dutybook.api.topic import account_of, now
from dutybook.casework import own_numbers, reading, store, visibility
from dutybook.casework.actions.events import Sent, as_raw
from dutybook.casework.models import Account, Case, Entry
from dutybook.casework.own_numbers import OwnNumbers
from dutybook.casework.queries import CaseView
from dutybook.casework.store import Conflict, Raw, Statement
from dutybook.engine.belonging import rules_together
from dutybook.engine.entries import KEYS, EntryRefused, read_entry
from dutybook.engine.procedure import Procedure, Rules

LARGEST = 2**31 - 1
RECORDED_SINCE = "what was recorded since, as JSON"

NAMELESS = Problem(
    what="It was done in a role that is not yours, by nobody", write="Send the name of who did it", where="body.by"
)

Said = Annotated[str, Field(max_length=200, pattern=r"\S")]


class Deed(BaseModel):
    """What happened, who did it as what, and what they answered. Without `by` and `as`: you, as what you are."""

    happened_at: Annotated[
        str,
        Field(
            max_length=80,
            description="A moment with its offset, a day, a month, a year, `A/B` or `not known`; `about ` before any.",
            examples=["2026-04-02T16:00:00+01:00"],
        ),
    ]
    by: Said | None = None
    role: Said | None = Field(None, alias="as")
    told_by: str = Field("", max_length=200)
    data: dict[str, Any] = Field({}, description="The ids it is about, by kind, and answers by the name of the fact.")
    form_token: UUID | None = Field(None, description="Your own; the same token sent again records nothing more.")

    def sent(self, account: Account, expected_number: int) -> Sent:
        """Who sends this, when, and the number they expect."""
        return Sent(by=account, now=now(), expected_number=expected_number, form_token=self.form_token)

    def statement(self, type: str, account: Account, rules: Rules, **more: Any) -> Statement:
        """This as a statement of the type given, in the compartment that the procedure names for it."""
        if self.role not in (None, account.role) and self.by is None:
            raise Refused([NAMELESS])
        event = rules.events.get(type)
        return Statement(
            type=type,
            happened_at=self.happened_at,
            by=self.by or account.name,
            role=self.role or account.role,
            told_by=self.told_by,
            data=self.data,
            compartment=event.privacy if event else "general",
            **more,
        )


class NumberedDeed(Deed):
    """A deed in a case that is there already."""

    expected_number: int = Field(ge=1, le=LARGEST, description="The case's `next_number`, as you last read it.")


def check(statement: Statement, procedure: Procedure, sent: Sent) -> None:
    """Raises `Refused` with everything that the procedure has against the statement, each thing once."""
    rules = rules_together(procedure, procedure.organisations, sent.now)
    if statement.type not in rules.events:
        raise Refused([_not_declared(statement, procedure)])
    raw = as_raw(statement, sent)
    if _refusal(raw, procedure) is not None:
        found = (refusal for each in _in_parts(raw, rules) if (refusal := _refusal(each, procedure)))
        raise Refused([_placed(each, statement) for each in dict.fromkeys(found)])


def recorded(entry: Entry, numbers: OwnNumbers) -> Status[dict[str, Any]]:
    """The answer once something is recorded: the entry as it stands in the record, numbered as its author counts.

    Its author's own words given back to them are no reading of the case.
    """
    (written,) = store.raw_entries([entry])
    mine = own_numbers.numbered(written, {seq: numbers.of(seq) for seq in numbers.seqs})
    return Status(201, {"reference": entry.case.reference, "next_number": numbers.next, "entry": mine})


def given_back(view: CaseView, entry: Entry, by: Account) -> Status[dict[str, Any]]:
    """The same, for who has just read the case as `view`."""
    case = view.case
    return recorded(of_this_case(entry, case), own_numbers.count(case, by, read=view.numbers))


def record_in_turn(
    request: HttpRequest, view: CaseView, body: NumberedDeed, record: Callable[[Sent], Entry]
) -> Status[dict[str, Any]]:
    """Records under the number that its sender expects, as they count.

    What was recorded since and is not for them is no conflict, or they would learn of it: theirs comes after it.
    """
    account, case = account_of(request), view.case
    numbers = OwnNumbers(tuple(sorted(view.numbers)))
    if body.expected_number > numbers.next:
        return conflicting(request, case, [], body)
    sent = body.sent(account, numbers.seq_after(body.expected_number))
    while True:
        try:
            return given_back(view, record(sent), account)
        except Conflict as conflict:
            if not conflict.theirs:
                raise token_used() from None
            if any(visibility.may_read(account, case, each) for each in conflict.theirs):
                return conflicting(request, case, conflict.theirs, body)
            sent = replace(sent, expected_number=conflict.theirs[-1].number + 1)


def conflicting(request: HttpRequest, case: Case, theirs: Sequence[Entry], sent: Deed) -> Status[dict[str, Any]]:
    """Both, so that nothing is lost: what was sent, and what others recorded that its sender may read."""
    read = _readable(request, case, RECORDED_SINCE)
    numbers = {raw["seq"]: number for number, raw in enumerate(read, 1)}
    number, since = len(read) + 1, {entry.number for entry in theirs}
    what = f"The next entry of this case has the number {number}"
    write = f"Read what was recorded since; if yours still holds, send it with expected_number {number}"
    body = body_of([Problem(what=what, write=write, where="body.expected_number")])
    new = [own_numbers.numbered(raw, numbers) for raw in read if raw["seq"] in since]
    mine = sent.model_dump(mode="json", by_alias=True)
    return Status(409, body | {"sent": mine, "recorded_since": new, "next_number": number})


def of_this_case(entry: Entry, case: Case) -> Entry:
    """The entry; or `Refused`, if its form token had made one in another case before."""
    if entry.case_id != case.pk:
        raise token_used()
    return entry


def token_used() -> Refused:
    return Refused([Problem(what="This form_token was used before", write="Send a new UUID", where="body.form_token")])


def _readable(request: HttpRequest, case: Case, title: str) -> list[Raw]:
    """Who has been locked out meanwhile reads nothing, not even what they recorded before."""
    account, moment = account_of(request), now()
    visibility.case_for(account, case.reference, now=moment)
    return reading.read_case(case, by=account, page=title, now=moment)


def _in_parts(raw: Raw, rules: Rules) -> Iterator[Raw]:
    """When it happened, then what it is about, then each answer alone, then the whole.

    The engine stops at the first thing that is wrong; this way one does not hide the others.
    """
    about = {key: value for key, value in raw["data"].items() if key in rules.things}
    supposed = dict.fromkeys(rules.events[raw["type"]].about, "any") | about
    yield {**raw, "data": supposed}
    yield {**raw, "happened_at": "not known", "data": about}
    for key, value in raw["data"].items():
        if key not in rules.things:
            yield {**raw, "happened_at": "not known", "data": {**supposed, key: value}}
    yield raw


def _refusal(raw: Raw, procedure: Procedure) -> str | None:
    try:
        read_entry(raw, 1, procedure)
    except EntryRefused as refusal:
        return str(refusal)
    return None


def _placed(refusal: str, statement: Statement) -> Problem:
    """At the key that the refusal begins with, where it names one."""
    key = refusal.split(" ")[0].strip("':\"")
    inside = next(_places(key, statement), "")
    return problem(refusal, f"body.{inside}" if inside else "body")


def _places(key: str, statement: Statement) -> Iterator[str]:
    if key in statement.data:
        yield f"data.{key}"
    if key in KEYS:
        yield key
    if key == statement.type:
        yield "data"


def _not_declared(statement: Statement, procedure: Procedure) -> Problem:
    what = f"{statement.type!r} is not recorded under {procedure.name} today"
    return Problem(what=what, write="Use one of the events of the procedure", where="body.type")
