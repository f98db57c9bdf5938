"""Why a duty stands as it does, in sentences: its arising, what makes it needed, how its date was reached, its end.

Only what was answered or recorded is told; what is not known is `missing`, and is not told as a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dutybook.engine import words
from dutybook.engine.arising import Arising
from dutybook.engine.calendar import Calendar
from dutybook.engine.conditions import Conditions
from dutybook.engine.due import due as due_in_words
from dutybook.engine.entries import Entry
from dutybook.engine.forms import Expression, Length
from dutybook.engine.judging import Judge, Verdict
from dutybook.engine.known import Known, Scope
from dutybook.engine.missing import about_of
from dutybook.engine.procedure import After, Becomes, Expires, Recurs
from dutybook.engine.reading import Reading
from dutybook.engine.reads import Answer, First, Last, Leaf, OfEach
from dutybook.engine.timescales import Reach


def because(reading: Reading, judge: Judge, verdict: Verdict) -> Iterator[str]:
    """The reasons, in the order a person would give them."""
    teller = Teller(judge.arising.edition.conditions, reading.known, reading.calendar)
    arising = judge.arising
    yield from teller.arose(arising)
    for each in judge.need_parts:
        yield from teller.reasons(each, arising.key, verdict.u)
    yield from teller.limit(judge, verdict)
    yield from teller.closing(judge, verdict)


class Teller:
    """Tells facts and events under one day's rules."""

    def __init__(self, conditions: Conditions, known: Known, calendar: Calendar) -> None:
        self.conditions = conditions
        self.rules = conditions.rules
        self.known = known
        self.calendar = calendar

    def arose(self, arising: Arising) -> Iterator[str]:
        """What the duty arose from."""
        match arising.duty.arises:
            case After() if arising.entry is not None:
                yield self.happened(arising.entry)
            case Becomes(condition):
                yield from self.reasons(condition, arising.key, arising.arose)
            case Expires(other):
                title = self.rules.duties[other].title if other in self.rules.duties else ""
                yield f"“{title or other}” was not done by {words.moment(arising.arose, self.calendar)}."
            case Recurs(every, from_fact):
                yield f"It comes round every {words.length(every)}."
                yield from self.fact(from_fact, arising.key, arising.arose)

    def happened(self, entry: Entry) -> str:
        """A concern was raised on Thursday 2 April 2026 at 16:00 (Head teacher)."""
        told = self.known.sentences.get(entry.seq)
        if told is None:
            title = words.event(self.rules.events.get(entry.type), entry.type)
            told = self.known.sentences[entry.seq] = f"{title} {self.when(entry)}{_by(entry)}."
        return told

    def when(self, entry: Entry) -> str:
        """On Thursday 2 April 2026 at 16:00; between two moments; at a time nobody recorded."""
        if entry.lo is None:
            return f"at a time not known, by {words.moment(entry.hi, self.calendar)}"
        if entry.lo == entry.hi:
            return f"on {words.moment(entry.hi, self.calendar)}"
        first, last = self.calendar.day_of(entry.lo), self.calendar.day_of(entry.hi)
        if first == last and "/" not in entry.happened_at:
            return f"on {words.day(first)}"
        return f"between {words.moment(entry.lo, self.calendar)} and {words.moment(entry.hi, self.calendar)}"

    def reasons(self, expression: Expression, scope: Scope, u: datetime) -> list[str]:
        """Every answer and event that the expression reads and that is known."""
        key = (self.conditions, id(expression), *scope.items(), u)
        if key not in self.known.reasons:
            self.known.reasons[key] = self._each(self.conditions.leaves(expression), scope, u)
        return self.known.reasons[key]

    def _each(self, leaves: tuple[Leaf, ...], scope: Scope, u: datetime) -> list[str]:
        return [told for leaf in leaves for told in self._leaf(leaf, scope, u)]

    def _leaf(self, leaf: Leaf, scope: Scope, u: datetime) -> list[str]:
        match leaf:
            case Answer(name, kinds):
                return self._answer(name, tuple([scope.get(kind, "") for kind in kinds]), u)
            case First(event, about):
                return self._by_then(event, about, scope, u)[:1]
            case Last(event, about):
                return self._by_then(event, about, scope, u)[-1:]
            case OfEach(kind, leaves):
                return [
                    told for each in self.known.things[kind] for told in self._each(leaves, {**scope, kind: each}, u)
                ]

    def _by_then(self, event: str, about: tuple[str, ...], scope: Scope, u: datetime) -> list[str]:
        """Every such event by u, about the things in scope."""
        return [self.happened(each) for each in self.known.happened(event, about, scope) if each.hi <= u]

    def fact(self, name: str, scope: Scope, u: datetime) -> list[str]:
        """The answer to a fact about the things in scope."""
        return self._answer(name, tuple(about_of(self.rules.facts.get(name), scope).values()), u)

    def _answer(self, name: str, about: tuple[str, ...], u: datetime) -> list[str]:
        """Was there an injury? Yes (Head teacher, on Thursday 2 April 2026 at 16:00)."""
        answers = self.known.answers[name].get(about)
        entry, value = answers.entry_at(u) if answers else (None, None)
        if entry is None:
            return []
        key = (name, *about, entry.seq)
        if key not in self.known.sentences:
            self.known.sentences[key] = self._answered(name, about, entry, value)
        return [self.known.sentences[key]]

    def _answered(self, name: str, about: tuple[str, ...], entry: Entry, value: Any) -> str:
        fact = self.rules.facts.get(name)
        of = f" [{', '.join(about)}]" if about else ""
        who = ", ".join(each for each in (entry.by, self.when(entry)) if each)
        return f"{words.question(fact, name)}{of} {words.answer(fact, value, self.calendar)} ({who})."

    def limit(self, judge: Judge, verdict: Verdict) -> Iterator[str]:
        """How the due date was reached, or why there is none."""
        duty, due = judge.arising.duty, verdict.due
        if due.beyond:
            yield f"No date can be given: {due.beyond}."
        elif due.hi is not None:
            yield from self._cut_off(judge, verdict)
            yield self._reached(judge, verdict)
        elif due.unknown:
            yield "No date can be given yet: the limit hangs on what is not known."
        elif duty.promptly and judge.clock.limit is None:
            yield f"The procedure says “{duty.promptly}” and gives no number."

    def _cut_off(self, judge: Judge, verdict: Verdict) -> Iterator[str]:
        """That the clock starts later, where it does: counted from the arising alone, the date would look wrong."""
        cut_off = judge.arising.duty.cut_off
        came, start = judge.clock.before_cut_off(verdict.read_at), judge.clock.start(verdict.read_at)
        if cut_off is None or came == start or isinstance(came, Reach) or isinstance(start, Reach):
            return
        was, so = ("was", ", so") if came[0] == came[1] else ("may have been", "; if so,")
        begins = words.moment(start[1], self.calendar)
        yield f"That {was} later than {cut_off.after} that day{so} the clock starts on {begins}."

    def _reached(self, judge: Judge, verdict: Verdict) -> str:
        scale, due, start = judge.clock.limit, verdict.due, judge.clock.start(verdict.read_at)
        plain = judge.clock.steady and isinstance(scale, Length) and due.lo == due.hi and due.hi is not None
        if plain and isinstance(scale, Length) and not isinstance(start, Reach):
            key = (scale, *start)
            told = self.known.sentences.get(key)
            if told is None:
                told = self.known.sentences[key] = due_in_words(scale, start[1], self.calendar).words
            return told
        early = f"{words.moment(due.lo, self.calendar)}, or at the latest " if due.lo and due.lo != due.hi else ""
        return f"It is due by {early}{words.moment(due.hi, self.calendar)}." if due.hi else ""

    def closing(self, judge: Judge, verdict: Verdict) -> Iterator[str]:
        """What met it, ended it, holds it, or who decided that it will not be done."""
        match verdict.status:
            case "met" | "met late" if judge.deed is not None:
                late = f" That was {words.span(verdict.late_by)} late." if verdict.late_by else ""
                yield self.happened(judge.deed) + late
            case "not done" if judge.not_done is not None:
                who = judge.not_done.by or "Somebody"
                reason = judge.not_done.answers["reason"]
                yield f"{who} decided {self.when(judge.not_done)} that it will not be done: {reason}."
            case "not needed" if judge.end is not None and judge.end.hi == verdict.since:
                yield self.happened(judge.end)
            case "held" if judge.arising.duty.held_while is not None:
                yield "The clock stands still."
                yield from self.reasons(judge.arising.duty.held_while, judge.arising.key, verdict.u)
            case "met for now" if judge.arising.duty.provisionally is not None:
                event = judge.arising.duty.provisionally.by
                yield from (self.happened(each) for each in self.known.by_type.get(event, ())[-1:])


def _by(entry: Entry) -> str:
    return f" ({entry.by})" if entry.by else ""
