"""Random cases: what happened, when somebody said so, what was corrected, and the moment asked about.

Every history must be one that could have been recorded: nothing happened after it was written down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from dutybook.engine.entries import Entry, span_of
from dutybook.engine.procedure import DUTY_NOT_DONE, NOT_KNOWN, Event, Fact, Procedure
from tests.agreement.naive import duties_for
from tests.agreement.procedures import Author, procedure_for
from tests.agreement.words import CALENDAR, EVENTS, FACTS, IDS, OWN_ANSWERS, OWN_STEP, WINDOWS, moments_of

PEOPLE = ("asha", "ben", "cara")
ANSWERS: dict[str, tuple[Any, ...]] = {
    "yes_no": (True, False),
    "choice": ("low", "high"),
    "number": (0, 1, 2, 3),
    "text": ("a", "b", ""),
    "organisation": ("academy", "north"),
}


@dataclass(frozen=True)
class Question:
    """A random procedure, a random history under it, and the moment and knowledge it is asked about."""

    procedure: Procedure
    entries: tuple[Entry, ...]
    at: datetime
    known_at: datetime

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Hypothesis would print the whole holiday table; `story` tells a question that matters."""
        printer.text(f"<question about {len(self.entries)} entries at {self.at}, known at {self.known_at}>")

    @property
    def asked(self) -> dict[str, datetime]:
        return {"at": self.at, "known_at": self.known_at}


@dataclass
class Recorder(Author):
    """Somebody who makes up what happened in a case, one entry after another."""

    procedure: Procedure | None = None
    days: Sequence[str] = ()
    moments: Sequence[datetime] = ()

    def entry(self, seq: int, so_far: Sequence[Entry]) -> Entry:
        if so_far and self.chance(25):
            return self.correction(seq, self.one_of(so_far))
        if self.chance(8):
            return self.not_done(seq)
        return self.happening(seq, self.one_of(tuple(self.events())), self.moments[0])

    def events(self) -> dict[str, Event]:
        """What can happen; also an organisation's own step, where there is one."""
        return EVENTS if not self.organisations() else {**EVENTS, OWN_STEP.id: OWN_STEP}

    def organisations(self) -> Mapping[str, Procedure]:
        return self.procedure.organisations if self.procedure else {}

    def happening(self, seq: int, event: str, not_recorded_before: datetime) -> Entry:
        written, recorded = self.when(not_recorded_before)
        lo, hi = span_of(written, recorded, CALENDAR)
        things = self.things(self.events()[event].about)
        return Entry(
            seq=seq,
            type=event,
            lo=lo,
            hi=hi,
            recorded_at=max(recorded or hi, hi),
            by=self.one_of(PEOPLE),
            things=things,
            answers=self.answers(tuple(things)),
            happened_at=written,
        )

    def when(self, not_recorded_before: datetime) -> tuple[str, datetime | None]:
        """What is written about the time, and when it was recorded; mostly at once."""
        moment = self.one_of(self.moments)
        recorded = max(not_recorded_before, *(self.one_of(self.moments) for _ in range(2)))
        match self.one_of(("moment",) * 6 + ("day", "day", "span", "month", "not known")):
            case "day":
                day = CALENDAR.day_of(min(moment, recorded))
                return day.isoformat(), max(recorded, CALENDAR.start_of(day)) if self.chance(60) else None
            case "span":
                first, last = sorted((moment, min(recorded, self.one_of(self.moments))))
                return f"{first.isoformat()}/{last.isoformat()}", max(recorded, last)
            case "month":
                return CALENDAR.day_of(min(moment, recorded)).isoformat()[:7], recorded
            case "not known":
                return "not known", recorded
        return moment.isoformat(), max(moment, recorded) if self.chance(40) else max(moment, not_recorded_before)

    def things(self, about: Sequence[str]) -> dict[str, tuple[str, ...]]:
        more = [kind for kind in IDS if kind not in about and self.chance(10)]
        return {kind: self.ids(kind) for kind in (*about, *more)}

    def ids(self, kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.one_of(IDS[kind]) for _ in range(self.number(1, 2))))

    def answers(self, kinds: Sequence[str]) -> dict[str, Any]:
        own = [OWN_ANSWERS[name] for name in self.organisations()] * 3
        able = [fact for fact in (*FACTS.values(), *own) if set(fact.of) <= set(kinds)]
        return {fact.id: self.answer(fact) for fact in (self.one_of(able) for _ in range(self.number(0, 4)))}

    def answer(self, fact: Fact) -> Any:
        if self.chance(12):
            return NOT_KNOWN
        if fact.answers == "date" or (fact.answers == "moment" and self.chance(30)):
            return date.fromisoformat(self.one_of(self.days)) + timedelta(days=self.one_of((0, 0, 0, 40)))
        return self.one_of(self.moments if fact.answers == "moment" else ANSWERS[fact.answers])

    def correction(self, seq: int, of: Entry) -> Entry:
        """What it corrects, told anew: another time, other answers, or that it never was."""
        new = self.happening(seq, of.type, of.recorded_at) if of.type in self.events() else replace(self.not_done(seq))
        new = replace(new, recorded_at=max(new.recorded_at, of.recorded_at), corrects=of.seq)
        if self.chance(40):
            return replace(new, retracted=True, things={}, answers={})
        keeps_time = self.chance(50) and of.hi <= new.recorded_at
        return replace(new, lo=of.lo, hi=of.hi, happened_at=of.happened_at) if keeps_time else new

    def not_done(self, seq: int) -> Entry:
        assert self.procedure is not None
        duties = self.procedure.editions[0][1].duties
        duty = duties[self.one_of(tuple(duties))]
        entry = self.happening(seq, "noted", self.moments[0])
        answers = {"duty": duty.id, "reason": "not asked for"}
        return replace(entry, type=DUTY_NOT_DONE, things=self.things(duty.kinds), answers=answers)


@st.composite
def questions(draw: Any) -> Question:
    """A procedure, a history and a moment: of the grid, or at a due date, or a second beside one."""
    # Drawn choice by choice, Hypothesis repeats itself too much to reach everything; `reducing` shrinks instead.
    chances = draw(st.randoms(use_true_random=True))
    days = chances.choice((*WINDOWS[:3], *WINDOWS))
    procedure = procedure_for(chances, days)
    moments = moments_of(days)
    recorder = Recorder(chances, procedure=procedure, days=days, moments=moments)
    entries: list[Entry] = []
    for seq in range(1, recorder.number(6, 14) + 1):
        entries.append(recorder.entry(seq, entries))
    last = moments[-1] + timedelta(days=recorder.one_of((0, 3)))
    at = recorder.one_of((*[last] * 6, *moments[len(moments) // 3 :: 4]))
    known_at = last + timedelta(days=9) if recorder.chance(80) else recorder.one_of(moments)
    question = Question(procedure, tuple(entries), at, known_at)
    return replace(question, at=_beside_a_due_date(recorder, question)) if recorder.chance(40) else question


def _beside_a_due_date(recorder: Recorder, question: Question) -> datetime:
    instances = duties_for(question.entries, question.procedure, **question.asked)
    soon = question.at + timedelta(days=10)
    dates = [each for one in instances for each in (one.due_at, one.due_at_latest) if each and each < soon]
    if not dates:
        return question.at
    return recorder.one_of(dates) + timedelta(seconds=recorder.number(-1, 1))
