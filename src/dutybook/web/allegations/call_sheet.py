"""The call sheet as questions, and as the entries it makes: one page, any order, nothing required but a line of notes.

When it happened, when anyone at the organisation first knew, and when the call came may never stand in for one another:
what nobody has answered yet is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dutybook.casework import apart
from dutybook.casework.actions.calls import Call
from dutybook.casework.models import Account
from dutybook.casework.permissions import REPORTS
from dutybook.casework.store import Statement
from dutybook.engine.english.names import Words
from dutybook.engine.procedure import NOT_KNOWN, Procedure, Rules
from dutybook.web.asking.form import HAPPENED, NOT_IN_THE_FUTURE, Error, EventForm, Reading, read_all
from dutybook.web.asking.questions import Option, Question, Typed, question_of, value_of

TAKEN, TOLD = "call_taken", "designated_officer_told"
CAME, ROLE = "call-came", "caller-role"
NOTES, CALLER, MAY_BE_NAMED = "call_notes", "caller_name", "caller_may_be_named"
INCIDENT = "incident_on"
UNNAMED, IN_NO_ROLE = "Person A", "referrer"
"""Who rang, wherever their name is not for everybody, and what they are then."""

FIRST_KNEW = "When did anyone at the organisation first know?"
ONE_LINE = "Write a line of notes: nothing else is needed to record the call"
NOT_BEFORE_IT_WAS_KNOWN = "The call cannot have come before anybody knew: change this, or when anyone first knew"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSheet:
    """The sheet of one call, for whoever takes it."""

    procedure: Procedure
    rules: Rules
    account: Account
    now: datetime

    @property
    def parts(self) -> Sequence[tuple[str, Sequence[Question]]]:
        """The questions under their headings, in the order of the page; they can be answered in any other."""
        by_name = {question.name: question for question in self._concern.questions()}
        moments = [by_name.pop(name) for name in (INCIDENT, HAPPENED) if name in by_name]
        moments = [replace(each, hint=HINTS[each.name], required="") for each in moments]
        about = [by_name.pop(name) for name in apart.WHOM if name in by_name]
        return (
            ("Notes", [self._notes()]),
            ("Three moments", [*moments, self._came()]),
            ("Who is ringing", self._caller()),
            ("Whom it is about", about),
            ("What is known", list(by_name.values())),
        )

    @property
    def questions(self) -> list[Question]:
        return [question for _, questions in self.parts for question in questions]

    def opened(self) -> Typed:
        """The call is coming now."""
        local = self.procedure.calendar.local(self.now)
        parts = {"day": local.day, "month": local.month, "year": local.year, "time": f"{local:%H:%M}"}
        return {f"{CAME}-{part}": [str(value)] for part, value in parts.items()}

    def call(self, typed: Typed) -> tuple[Call | None, list[Error]]:
        """What the sheet says so far as entries; or None, and what to put right."""
        reading = read_all(self.questions, typed, self.procedure)
        came = self._written(self.now) if reading.answers.get(CAME) is None else str(reading.answers[CAME])
        came = "not known" if came == NOT_KNOWN else came
        concern, errors = self._concern.statement(self._known_from(typed))
        errors = _once([*reading.errors, *errors, *self._times(reading.answers, came), *_no_notes(typed)])
        if errors or concern is None:
            return None, errors
        return self._as_entries(concern, reading, came), []

    def _as_entries(self, concern: Statement, reading: Reading, came: str) -> Call:
        """What says who told goes with the call, into the part of the case that only the desk reads."""
        of_the_source = {name for name in concern.data if name in self.rules.facts and self._is_source(name)}
        named = reading.answers.get(MAY_BE_NAMED) is True and bool(reading.answers.get(CALLER))
        by = str(reading.answers[CALLER]) if named else UNNAMED
        role = reading.answers.get(ROLE) if named else None
        raised = replace(
            concern,
            by=by,
            role=role or IN_NO_ROLE,
            told_by=by,
            data={name: value for name, value in concern.data.items() if name not in of_the_source},
        )
        kept_apart = {name: concern.data[name] for name in of_the_source} | self._of_the_call(reading.answers)
        raised, others = apart.told_apart(raised, self.rules)
        return Call(concern=raised, others=[*others, *self._told(raised, came), self._taken(kept_apart, reading, came)])

    def _taken(self, kept_apart: Mapping[str, Any], reading: Reading, came: str) -> Statement:
        event = self.rules.events[TAKEN]
        role = reading.answers.get(ROLE)
        who = (str(reading.answers.get(CALLER) or ""), self._words.role(role) if role else "")
        return Statement(
            type=TAKEN,
            happened_at=came,
            by=self.account.name,
            role=self.account.role,
            told_by=", ".join(filter(None, who)),
            data={"allegation": "allegation-1"} | dict(kept_apart),
            compartment=event.privacy,
        )

    def _told(self, raised: Statement, came: str) -> list[Statement]:
        """Whoever rings the desk tells it: where the procedure lets somebody in that role do so."""
        event = self.rules.events.get(TOLD)
        if event is None or raised.role not in event.by:
            return []
        data = {"allegation": "allegation-1"}
        return [replace(raised, type=TOLD, happened_at=came, data=data, compartment=event.privacy)]

    def _known_from(self, typed: Typed) -> Typed:
        """Nobody has answered yet when anyone first knew: that is not known, and the call may not stand in for it."""
        if any(value_of(typed, f"{HAPPENED}-{part}") for part in ("day", "month", "year", "time", "not-known")):
            return typed
        return dict(typed) | {f"{HAPPENED}-not-known": [NOT_KNOWN]}

    def _times(self, answers: Mapping[str, Any], came: str) -> list[Error]:
        if came == "not known":
            return []
        if "T" not in came:
            return [] if came <= self._written(self.now)[:10] else [Error(f"{CAME}-day", NOT_IN_THE_FUTURE)]
        moment = datetime.fromisoformat(came)
        if moment > self.now:
            return [Error(f"{CAME}-day", NOT_IN_THE_FUTURE)]
        knew = str(answers.get(HAPPENED) or "")
        late = "T" in knew and "/" not in knew and datetime.fromisoformat(knew) > moment
        return [Error(f"{CAME}-day", NOT_BEFORE_IT_WAS_KNOWN)] if late else []

    def _of_the_call(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        return {name: answers[name] for name in (NOTES, CALLER, MAY_BE_NAMED) if answers.get(name) is not None}

    def _is_source(self, fact: str) -> bool:
        return self.rules.facts[fact].privacy == "source"

    def _written(self, moment: datetime) -> str:
        return self.procedure.calendar.local(moment.replace(second=0, microsecond=0)).isoformat()

    def _notes(self) -> Question:
        return replace(question_of(self.rules.facts[NOTES]), hint="Write first, and fill in the rest afterwards.")

    def _came(self) -> Question:
        return Question(
            name=CAME, ask="When did this call come?", kind="moment", hint="Change this if it came earlier."
        )

    def _caller(self) -> list[Question]:
        named = replace(
            question_of(self.rules.facts[MAY_BE_NAMED]),
            hint="Unless you choose Yes, everybody but the desk reads “Person A”.",
        )
        roles = [role for role in self._concern.event.by if role not in (self.account.role, IN_NO_ROLE)]
        options = tuple(Option(role, self._words.role(role)) for role in roles)
        as_what = Question(name=ROLE, ask="What are they?", kind="select", options=options)
        return [question_of(self.rules.facts[CALLER]), as_what, named]

    @property
    def _words(self) -> Words:
        return Words(self.rules, self.procedure.more.get("terms", {}))

    @property
    def _concern(self) -> EventForm:
        return EventForm(
            event=self.rules.events[REPORTS["allegation"]],
            procedure=self.procedure,
            rules=self.rules,
            account=self.account,
            now=self.now,
            when=FIRST_KNEW,
            also=apart.WHOM,
            beside=apart.asked_with_a_concern(self.rules),
        )


HINTS = {
    INCIDENT: "The day of what is said to have happened, and not of the call.",
    HAPPENED: "The clocks count from this. Until you answer it, they count as if nobody knew when.",
}


def _no_notes(typed: Typed) -> list[Error]:
    return [] if value_of(typed, NOTES) else [Error(NOTES, ONE_LINE)]


def _once(errors: Sequence[Error]) -> list[Error]:
    """The concern's own form reads some of the same questions again."""
    return list({error.field: error for error in reversed(errors)}.values())[::-1]
